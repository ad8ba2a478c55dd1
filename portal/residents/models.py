"""Residents, contact points, one-time codes, residents' sessions, consents."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.storage.db import Base, PersonalText


class Resident(Base):
    """A person who proved a phone number. `name`: "" but in the demo, since nobody is asked for it."""

    __tablename__ = "resident"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(PersonalText, default="")


UNREACHED = ("open311", "desk")  # channels of contact points to which nothing can be sent


class ContactPoint(Base):
    """One way in which one person reaches us: a web chat, a WeChat openid or a phone number.

    A report by another system (`open311`) has one of its own, which nothing reaches: that system follows the case. So has
    one that a clerk took down (`desk`) of somebody who left no mobile number, or wants no messages.

    `address` is kept if we must send to it (openid, E.164), "" for web chat; `address_key`, its keyed hash (of
    a web chat: its token's), finds the row.
    `resident_id`: the resident who proved the address, by a code sent to it. A web chat is nobody's address: a resident
    who proves a phone in it is bound to it only while that sign-in lasts (`ResidentSession.contact_point_id`).
    `proven_by`: the first resident who proved a phone in this chat; `shared`: a second one did, too, so nobody may vote
    in it any more. `claimed_by`: the resident who, with the chat's token or a link to one of its cases, proved all numbers
    left in it or, with the token, said that the chat is theirs; a claim gives no vote.
    """

    __tablename__ = "contact_point"
    __table_args__ = (
        sa.UniqueConstraint("channel", "address_key"),
        sa.CheckConstraint("channel IN ('webchat','wechat','sms','open311','desk')", name="channel"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(10))
    address_key: Mapped[str] = mapped_column(sa.String(64))
    address: Mapped[str] = mapped_column(PersonalText, default="")
    resident_id: Mapped[int | None] = mapped_column(sa.ForeignKey("resident.id"), index=True)
    created_at: Mapped[datetime]
    opted_out_at: Mapped[datetime | None]
    unreachable_at: Mapped[
        datetime | None
    ]  # a vendor reported that SMS do not arrive; NULL again once a message comes from there
    erased_at: Mapped[datetime | None]  # its person was erased: no address is left, nothing opens it
    no_push: Mapped[bool] = mapped_column(default=False)  # danger at home: nothing unasked is sent until allowed
    kept_quiet: Mapped[bool] = mapped_column(default=False)  # `no_push` was so at some time; 恢复 ends that, not this
    # somebody else said that they hold this telephone or number: what was told before is neither read out nor changed from here
    held_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]  # of a web chat: when its token expires
    idle_ends_at: Mapped[datetime | None]  # of a web chat: when its token expires unless used before
    # of a web chat: residents' ids; no foreign keys, they outlive the residents' rows
    proven_by: Mapped[int | None] = mapped_column(index=True)
    claimed_by: Mapped[int | None] = mapped_column(index=True)
    shared: Mapped[bool] = mapped_column(default=False)
    resident: Mapped[Resident | None] = relationship()


class OneTimeCode(Base):
    """A code of 6 digits, valid for 5 minutes and `most_tries` in the session that asked. Only keyed hashes are kept.

    `asked_key` is the hash of the secret in the asking browser's cookie, `bearer_key` of the bearer token sent along,
    `address_key` of the network address.
    """

    __tablename__ = "one_time_code"
    __table_args__ = (
        sa.Index("ix_one_time_code_phone_key_sent_at", "phone_key", "sent_at"),
        sa.Index("ix_one_time_code_address_key_sent_at", "address_key", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    phone_key: Mapped[str] = mapped_column(sa.String(64))
    asked_key: Mapped[str] = mapped_column(sa.String(64), default="")
    bearer_key: Mapped[str] = mapped_column(sa.String(64), default="")
    address_key: Mapped[str] = mapped_column(sa.String(64), default="")
    use: Mapped[str] = mapped_column(sa.String(10))  # codes.CodeUse
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    sent_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    most_tries: Mapped[int] = mapped_column(default=5)
    used_at: Mapped[datetime | None]


class ResidentSession(Base):
    """A resident's sign-in, by a page or by `/api/v1/otp/verify`. Only the token's keyed hash is kept.

    `contact_point_id`: the web chat in which the phone was proven, if its bearer token came with both requests.
    """

    __tablename__ = "resident_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    resident_id: Mapped[int] = mapped_column(sa.ForeignKey("resident.id"), index=True)
    contact_point_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    idle_ends_at: Mapped[datetime]


class Consent(Base):
    """What a contact point was told, agreed to or withdrew, and when (PIPL 13, 15, 17)."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    basis: Mapped[str] = mapped_column(sa.String(20))  # told | consent | withdrawn
    purpose: Mapped[str] = mapped_column(sa.String(40))  # intake (the notice) | push | all (撤回同意 and its end)
    at: Mapped[datetime]
