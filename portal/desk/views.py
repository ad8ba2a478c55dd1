"""The staff's pages over cases: `/desk` (clerks, bodies, supervisors) and `/grid` (grid workers, on a phone)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.disclosure.discretion import AccusedParties
from portal.cases.doors.views import photo_response
from portal.cases.drafts import draft_reader
from portal.cases.models import AccessLook, Alarm, AlarmPage, Case, CaseEvent, Ground, Kind, Urgency
from portal.cases.records import actors, alarms, event_log, handler_view, presentation, queries
from portal.cases.records.actors import Who, in_scope
from portal.cases.records.queries import NOT_FOUND
from portal.cases.rules import case_draft, masking, taxonomy
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.conduct import Conduct
from portal.cases.rules.lifecycle import OPEN, UNRESOLVED, Actor, State, Verb
from portal.cases.verbs import access_log, desk_actions, paging, suggesting
from portal.desk import queue
from portal.desk.queue import Filters, Tab
from portal.desk.timeline import handler_timeline, staff_timeline
from portal.grids import service as grids
from portal.http.access import access, staff_actor, unattended
from portal.http.current import parts, row_number
from portal.kernel.errors import Forbidden, NotFound
from portal.kernel.roles import Role
from portal.outbox import outcome
from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.wording import templates

public = Blueprint("desk", __name__, template_folder="templates")

LIST = "desk_list"  # in the session: path and query of the list that was shown last
STAFF = (Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR)
TOLD = 6  # the newest pages shown beside an alarm
LATER = 5  # the newest things that the resident added, shown beside an alarm
_FIRST = {Actor.DESK: Tab.TODO, Actor.BODY: Tab.RUNNING, Actor.SUPERVISOR: Tab.OPEN}


@public.get("/desk")
@access(Role.DESK, Role.BODY, Role.SUPERVISOR, Role.OPERATOR)
def desk() -> Any:
    """The queue of clerks, bodies and supervisors; the operator goes to the undelivered messages."""
    if staff_actor().role is Role.OPERATOR:
        return redirect(url_for("desk_letters.dead"))
    _come_back_here()
    now = parts().clock.now()
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        filters = Filters.of(request.args, _FIRST.get(who.actor, Tab.OPEN))
        page = queue.page(s, who, filters, now, request.args.get("after", "")[:60])
        return render_template(
            "desk/queue.html",
            rows=[_row(s, case, who) for case in page.cases],
            next=page.after,
            filters=filters,
            tabs=list(Tab),
            counts=queue.counts(s, who, now),
            alarms=_alarms(s, who),
            line=line_state(s) if who.actor in (Actor.DESK, Actor.SUPERVISOR) else {},
            grids=[(grid.code, grid.name) for grid in grids.grids(s)],
            bodies=[(body.code, body.name) for body in grids.bodies(s)],
            classes=[(code, path[0]) for code, path in taxonomy.names().items() if len(path) == 1],
            is_body=who.actor is Actor.BODY,
        )


def _come_back_here() -> None:
    """Remember this list with its filters and page, so that pages of cases can lead back to it."""
    session[LIST] = request.full_path.rstrip("?")[:300]


def _row(s: Session, case: Case, who: Who) -> dict[str, Any]:
    """A case in a list: without the reporter's contact, and for a handler without anything that tells who it is."""
    body = grids.body(s, case.body)
    matter = handler_view.matter(s, case) if _hides_reporter(case, who) else None
    return {
        "case": case,
        "state": State(case.state),
        "kind": Kind(case.kind),
        "urgency": Urgency(case.urgency),
        "title": matter.title if matter else presentation.title(case),
        "place": matter.place if matter else masking.masked(case.words.place, discretion.reported_names(case)),
        "category": taxonomy.label(case.category),
        "body": body.name if body else "",
        "overdue": case.state in UNRESOLVED and parts().clock.now() > case.due_at,
        "blanked": _blanked(case),
        "secret": case.confidential and not handler_view.is_handler(who),
        "weigh": Conduct(case.conduct).label
        if case.conduct != Conduct.SERVICE and not handler_view.is_handler(who)
        else "",
    }


def _blanked(case: Case) -> str:
    """Why the case's words are gone, in Chinese; "" if they are not.

    Retention erases nothing younger than a year and no open case, so those were erased on request.
    """
    if case.forgotten_at is None:
        return ""
    if case.state in OPEN or case.forgotten_at - case.created_at < timedelta(days=365):
        return str(_("已按要求删掉"))
    return str(_("已按要求删掉，或者存满了年限"))


