"""The table of inspections, and what an inspector may find."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.models import Case, CaseEvent
from portal.cases.rules.lifecycle import name_of
from portal.storage.db import Base


class Finding(StrEnum):
    """What an inspector says. UNREACHED: they did not get there, for a reason, and go again the next day."""

    FINE = "fine"
    BACK = "back"
    UNREACHED = "unreached"

    @property
    def label(self) -> str:
        """The name that staff read."""
        return name_of("inspection", self)


class Inspection(Base):
    """The inspection of a case of a hazard, planned when the case was resolved. `round`: how often it had been reopened by then.

    `due_on`: the day from which it is due, and after which it is late; `next_on`: that day, or the one after the last vain
    try (there were `tries`). `finding`: "" until it ended, by the event `ended_by`, whose words are the inspector's; one that is not
    to be made any more (`due.waiting`) keeps it.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "round"),
        sa.CheckConstraint("finding IN ('','fine','back')", name="finding"),
        sa.CheckConstraint("(finding = '') = (ended_by IS NULL)", name="ended"),
        sa.Index("ix_inspection_finding_next_on", "finding", "next_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    round: Mapped[int]
    due_on: Mapped[date] = mapped_column(sa.Date)
    next_on: Mapped[date] = mapped_column(sa.Date)
    tries: Mapped[int] = mapped_column(default=0)
    finding: Mapped[str] = mapped_column(sa.String(10), default="")
    ended_by: Mapped[int | None] = mapped_column(sa.ForeignKey("case_event.id"))
    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
    ended: Mapped[CaseEvent | None] = relationship()
