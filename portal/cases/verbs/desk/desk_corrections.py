"""Correct a case's kind, category, urgency, grid or place, as a clerk does, and whatever follows from that."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties
from portal.cases.disclosure.parties import BodiesAndStaff
from portal.cases.models import Case, Correction, Kind, Urgency
from portal.cases.reading import masking
from portal.cases.reading.of_reporters import blows
from portal.cases.reading.staff_words import calm_reason
from portal.cases.records import queries
from portal.cases.records.actors import SYSTEM, Who
from portal.cases.records.alarms import CALMED
from portal.cases.records.event_log import act
from portal.cases.records.event_wording import sentence
from portal.cases.rules import case_draft
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import UNRESOLVED, State, Verb
from portal.cases.rules.regimes import Regime, hotline_days
from portal.cases.verbs import merged_cases
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.clock import pausing
from portal.cases.verbs.clock.due_dates import due_date_facts, has_given_date, new_round_facts
from portal.cases.verbs.clock.merged_deadlines import follow_deadline
from portal.cases.verbs.disclosure.confidentiality import facts_from_correction, taken_from_worker
from portal.cases.verbs.intake.taking_down import SILENT_DANGERS, TakenFrom, reason_for_calm
from portal.cases.verbs.intake.unread_words import READ, READ_DANGER, WITH_ACCUSED
from portal.cases.verbs.notifying.notifications import tell_desk, tell_handler, tell_supervisors
from portal.cases.verbs.suggesting import suggest, worker_of_new_grid
from portal.grids import service as grids
from portal.grids.models import Grid
from portal.kernel.errors import Invalid
from portal.residents import service as residents
from portal.staff.models import Account
from portal.storage.parts import Parts

NOTED_DANGER = "noted_danger"  # in a correction's data: staff noted danger on the case


@dataclass(frozen=True)
class Corrected:
    """What became of a correction. `told`: the accounts to which an SMS of the new place was queued."""

    told: Sequence[Account] = ()


def correct(
    s: Session,
    parts: Parts,
    case: Case,
    who: Who,
    changes: Mapping[str, str | None],
    *,
    place: str = "",
    why_calm: str = "",
) -> Corrected | None:
    """Correct kind, category, urgency, grid or place (PIPL 24: decisions by machine); each correction, except of the place, is kept to train on.

    `changes`: new values by field; `place`: a name of the town's list or the clerk's own words, "" to leave it. Also changes
    what follows: body, deadline, worker, the end of a pause. An emergency raises the alarm; whoever may be on the way is told
    of another grid or place. What was an emergency is none any more only for a reason, a whole sentence (`why_calm`), which staff
    read; the supervisors are told. None if nothing differs. Raises Invalid (a category's code is not checked to exist).
    """
    _check_correction(s, changes)
    _check_place(s, place, changes.get("grid", case.grid))
    now = parts.clock.now()
    new = {name: value for name, value in changes.items() if value != getattr(case, name)}
    is_moved = bool(place) and place != case.words.place
    if not new and not is_moved:
        return None
    is_calmed = case.urgency == Urgency.EMERGENCY and "urgency" in new
    why = _reason_for_calmed(s, parts, case, why_calm, now) if is_calmed else ""
    s.add_all(_kept_to_train_on(case, who, new, now))
    was = _set_place(case, place) if is_moved else ""
    facts = _consequences(s, case, new, now) | ({"changed": ["place"]} if is_moved else {})
    calmed = {CALMED: True} if is_calmed else {}
    event = act(s, now, case, Verb.CORRECT, who, data=new | facts | calmed, private="\n".join(filter(None, (why, was))))
    _follow_up(s, parts, case, new, facts)
    if is_calmed:
        tell_supervisors(s, parts, case, "staff_calmed")
    return Corrected(_tell_of_place(s, parts, case, event.serial) if is_moved or "grid" in new else ())


def _reason_for_calmed(s: Session, parts: Parts, case: Case, reason: str, now: datetime) -> str:
    """The reason as staff read it (`reason_for_calm`). Raises Invalid, also if it claims a call to a reporter who left no number and did not call."""
    why = reason_for_calm(parts, reason, case.words.text, needed="refused.calmed")
    calls = calm_reason.calls_the_reporter(reason, shanghai_day(now))
    if calls and case.channel != TakenFrom.CALL and not _has_number(s, case):
        raise Invalid(sentence("refused.calmed_no_number"), field="why_calm")
    return why


def _has_number(s: Session, case: Case) -> bool:
    """Whether the reporter can be called: on a number that they wrote from, proved, left as contact, or wrote in their words."""
    point = queries.contact_point(s, case.contact_point_id)
    if point.resident_id is not None or queries.reporter_number(s, case) is not None:
        return True
    return masking.holds_a_number(discretion.whole_report(case), grids.published_numbers(s))


def _kept_to_train_on(case: Case, who: Who, new: Mapping[str, str | None], now: datetime) -> list[Correction]:
    """A row for each corrected field, with what it was."""
    return [
        Correction(
            case_id=case.id,
            account_id=who.id,
            at=now,
            field=name,
            was=str(getattr(case, name) or ""),
            now=str(value or ""),
        )
        for name, value in new.items()
    ]


@dataclass(frozen=True)
class LateReading:
    """What the bot read late (`late_reading`). `new`: the new values by field; `keeps_body`: somebody settled whom to suggest.

    `warns`: danger was read where a clerk had chosen another urgency (`was_calmed`: and given a reason), or where the case is done;
    `accuses`: the body that has the case is the one that the words are about.
    """

    new: Mapping[str, str]
    keeps_body: bool = False
    warns: bool = False
    was_calmed: bool = False
    accuses: bool = False


def take_reading(s: Session, parts: Parts, case: Case, who: Who, read: LateReading) -> None:
    """Write what the bot read late, with all that follows from it while the case is not done; nothing is kept to train on.

    Desk, and of `accuses` supervisors, are told what they must look at.
    """
    now, new = parts.clock.now(), read.new
    follows = case.state in UNRESOLVED and (new or case.state == State.REPORTED)
    facts = _consequences(s, case, new, now) if follows else {}
    facts = {name: value for name, value in facts.items() if name != "body" or not read.keeps_body}
    marks = {name: True for name, is_so in ((READ_DANGER, read.warns), (WITH_ACCUSED, read.accuses)) if is_so}
    act(s, now, case, Verb.CORRECT, who, data={**new, **facts, READ: True, **marks})
    _follow_up(s, parts, case, new, facts)
    case.unread = case.unread or read.warns or read.accuses
    if read.warns:
        tell_desk(s, parts, case, "staff_read_danger")
        if read.was_calmed:  # the clerk who gave a reason for it is not the only one to look again
            tell_supervisors(s, parts, case, "staff_read_danger")
    if read.accuses:
        tell_desk(s, parts, case, "staff_with_accused")
        tell_supervisors(s, parts, case, "staff_with_accused")


def make_emergency(s: Session, parts: Parts, case: Case, danger: str) -> None:
    """Make the case an emergency of this danger (its code), as staff wrote that it is there, and page people; anew, if an all-clear ended its alarm.

    Of blows nothing goes to the reporter unasked any more: whoever strikes them may hold the phone.
    """
    now, case.danger = parts.clock.now(), danger
    if danger in SILENT_DANGERS | blows.DANGERS:
        residents.keep_quiet(queries.contact_point(s, case.contact_point_id))
    new = {"urgency": Urgency.EMERGENCY} if case.urgency != Urgency.EMERGENCY else {}
    facts = _consequences(s, case, new, now) if new else {}
    act(s, now, case, Verb.CORRECT, SYSTEM, data={**new, **facts, NOTED_DANGER: True})
    _follow_up(s, parts, case, {"urgency": Urgency.EMERGENCY}, facts)


def _consequences(s: Session, case: Case, new: Mapping[str, str | None], now: datetime) -> dict[str, Any]:
    """The event data that follow from new values: body, worker, deadline, the end of a pause, whether it is about conduct."""
    facts = _pause_ending_facts(case, new, now) | rerouting_facts(s, case, new) | facts_from_correction(s, case, new)
    return facts | _clock_of_urgency(s, case, new, now)


def _follow_up(s: Session, parts: Parts, case: Case, new: Mapping[str, str | None], facts: Mapping[str, Any]) -> None:
    """Raise the alarm of a case that became an emergency; let the cases merged with it follow."""
    if new.get("urgency") == Urgency.EMERGENCY:
        paging.raise_alarm(s, parts, case)
    merged_cases.split_off_if_apart(s, parts, case)
    if "due_at" in facts:
        follow_deadline(s, parts, case)


def _check_place(s: Session, place: str, grid: str | None) -> None:
    """Raise Invalid for a place of the town's list that is not in this grid. A place that is not in the list always passes."""
    known = grids.places_by_name(s).get(place, ())
    if known and grid not in known:
        raise Invalid(sentence("refused.place_elsewhere"))


def _set_place(case: Case, place: str) -> str:
    """Write the place, and drop the places that the bot found; returns the former place in words for staff, "" without one."""
    was = sentence("staff.was_place", was=case.words.place) if case.words.place else ""
    case.words.place = place
    case.words.draft = json.dumps(case_draft.with_places(case_draft.read(case.words.draft), []), ensure_ascii=False)
    return was


def _tell_of_place(s: Session, parts: Parts, case: Case, serial: int) -> list[Account]:
    """Tell by SMS whoever has the case or is paged for it, as they may be on the way; returns to whom one was queued.

    In an emergency the grid's worker is paged besides, or somebody else if the case accuses whoever has its alarm there.
    """
    if case.state not in UNRESOLVED:
        return []
    told = tell_handler(s, parts, case, "staff_placed")
    if case.urgency == Urgency.EMERGENCY:
        told += paging.tell_of_new_place(s, parts, case, serial, template="staff_placed")
        if not paging.page_instead_of_accused(s, parts, case):
            paging.page_grid_worker(s, parts, case)
    return list(dict.fromkeys(told))


def _pause_ending_facts(case: Case, new: Mapping[str, str | None], now: datetime) -> dict[str, Any]:
    """The event data that end a pause, if the case is not dispatched or becomes an emergency, so that its clock is set anew; else {}."""
    return pausing.resumed_facts(case, now) if not case.dispatched or new.get("urgency") == Urgency.EMERGENCY else {}


def _check_correction(s: Session, new: Mapping[str, str | None]) -> None:
    """Raise Invalid for an unknown field or value; of a category's code only the form is checked."""
    if not set(new) <= {"kind", "category", "urgency", "grid"}:
        raise Invalid("只能改诉求类型、类别、紧急程度和网格")
    if "kind" in new and new["kind"] not in set(Kind):
        raise Invalid("没有这种诉求类型")
    if "urgency" in new and new["urgency"] not in set(Urgency):
        raise Invalid("没有这种紧急程度")
    category = new.get("category")
    if category is not None and not (category.isdigit() and len(category) <= 10):
        raise Invalid("没有这个类别")
    if new.get("grid") and s.get(Grid, new["grid"]) is None:
        raise Invalid("没有这个网格")


def _clock_of_urgency(s: Session, case: Case, new: Mapping[str, str | None], now: datetime) -> dict[str, Any]:
    """The deadline, as event data, of a dispatched case that becomes an emergency, or stops being one; else {}."""
    if not case.dispatched or "urgency" not in new or Urgency.EMERGENCY not in (case.urgency, new["urgency"]):
        return {}
    return new_round_facts(s, case, now, urgency=Urgency(new["urgency"] or case.urgency))


def rerouting_facts(s: Session, case: Case, new: Mapping[str, str | None]) -> dict[str, Any]:
    """The event data that follow from a correction before the dispatch: the body, the deadline, a new grid's worker.

    `new`: the corrected values by field. A petition's deadline stays, and one that the hotline set. Once the case is dispatched
    it is only taken from a worker whom it accuses in its new grid, whose people are recorded as accused (`keep_from_new_grid`).
    """
    category, kind = new.get("category", case.category), new.get("kind") or case.kind
    about = (
        discretion.accused_of(s, case) if discretion.conduct_of(s, case) or kind == Kind.TIP_OFF else BodiesAndStaff()
    )
    worker_id = worker_of_new_grid(s, case, new["grid"], also=about.accounts) if "grid" in new else None
    if case.dispatched:
        return taken_from_worker(case) if "grid" in new else {}
    unaware = parties.bodies_not_to_suggest(s, discretion.whole_report(case))
    urgency = new.get("urgency") or case.urgency
    unwanted, wish = about.bodies | unaware, discretion.is_confidential(case)
    route = suggest(
        s, case.words, category=category, kind=kind, urgency=urgency, unwanted=unwanted, danger=case.danger, wish=wish
    )
    hotline = case.regime == Regime.HOTLINE and urgency != Urgency.EMERGENCY
    working_days = hotline_days(route.working_days) if hotline else route.working_days
    facts: dict[str, Any] = {"body": route.body}
    if case.regime != Regime.PETITION and not has_given_date(case):  # whose clock no category changes
        facts |= due_date_facts(case.created_at, working_days)
    if "grid" in new:
        facts["worker_id"] = worker_id
    return facts
