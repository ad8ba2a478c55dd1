"""What everybody may check about how a vote was prepared: notice, clause, and what the scrutineer confirmed and declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.consultations.law import gates
from portal.consultations.law.phases import State
from portal.consultations.models import Consultation
from portal.consultations.verbs import noticing, scrutiny_status
from portal.kernel.time_zone import SHANGHAI


@dataclass(frozen=True)
class Preparation:
    """What everybody may check about the preparation.

    `recorded`: when the notice was recorded here; `posted`: the day of the posting, if another day; `posted_counts`:
    whether the law's days count from the day of the posting; `counted_from`: the day after which they count.
    `scrutinised`: when the scrutineer confirmed, if that still holds; `declared_by`: who then declared that the matter is the
    committee's, "" before scrutineers were asked; `not_special`: and that no larger part of the owners has to agree.
    `clause`: the words by which voting online counts as attending, or "".
    """

    recorded: datetime | None
    posted: date | None
    posted_counts: bool
    counted_from: date | None
    scrutinised: datetime | None
    declared_by: str
    not_special: bool
    clause: str


def preparation(s: Session, consultation: Consultation, now: datetime) -> Preparation:
    """The notice's two dates, the scrutineer's confirmation, and the clause that allows voting online."""
    clause = noticing.evidence_of(s, consultation).get(gates.CLAUSE)
    counted, scrutinised = consultation.counted_from, consultation.scrutinised_at
    if consultation.state in {State.DRAFT, State.NOTICED}:
        facts = noticing.facts_of(s, consultation, now)
        counted = facts.counted_from
        scrutinised = facts.scrutiny_at if facts.scrutiny == scrutiny_status.ConfirmationState.CONFIRMED else None
    recorded = consultation.notice_recorded_at
    recorded_on = recorded.astimezone(SHANGHAI).date() if recorded else None
    earlier = recorded_on is not None and consultation.notice_on != recorded_on
    return Preparation(
        recorded=recorded,
        posted=consultation.notice_on if earlier else None,
        posted_counts=counted == consultation.notice_on,
        counted_from=counted,
        scrutinised=scrutinised,
        declared_by=scrutiny_status.declared_by(s, consultation, scrutinised),
        not_special=scrutiny_status.declared_not_special(s, consultation, scrutinised),
        clause=clause.record if clause else "",
    )
