"""Accounts and committees; where an account is signed in, its recovery codes, what happened to it, what it typed in vain."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base, PersonalText


class Committee(Base):
    """居委会, 村委会 or 业委会: who opens consultations. `area` names what it stands for."""

    __tablename__ = "committee"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('residents_committee','villagers_committee','owners_committee')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    area: Mapped[str] = mapped_column(sa.String(100), default="")


class Account(Base):
    """One person of the staff. `role` is a `portal.kernel.roles.Role`; body, grid, committee say for what."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(300))
    name: Mapped[str] = mapped_column(PersonalText)
    phone: Mapped[str] = mapped_column(PersonalText, default="")
    role: Mapped[str] = mapped_column(sa.String(20))
    body: Mapped[str | None] = mapped_column(sa.String(40))
    grid: Mapped[str | None] = mapped_column(sa.String(40))
    committee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("committee.id"))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    must_change: Mapped[bool] = mapped_column(default=False)  # a start password
    totp_sealed: Mapped[str | None] = mapped_column(sa.String(300))  # the second factor's secret; NULL: none yet
    totp_step: Mapped[int] = mapped_column(default=0)  # the newest time step that was used


class StaffSession(Base):
    """Where an account is signed in. Only the token's keyed hash is kept.

    `stamp` is a keyed hash of the password, role and place that the account had: a session whose stamp is not the
    account's any more is over. `device_key` and `address_key` say from where it was, once it was signed in wholly.
    """

    __tablename__ = "staff_session"
    __table_args__ = (sa.CheckConstraint("kind IN ('web','grid')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    device: Mapped[str] = mapped_column(sa.String(60))
    stamp: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # by somebody's wish; time alone leaves it NULL
    second_factor_at: Mapped[datetime | None]
    totp_sealed: Mapped[str | None] = mapped_column(sa.String(300))  # shown for enrolling, not yet confirmed
    device_key: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    address_key: Mapped[str | None] = mapped_column(sa.String(64), index=True)


class RecoveryCode(Base):
    """One of ten codes that stand in for a lost phone, each once. Only its keyed hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[datetime | None]


class AccountEvent(Base):
    """What was done to an account, and by whom: its owner or the operator."""

    __tablename__ = "account_event"
    __table_args__ = (sa.CheckConstraint("by IN ('owner','operator')", name="by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    verb: Mapped[str] = mapped_column(sa.String(30))  # a `portal.staff.service.Done`
    by: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[datetime]


class UnsentForm(Base):
    """What was typed into a form that came when the session was over: offered again to the same account."""

    __tablename__ = "unsent_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    path: Mapped[str] = mapped_column(PersonalText)
    fields: Mapped[str] = mapped_column(PersonalText)  # JSON: [[name, value], …]
    at: Mapped[datetime]
