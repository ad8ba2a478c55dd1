"""Contact points, residents, one-time codes, consents."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base, PersonalText


class Resident(Base):
    """A person who proved a phone number."""

    __tablename__ = "resident"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(PersonalText, default="")


class ContactPoint(Base):
    """One way in which one person reaches us. `address_key` is a keyed hash of the address (looked up by);

    `address` is the address itself where we must send to it (openid, E.164), empty for web chat.
    """

    __tablename__ = "contact_point"
    __table_args__ = (
        sa.UniqueConstraint("channel", "address_key"),
        sa.CheckConstraint("channel IN ('webchat','wechat','sms')", name="channel"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(10))
    address_key: Mapped[str] = mapped_column(sa.String(64))
    address: Mapped[str] = mapped_column(PersonalText, default="")
    resident_id: Mapped[int | None] = mapped_column(sa.ForeignKey("resident.id"), index=True)
    created_at: Mapped[datetime]
    opted_out_at: Mapped[datetime | None]
    no_push: Mapped[bool] = mapped_column(default=False)  # violence at home: nothing later until the reporter allows it
    resident: Mapped[Resident | None] = relationship()


class OneTimeCode(Base):
    """A phone's current code: 6 digits, 5 minutes, 5 tries (channels.md). Only its keyed hash is kept."""

    __tablename__ = "one_time_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone_key: Mapped[str] = mapped_column(sa.String(64), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class ResidentSession(Base):
    """A signed-in resident: what `/api/v1/otp/verify` gives out. Only the token's keyed hash is kept."""

    __tablename__ = "resident_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    resident_id: Mapped[int] = mapped_column(sa.ForeignKey("resident.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Consent(Base):
    """What a contact point was told and agreed to or withdrew (PIPL 13, 15, 17)."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    basis: Mapped[str] = mapped_column(sa.String(20))  # told | consent | withdrawn
    purpose: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[datetime]
