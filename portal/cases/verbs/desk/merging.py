"""并案: merge a case into another of the same trouble at the same place, and split it off again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.duplicates import offering
from portal.cases.models import Case, CaseEvent
from portal.cases.records import queries
from portal.cases.records.actors import SYSTEM, Who
from portal.cases.records.event_log import act, clock_lost, last_deadline, must_stay_apart
from portal.cases.records.event_wording import sentence
from portal.cases.rules.lifecycle import UNRESOLVED, Actor, State, Verb
from portal.cases.verbs.clock import due_dates
from portal.cases.verbs.clock.merged_deadlines import follow_deadline
from portal.cases.verbs.desk.desk_actions import accept
from portal.cases.verbs.merged_cases import split_facts
from portal.cases.verbs.notifying.notifications import push
from portal.kernel.errors import Conflict
from portal.storage.parts import Parts


def refusal(s: Session, case: Case, main: Case) -> str | None:
    """Why `case` cannot be merged into `main`, in Chinese; None if it can.

    Of `case` itself it checks only whether open cases are merged into it; `act` checks the rest.
    """
    if case.id == main.id:
        return sentence("refused.itself")
    if main.merged_into is not None:
        return sentence("refused.main_is_merged")
    if queries.has_open_merged(s, case):
        return sentence("refused.has_merged")
    if main.state not in UNRESOLVED:
        return sentence("refused.main_is_over")
    return sentence("refused.own_way") if must_stay_apart(main) else None


def look_unlike(case: Case, main: Case) -> bool:
    """Whether the two have categories of different classes, or different bodies: a clerk is asked before they are merged."""
    classes = {one.category[:2] for one in (case, main) if one.category}
    return len(classes) > 1 or len({one.body for one in (case, main) if one.body}) > 1


def merge(s: Session, parts: Parts, case: Case, main: Case, who: Who) -> None:
    """Merge `case`, which is still at the desk, into `main`; its reporter is told. The earlier deadline holds for both.

    A main case that nobody has accepted yet is accepted. Raises Conflict.
    """
    why_not = refusal(s, case, main)
    if why_not:
        raise Conflict(why_not)
    now, clock = parts.clock.now(), due_dates.clock_facts(min(case, main, key=lambda one: one.due_at))
    if main.state == State.REPORTED:
        accept(s, parts, main, who)
    act(s, now, case, Verb.MERGE, who, data={"merged_into": main.id} | clock)
    _note_on_main(s, now, main, who, {"took_in": case.case_no} | clock)
    push(s, now, case, "case_merged", params={"case_no": case.case_no})


def join(s: Session, parts: Parts, case: Case, who: Who, *, main_id: int) -> None:
    """我也遇到: merge the case into the one about which its reporter was asked (`offering.offer`), as they agreed.

    Raises Conflict if that case would not be offered any more.
    """
    offered = offering.offer(s, case)
    if offered is None or offered.main_id != main_id:
        raise Conflict(sentence("refused.offer_gone"))
    merge(s, parts, case, s.get_one(Case, main_id, with_for_update={"of": Case}), who)


def split(s: Session, parts: Parts, case: Case, who: Who) -> None:
    """Split a merged case off again: it returns to the desk as accepted, and its reporter is told. Raises Conflict.

    Each of the two has the deadline again that merging had shortened, unless a later event set another.
    """
    main = s.get(Case, case.merged_into, with_for_update={"of": Case}) if case.merged_into else None
    now = parts.clock.now()
    act(s, now, case, Verb.SPLIT, who, data=split_facts(case))
    if main is not None and main.state in UNRESOLVED:
        restored = clock_lost(main, _last_shortened_by(main, case))
        _note_on_main(s, now, main, who, {"gave_back": case.case_no} | restored)
        if restored:
            follow_deadline(s, parts, main)
    push(s, now, case, "case_split", params={"case_no": case.case_no})


def _last_shortened_by(main: Case, case: Case) -> CaseEvent | None:
    """The event that gave the main case its clock, if it is the merging of this case; else None."""
    last = last_deadline(main)
    return last if last is not None and last.data.get("took_in") == case.case_no else None


def _note_on_main(s: Session, now: datetime, main: Case, who: Who, data: dict[str, Any]) -> None:
    """Note on the main case (`data`) which case was merged into it or split off; what a reporter did is noted by the system."""
    act(s, now, main, Verb.NOTE, SYSTEM if who.actor is Actor.RESIDENT else who, data=data)
