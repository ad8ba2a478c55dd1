"""Accounts: who acts, and what is done to an account. Whatever must end its sessions ends them here."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account, AccountEvent

_NOBODY = generate_password_hash("nobody")


class Done(StrEnum):
    """What may be done to an account."""

    ADDED = "added"
    PASSWORD = "password"  # noqa: S105 (a verb)
    STOPPED = "stopped"
    REACTIVATED = "reactivated"
    MOVED = "moved"
    FACTOR_ON = "factor_on"
    FACTOR_RESET = "factor_reset"
    RECOVERED = "recovered"
    CODES = "codes"
    PHONE = "phone"

    @property
    def label(self) -> str:
        return _DONE_LABELS[self]


_DONE_LABELS = {
    Done.ADDED: "开了账号",
    Done.PASSWORD: "换了密码",
    Done.STOPPED: "停用",
    Done.REACTIVATED: "重新启用",
    Done.MOVED: "换了角色或所属",
    Done.FACTOR_ON: "绑定了手机验证码",
    Done.FACTOR_RESET: "解除了手机验证码",
    Done.RECOVERED: "用备用码登录",
    Done.CODES: "换了备用码",
    Done.PHONE: "换了手机号",
}


def named(s: Session, username: str) -> Account | None:
    """The account of a name."""
    return s.scalar(sa.select(Account).where(Account.username == username))


def sign_in(s: Session, username: str, password: str) -> Account | None:
    """The account, or None. Takes the same time for an unknown name."""
    account = s.scalar(sa.select(Account).where(Account.username == username, Account.active))
    known = account.password_hash if account else _NOBODY
    fits = check_password_hash(known, password)
    return account if account and fits else None


def actor(s: Session, account_id: int) -> StaffActor | None:
    """The active account as the rooms see it."""
    account = s.get(Account, account_id)
    return as_actor(account) if account is not None and account.active else None


def as_actor(account: Account) -> StaffActor:
    return StaffActor(
        id=account.id,
        username=account.username,
        name=account.name,
        role=Role(account.role),
        body=account.body,
        grid=account.grid,
        committee_id=account.committee_id,
    )


def add(s: Session, *, username: str, password: str, name: str, role: Role, now: datetime, **where: object) -> Account:
    """Make an account. `where`: body, grid, committee_id, phone, must_change."""
    account = Account(
        username=username,
        password_hash=hashed(password),
        name=name,
        role=role,
        created_at=now,
        **where,
    )
    s.add(account)
    s.flush()
    return account


def hashed(password: str) -> str:
    """As it is kept."""
    return generate_password_hash(password)


def note(s: Session, account: Account, what: Done, now: datetime, *, by: str = "owner") -> None:
    """Record what was done; `by` owner or operator."""
    s.add(AccountEvent(account_id=account.id, verb=what, by=by, at=now))
    s.flush()


def events(s: Session, account_id: int, most: int = 20) -> list[AccountEvent]:
    """What was done to the account, the newest first."""
    ours = sa.select(AccountEvent).where(AccountEvent.account_id == account_id).order_by(AccountEvent.id.desc())
    return list(s.scalars(ours.limit(most)))
