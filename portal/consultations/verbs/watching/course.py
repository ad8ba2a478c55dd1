"""What the log of events tells of the scrutineers' objections: on which notice each was, and whether a supervisor ruled on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.models import Consultation, ConsultationEvent, ScrutinyVerdict


@dataclass(frozen=True)
class Course:
    """What the log tells of objections and rulings, by the objection's id: the event's id, and what it says.

    Whoever takes a notice back may ask something else in the next: `taken_back` is the event's id (0: none). A ruling from
    before it was on another matter. `raised`: with the title as it was then; `ruled`: with the ground's code; `agreed`: by
    another supervisor, with the account's id. `for_two`: the objections whose ruling needs that, as the vote seems to ask about persons.
    """

    taken_back: int
    taken_back_at: datetime | None
    raised: dict[int, tuple[int, str]]
    ruled: dict[int, tuple[int, str]]
    agreed: dict[int, tuple[int, str]]
    for_two: frozenset[int]

    @classmethod
    def of(cls, s: Session, consultation: Consultation) -> Course:
        verbs = ("objected_outside", "ruled", "ruling_agreed", "take_back_notice")
        events = sa.select(ConsultationEvent).where(
            ConsultationEvent.consultation_id == consultation.id, ConsultationEvent.verb.in_(verbs)
        )
        found = list(s.scalars(events.order_by(ConsultationEvent.id)))
        taken_back = next((one for one in reversed(found) if one.verb == "take_back_notice"), None)
        by_objection: dict[str, dict[int, tuple[int, str]]] = {verb: {} for verb in verbs[:3]}
        for one in found:
            if one.verb in by_objection and "objection" in one.detail:
                words = one.detail.get("title") or one.detail.get("ground") or str(one.account_id or "")
                by_objection[one.verb][one.detail["objection"]] = one.id, words
        return cls(
            taken_back.id if taken_back else 0,
            taken_back.at if taken_back else None,
            by_objection["objected_outside"],
            by_objection["ruled"],
            by_objection["ruling_agreed"],
            frozenset(one.detail["objection"] for one in found if one.detail.get("for_two")),
        )

    def decided(self, row: ScrutinyVerdict) -> bool:
        """Whether a supervisor ruled on it since the notice that stands, and another agreed if that is needed."""
        return self.ruled_since(row) and not self.waits_for_second(row)

    def ruled_since(self, row: ScrutinyVerdict) -> bool:
        """Whether a supervisor ruled on it since the notice that stands."""
        return bool(row.answer) and self.ruled.get(row.id, (0, ""))[0] > self.taken_back

    def waits_for_second(self, row: ScrutinyVerdict) -> bool:
        """Whether another supervisor has to agree to the ruling on it."""
        ruled, agreed = (of.get(row.id, (0, ""))[0] for of in (self.ruled, self.agreed))
        return row.id in self.for_two and self.ruled_since(row) and agreed < ruled

    def of_earlier_notice(self, row: ScrutinyVerdict) -> bool:
        """Whether it spoke of a notice that was taken back."""
        if row.id in self.raised:
            return self.raised[row.id][0] < self.taken_back
        return self.taken_back_at is not None and row.at < self.taken_back_at
