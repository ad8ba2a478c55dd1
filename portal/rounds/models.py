"""Tables of the grid workers' rounds: visits that they paid, and cases that they reported from what they saw."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base, PersonalText


class Visit(Base):
    """A visit (走访) that a grid worker paid, on the day `on`. `whom` and `purpose`: codes of data/visits.csv.

    `household` and `note` are the worker's words; they are blanked after a month, the rest stays for the workload ledger.
    `source_key` is the key of the request that entered it, `source_hash` the hash of its body (`event_log.Source`).
    """

    __tablename__ = "visit"
    __table_args__ = (
        sa.CheckConstraint("minutes > 0", name="minutes"),
        sa.Index("ix_visit_account_id_on", "account_id", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    on: Mapped[date] = mapped_column(sa.Date)
    entered_at: Mapped[datetime] = mapped_column(index=True)
    whom: Mapped[str] = mapped_column(sa.String(20))
    purpose: Mapped[str] = mapped_column(sa.String(20))
    minutes: Mapped[int]
    household: Mapped[str] = mapped_column(PersonalText, default="")
    note: Mapped[str] = mapped_column(PersonalText, default="")
    source_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    source_hash: Mapped[str] = mapped_column(sa.String(64))


class Sighting(Base):
    """Marks a case that a grid worker reported from what they saw themselves (自己看见的事)."""

    __tablename__ = "sighting"
    __table_args__ = (sa.Index("ix_sighting_account_id_at", "account_id", "at"),)

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime]
