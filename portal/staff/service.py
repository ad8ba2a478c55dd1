"""Accounts: find one, check its password, add one, and record what was done to it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from portal.kernel.roles import Role, StaffActor
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind
from portal.staff.models import Account, AccountEvent

_NO_ACCOUNT = generate_password_hash("nobody")  # checked for an unknown username, so that it takes as long


class AccountAct(StrEnum):
    """What can be done to an account, as recorded in `AccountEvent`; the labels below say what each means."""

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
    ON_CALL = "on_call"
    OFF_CALL = "off_call"

    @property
    def label(self) -> str:
        return _DONE_LABELS[self]


_DONE_LABELS = {
    AccountAct.ADDED: "开了账号",
    AccountAct.PASSWORD: "换了密码",
    AccountAct.STOPPED: "停用",
    AccountAct.REACTIVATED: "重新启用",
    AccountAct.MOVED: "换了角色或所属",
    AccountAct.FACTOR_ON: "绑定了手机验证码",
    AccountAct.FACTOR_RESET: "解除了手机验证码",
    AccountAct.RECOVERED: "用备用码登录",
    AccountAct.CODES: "换了备用码",
    AccountAct.PHONE: "换了手机号",
    AccountAct.ON_CALL: "排进了险情值班",
    AccountAct.OFF_CALL: "撤出了险情值班",
}

# after these acts a sealed case may be left without a supervisor, or may at last get one
_CHANGES_WHO_SEES = (AccountAct.ADDED, AccountAct.STOPPED, AccountAct.REACTIVATED, AccountAct.MOVED)


def account_named(s: Session, username: str) -> Account | None:
    """The account of a username, active or not, or None."""
    return s.scalar(sa.select(Account).where(Account.username == username))


def check_sign_in(s: Session, username: str, password: str) -> Account | None:
    """The active account if the password fits, else None; begins no session. As slow for an unknown username."""
    account = s.scalar(sa.select(Account).where(Account.username == username, Account.active))
    known = account.password_hash if account else _NO_ACCOUNT
    fits = check_password_hash(known, password)
    return account if account and fits else None


def active_actor(s: Session, account_id: int) -> StaffActor | None:
    """As `as_actor`, by the account's id; None if it is missing or stopped."""
    account = s.get(Account, account_id)
    return as_actor(account) if account is not None and account.active else None


def as_actor(account: Account) -> StaffActor:
    """The account as the actor that other rooms use, active or not; `covers` is left empty (`sessions.open_session`)."""
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
    """Add an account. `where`: further columns (body, grid, committee_id, phone, must_change)."""
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
    """The password's hash, as stored."""
    return generate_password_hash(password)


def record_event(
    s: Session, account: Account, what: AccountAct, now: datetime, *, by: str = "owner", operator_id: int | None = None
) -> None:
    """Record what was done to the account; `by`: "owner" or "operator"; `operator_id`: as in `AccountEvent`.

    After an act that changes who sees cases, also queue the check that every sealed case has a supervisor.
    """
    s.add(AccountEvent(account_id=account.id, verb=what, by=by, operator_id=operator_id, at=now))
    s.flush()
    if what in _CHANGES_WHO_SEES:
        outbox.put(s, kind=Kind.KEEP_SUPERVISED, payload={"account_id": account.id, "act": str(what)}, now=now)


def events(s: Session, account_id: int, most: int = 20) -> list[AccountEvent]:
    """At most `most` events of the account, the newest first."""
    ours = sa.select(AccountEvent).where(AccountEvent.account_id == account_id).order_by(AccountEvent.id.desc())
    return list(s.scalars(ours.limit(most)))
