"""The staff's pages over cases: `/desk` (clerks, bodies, supervisors) and `/grid` (grid workers, on a phone)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.doors.views import photo_response
from portal.cases.joint import parts as joint
from portal.cases.models import Case
from portal.cases.records import actors, queries
from portal.cases.records.actors import Who, in_scope
from portal.cases.rules import taxonomy
from portal.cases.rules.lifecycle import UNRESOLVED, Actor, Seal
from portal.cases.rules.regimes import Regime
from portal.cases.verbs import access_log, desk_actions, paging, sealing
from portal.desk import queue
from portal.desk.alarm_panel import shown_alarms, sms_warnings
from portal.desk.case_facts import hides_reporter, list_row, page_facts, visible_photo_ids
from portal.desk.kept import at_work, saved_views, texts
from portal.desk.onward import FIRST_TAB, address_after, just_done
from portal.desk.queue import Filters, Tab
from portal.grids import service as grids
from portal.http.access import access, staff_actor, unattended
from portal.http.current import parts, row_id
from portal.kernel.errors import Forbidden, NotFound
from portal.kernel.roles import Role

public = Blueprint("desk", __name__, template_folder="templates")
LAST_LIST = "desk_list"  # key in the session: path and query of the list shown last
MOST_REMEMBERED = 600  # characters of that query: 60 Chinese ones of a search are 540
# the roles that have a part in cases
STAFF = (Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR)


@public.get("/desk")
@access(Role.DESK, Role.BODY, Role.SUPERVISOR, Role.OPERATOR)
def desk() -> Any:
    """The queue of clerks, bodies and supervisors; the operator goes to the undelivered messages."""
    if staff_actor().role is Role.OPERATOR:
        return redirect(url_for("desk_undelivered.dead"))
    remember_list()
    now = parts().clock.now()
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        filters = Filters.of(request.args, FIRST_TAB.get(who.actor, Tab.OPEN))
        page = queue.page(s, who, filters, now, request.args.get("after", "")[:60])
        return render_template(
            "desk/queue.html",
            rows=[list_row(s, case, who) for case in page.cases],
            next=page.after,
            after=request.args.get("after", "")[:60],
            done=_done(s, who),
            filters=filters,
            tabs=list(Tab),
            counts=queue.counts(s, who, now),
            alarms=_alarms(s, who),
            sms_warnings=sms_warnings(s) if who.actor in (Actor.DESK, Actor.SUPERVISOR) else [],
            grids=[(grid.code, grid.name) for grid in grids.grids(s)],
            bodies=[(body.code, body.name) for body in grids.bodies(s)],
            regimes=[(str(regime), regime.label) for regime in reversed(Regime)],
            classes=[(code, path[0]) for code, path in taxonomy.names().items() if len(path) == 1],
            is_body=who.actor is Actor.BODY,
            parts_open=joint.open_count(s, who) if who.actor is Actor.BODY else 0,
            views=saved_views.seen_by(s, staff_actor()),
            query=urlencode(filters.query()),
        )


def remember_list() -> None:
    """Remember this list with its filters and page, so that pages of cases can lead back to it."""
    kept = urlencode({name: value for name, value in request.args.items() if name != "done"})
    session[LAST_LIST] = f"{request.path}?{kept}" if len(kept) <= MOST_REMEMBERED else request.path


def _done(s: Session, who: Who) -> dict[str, Any] | None:
    """What the page tells of the case that its address says was just dealt with (`just_done`).

    None after a refused form.
    """
    return just_done(s, who, request.args["done"]) if request.method == "GET" and "done" in request.args else None


@public.get("/desk/keys")
@access(*STAFF, Role.OPERATOR)
def keys() -> Any:
    """The keyboard shortcuts of the desk's pages, and the switch for them; "?" shows the same over any page."""
    return render_template("desk/keys.html")


def _alarms(s: Session, who: Who) -> list[dict[str, Any]]:
    """The emergencies to show at the top of the page; none to bodies and grid workers."""
    return shown_alarms(s, who) if who.actor in (Actor.DESK, Actor.SUPERVISOR) else []


