"""What all actions of a committee share: who may act, the state machine, the missing gates, the event log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.consultations.law import phases
from portal.consultations.law.gates import Check
from portal.consultations.law.phases import Act, State
from portal.consultations.models import Consultation, ConsultationEvent
from portal.consultations.verbs.queries import ACT_ROLES
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import StaffActor
from portal.staff.models import Committee

MAX_RECORD = 500  # characters of a record or of a reason


class GateMissing(Conflict):
    """Something on the checklist must come first (409). `gates` in `extra` lists each item, with its article if it has one."""

    type, title = "gate-missing", "还差法定的步骤"


def acting_committee(s: Session, actor: StaffActor) -> Committee:
    """The committee that the actor is chair or member of. Raises Forbidden for everybody else."""
    if actor.role not in ACT_ROLES or actor.committee_id is None:
        raise Forbidden("只有委员会的主任和委员能操作")
    return s.get_one(Committee, actor.committee_id)


def require_allowed(consultation: Consultation, act: Act) -> None:
    """Raise Conflict if the act is not allowed in the consultation's state."""
    _state_after(consultation, act)


def advance(consultation: Consultation, act: Act) -> None:
    """Set the state that the act leads to; nothing else changes a consultation's state. Raises Conflict."""
    consultation.state = _state_after(consultation, act)


def _state_after(consultation: Consultation, act: Act) -> State:
    try:
        return phases.next_state(State(consultation.state), act)
    except phases.NotInThisPhase as refused:
        raise Conflict(str(refused)) from None


def refuse_missing(missing: Sequence[Check]) -> None:
    """Raise GateMissing, naming the first of `missing`, unless it is empty."""
    if missing:
        first = missing[0]
        raise GateMissing(f"{first.what}：{first.why}", gates=[as_gate(check) for check in missing])


def as_gate(check: Check) -> dict[str, Any]:
    """A missing check as an item of `gates` in GateMissing."""
    return {"key": check.key, "what": check.what, "why": check.why, "citation": check.citation}


def log_event(
    s: Session, consultation: Consultation, verb: str, actor: StaffActor | None, now: datetime, **detail: Any
) -> None:
    """Add an event to the consultation's log. `actor` None: the program did it. `detail`: facts, never a vote."""
    s.add(
        ConsultationEvent(
            consultation_id=consultation.id, verb=verb, at=now, account_id=actor.id if actor else None, detail=detail
        )
    )
    s.flush()


def refuse_fault(fault: str, name: str) -> None:
    """Raise Invalid with the text `fault` for the form field `name`, if there is any."""
    if fault:
        raise Invalid(fault, field=name)
