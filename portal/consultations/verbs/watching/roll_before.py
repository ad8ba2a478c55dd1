"""Whether a roll has far fewer, or far more, entries than the committee's last one: half of the people may have been left out."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.law.phases import State
from portal.consultations.models import Consultation
from portal.consultations.verbs.enrolling import roll_size

_TIMES = 2  # how many times as many make it far more


def unlike_the_last(s: Session, consultation: Consultation) -> tuple[int, int] | None:
    """(entries of the last roll that was sealed, entries now) if one is more than _TIMES the other; else None, as without a last roll or one now.

    The last of the same committee, counted alike (persons, households or owners). Until the vote opens.
    """
    now = roll_size(s, consultation.id)
    if consultation.state not in {State.DRAFT, State.NOTICED} or not now:
        return None
    others = sa.select(Consultation.roll_count).where(
        Consultation.committee_id == consultation.committee_id,
        Consultation.basis == consultation.basis,
        Consultation.id != consultation.id,
        Consultation.roll_count.is_not(None),
    )
    before = s.scalar(others.order_by(Consultation.opened_at.desc()).limit(1))
    return (before, now) if before and (before > _TIMES * now or now > _TIMES * before) else None