@public.get("/desk/alarms")
@access(Role.DESK, Role.SUPERVISOR)
@unattended
def alarms_part() -> Any:
    """The alarms, which each desk page reloads by itself (htmx); opened directly, a page of their own."""
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        return render_template("desk/_alarms.html", alarms=shown_alarms(s, who), sms_warnings=sms_warnings(s))


@public.post("/desk/alarms/<int:alarm_id>/taken")
@access(Role.DESK, Role.SUPERVISOR)
def take_alarm_on(alarm_id: int) -> Any:
    """我来处理: acknowledge the alarm, so that nobody else is paged.

    Raises NotFound, also if the case is about the actor.
    """
    with parts().db.write() as s:
        found = paging.acknowledge_alarm(s, alarm_id, staff_actor().id, "tap", parts().clock.now())
        if found is None:
            raise NotFound()
        case_no, fresh = found[0].case_no, found[1]
    flash(_("您接下了，不再叫别人") if fresh else _("已经有人接下了"), "success" if fresh else "error")
    return redirect(url_for("desk.case", case_no=case_no), 303)


@public.get("/grid")
@access(Role.GRID)
def grid() -> Any:
    """The grid worker's list: on each page first the cases dispatched to them, then the grid's others."""
    remember_list()
    now = parts().clock.now()
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        page = queue.page(s, who, Filters(Tab.OPEN), now, request.args.get("after", "")[:60])
        rows = [list_row(s, case, who) for case in page.cases]
        mine = [row for row in rows if _is_mine(row["case"], who)]
        return render_template(
            "desk/grid.html",
            mine=mine,
            others=[row for row in rows if row not in mine],
            next=page.after,
            done=_done(s, who),
            counts=queue.counts(s, who, now),
            grid=next((one for one in grids.grids(s) if one.code == who.grid), None),
        )


def _is_mine(case: Case, who: Who) -> bool:
    """Whether the case is dispatched to this grid worker and not resolved yet."""
    return case.dispatched and case.body is None and case.worker_id in who.worker_ids and case.state in UNRESOLVED


@public.get("/desk/cases/<case_no>")
@access(*STAFF)
def case(case_no: str) -> Any:
    """A case, masked, for staff who may see it."""
    return case_page(case_no)


@public.get("/desk/cases/<case_no>/next")
@access(*STAFF)
def next_case(case_no: str) -> Any:
    """Go to the next case of the list that this one was opened from."""
    with parts().db.read() as s:
        found, who = visible_case(s, case_no)
        return redirect(address_after(s, who, found, came_from(who), done=False))


@public.post("/desk/cases/<case_no>/look")
@access(*STAFF)
def look(case_no: str) -> Any:
    """Show the reporter's contact and the unmasked words, and record who looked and when (PIPL 28).

    Raises Forbidden for a handler unless the reporter agreed.
    """
    with parts().db.write() as s:
        found, who = visible_case(s, case_no)
        if hides_reporter(found, who):
            raise Forbidden(_("居民没有同意让承办的人知道是谁反映的，有话请写在进展里，或者请受理台转告"))
        access_log.record_look(s, parts(), found, staff_actor(), "contact")
    return case_page(case_no, revealed=True)


@public.get("/desk/cases/<case_no>/photos/<media_id>")
@access(*STAFF)
def photo(case_no: str, media_id: str) -> Any:
    """Show a photo of a case; to a handler only if it does not reveal who reported the case. Raises NotFound."""
    with parts().db.read() as s:
        found, who = visible_case(s, case_no)
        if media_id not in visible_photo_ids(s, found, who):
            raise NotFound()
    record_look_if_sealed(found, "photo")
    return photo_response(media_id)


def visible_case(s: Session, case_no: str, *, to_change: bool = False) -> tuple[Case, Who]:
    """The case and the signed-in actor. `to_change` locks the row.

    Raises NotFound, in the same words, if there is no such case or they may not see it, or not any more.
    """
    who = actors.staff(s, staff_actor())
    try:
        found = queries.get(s, case_no, to_change=to_change)
    except NotFound:
        raise _not_there() from None
    if not in_scope(found, who):
        raise _not_there()
    return found, who


