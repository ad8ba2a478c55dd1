"""Somebody's wish to be forgotten, until all of it is done."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base


class ErasureState(StrEnum):
    """begun (the tables are blank) → swept (files, tracker and free pages too) → done (looked at once more)."""

    BEGUN = "begun"
    SWEPT = "swept"
    DONE = "done"


class Erasure(Base):
    """One erasure. No words and no address: ids and keyed hashes only, the same as its line in the ledger.

    `points` are [id, created_at] of the contact points, `keys` their keyed addresses as they were, `media` the files that may
    have to go. `entry` names the line in the ledger.
    """

    __tablename__ = "erasure"
    __table_args__ = (sa.CheckConstraint("state IN ('begun','swept','done')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(sa.String(32), unique=True)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(sa.String(10), default=ErasureState.BEGUN, index=True)
    due_at: Mapped[datetime]
    points: Mapped[list[Any]]
    keys: Mapped[list[str]]
    media: Mapped[list[str]]
    done_at: Mapped[datetime | None]
