"""The table of erasures, from which the worker finishes each that was cut off."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base


class ErasureState(StrEnum):
    """begun (the tables are blank) → swept (files, the bot's memory and free pages too) → done (checked once more)."""

    BEGUN = "begun"
    SWEPT = "swept"
    DONE = "done"


class Erasure(Base):
    """One erasure; `entry` is the id of its entry in the ledger. Both hold ids, dates and keyed hashes only.

    `points`: [id, when it was made] of the contact points; `keys`: keyed hashes of the addresses they had; `media`: ids of
    photos to remove unless something else shows them; `due_at`: when the worker goes on with it;
    `done_at`: when the tables were blanked the second time, which may be before the state is `done`.
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
