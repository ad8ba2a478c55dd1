"""Staff sessions: begin, renew, find, note their use, end. `secret` is SECRET_KEY."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.kernel.errors import Unauthorized
from portal.kernel.roles import Role, StaffActor
from portal.kernel.sealing import keyed
from portal.staff import leave, service
from portal.staff.models import Account, StaffSession

IDLE = timedelta(
    minutes=30
)  # unused for so long, a session ends; not a grid worker's, whose phone is mostly in a pocket
LIFE = timedelta(hours=12)  # the longest a session lasts once it was renewed (`renew`)
SIGN_IN_TIME = timedelta(minutes=10)  # after the password, to complete the sign-in
NOTE_EVERY = timedelta(seconds=15)  # `last_seen_at` is written at most so often
KNOWN_FOR = timedelta(days=180)  # after a sign-in, its device and address count as known for so long


class SignInStep(StrEnum):
    """The sign-in step still to be taken after the right password. DONE: none, the account is signed in."""

    CODE = "code"  # give a code of the second factor
    ENROL = "enrol"  # enrol a second factor
    PASSWORD = "password"  # noqa: S105 (a step's name: replace the start password)
    DONE = "done"


@dataclass(frozen=True)
class OpenSession:
    """A session that is not over, its account, and the sign-in step still to be taken."""

    session_id: int
    actor: StaffActor
    step: SignInStep
    last_seen_at: datetime


@dataclass(frozen=True)
class Origin:
    """Where a request comes from: keyed hashes of the device's cookie and of the network address."""

    device_key: str
    address_key: str


def token_key(secret: str, token: str) -> str:
    """The keyed hash of a session's token, as stored."""
    return keyed(secret, "staff", token)


def stamp_of(secret: str, account: Account) -> str:
    """A keyed hash of the account's password hash, role, body, grid and committee: a change ends its sessions."""
    parts = (account.password_hash, account.role, account.body, account.grid, account.committee_id)
    return keyed(secret, "stamp", "\0".join(str(part) for part in parts))


def begin(s: Session, secret: str, account: Account, *, device: str, now: datetime) -> tuple[int, str]:
    """Begin a session after the right password; returns (id, token). It lasts SIGN_IN_TIME unless renewed."""
    token = secrets.token_urlsafe(32)
    row = StaffSession(
        token_key=token_key(secret, token),
        account_id=account.id,
        kind="grid" if account.role == Role.GRID else "web",
        device=device,
        stamp=stamp_of(secret, account),
        created_at=now,
        last_seen_at=now,
        ends_at=now + SIGN_IN_TIME,
    )
    s.add(row)
    s.flush()
    return row.id, token


def renew(s: Session, secret: str, session_id: int, origin: Origin, *, factor: bool, now: datetime) -> str:
    """Let the session last LIFE from now, under a new token, which is returned; the old token is void.

    Its device and address are known to the account from now on. `factor`: the second factor was given just now. Raises
    Unauthorized if the session was ended meanwhile.
    """
    row = s.get_one(StaffSession, session_id, with_for_update=True)
    if row.ended_at is not None:  # signed out in the meantime
        raise Unauthorized(login=True)
    token = secrets.token_urlsafe(32)
    row.token_key, row.stamp = token_key(secret, token), stamp_of(secret, s.get_one(Account, row.account_id))
    row.last_seen_at, row.ends_at, row.totp_sealed = now, now + LIFE, None
    if factor:
        row.second_factor_at = now
    row.device_key, row.address_key = origin.device_key, origin.address_key
    s.flush()
    return token


def find(s: Session, secret: str, token: str) -> StaffSession | None:
    """The session of a token, even if it is over; None if there is none."""
    return s.scalar(sa.select(StaffSession).where(StaffSession.token_key == token_key(secret, token)))


