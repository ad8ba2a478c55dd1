"""The outbox row, the letter that some rows have, and the delivery reports of SMS."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.storage.db import Base, PersonalText


class OutboxState(StrEnum):
    """queued → done (delivered, or not to be sent any more) | dead (given up; the operator may queue or close it).

    A row to be tried again stays queued, with a later `due_at`.
    """

    QUEUED = "queued"
    DONE = "done"
    DEAD = "dead"


class OutboxRow(Base):
    """One thing for the worker to do (`kinds.Kind`). `payload` holds codes and ids only, no personal data.

    `reference`: what the kind's consumer returned: the vendor's id of an SMS, by which delivery reports are matched; a
    backend's number of the case; for a push the beginning of the `dedupe_key`s of the rows that send it; or why nothing was
    sent. `outcome` reads the fate of an SMS from it.
    `code` and `reason`: the vendor's for the last failure, or why the row was closed unsent (code "dropped", "erased"
    or "recalled").
    """

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
    reference: Mapped[str] = mapped_column(sa.String(200), default="", index=True)
    code: Mapped[str] = mapped_column(sa.String(40), default="")
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    needs_operator: Mapped[bool] = mapped_column("alarm", default=False)  # only the operator can mend the last failure
    done_at: Mapped[datetime | None]
    letter: Mapped[Letter | None] = relationship(back_populates="row", lazy="joined")


class Letter(Base):
    """Address and text of one row: personal data, blanked 30 days after delivery or giving up, if not before."""

    __tablename__ = "letter"

    outbox_id: Mapped[int] = mapped_column(sa.ForeignKey("outbox.id"), primary_key=True)
    address: Mapped[str] = mapped_column(PersonalText)
    text: Mapped[str] = mapped_column(PersonalText)
    row: Mapped[OutboxRow] = relationship(back_populates="letter")


class SmsDelivery(Base):
    """The vendor's latest report of one SMS. A later state is never replaced by an earlier one (docs/channels.md).

    `vendor_id`: the vendor's id of the SMS, the `reference` of its row. `state`: in Twilio's words (delivered, undelivered, …),
    into which Aliyun's are translated; `_RANK` in channels/doors/sms.py orders them. What it means for us is a `Fate`
    (`outcome`).
    """

    __tablename__ = "sms_delivery"

    vendor_id: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(20))
    code: Mapped[str] = mapped_column(sa.String(20), default="")
    at: Mapped[datetime]
