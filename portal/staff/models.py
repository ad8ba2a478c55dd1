"""Committees and accounts; an account's leaves, sessions, recovery codes, events and unsent forms."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base, PersonalText


class Committee(Base):
    """居委会, 村委会 or 业委会: it opens consultations. `area`: the name of what it represents."""

    __tablename__ = "committee"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('residents_committee','villagers_committee','owners_committee')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    area: Mapped[str] = mapped_column(sa.String(100), default="")


class Account(Base):
    """One staff member. `role`: a `portal.kernel.roles.Role`; `body`, `grid` or `committee_id`: what they act for."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(300))
    name: Mapped[str] = mapped_column(PersonalText)
    phone: Mapped[str] = mapped_column(PersonalText, default="")  # E.164, for alarms and news of cases
    role: Mapped[str] = mapped_column(sa.String(20))
    body: Mapped[str | None] = mapped_column(sa.String(40))
    grid: Mapped[str | None] = mapped_column(sa.String(40))
    committee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("committee.id"))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    must_change: Mapped[bool] = mapped_column(default=False)  # the start password must be replaced at the next sign-in
    totp_sealed: Mapped[str | None] = mapped_column(sa.String(300))  # the TOTP secret, encrypted; NULL: not enrolled
    totp_step: Mapped[int] = mapped_column(default=0)  # the newest TOTP time step used: no code counts twice


class Leave(Base):
    """A grid worker's leave, from `first_day` to `last_day`, both included, and the grid worker who stands in."""

    __tablename__ = "staff_leave"
    __table_args__ = (sa.CheckConstraint("last_day >= first_day", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    stand_in_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    first_day: Mapped[date] = mapped_column(sa.Date)
    last_day: Mapped[date] = mapped_column(sa.Date)
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    cancelled_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    cancelled_at: Mapped[datetime | None]


class StaffSession(Base):
    """A sign-in of an account in one browser. Only the token's keyed hash is kept.

    `kind`: "grid" for a grid worker's, which does not end when idle, else "web". `device`: its label for the owner.
    `stamp` is a keyed hash of the account's password, role, body, grid and committee at sign-in: if they change, the
    session is over. `device_key` and `address_key`: keyed hashes of the browser's device cookie and of the network address, set
    once the second factor was given (or is not needed).
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
    ended_at: Mapped[datetime | None]  # ended on purpose; NULL if it only ran out
    second_factor_at: Mapped[datetime | None]
    totp_sealed: Mapped[str | None] = mapped_column(sa.String(300))  # offered for enrolling, not confirmed yet
    device_key: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    address_key: Mapped[str | None] = mapped_column(sa.String(64), index=True)


class RecoveryCode(Base):
    """One of ten codes that replace a lost phone as second factor, each once. Only its keyed hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[datetime | None]


class AccountEvent(Base):
    """What was done to an account, and by whom: its owner or the operator.

    `operator_id`: the account of the operator who did it from a page; NULL on the command line, or if it was the owner.
    """

    __tablename__ = "account_event"
    __table_args__ = (sa.CheckConstraint("by IN ('owner','operator')", name="by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    verb: Mapped[str] = mapped_column(sa.String(30))  # a `portal.staff.service.AccountAct`
    by: Mapped[str] = mapped_column(sa.String(10))
    operator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime]


class UnsentForm(Base):
    """A form sent after the session had run out: offered to the same account again (`unsent_forms`)."""

    __tablename__ = "unsent_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    path: Mapped[str] = mapped_column(PersonalText)
    fields: Mapped[str] = mapped_column(PersonalText)  # JSON: [[name, value], …]
    at: Mapped[datetime]