def open_session(s: Session, secret: str, token: str, *, required: bool, now: datetime) -> OpenSession | None:
    """The session of a token, with the sign-in step still to be taken; None if there is none or it is over.

    `required`: an account without a second factor must enrol one first (not in the demo).
    """
    row = find(s, secret, token)
    account = s.get(Account, row.account_id) if row else None
    if row is None or account is None or not is_live(row, now) or not _is_unchanged(secret, row, account):
        return None
    step = _step(row, account, required=required)
    covers = leave.covered_by(s, account.id, now) if account.role == Role.GRID else ()
    return OpenSession(row.id, replace(service.as_actor(account), covers=covers), step, row.last_seen_at)


def is_live(row: StaffSession, now: datetime) -> bool:
    """Whether the session was neither ended nor has run out."""
    idle = row.kind != "grid" and row.last_seen_at + IDLE <= now
    return row.ended_at is None and row.ends_at > now and not idle


def ran_out(secret: str, row: StaffSession, account: Account, now: datetime) -> bool:
    """Whether a session that was renewed (`renew`) ran out within the last day, not ended on purpose, its account unchanged.

    At most a start password was still to be replaced (PASSWORD).
    """
    until = row.ends_at if row.kind == "grid" else min(row.ends_at, row.last_seen_at + IDLE)
    was_signed_in = row.device_key is not None and row.ended_at is None
    return was_signed_in and until <= now < until + timedelta(days=1) and _is_unchanged(secret, row, account)


def _is_unchanged(secret: str, row: StaffSession, account: Account) -> bool:
    """Whether the account is active and its password, role, body, grid and committee are those of the sign-in."""
    return account.active and row.stamp == stamp_of(secret, account)


def _step(row: StaffSession, account: Account, *, required: bool) -> SignInStep:
    if account.totp_sealed is not None and row.second_factor_at is None:
        return SignInStep.CODE
    if account.totp_sealed is None and required:
        return SignInStep.ENROL
    return SignInStep.PASSWORD if account.must_change else SignInStep.DONE


def note_use(s: Session, session_id: int, now: datetime) -> None:
    """Note that the session is used now, which restarts its idle time."""
    s.execute(sa.update(StaffSession).where(StaffSession.id == session_id).values(last_seen_at=now))


def live_sessions(s: Session, secret: str, account: Account, now: datetime) -> list[StaffSession]:
    """The account's sessions that are not over, the last used first."""
    rows = (
        sa.select(StaffSession).where(StaffSession.account_id == account.id).order_by(StaffSession.last_seen_at.desc())
    )
    return [row for row in s.scalars(rows) if is_live(row, now) and _is_unchanged(secret, row, account)]


def end(s: Session, account_id: int, session_id: int, now: datetime) -> bool:
    """End one session of the account; False if it has none with this id, or it was ended before."""
    ours = sa.update(StaffSession).where(
        StaffSession.id == session_id, StaffSession.account_id == account_id, StaffSession.ended_at.is_(None)
    )
    return bool(s.execute(ours.values(ended_at=now, totp_sealed=None)).rowcount)  # type: ignore[attr-defined]  # an UPDATE's


def end_all(s: Session, account_id: int, now: datetime, *, but: int | None = None) -> None:
    """End every session of the account, except the one with the id `but`."""
    ours = sa.update(StaffSession).where(
        StaffSession.account_id == account_id, StaffSession.ended_at.is_(None), StaffSession.id != (but or 0)
    )
    s.execute(ours.values(ended_at=now, totp_sealed=None))


def known_device_and_address(s: Session, account_id: int, origin: Origin, now: datetime) -> tuple[bool, bool]:
    """(whether the device is known, whether the address is): used to sign in to this account within KNOWN_FOR.

    A sign-in counts once password and second factor were right, even if the start password was not replaced.
    """
    ours = sa.select(StaffSession.device_key, StaffSession.address_key).where(
        StaffSession.account_id == account_id,
        StaffSession.created_at > now - KNOWN_FOR,
        sa.or_(StaffSession.device_key == origin.device_key, StaffSession.address_key == origin.address_key),
    )
    rows = s.execute(ours).all()
    return any(row[0] == origin.device_key for row in rows), any(row[1] == origin.address_key for row in rows)
