"""The table of the on-call schedule."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base

STANDS = sa.text("removed_at IS NULL")  # the condition of the partial index: the row is in force


class OnCallDay(Base):
    """One person who is called on a day: `position` 1 first, then 2. Rows are never deleted; a change sets `removed_at`.

    A day begins at `schedule.CHANGES_AT` o'clock, and ends when the next begins.
    """

    __tablename__ = "on_call_day"
    __table_args__ = (
        sa.CheckConstraint("position IN (1,2)", name="position"),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name="removed"),
        sa.Index("uq_on_call_day_stands", "day", "position", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(sa.Date)
    position: Mapped[int]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    removed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
