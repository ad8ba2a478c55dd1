"""What the worker does for cases: submit them to the governance backend, run timers, recount provisional deadlines."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import handler_view
from portal.cases.verbs import due_dates, following_up
from portal.kernel.ports import DeliveryFailed, Submission
from portal.outbox.delivery import Consumer, Item
from portal.storage.parts import Parts


def submit_case(parts: Parts) -> Consumer:
    """Consume `submit_case` {"case_id"}: submit to the GovernanceBackend port, store its reference on the case."""

    def consume(item: Item) -> str:
        with parts.db.read() as s:
            case = s.get(Case, int(item.payload["case_id"]))
            if case is None:
                raise DeliveryFailed("no such case", retry=False)
            submission = _submission(s, case)
        reference = parts.backend.submit(submission, item.key)
        with parts.db.write() as s:
            kept = s.get_one(Case, case.id)
            kept.backend, kept.backend_reference = parts.backend.name[:20], reference[:200]
        return reference

    return consume


def _submission(s: Session, case: Case) -> Submission:
    """The case as any handler reads it (`handler_view`), with its codes, body and deadline."""
    matter = handler_view.matter(s, case)
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


def case_timer(parts: Parts) -> Consumer:
    """Consume `case_timer` {"case_id","step","state_serial"}: ask again, or close unconfirmed. Safe to run twice."""

    def consume(item: Item) -> str:
        with parts.db.write() as s:
            return following_up.run_timer(
                s, parts, int(item.payload["case_id"]), str(item.payload["step"]), int(item.payload["state_serial"])
            )

    return consume


class DailyRecount:
    """The job that recounts provisional deadlines when the worker starts, then daily.

    A new calendar comes with a new release, and so with a restart.
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


recount_daily = DailyRecount()
