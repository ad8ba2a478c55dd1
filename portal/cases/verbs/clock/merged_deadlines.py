"""The cases merged into a case have its deadline, also when it changes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records.actors import SYSTEM
from portal.cases.records.event_log import act
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.clock.due_dates import clock_facts
from portal.cases.verbs.merged_cases import followers
from portal.cases.verbs.notifying.notifications import day, push
from portal.storage.parts import Parts


def follow_deadline(s: Session, parts: Parts, main: Case) -> None:
    """Give the merged cases the main one's new clock, and tell their reporters if the deadline is on another day."""
    now = parts.clock.now()
    data = clock_facts(main) | {"provisional": main.provisional, "followed": True}  # the timeline then says why
    for case in followers(s, parts, main):
        before = day(case.due_at)
        act(s, now, case, Verb.CORRECT, SYSTEM, data=data)
        if day(case.due_at) != before:
            push(s, now, case, "case_merged_due", params={"case_no": case.case_no, "day": day(case.due_at)})
