"""The staff's pages over cases: `/desk` (clerks, bodies, supervisors) and `/grid` (grid workers, on a phone)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.doors.photos import photo_response
from portal.cases.joint import parts as joint
from portal.cases.models import Case
from portal.cases.records import actors, alarms
from portal.cases.records.actors import Who
from portal.cases.rules import taxonomy
from portal.cases.rules.lifecycle import UNRESOLVED, Actor
from portal.cases.rules.regimes import Regime
from portal.cases.verbs.alarms import going, paging
from portal.cases.verbs.disclosure import access_log
from portal.consultations.verbs.watching import second_person
from portal.desk import alarm_panel, queue
from portal.desk.case_forms.changing import change_case
from portal.desk.case_page.access import STAFF, record_look_if_sealed, visible_case
from portal.desk.case_page.case_facts import hides_reporter, list_rows, visible_photo_ids
from portal.desk.case_page.onward import FIRST_TAB, address_after, came_from, done_in_address, remember_list
from portal.desk.case_page.page import case_page
from portal.desk.kept import saved_views
from portal.desk.queue import Filters, Tab
from portal.grids import service as grids
from portal.http.access import access, staff_actor, unattended
from portal.http.current import parts
from portal.kernel.errors import Forbidden, NotFound
from portal.kernel.roles import Role
from portal.on_call import schedule
from portal.staff import leave
from portal.staff.models import Account

public = Blueprint("desk", __name__, template_folder="templates")


@public.get("/desk")
@access(Role.DESK, Role.BODY, Role.SUPERVISOR, Role.OPERATOR)
def desk() -> Any:
    """The queue of clerks, bodies and supervisors; the operator is redirected to the undelivered rows."""
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
            rows=list_rows(s, page.cases, who),
            next=page.after,
            after=request.args.get("after", "")[:60],
            done=done_in_address(s, who),
            filters=filters,
            tabs=list(Tab),
            counts=queue.counts(s, who, now),
            **(alarm_panel.panel(s, who) if actors.oversees(who) else {}),
            on_call_gaps=schedule.gaps(s, now) if who.actor is Actor.SUPERVISOR else [],
            **_votes(s, who),
            grids=[(grid.code, grid.name) for grid in grids.grids(s)],
            bodies=[(body.code, body.name) for body in grids.bodies(s)],
            regimes=[(str(regime), regime.label) for regime in reversed(Regime)],
            classes=[(code, path[0]) for code, path in taxonomy.names().items() if len(path) == 1],
            is_body=who.actor is Actor.BODY,
            parts_open=joint.open_count(s, who) if who.actor is Actor.BODY else 0,
            views=saved_views.seen_by(s, staff_actor()),
            query=urlencode(filters.query()),
        )


def _votes(s: Session, who: Who) -> dict[str, Any]:
    """The votes at the top of a supervisor's queue, by template name: that wait for them, or whose halt they proposed in vain."""
    if who.actor is not Actor.SUPERVISOR:
        return {"votes_waiting": [], "votes_refused": []}
    account = s.get_one(Account, staff_actor().id)
    return {
        "votes_waiting": second_person.votes_waiting(s, account),
        "votes_refused": second_person.votes_refused(s, account),
    }


@public.get("/desk/keys")
@access(*STAFF, Role.OPERATOR)
def keys() -> Any:
    """The keyboard shortcuts of the desk's pages, and the switch for them; "?" shows the same over any page."""
    return render_template("desk/keys.html")


@public.get("/desk/alarms")
@access(Role.DESK, Role.SUPERVISOR)
@unattended
def alarms_part() -> Any:
    """The part of a page with the alarms, which each desk page reloads by itself (htmx)."""
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        return render_template("desk/_alarms.html", **alarm_panel.panel(s, who))


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
        alarm = alarms.alarm_of(s, found[0])
        name = alarms.taker(s, alarm) if alarm is not None else ""
    told = _("您接下了，不再叫别人") if fresh else _("已经有人接下了（%(name)s）", name=name or _("有人"))
    flash(told, "success" if fresh else "error")
    return redirect(url_for("desk.case", case_no=case_no), 303)


@public.post("/desk/cases/<case_no>/going")
@access(Role.GRID)
def go(case_no: str) -> Any:
    """我去看: a grid worker goes to see an emergency."""
    return change_case(case_no, _("记下了，受理台看得到您去"), going.go_and_see)


@public.post("/desk/cases/<case_no>/not-going")
@access(Role.GRID)
def stay(case_no: str) -> Any:
    """去不了: a grid worker who said that they go to an emergency cannot."""
    return change_case(case_no, _("记下了您去不了。没有别人接下的，接着叫人"), going.cannot_go)


@public.get("/grid")
@access(Role.GRID)
def grid() -> Any:
    """The grid worker's list of open cases: on each page first those that are theirs to deal with, then the grid's others."""
    remember_list()
    now = parts().clock.now()
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        page = queue.page(s, who, Filters(Tab.OPEN), now, request.args.get("after", "")[:60])
        rows = list_rows(s, page.cases, who)
        mine = [row for row in rows if _is_mine(row["case"], who)]
        leaves = leave.coming(s, staff_actor().id, now)
        return render_template(
            "desk/grid.html",
            mine=mine,
            others=[row for row in rows if row not in mine and row["case"].state in UNRESOLVED],
            resolved=[row for row in rows if row not in mine and row["case"].state not in UNRESOLVED],
            next=page.after,
            done=done_in_address(s, who),
            counts=queue.counts(s, who, now),
            leaves=leaves,
            covered={one.account_id: name for one, name in leaves if one.account_id in who.worker_ids[1:]},
            grid=next((one for one in grids.grids(s) if one.code == who.grid), None),
        )


def _is_mine(case: Case, who: Who) -> bool:
    """Whether the case is dispatched to this grid worker, or to one whom they stand in for, and not resolved yet."""
    return case.dispatched and case.body is None and case.worker_id in who.worker_ids and case.state in UNRESOLVED


@public.get("/desk/cases/<case_no>")
@access(*STAFF)
def case(case_no: str) -> Any:
    """A case, masked, for staff who may see it; an assisting body is led to its part. Raises NotFound."""
    try:
        return case_page(case_no)
    except NotFound:
        if (address := _own_part(case_no)) is None:
            raise
        return redirect(address)


def _own_part(case_no: str) -> str | None:
    """The address of the caller's own part of this case, if their body only assists; else None."""
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        part = joint.latest_of_body(s, case_no, who) if who.actor is Actor.BODY else None
        return url_for("desk_parts.page", part_id=part.id) if part is not None else None


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

    Raises Forbidden for a handler, unless the reporter agreed to be named.
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
    """Show a photo of a case; to a handler only if it does not reveal who reported the case. Raises NotFound.

    A look at a sealed case is recorded.
    """
    with parts().db.read() as s:
        found, who = visible_case(s, case_no)
        if media_id not in visible_photo_ids(s, found, who):
            raise NotFound()
    record_look_if_sealed(found, "photo")
    return photo_response(media_id)
