"""Sign in, look up who acts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from portal.staff.models import Account
from portal.web import Role, StaffActor

_NOBODY = generate_password_hash("nobody")


def sign_in(s: Session, username: str, password: str) -> Account | None:
    """The account, or None. Takes the same time for an unknown name."""
    account = s.scalar(sa.select(Account).where(Account.username == username, Account.active))
    known = account.password_hash if account else _NOBODY
    fits = check_password_hash(known, password)
    return account if account and fits else None


def actor(s: Session, account_id: int) -> StaffActor | None:
    """The active account as the rooms see it."""
    account = s.get(Account, account_id)
    if account is None or not account.active:
        return None
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
    """Make an account. `where`: body, grid, committee_id, phone."""
    account = Account(
        username=username,
        password_hash=generate_password_hash(password),
        name=name,
        role=role,
        created_at=now,
        **where,
    )
    s.add(account)
    s.flush()
    return account