def _suggestion(draft: CaseDraft, shown: Callable[[str], str]) -> dict[str, str]:
    """What another model suggested for the message, as `source` and `words`; {} if none was asked."""
    found = draft.get("suggestion")
    if not found:
        return {}
    spans = [*found.get("places", ()), *found.get("times", ()), *([found["body"]] if "body" in found else ())]
    kind, path = found.get("kind", ""), found["category"]["path"] if "category" in found else ()
    words = [Kind(kind).label if kind in set(Kind) else "", " / ".join(path), *case_draft.texts(spans)]
    return {"source": found["source"], "words": shown(" · ".join(filter(None, words)))}


def _hides_reporter(case: Case, who: Who) -> bool:
    """Whether this actor must not learn who reported the case: a body or grid worker, until the reporter agrees."""
    return handler_view.is_handler(who) and not case.may_be_named


def _alarms(s: Session, who: Who) -> list[dict[str, Any]]:
    return shown_alarms(s) if who.actor in (Actor.DESK, Actor.SUPERVISOR) else []


def shown_alarms(s: Session) -> list[dict[str, Any]]:
    """Every open emergency with its masked words, who was paged and when, and who acknowledged it."""
    return [_alarm(s, case, alarm) for case, alarm in alarms.alarms_to_show(s, parts().clock.now())]


def _alarm(s: Session, case: Case, alarm: Alarm | None) -> dict[str, Any]:
    pages = [page for page in alarm.pages if page.sent_at] if alarm is not None else []
    names = alarms.account_names(
        s, [page.account_id for page in pages] + ([alarm.acked_by] if alarm and alarm.acked_by else [])
    )
    return {
        "case": case,
        "alarm": alarm,
        "state": State(case.state),
        "danger": alarms.danger_label(case),
        "text": masking.masked(case.words.text, discretion.reported_names(case)),
        "place": masking.masked(case.words.place),
        "later": [_later_words(case, event) for event in case.events if _adds_words(event)][-LATER:],
        "told": [
            {"name": names[page.account_id], "at": page.sent_at, "fate": _page_fate(s, page)} for page in pages[-TOLD:]
        ],
        "taken_by": names.get(alarm.acked_by or 0, "") if alarm is not None else "",
    }


def _adds_words(event: CaseEvent) -> bool:
    """Whether the event holds words that the resident added after the report."""
    return event.actor == Actor.RESIDENT and event.verb != Verb.REPORT and bool(presentation.public_words(event))


def _later_words(case: Case, event: CaseEvent) -> dict[str, Any]:
    return {"at": event.at, "text": masking.masked(presentation.public_words(event), discretion.reported_names(case))}


def line_state(s: Session) -> dict[str, list[str]]:
    """{"words": Chinese sentences on what keeps SMS from being sent}, shown to the whole desk; empty if all is well."""
    said = templates.sms_troubles(parts().settings)
    stuck = outcome.trouble(s, parts().clock.now())
    if stuck is not None:
        said.append(
            _("短信公司不收（%(code)s），%(count)s条短信卡住了，请运维处理", code=stuck.code, count=stuck.count)
        )
    if not alarms.on_call(s):
        said.append(_("受理台的账号都没有留手机：出了险情，没有人会收到短信"))
    return {"words": said}


def _page_fate(s: Session, page: AlarmPage) -> str:
    row = s.get(OutboxRow, page.outbox_id) if page.outbox_id else None
    return outcome.of(s, row) if row is not None else ""


@public.get("/desk/alarms")
@access(Role.DESK, Role.SUPERVISOR)
@unattended
def alarms_part() -> Any:
    """The alarms on a desk page, which the page reloads by itself (htmx); without htmx a page of its own."""
    with parts().db.read() as s:
        return render_template("desk/_alarms.html", alarms=shown_alarms(s), line=line_state(s))


@public.post("/desk/alarms/<int:alarm_id>/taken")
@access(Role.DESK, Role.SUPERVISOR)
def take_alarm_on(alarm_id: int) -> Any:
    """我来处理: acknowledge the alarm, so that nobody else is paged."""
    with parts().db.write() as s:
        found = paging.acknowledge(s, alarm_id, staff_actor().id, "tap", parts().clock.now())
        if found is None:
            raise NotFound()
        case_no, fresh = found[0].case_no, found[1]
    flash(_("您接下了，不再叫别人") if fresh else _("已经有人接下了"), "success" if fresh else "error")
    return redirect(url_for("desk.case", case_no=case_no), 303)


