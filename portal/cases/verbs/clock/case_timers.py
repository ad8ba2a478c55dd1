"""Set a timer of a case: an outbox row `case_timer` {"case_id","step","serial"}, which the worker runs when it is due.

What each step does: `cases/verbs/tasks.py` (`run_timer`). Follow-ups, contact claims and warnings put rows of this kind without
this module.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind


def put(s: Session, now: datetime, case: Case, step: str, *, serial: int, due_at: datetime) -> None:
    """Set a timer for what the event with this serial began. The same step of the same event is set once."""
    outbox.put(
        s,
        kind=Kind.CASE_TIMER,
        payload={"case_id": case.id, "step": step, "serial": serial},
        now=now,
        due_at=due_at,
        dedupe_key=f"case_timer:{case.id}:{serial}:{step}",
    )
