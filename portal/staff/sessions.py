"""Where accounts are signed in: rows that begin, are seen, and end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.kernel.errors import Unauthorized
from portal.kernel.roles import Role, StaffActor
from portal.kernel.sealing import keyed
from portal.staff import service
from portal.staff.models import Account, StaffSession

IDLE = timedelta(minutes=30)  # not for a grid worker's phone, which is in a pocket most of the time
WHOLE = timedelta(hours=12)
HALF = timedelta(minutes=10)  # between the password and the second factor
NOTED = timedelta(seconds=15)  # being seen is written down no more often
REMEMBERED = timedelta(days=180)  # for how long a device and an address count as known


class Step(StrEnum):
    """What is still wanted of whoever gave a right password."""

    CODE = "code"
    ENROL = "enrol"
    PASSWORD = "password"  # noqa: S105 (a step's name)
    DONE = "done"


@dataclass(frozen=True)
class Standing:
    """How far a session has come."""

    session_id: int
    actor: StaffActor
    step: Step
    last_seen_at: datetime


@dataclass(frozen=True)
class Whence:
    """Keyed hashes of the device's cookie and of the address."""

    device_key: str
    address_key: str


def token_key(secret: str, token: str) -> str:
    return keyed(secret, "staff", token)


def stamp_of(secret: str, account: Account) -> str:
    """Changes with whatever must end the sessions: the password, the role, what the account acts for."""
    parts = (account.password_hash, account.role, account.body, account.grid, account.committee_id)
    return keyed(secret, "stamp", "\0".join(str(part) for part in parts))


def begin(s: Session, secret: str, account: Account, *, device: str, now: datetime) -> tuple[int, str]:
    """A session for who gave the right password: (id, token). It is short until `renew` makes it whole."""
    token = secrets.token_urlsafe(32)
    row = StaffSession(
        token_key=token_key(secret, token),
        account_id=account.id,
        kind="grid" if account.role == Role.GRID else "web",
        device=device,
        stamp=stamp_of(secret, account),
        created_at=now,
        last_seen_at=now,
        ends_at=now + HALF,
    )
    s.add(row)
    s.flush()
    return row.id, token


def renew(s: Session, secret: str, session_id: int, whence: Whence, *, factor: bool, now: datetime) -> str:
    """The session is whole from here on, with another token (the one before is dead): returns it. Raises Unauthorized."""
    row = s.get_one(StaffSession, session_id, with_for_update=True)
    if row.ended_at is not None:  # signed out in the meantime
        raise Unauthorized(login=True)
    token = secrets.token_urlsafe(32)
    row.token_key, row.stamp = token_key(secret, token), stamp_of(secret, s.get_one(Account, row.account_id))
    row.last_seen_at, row.ends_at, row.totp_sealed = now, now + WHOLE, None
    if factor:
        row.second_factor_at = now
    row.device_key, row.address_key = whence.device_key, whence.address_key
    s.flush()
    return token


def find(s: Session, secret: str, token: str) -> StaffSession | None:
    """The session of a token, over or not."""
    return s.scalar(sa.select(StaffSession).where(StaffSession.token_key == token_key(secret, token)))


def standing(s: Session, secret: str, token: str, *, required: bool, now: datetime) -> Standing | None:
    """How far a token's session has come; None when it is over. `required`: nobody works without a second factor."""
    row = find(s, secret, token)
    account = s.get(Account, row.account_id) if row else None
    if row is None or account is None or not lives(row, now) or not _is_still(secret, row, account):
        return None
    step = _step(row, account, required=required)
    return Standing(row.id, service.as_actor(account), step, row.last_seen_at)


def lives(row: StaffSession, now: datetime) -> bool:
    """Neither ended nor run out."""
    idle = row.kind != "grid" and row.last_seen_at + IDLE <= now
    return row.ended_at is None and row.ends_at > now and not idle


def ran_out(secret: str, row: StaffSession, account: Account, now: datetime) -> bool:
    """A whole session that is over by the clock alone (nobody ended it), and not for longer than a day."""
    until = row.ends_at if row.kind == "grid" else min(row.ends_at, row.last_seen_at + IDLE)
    was_whole = row.device_key is not None and row.ended_at is None
    return was_whole and until <= now < until + timedelta(days=1) and _is_still(secret, row, account)


def _is_still(secret: str, row: StaffSession, account: Account) -> bool:
    return account.active and row.stamp == stamp_of(secret, account)


def _step(row: StaffSession, account: Account, *, required: bool) -> Step:
    if account.totp_sealed is not None and row.second_factor_at is None:
        return Step.CODE
    if account.totp_sealed is None and required:
        return Step.ENROL
    return Step.PASSWORD if account.must_change else Step.DONE


def seen(s: Session, session_id: int, now: datetime) -> None:
    """Somebody is there."""
    s.execute(sa.update(StaffSession).where(StaffSession.id == session_id).values(last_seen_at=now))


def living(s: Session, secret: str, account: Account, now: datetime) -> list[StaffSession]:
    """Where the account is signed in, the last seen first."""
    rows = (
        sa.select(StaffSession).where(StaffSession.account_id == account.id).order_by(StaffSession.last_seen_at.desc())
    )
    return [row for row in s.scalars(rows) if lives(row, now) and _is_still(secret, row, account)]


def end(s: Session, account_id: int, session_id: int, now: datetime) -> bool:
    """End one session of the account; False when it has none such."""
    ours = sa.update(StaffSession).where(
        StaffSession.id == session_id, StaffSession.account_id == account_id, StaffSession.ended_at.is_(None)
    )
    return bool(s.execute(ours.values(ended_at=now, totp_sealed=None)).rowcount)  # type: ignore[attr-defined]  # an UPDATE's


def end_all(s: Session, account_id: int, now: datetime, *, but: int | None = None) -> None:
    """End every session of the account, `but` one."""
    ours = sa.update(StaffSession).where(
        StaffSession.account_id == account_id, StaffSession.ended_at.is_(None), StaffSession.id != (but or 0)
    )
    s.execute(ours.values(ended_at=now, totp_sealed=None))


def is_known(s: Session, account_id: int, whence: Whence, now: datetime) -> tuple[bool, bool]:
    """Whether the account was signed in wholly from this device, and from this address, in the last half year."""
    ours = sa.select(StaffSession.device_key, StaffSession.address_key).where(
        StaffSession.account_id == account_id,
        StaffSession.created_at > now - REMEMBERED,
        sa.or_(StaffSession.device_key == whence.device_key, StaffSession.address_key == whence.address_key),
    )
    rows = s.execute(ours).all()
    return any(row[0] == whence.device_key for row in rows), any(row[1] == whence.address_key for row in rows)
