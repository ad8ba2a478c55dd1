"""The tables of key places and of their cases."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base, PersonalText

_LISTED = sa.text("struck_at IS NULL AND place <> ''")  # on the list, by a name of the town's


class KeyPlace(Base):
    """A place of one grid that came back so often that it is on the list, until `struck_at`.

    `place`: its name in the town's list of places; "" if that has none, then its cases alone tell where it is. `next_on`: the
    day by which the grid's worker is to visit it, `visited_on` that of the last visit. `reason`: the
    supervisor's words on striking it off.
    """

    __tablename__ = "key_place"
    __table_args__ = (
        sa.CheckConstraint("(struck_at IS NULL) = (struck_by IS NULL)", name="struck"),
        sa.Index("ix_key_place_struck_at", "struck_at"),
        sa.Index("uq_key_place_listed", "grid", "place", unique=True, sqlite_where=_LISTED, postgresql_where=_LISTED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    grid: Mapped[str] = mapped_column(sa.ForeignKey("grid.code"))
    place: Mapped[str] = mapped_column(sa.String(100), default="")
    listed_at: Mapped[datetime]
    next_on: Mapped[date] = mapped_column(sa.Date)
    visited_on: Mapped[date | None] = mapped_column(sa.Date)
    struck_at: Mapped[datetime | None]
    struck_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(PersonalText, default="")


class KeyPlaceCase(Base):
    """A case that was counted for a key place. The row is deleted once the case's words are erased."""

    __tablename__ = "key_place_case"

    key_place_id: Mapped[int] = mapped_column(sa.ForeignKey("key_place.id"), primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False, index=True)
