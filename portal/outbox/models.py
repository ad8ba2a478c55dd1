"""The outbox row and the letter that goes with some of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.storage.db import Base, PersonalText


class OutboxState(StrEnum):
    """queued → (leased) → done | dead. A failed try stays queued with a later `due_at`."""

    QUEUED = "queued"
    DONE = "done"
    DEAD = "dead"


class OutboxRow(Base):
    """One thing to be done outside. `payload` holds codes and ids only."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index("ix_outbox_due", "state", "due_at"),
        sa.CheckConstraint("state IN ('queued','done','dead')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    payload: Mapped[dict[str, Any]]
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(200), unique=True)
    state: Mapped[str] = mapped_column(sa.String(10), default=OutboxState.QUEUED)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str] = mapped_column(sa.String(200), default="", index=True)  # reports name it
    code: Mapped[str] = mapped_column(sa.String(40), default="")
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    alarm: Mapped[bool] = mapped_column(default=False)  # the last try failed for what only the operator can mend
    done_at: Mapped[datetime | None]
    letter: Mapped[Letter | None] = relationship(back_populates="row", lazy="joined")


class Letter(Base):
    """Address and words of one row: personal, blanked after delivery plus 30 days."""

    __tablename__ = "letter"

    outbox_id: Mapped[int] = mapped_column(sa.ForeignKey("outbox.id"), primary_key=True)
    address: Mapped[str] = mapped_column(PersonalText)
    text: Mapped[str] = mapped_column(PersonalText)
    row: Mapped[OutboxRow] = relationship(back_populates="letter")


class SmsDelivery(Base):
    """What a vendor last said of one SMS. A later state never goes back (channels.md)."""

    __tablename__ = "sms_delivery"

    vendor_id: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(20))
    code: Mapped[str] = mapped_column(sa.String(20), default="")
    at: Mapped[datetime]
