"""What the worker does for cases: put registered ones on the built-in desk, run their timers, recount provisional deadlines.

Also: leave no sealed case without a supervisor when an account changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import contact_claims, handler_view, warnings
from portal.cases.verbs.clock import due_dates, pausing, warning
from portal.cases.verbs.disclosure import sealing
from portal.cases.verbs.handler import assisting, returning
from portal.cases.verbs.notifying import following_up
from portal.cases.verbs.reporter import attesting
from portal.kernel.ports import DeliveryFailed, Submission
from portal.outbox.delivery import Consumer, Item
from portal.staff.service import AccountAct
from portal.storage.parts import Parts


def submit_case(parts: Parts) -> Consumer:
    """Consume `submit_case` {"case_id"} rows: put a registered case on the built-in desk (`parts.backend`), store its reference.

    What another system gets is a delivery (`backends.tasks.deliver`).
    """

    def consume(item: Item) -> str:
        with parts.db.read() as s:
            case = s.get(Case, int(item.payload["case_id"]))
            if case is None:
                raise DeliveryFailed("no such case", retry=False)
            submission = submission_of(s, case)
        reference = parts.backend.submit(submission, item.key)
        with parts.db.write() as s:
            kept = s.get_one(Case, case.id)
            kept.backend, kept.backend_reference = parts.backend.name[:20], reference[:200]
        return reference

    return consume


def submission_of(s: Session, case: Case) -> Submission:
    """The case as any handler reads it (`handler_view`), with its codes, body and deadline, for the desk and for deliveries.

    A sealed case has only the words that a clerk wrote for handlers: another system does not know who may see it.
    """
    matter = handler_view.matter(s, case)
    if case.seal:
        words = handler_view.restated_words(s, case)
        matter = replace(matter, text=words, title="", place="")
    return Submission(
        case_no=case.case_no,
        category=case.category or "",
        kind=case.kind,
        urgency=case.urgency,
        body=case.body,
        grid=case.grid,
        place=matter.place,
        text=matter.text,
        due_at=case.due_at,
        extra={"title": matter.title},
    )


# what a timer does: (session, parts, case, serial) → what was done
TimerAction = Callable[[Session, Parts, Case, int], str]

_TIMER_ACTIONS: Mapping[str, TimerAction] = {
    "ask_again": following_up.ask_again,
    "give_up": following_up.give_up,
    pausing.ENDS: pausing.end,
    pausing.CHECK: pausing.check,
    returning.REMINDER: returning.remind_supervisors,
    assisting.LATE: assisting.tell_late,
    contact_claims.ASK: attesting.ask_about_claims,
    **{warnings.step(share): partial(warning.warn, share) for share in warnings.Share},
}
"""Step → what its timer does, given the case and the serial in the row (`run_timer`), and returns what was done."""


def case_timer(parts: Parts) -> Consumer:
    """Consume `case_timer` rows: do what each timer was set for (`run_timer`)."""

    def consume(item: Item) -> str:
        with parts.db.write() as s:
            return run_timer(s, parts, item.payload)

    return consume


def keep_supervised(parts: Parts) -> Consumer:
    """Consume `keep_seen` {"account_id","act"} rows: `sealing.keep_supervised` for each case that this change of an account concerns.

    Each case is locked alone, so that no clerk waits for all of them.
    """

    def consume(item: Item) -> str:
        moved = int(item.payload["account_id"]) if item.payload["act"] == AccountAct.MOVED else None
        with parts.db.read() as s:
            ids = sealing.ids_perhaps_unsupervised(s, moved)
        for number in ids:
            with parts.db.write() as s:
                case = s.get_one(Case, number, with_for_update={"of": Case})
                sealing.keep_supervised(s, parts.clock.now(), case, moved)
        return str(len(ids))

    return consume


def run_timer(s: Session, parts: Parts, payload: Mapping[str, Any]) -> str:
    """Do the step that a timer {"case_id","step","serial"} was set for; "stale" if it is no longer due. Safe to run twice.

    `serial`: of the event that set the timer; the follow-up's timers have `state_serial` instead, of the event that set the state.
    """
    case = s.scalar(sa.select(Case).where(Case.id == int(payload["case_id"])).with_for_update(of=Case))
    if case is None:
        return "stale"
    return _TIMER_ACTIONS[str(payload["step"])](
        s, parts, case, int(payload.get("serial", payload.get("state_serial", 0)))
    )


class DailyRecount:
    """The job that recounts provisional deadlines when the worker starts, then daily.

    It runs again at once if all of a full batch (AT_ONCE) became final. A new calendar comes with a new release, and so with a
    restart.
    """

    def __init__(self) -> None:
        self._next: datetime | None = None

    def __call__(self, parts: Parts) -> int:
        now = parts.clock.now()
        if self._next is not None and now < self._next:
            return 0
        with parts.db.write() as s:
            done = due_dates.recount_provisional(s, now)
        if done < due_dates.AT_ONCE:
            self._next = now + timedelta(days=1)
        return done


recount_deadlines = DailyRecount()


def count_index_keys(parts: Parts) -> int:
    """The job that tells SQLite's planner how the cases are spread, when the worker starts, then daily. Returns 0: it counts no rows."""
    parts.db.count_index_keys()
    return 0