@public.get("/grid")
@access(Role.GRID)
def grid() -> Any:
    """The grid worker's list: cases to do first, then the others of the grid."""
    _come_back_here()
    now = parts().clock.now()
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        page = queue.page(s, who, Filters(Tab.OPEN), now, request.args.get("after", "")[:60])
        rows = [_row(s, case, who) for case in page.cases]
        mine = [row for row in rows if _is_mine(row["case"], who)]
        return render_template(
            "desk/grid.html",
            mine=mine,
            others=[row for row in rows if row not in mine],
            next=page.after,
            counts=queue.counts(s, who, now),
            grid=next((one for one in grids.grids(s) if one.code == who.grid), None),
        )


def _is_mine(case: Case, who: Who) -> bool:
    """Whether the case is dispatched to this grid worker and not resolved yet."""
    return case.dispatched and case.body is None and case.worker_id == who.id and case.state in UNRESOLVED


@public.get("/desk/cases/<case_no>")
@access(*STAFF)
def case(case_no: str) -> Any:
    """A case, masked, for staff who may see it."""
    return case_page(case_no)


@public.post("/desk/cases/<case_no>/look")
@access(*STAFF)
def look(case_no: str) -> Any:
    """Show the reporter's contact and the unmasked words, and record who looked and when (PIPL 28).

    Raises Forbidden for a handler unless the reporter agreed.
    """
    with parts().db.write() as s:
        found, who = mine(s, case_no)
        if _hides_reporter(found, who):
            raise Forbidden(_("居民没有同意让承办的人知道是谁反映的，有话请写在进展里，或者请受理台转告"))
        access_log.record_look(s, parts(), found, staff_actor(), "contact")
    return case_page(case_no, revealed=True)


@public.get("/desk/cases/<case_no>/photos/<media_id>")
@access(*STAFF)
def photo(case_no: str, media_id: str) -> Any:
    """A photo of a case; a handler gets only those that do not tell who reported it. Raises NotFound."""
    with parts().db.read() as s:
        found, who = mine(s, case_no)
        kept = _photos(s, found, who)
    if media_id not in kept:
        raise NotFound()
    return photo_response(media_id)


def _photos(s: Session, case: Case, who: Who) -> set[str]:
    if _hides_reporter(case, who):
        return {
            *handler_view.matter(s, case).photos,
            *(one for event in case.events for one in handler_view.visible_photos(case, event)),
        }
    return {*case.photos, *(one for event in case.events for one in event.data.get("photos") or ())}


def mine(s: Session, case_no: str, *, to_change: bool = False) -> tuple[Case, Who]:
    """The case and the signed-in actor. Raises NotFound for a case that they may not see. `to_change` locks it."""
    who = actors.staff(s, staff_actor())
    found = queries.get(s, case_no, to_change=to_change)
    if not in_scope(found, who):
        raise NotFound(NOT_FOUND)
    return found, who


@dataclass(frozen=True)
class Typed:
    """A refused form of the case page: `form` is the route's name, `values` what was typed, `problem` why."""

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    def was(self, form: str, name: str, otherwise: Any = "") -> Any:
        """What was typed into this field; `otherwise` if another form was refused."""
        return self.values.get(name, otherwise) if form == self.form else otherwise


def case_page(case_no: str, *, revealed: bool = False, typed: Typed | None = None) -> str:
    """The page of a case for the signed-in actor; also marks the reporter's additions as read.

    `revealed`: unmasked, after a recorded look. `typed`: a refused form, shown again with what happened since.
    """
    typed = typed or Typed()
    with parts().db.read() as s:
        found, who = mine(s, case_no)
        context = _facts(s, found, who, revealed=revealed)
        unread = found.unread
    if unread:
        with parts().db.write() as s:
            desk_actions.mark_read(*mine(s, case_no, to_change=True))
    seen = row_number(typed.values.get("version", ""))
    back = typed.values.get("back") or request.args.get("back") or str(session.get(LIST, ""))
    return render_template(
        "desk/case.html",
        **context,
        typed=typed,
        since=[one for one in context["told"] if seen is not None and one.serial > seen],
        version=found.serial,
        back=way_back(back, who),
    )


def way_back(asked: str, who: Who) -> str:
    """The path of the list to return to: `asked` if it is the actor's own list with filters, else that list's start."""
    first = url_for("desk.grid" if who.actor is Actor.GRID else "desk.desk")
    parsed = urlsplit(asked[:300])
    ours = not parsed.scheme and not parsed.netloc and parsed.path == first
    return f"{first}?{parsed.query}" if ours and parsed.query else first


