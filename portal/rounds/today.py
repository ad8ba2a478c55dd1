"""What a grid worker's phone gets for today, no more than needed: own cases, colleagues' on leave, the grid's others, inspections."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, sealed
from portal.cases.inspections import due
from portal.cases.inspections.models import Inspection
from portal.cases.models import AccessLook, Case, Urgency
from portal.cases.records import event_log, handler_view
from portal.cases.records.actors import Who
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import UNRESOLVED, State, Verb
from portal.cases.verbs.disclosure import access_log
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.intake.taking_down import SILENT_DANGERS
from portal.desk import queue
from portal.desk.case_page import going_facts
from portal.kernel.phones import mobile
from portal.kernel.roles import StaffActor
from portal.kernel.time_zone import start_of_day
from portal.pages.template_context import clock
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts

MOST_MINE, MOST_OTHERS, MOST_INSPECTIONS = (
    40,
    20,
    20,
)  # cards on the phone: of the worker's own cases, of the grid's others, of inspections
PHONE = "phone"  # `AccessLook.what`
GO = "go"  # 我去看, an act on an emergency; no verb of the lifecycle
STAY = "stay"  # 去不了, likewise, of who said that they go
# whether a case is the worker's own → the verbs for which the phone has forms
VERBS_ON_PHONE = {True: (Verb.ACKNOWLEDGE, Verb.PROGRESS, Verb.RESOLVE), False: (Verb.HANDLE_ON_SPOT,)}
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")


def cards(s: Session, who: Who, today: date) -> tuple[list[dict[str, Any]], list[Case]]:
    """(the phone's cards of cases and inspections, the cases whose cards show the reporter's phone number)."""
    found = [(case, True) for case in _mine(s, who)] + [(case, False) for case in _others(s, who)]
    shown = [(case, _card(s, case, who, mine=mine)) for case, mine in found]
    to_inspect = [_inspection_card(s, one) for one in _inspections(s, who, today)]
    return [*(card for _case, card in shown), *to_inspect], [case for case, card in shown if card.get("phone")]


def record_looks(s: Session, parts: Parts, account: StaffActor, shown: list[Case]) -> None:
    """Record that the reporters' phone numbers of these cases went onto the worker's phone, once a day for each case."""
    begun = start_of_day(shanghai_day(parts.clock.now()))
    today = sa.select(AccessLook.case_id).where(
        AccessLook.account_id == account.id, AccessLook.what == PHONE, AccessLook.at >= begun
    )
    known = set(s.scalars(today))
    for case in shown:
        if case.id not in known:
            access_log.record_look(s, parts, case, account, PHONE)


def _handled_by(who: Who) -> sa.ColumnElement[bool]:
    """The condition "dispatched to this grid worker, or to a colleague for whom they stand in"."""
    return sa.and_(Case.dispatched.is_(True), Case.body.is_(None), Case.worker_id.in_(who.worker_ids))


def _open(who: Who) -> sa.Select[Any]:
    """Select the unresolved cases that the worker may see, by rank and deadline.

    Without merged ones, which are handled with their main cases, and sealed ones, since looks at them could not be
    recorded offline; the page `/grid` lists the sealed ones.
    """
    query = sa.select(Case).where(
        *queue.scope(who), sealed.unsealed(), Case.state.in_(UNRESOLVED), Case.merged_into.is_(None)
    )
    return query.order_by(Case.rank, Case.due_at, Case.id)


def _mine(s: Session, who: Who) -> list[Case]:
    return list(s.scalars(_open(who).where(_handled_by(who)).limit(MOST_MINE)))


def _others(s: Session, who: Who) -> list[Case]:
    """Of the first MOST_OTHERS other cases of the worker's grids, those that they may handle on the spot (praise: once dispatched)."""
    rest = _open(who).where(Case.grid.in_(who.grids), sa.not_(_handled_by(who))).limit(MOST_OTHERS)
    return [case for case in s.scalars(rest) if Verb.HANDLE_ON_SPOT in event_log.allowed_verbs(case, who)]


