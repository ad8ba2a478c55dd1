"""Which share of a case's clock has passed, and the timers that tell staff of it: at 50 and 80 %, and past the deadline.

A timer tells nobody if, when it is due, the case is resolved, over or merged, or its clock stands still or was set anew
(`verbs.clock.warning`).
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent
from portal.cases.rules import deadlines
from portal.cases.rules.lifecycle import UNRESOLVED, Verb
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind


class Share(IntEnum):
    """The shares of its clock, in percent, after which staff are told of a case. MOST: most of it; ALL: the deadline is past."""

    HALF = 50
    MOST = 80
    ALL = 100


def passed(case: Case, now: datetime) -> int:
    """The greatest `Share` of the case's clock that has passed; 0 if none has, or if the case is resolved or over."""
    if case.state not in UNRESOLVED:
        return 0
    return max((share for share in Share if _is_past(case, share, now)), default=0)


def _is_past(case: Case, share: Share, now: datetime) -> bool:
    """Whether this share of the clock has passed."""
    at = moment(case, share)
    return at is not None and (now > at if share is Share.ALL else now >= at)


def moment(case: Case, share: Share) -> datetime | None:
    """When this share of the clock has passed or will have; None if it was not counted.

    ALL always is. HALF and MOST are not on a clock set before migration 0039, nor for a deadline of the hotline's that was
    today, past or very far off (`due_dates.given_date_facts`).
    """
    return {Share.HALF: case.half_at, Share.MOST: case.most_at, Share.ALL: case.due_at}[share]


def step(share: Share) -> str:
    """The name of the step of this share's timer."""
    return f"warn_{share.value}"


def begins_clock(event: CaseEvent) -> bool:
    """Whether the event begins a clock of the case: it sets a deadline, or splits the case off from its main case."""
    return bool({"due_from", "due_given"} & event.data.keys()) or event.verb == Verb.SPLIT


def set_timers(s: Session, now: datetime, event: CaseEvent) -> None:
    """Set the timers of the clock that the event began; none if it began no clock (`begins_clock`).

    Timers of an older clock stay, and do nothing. If the new clock is longer, staff are told again of each share that had
    passed before and now has not.
    """
    case = event.case
    if not begins_clock(event):
        return
    if case.paused_until is None:
        case.warned = min(case.warned, passed(case, now))
    for share in Share:
        at = moment(case, share)
        if share > case.warned and at is not None:
            _set_timer(s, now, event, share, at)


def _set_timer(s: Session, now: datetime, event: CaseEvent, share: Share, at: datetime) -> None:
    """Set one timer, at a time of day at which staff may be told."""
    told_at = deadlines.morning_after(at) if share is Share.ALL else deadlines.on_working_day(at)
    outbox.put(
        s,
        kind=Kind.CASE_TIMER,
        payload={"case_id": event.case_id, "step": step(share), "serial": event.serial},
        now=now,
        due_at=max(now, told_at),
        dedupe_key=f"case_timer:{event.case_id}:{event.serial}:{step(share)}",
    )
