"""What the log of events tells of the scrutineers' objections: on which notice each was, and whether a supervisor ruled on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.models import Consultation, ConsultationEvent, ScrutinyVerdict


@dataclass(frozen=True)
class Course:
    """The events that tell of objections and rulings; those in mappings by the objection's id, the last of each.

    Whoever takes a notice back may ask something else in the next: a ruling from before `taken_back` was on another matter.
    `agreed`: another supervisor did, to the ruling. `overtaken`: those whose last ruling was by one, though the vote now names
    somebody on the roll or of the committee, so that it does not count; `fallen`: those to whose last ruling no supervisor is
    left who could agree (`refusals`). `answered_at`: when each line of an objection's answer was written, by committee or
    supervisor.
    """

    taken_back: ConsultationEvent | None
    raised: Mapping[int, ConsultationEvent]
    ruled: Mapping[int, ConsultationEvent]
    agreed: Mapping[int, ConsultationEvent]
    answered_at: Mapping[int, list[datetime]]
    overtaken: frozenset[int] = frozenset()
    fallen: frozenset[int] = frozenset()

    @classmethod
    def of(cls, s: Session, consultation: Consultation) -> Course:
        verbs = ("objected_outside", "answered", "ruled", "ruling_agreed", "take_back_notice")
        events = sa.select(ConsultationEvent).where(
            ConsultationEvent.consultation_id == consultation.id, ConsultationEvent.verb.in_(verbs)
        )
        last: dict[str, dict[int, ConsultationEvent]] = {verb: {} for verb in verbs}
        answered_at: dict[int, list[datetime]] = {}
        for one in s.scalars(events.order_by(ConsultationEvent.id)):
            objection = one.detail.get("objection", 0)
            last[one.verb][objection] = one
            if one.verb in ("answered", "ruled"):
                answered_at.setdefault(objection, []).append(one.at)
        return cls(
            taken_back=last["take_back_notice"].get(0),
            raised=last["objected_outside"],
            ruled=last["ruled"],
            agreed=last["ruling_agreed"],
            answered_at=answered_at,
        )

    @property
    def ruled_by_one(self) -> frozenset[int]:
        """The objections whose last ruling needs nobody else's agreement, as the vote did not seem to ask about persons."""
        return frozenset(key for key, ruled in self.ruled.items() if not ruled.detail.get("for_two"))

    def decided(self, row: ScrutinyVerdict) -> bool:
        """Whether a supervisor ruled on it since the notice that stands, and another agreed if that is needed."""
        return self.ruled_since(row) and not self.waits_for_second(row)

    def ruled_since(self, row: ScrutinyVerdict) -> bool:
        """Whether a supervisor ruled on it since the notice that stands."""
        return (
            bool(row.answer)
            and row.id not in self.overtaken | self.fallen
            and _is_later(self.ruled.get(row.id), self.taken_back)
        )

    def waits_for_second(self, row: ScrutinyVerdict) -> bool:
        """Whether another supervisor has to agree to the ruling on it."""
        return self.ruled_since(row) and row.id not in self.ruled_by_one and self.agreement_on(row) is None

    def agreement_on(self, row: ScrutinyVerdict) -> ConsultationEvent | None:
        """Another supervisor's agreement to the last ruling on it; None if there is none."""
        agreed = self.agreed.get(row.id)
        return agreed if _is_later(agreed, self.ruled.get(row.id)) else None

    def ground_on(self, row: ScrutinyVerdict) -> str:
        """The code of the ground of the last ruling on it; "" without a ruling, and of one from before they had a ground."""
        ruled = self.ruled.get(row.id)
        return ruled.detail.get("ground", "") if ruled is not None else ""

    def title_then(self, row: ScrutinyVerdict) -> str:
        """The vote's title when the objection was raised; "" if the log does not tell."""
        raised = self.raised.get(row.id)
        return raised.detail.get("title", "") if raised is not None else ""

    def of_earlier_notice(self, row: ScrutinyVerdict) -> bool:
        """Whether it spoke of a notice that was taken back."""
        if self.taken_back is None:
            return False
        if row.id in self.raised:
            return _is_later(self.taken_back, self.raised[row.id])
        return row.at < self.taken_back.at


def _is_later(one: ConsultationEvent | None, other: ConsultationEvent | None) -> bool:
    """Whether the first event is there, and was written after the other one, if that is there."""
    return one is not None and (other is None or one.id > other.id)
