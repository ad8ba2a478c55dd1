"""What every verb of a committee stands on: who may act, which state it takes, the gates that are missing, the event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.consultations.law import phases
from portal.consultations.law.gates import Check
from portal.consultations.law.phases import Step
from portal.consultations.law.procedure import State
from portal.consultations.models import (
    Consultation,
    ConsultationEvent,
)
from portal.consultations.verbs.queries import ACT
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import StaffActor
from portal.staff.models import Committee

MAX_RECORD = 500  # characters of a record or a reason


class GateMissing(Conflict):
    """A gate of the law is not met (409); `gates` names each with its article."""

    type, title = "gate-missing", "还差法定的步骤"


def acting_committee(s: Session, actor: StaffActor) -> Committee:
    """The committee for which the actor acts. Raises Forbidden."""
    if actor.role not in ACT or actor.committee_id is None:
        raise Forbidden("只有委员会的主任和委员能操作")
    return s.get_one(Committee, actor.committee_id)


def check(found: Consultation, step: Step) -> None:
    """Raises Conflict where the step is not open in the consultation's state."""
    _after(found, step)


def advance(found: Consultation, step: Step) -> None:
    """Take the step: the only place that changes a consultation's state. Raises Conflict."""
    found.state = _after(found, step)


def _after(found: Consultation, step: Step) -> State:
    try:
        return phases.after(State(found.state), step)
    except phases.NotInThisPhase as refused:
        raise Conflict(str(refused)) from None


def refuse_missing(missing: Sequence[Check]) -> None:
    """Raises GateMissing where something is missing."""
    if missing:
        first = missing[0]
        raise GateMissing(f"{first.what}：{first.why}", gates=[_as_gate(check) for check in missing])


def _as_gate(check: Check) -> dict[str, Any]:
    return {"key": check.key, "what": check.what, "why": check.why, "citation": check.citation}


def note(s: Session, found: Consultation, verb: str, actor: StaffActor | None, now: datetime, **detail: Any) -> None:
    """Write down what the committee did."""
    s.add(
        ConsultationEvent(
            consultation_id=found.id, verb=verb, at=now, account_id=actor.id if actor else None, detail=detail
        )
    )
    s.flush()


def must_say(trouble: str, name: str) -> None:
    """Raises Invalid for the field `name` where there is a trouble to name."""
    if trouble:
        raise Invalid(trouble, field=name)