def _inspections(s: Session, who: Who, today: date) -> list[Inspection]:
    """The worker's inspections (`due.listed`) whose day has come; none of sealed cases."""
    return due.listed(s, who, [*queue.scope(who), sealed.unsealed()], MOST_INSPECTIONS, by=today)


def _inspection_card(s: Session, inspection: Inspection) -> dict[str, Any]:
    """The card of an inspection: like a case's, with what and where only; `version`: the inspection's id."""
    matter, case = handler_view.matter(s, inspection.case), inspection.case
    return {
        "case_no": case.case_no,
        "version": inspection.id,
        "state": State(case.state).label,
        "title": matter.title,
        "place": matter.place,
        "due": inspection.due_on.isoformat(),
        "emergency": False,
        "mine": False,
        "inspects": True,
        "leave_alone": handler_view.must_leave_reporter_alone(s, case),
        "may": [str(Verb.INSPECT)],
    }


def _card(s: Session, case: Case, who: Who, *, mine: bool) -> dict[str, Any]:
    """The card of a case. `mine`: it is `_handled_by` the worker; the card of any other tells only what and where, of
    an emergency also its text and the latest words (`_emergency`).

    `may`: the verbs that the worker may use there; `for`: the colleague whose case it is, or ""; `phone`: the reporter's
    number, "" if it may not be dialled; `leave_alone`: nobody contacts the reporter unasked; `pictures`: handled on the spot, it is shown in pictures.
    """
    matter = handler_view.matter(s, case, who)
    allowed = event_log.allowed_verbs(case, who)
    card: dict[str, Any] = {
        "case_no": case.case_no,
        "version": case.serial,
        "state": State(case.state).label,
        "title": matter.title,
        "place": matter.place,
        "due": shanghai_day(case.due_at).isoformat(),
        "emergency": case.urgency == Urgency.EMERGENCY,
        "urgent": case.urgency == Urgency.URGENT,
        "unread": case.unread,
        "mine": mine,
        "inspects": False,
        "leave_alone": handler_view.must_leave_reporter_alone(s, case),
        "pictures": handler_actions.needs_pictures(case),
        "may": [str(verb) for verb in VERBS_ON_PHONE[mine] if verb in allowed],
    }
    if told := _emergency(s, case, who, matter):
        card |= told | {"may": [*card["may"], STAY] if told["goes"] else [GO, *card["may"]]}
    if not mine:
        return card
    return card | {"text": matter.text, "for": _stands_in_for(s, case, who), "phone": _phone(s, case)}


def _emergency(s: Session, case: Case, who: Who, matter: handler_view.Matter) -> dict[str, Any]:
    """What the card of an emergency tells besides, whosesoever case it is, as `going_facts.of_case` gives it; {} for any other."""
    told = going_facts.of_case(s, case, who)
    later = [f"{clock(at)} {words}" for at, words in told.get("later", ())]
    return told | {"later": later, "text": matter.text} if told else {}


def _stands_in_for(s: Session, case: Case, who: Who) -> str:
    """The name of the colleague on leave whose case it is; "" if it is the worker's own."""
    if case.worker_id is None or case.worker_id == who.id:
        return ""
    return s.get_one(Account, case.worker_id).name


def _phone(s: Session, case: Case) -> str:
    """The reporter's phone number, which the worker may dial; "" unless the reporter agreed to be named to handlers.

    Also "" for a confidential or delicate case (`event_log.is_delicate`), a danger in which somebody else may hold the
    phone, and reporters who are erased or may be in danger at home (`no_push`). 退订 stops pushes, not calls. The number that
    they left in the case comes first, then the one from which they sent SMS.
    """
    if not case.may_be_named or discretion.is_confidential(case) or event_log.is_delicate(case):
        return ""
    point = s.get_one(ContactPoint, case.contact_point_id)
    if case.danger in SILENT_DANGERS or case.forgotten_at is not None or point.no_push:
        return ""
    left = [number for part in re.split(r"[\s,，、;；]+", case.words.contact) if (number := _number(part))]
    return (left or [point.address if point.channel == "sms" else ""])[0]


def _number(part: str) -> str:
    """The phone number that these characters are; "" if they are none."""
    return mobile(part) or (part if _LANDLINE.fullmatch(part) else "")