def record_look_if_sealed(case: Case, what: str) -> None:
    """Record this look at a sealed case, before the answer leaves. `what`: as in `AccessLook`."""
    if case.seal:
        with parts().db.write() as s:
            access_log.record_look(s, parts(), case, staff_actor(), what)


def _not_there() -> NotFound:
    """A NotFound that also says, to whoever sent a form from an outdated page, that nothing of it was done or kept."""
    why = _("没有找到这件事：编号不对，或者现在不归您看了。")
    return NotFound(why + _("刚才按的没有办，写的也没有存。") if request.method == "POST" else why)


@dataclass(frozen=True)
class Typed:
    """A refused form of the case page. `form`: the route's name; `values`: what was typed; `problem`: why refused.

    `photos`: photos were chosen, which a page shown again does not hold.
    """

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    photos: bool = False

    def was(self, form: str, name: str, otherwise: Any = "") -> Any:
        """What was typed into this field of this form; `otherwise` if that is not the refused form."""
        return self.values.get(name, otherwise) if form == self.form else otherwise


def case_page(case_no: str, *, revealed: bool = False, typed: Typed | None = None) -> str:
    """The page of a case for the signed-in actor; also marks the reporter's additions as read (`mark_read`).

    `revealed`: unmasked, after a recorded look. `typed`: a refused form, shown again with the events since then.
    """
    typed = typed or Typed()
    with parts().db.read() as s:
        found, who = visible_case(s, case_no)
        context = page_facts(s, found, who, revealed=revealed) | {"done": _done(s, who)} | _kept_facts(s, found, who)
        unread, case_id = found.unread, found.id
    record_look_if_sealed(found, "page")
    if unread:
        with parts().db.write() as s:
            desk_actions.mark_read(*visible_case(s, case_no, to_change=True))
    seen = row_id(typed.values.get("version", ""))
    return render_template(
        "desk/case.html",
        **context,
        others=at_work.note_open(parts(), case_id, staff_actor().id) if who.actor is Actor.DESK else [],
        typed=typed,
        since=[one for one in context["timeline"] if seen is not None and one.serial > seen],
        version=found.serial,
        back=came_from(who),
    )


def _kept_facts(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """What of `desk.kept` the page shows: texts for a reply, the clerk that the case is with, and to whom it may be handed on."""
    oversees = who.actor in (Actor.DESK, Actor.SUPERVISOR)
    with_clerk = at_work.clerk_of(s, case) if oversees else None
    return {
        "texts": texts.offered(s, case),
        "clerk": with_clerk.account.name if with_clerk else "",
        "clerks": [(one.id, one.name) for one in at_work.clerks(s, case)] if oversees else [],
        **(_seal_facts(s, case, who) if oversees else {}),
    }


def _seal_facts(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """Who may see the sealed case, and who else could; for the form that seals it, its kinds and the supervisors."""
    people, seeing = sealing.candidates(s, case), sealing.assigned(s, case)
    known = {one.id for one in seeing}
    return {
        "seals": [(str(one), one.label) for one in Seal],
        "supervisors": [(one.id, one.name) for one in people if one.role == Role.SUPERVISOR],
        "seeing": [(one.id, one.name, Role(one.role).label) for one in seeing],
        "could_see": [(one.id, f"{one.name}（{Role(one.role).label}）") for one in people if one.id not in known],
        "me": who.id,
    }


def came_from(who: Who) -> str:
    """The address of the list that this page's case was opened from, else of the list shown last (`way_back`)."""
    return way_back(request.form.get("back") or request.args.get("back") or str(session.get(LAST_LIST, "")), who)


def way_back(asked: str, who: Who) -> str:
    """The address of the list to return to: `asked` if it is the actor's own list or a search, else their list's."""
    first = url_for("desk.grid" if who.actor is Actor.GRID else "desk.desk")
    parsed = urlsplit(asked if len(asked) <= 2 * MOST_REMEMBERED else "")
    ours = not parsed.scheme and not parsed.netloc and parsed.path in (first, url_for("desk_search.page"))
    return f"{parsed.path}?{parsed.query}" if ours and parsed.query else first