def _facts(s: Session, case: Case, who: Who, *, revealed: bool) -> dict[str, Any]:
    names = discretion.reported_names(case)

    def shown(text: str) -> str:
        return text if revealed else masking.masked(text, names)

    point = s.get_one(ContactPoint, case.contact_point_id)
    draft = case_draft.read(case.words.draft)
    guess = draft["category"]
    facts = {
        **_row(s, case, who),
        "text": shown(case.words.text),
        "place": shown(case.words.place),
        "time": shown(case.words.time),
        "named": shown(case.words.bodies),
        "contact": shown(case.words.contact or _phone(point)),
        "revealed": revealed,
        "point": point,
        "alarm": alarms.alarm_of(s, case) if who.actor in (Actor.DESK, Actor.SUPERVISOR) else None,
        "last_push": outcome.of_last_push(s, f"push_resident:{case.id}:"),
        "may": set(event_log.allowed_verbs(case, who)),
        "verbs": Verb,
        "channel": case.channel,
        "worker": s.get(Account, case.worker_id) if case.worker_id else None,
        "handler": grids.body(s, case.body),
        "told": staff_timeline(s, case, shown),
        "alternatives": guess["alternatives"],
        "score": guess["score"] if guess["code"] else None,
        "unsure": not case_draft.is_sure(draft) and case.category == draft_reader.category(draft),
        "suggestion": _suggestion(draft, shown),
        "reasons": [shown(one["text"]) for one in draft["urgency"]["reasons"]],
        "is_open": case.state in OPEN,
        "is_desk": who.actor is Actor.DESK,
        "kinds": [(str(kind), kind.label) for kind in Kind],
        "urgencies": [(str(urgency), urgency.label) for urgency in Urgency],
        "grounds": [(str(ground), ground.label) for ground in Ground],
        "categories": [(code, " / ".join(path)) for code, path in taxonomy.names().items()],
        "grids": [(grid.code, f"{grid.name}（{grid.code}）") for grid in grids.grids(s)],
        "bodies": [(body.code, body.name) for body in grids.bodies(s)],
        "workers": [(one.id, f"{one.name}（{one.grid}）") for one in suggesting.grid_workers(s)],
        "looks": _looks(s, case) if who.actor in (Actor.DESK, Actor.SUPERVISOR) else [],
        "alarms": [],
        "photos": case.photos,
        "restated": False,
        "names_nobody": False,
        "no_push": point.no_push,
        "gone": _gone(case, point),
        "confidential": discretion.is_confidential(case),
        **_weighing(s, case),
    }
    return facts | (_handed(s, case) if _hides_reporter(case, who) else {})


def _handed(s: Session, case: Case) -> dict[str, Any]:
    """What replaces the facts of `_facts` for a handler who must not learn who reported the case."""
    matter = handler_view.matter(s, case)
    return {
        "text": matter.text,
        "place": matter.place,
        "time": matter.time,
        "named": matter.bodies,
        "photos": matter.photos,
        "restated": matter.restated,
        "names_nobody": True,
        "contact": "",
        "revealed": False,
        "no_push": False,
        "gone": "",
        "confidential": False,
        "told": handler_timeline(s, case, str),
        "suggestion": {},
        "reasons": [],
        "channel": "",
    }


def _weighing(s: Session, case: Case) -> dict[str, Any]:
    """Whether the case is about conduct and whose: what is recorded, and what the desk is asked."""
    stands = discretion.conduct_of(s, case)
    about = discretion.accused_of(s, case) if stands else AccusedParties()
    permitted = discretion.permitted_bodies(case)
    too = discretion.possibly_accused(s, case) if stands else AccusedParties()
    return {
        "conduct": stands,
        "about": sorted(about.bodies),
        "about_names": [(code, body.name) for code in sorted(about.bodies) if (body := grids.body(s, code))],
        "about_people": [s.get_one(Account, one).name for one in sorted(about.accounts)],
        "about_too": [body.name for code in sorted(too.bodies) if (body := grids.body(s, code))]
        + [s.get_one(Account, one).name for one in sorted(too.accounts)],
        "permitted": permitted,
        "matter": case.words.matter or handler_view.suggested_restatement(s, case),
    }


def _gone(case: Case, point: ContactPoint) -> str:
    """Why the reporter can no longer be reached, in Chinese; "" if they can. Reasons as in `_blanked`."""
    if point.erased_at is None:
        return ""
    if case.state in OPEN or point.erased_at - point.created_at < timedelta(days=365):
        return str(_("居民要求删除，联系不上了"))
    return str(_("居民要求删除，或者存满了年限，联系不上了"))


def _phone(point: ContactPoint) -> str:
    return point.address if point.channel == "sms" else ""


def _looks(s: Session, case: Case) -> list[tuple[AccessLook, str]]:
    """The recorded looks at the contact with the viewer's name, the latest first."""
    found = access_log.looks(s, case)
    return [(one, s.get_one(Account, one.account_id).name) for one in found]
