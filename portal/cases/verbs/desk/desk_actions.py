"""What the desk and supervisors may do with a case: accept, reject, dispatch, supervise, note; and marking it as read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.disclosure.readers import Readers, readers_of
from portal.cases.models import Case, Ground, Urgency
from portal.cases.records import event_wording, handler_view, queries
from portal.cases.records.actors import Who, oversees
from portal.cases.records.event_log import act
from portal.cases.rules.form_text import clean_text
from portal.cases.rules.lifecycle import Actor, State, Verb, way_in_words
from portal.cases.rules.regimes import Regime
from portal.cases.rules.truth import ASKED, FOR_HANDLERS, LOOKED_THROUGH, TOLD_DESPITE
from portal.cases.verbs import merged_cases
from portal.cases.verbs.clock.due_dates import regime_facts
from portal.cases.verbs.notifying import in_person
from portal.cases.verbs.notifying.notifications import day, push, tell_handler, tell_reporter
from portal.grids import service as grids
from portal.grids.offices import PHONE
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts


def accept(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    note: str = "",
    regime: str | None = None,
    tell: bool = True,
) -> bool:
    """受理 under a `regime` (a value of `Regime`; None: the case's). `note`: for staff. Raises Invalid.

    It sets that regime's clock, but not for an emergency and the other cases that `regime_facts` names.

    `tell`: push it to the reporter (False if the case is dispatched at once). That a petition is accepted must be told in
    writing, so it is pushed anyway, unless it is an emergency. Returns False if that push could not be queued, else True.
    """
    regime = case.regime if regime is None else regime
    if regime not in set(Regime):
        raise Invalid(event_wording.sentence("refused.no_regime"))
    now = parts.clock.now()
    act(s, now, case, Verb.ACCEPT, who, data=regime_facts(s, case, Regime(regime), now), private=clean_text(note))
    params = {"case_no": case.case_no}
    if case.regime == Regime.PETITION and case.urgency != Urgency.EMERGENCY:
        return push(s, now, case, "case_accepted_petition", params=params | {"day": day(case.due_at)})
    if tell:
        tell_reporter(s, now, case, "case_accepted", params)
    return True


def reject(
    s: Session, parts: Parts, case: Case, who: Who, *, ground: str, office: str, phone: str, reason: str = ""
) -> bool:
    """告知去向: tell the reporter which `office` has the matter, its `phone`, and the `reason`, if any.

    `ground`: a value of `Ground`, for staff. Returns False if no message reaches the reporter, so that somebody has to tell them.
    Raises Invalid; Conflict if other open cases are merged into this one.
    """
    if ground not in set(Ground):
        raise Invalid("请选一个理由")
    office = clean_text(office, 50, needed="归谁管")
    phone = clean_text(phone, 30, needed="那边的电话")
    if not PHONE.fullmatch(phone):
        raise Invalid("电话要写全：数字、空格、加号、横线和“转”，至少五位（110 这样的除外）")
    told = {"office": office, "phone": phone}
    _reject(s, parts, case, who, {"ground": ground, **told}, reason=reason)
    return push(s, parts.clock.now(), case, "case_elsewhere", params={"case_no": case.case_no, **told})


def divert(s: Session, parts: Parts, case: Case, who: Who, *, office: str, reason: str = "") -> bool:
    """告知去向 by a way out (`Way`): tell the reporter the address, phone and hours that the community's list has of an office.

    `office`: the office's code in that list. `reason`: for the reporter. Returns and raises as `reject`.
    """
    found = next((one for one in grids.ways_out(s) if one.code == office), None)
    if found is None:
        raise Invalid(event_wording.sentence("refused.no_office"))
    told = found.facts()
    _reject(s, parts, case, who, {"ground": str(found.way), **told}, reason=reason)
    params = {"case_no": case.case_no, "way": way_in_words(found.way), **told}
    return push(s, parts.clock.now(), case, "case_way_out", params=params)


def _reject(s: Session, parts: Parts, case: Case, who: Who, data: dict[str, str], *, reason: str) -> None:
    """Write that the case is rejected. `data`: the ground, and what the reporter is told. Raises Conflict."""
    if queries.has_open_merged(s, case):
        raise Conflict(event_wording.sentence("refused.has_merged"))
    act(s, parts.clock.now(), case, Verb.REJECT, who, data=data, public=clean_text(reason))


def _refuse_accused(s: Session, case: Case, body: str | None, worker_id: int | None) -> None:
    """Raise Conflict if the case may not go to this body or grid worker, or nobody there would see it."""
    refused = discretion.dispatch_refusal(s, case, body, worker_id)
    if refused is None and discretion.nobody_would_read(s, case, body, worker_id):
        refused = event_wording.sentence("refused.kept_out")
    if refused:
        raise Conflict(refused)


def dispatch(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    *,
    body: str | None,
    worker_id: int | None = None,
    note: str = "",
    matter: str | None = None,
    regime: str | None = None,
) -> bool:
    """派发 (转办 if a handler has it) to a body or, with `body` None, to a grid worker; first accept a reported case under `regime`.

    The handler, the reporter and those of merged cases are told. `matter`: the clerk's words for a handler from whom the reporter's
    are kept; None leaves them as they are. A handler that has the case already only gets the new `matter` and the `note`. Raises
    Invalid; Conflict if `discretion.dispatch_refusal` forbids that handler (accused and not permitted, or whom a case about conduct
    accuses is not settled yet), or if nobody there may read it, or if it has the case and `matter` is not new (a note alone is
    `note`). Returns False if it accepted a petition whose reporter could not be told in writing (`accept`), else True.
    """
    now = parts.clock.now()
    to = _handler(s, body, worker_id)
    _refuse_accused(s, case, to.data["body"], to.data.get("worker_id"))
    rewritten = _rewrite_matter(s, case, matter)
    if _is_with(case, to):
        if not rewritten:
            raise Conflict(event_wording.sentence("staff.no_transfer"))
        act(s, now, case, Verb.NOTE, who, data=_for_handlers(case), private=clean_text(note))
        tell_handler(s, parts, case, "staff_dispatched")
        return True
    told = case.state != State.REPORTED or accept(s, parts, case, who, regime=regime, tell=False)
    verb = Verb.TRANSFER if case.state in (State.DISPATCHED, State.IN_PROGRESS) else Verb.DISPATCH
    act(s, now, case, verb, who, data=to.data, private=clean_text(note))
    tell_reporter(s, now, case, "case_dispatched", {"case_no": case.case_no, "body": to.name})
    merged_cases.tell_how_it_goes(s, parts, case, "case_dispatched", {"body": to.name})
    tell_handler(s, parts, case, "staff_dispatched")
    return told


def _rewrite_matter(s: Session, case: Case, matter: str | None) -> bool:
    """Write the clerk's words for a handler, unless None; returns whether they are others than before.

    Raises Invalid if a handler would then read nothing of what the case is about.
    """
    before = case.words.matter
    if matter is not None:
        case.words.matter = clean_text(matter)
    if handler_view.lacks_matter(s, case, is_asked=matter is not None):
        raise Invalid(event_wording.sentence("refused.no_matter"), field="matter")
    return case.words.matter != before


def was_dispatched_since(case: Case, who: Who, seen: int | None, body: str | None, worker_id: int | None) -> bool:
    """Whether since the event `seen` (a serial) nothing happened but that this actor dispatched the case to this handler.

    Then the form was sent twice. False if `seen` is None.
    """
    later = [event for event in case.events if seen is not None and event.serial > seen]
    since = [event for event in later if not event.data.get(TOLD_DESPITE)]
    if not since or any(event.actor_id != who.id or Verb(event.verb) not in _ACCEPT_OR_DISPATCH for event in since):
        return False
    to = since[-1].data
    return bool(to.get("body") == body if body else worker_id and to.get("worker_id") == worker_id)


# the verbs of the events that one form of dispatching writes
_ACCEPT_OR_DISPATCH = (Verb.ACCEPT, Verb.DISPATCH, Verb.TRANSFER)


def _is_with(case: Case, to: _Handler) -> bool:
    """Whether the case is with this handler already, so that dispatching it again would change nothing."""
    if case.state not in (State.DISPATCHED, State.IN_PROGRESS) or case.body != to.data["body"]:
        return False
    return case.body is not None or case.worker_id == to.data.get("worker_id")


@dataclass(frozen=True)
class _Handler:
    """Whom to dispatch to: as event data, and the name that the reporter reads."""

    data: dict[str, Any]
    name: str


def _handler(s: Session, body: str | None, worker_id: int | None) -> _Handler:
    """The handler: the body of this code or, without one, the grid worker. Raises Invalid."""
    if body:
        found = grids.body(s, body)
        if found is None:
            raise Invalid("没有这个承办单位")
        return _Handler({"body": found.code, "dispatched": True}, found.name)
    worker = s.get(Account, worker_id) if worker_id else None
    if worker is None or worker.role != Role.GRID or not worker.active:
        raise Invalid("请选一个承办单位，或者一位网格员")
    return _Handler({"body": None, "worker_id": worker.id, "dispatched": True}, Actor.GRID.label)


def supervise(s: Session, parts: Parts, case: Case, who: Who, *, text: str) -> None:
    """督办: a supervisor's words for staff; the state stays. The handler is told by SMS."""
    act(s, parts.clock.now(), case, Verb.SUPERVISE, who, private=clean_text(text, needed="督办意见"))
    tell_handler(s, parts, case, "staff_supervised")


def note(
    s: Session, parts: Parts, case: Case, who: Who, *, text: str, asked: bool = False, for_handlers: bool = False
) -> None:
    """内部备注: a note among staff, which the reporter never reads. Raises Invalid if it is empty.

    `asked`: it says what the reporter answered who had to be asked in person (`in_person.is_to_ask`). `for_handlers`: the note of a
    clerk or supervisor, which stays with them, is read by the handler, too.
    """
    answers = asked and oversees(who) and in_person.is_to_ask(s, case)
    data = {ASKED: True} if answers else _for_handlers(case) if for_handlers else {}
    act(s, parts.clock.now(), case, Verb.NOTE, who, data=data, private=clean_text(text, needed="备注"))


def _for_handlers(case: Case) -> dict[str, Any]:
    """The data of a note that the handler reads, too: of a case in confidence its words were looked through (`look_through_note`)."""
    return {FOR_HANDLERS: True} | ({LOOKED_THROUGH: True} if discretion.is_confidential(case) else {})


def mark_read(s: Session, case: Case, who: Who) -> None:
    """Mark the reporter's additions as read, if the actor is a clerk or a handler.

    A supervisor's reading counts only of a case that no clerk may read.
    """
    alone = who.actor is Actor.SUPERVISOR and readers_of(s, case) is Readers.SUPERVISORS
    if alone or who.actor in (Actor.DESK, Actor.GRID, Actor.BODY):
        case.unread = False
