"""The second factor: a time-based code from the owner's phone (TOTP, RFC 6238), or one of ten recovery codes.

`secret` is SECRET_KEY; `shared` is the TOTP secret, which the phone has too.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from hmac import compare_digest

import pyotp
import segno
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.kernel.sealing import keyed, seal, unseal
from portal.staff import service
from portal.staff.models import Account, RecoveryCode, StaffSession

ISSUER = "邻里"  # what the authenticator app shows
STEP = 30  # seconds
DRIFT = 1  # steps that a phone's clock may be off
RECOVERY_CODES = 10
_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PURPOSE = "totp"  # for which the secret is sealed (`kernel.sealing`)


class FactorResult(StrEnum):
    """The result of checking a code."""

    RIGHT = "right"
    WRONG = "wrong"
    USED = "used"  # a phone's code that is right, but it or a newer one was used before
    UNREADABLE = (
        "unreadable"  # the TOTP secret cannot be unsealed (another SECRET_KEY): the operator must reset the factor
    )


def offered_secret(s: Session, secret: str, session_id: int) -> str:
    """The TOTP secret that this session may enrol with: made once per session, which keeps it, encrypted, until it is confirmed."""
    row = s.get_one(StaffSession, session_id, with_for_update=True)
    known = unseal(secret, _PURPOSE, row.totp_sealed) if row.totp_sealed else None
    if known is None:
        known = pyotp.random_base32()
        row.totp_sealed = seal(secret, _PURPOSE, known)
        s.flush()
    return known


def qr_code(username: str, shared: str) -> str:
    """The QR code of `shared`, the TOTP secret, for an authenticator app, as an SVG data URI."""
    address = pyotp.TOTP(shared).provisioning_uri(name=username, issuer_name=ISSUER)
    return segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#ffffff")


def in_groups(shared: str) -> str:
    """The TOTP secret in groups of four characters, for typing it in."""
    return " ".join(shared[at : at + 4] for at in range(0, len(shared), 4))


def enrol(s: Session, secret: str, session_id: int, code: str, now: datetime) -> list[str] | None:
    """Enrol the session's offered secret, if `code` fits it. Returns the recovery codes to show once; else None."""
    row = s.get_one(StaffSession, session_id, with_for_update=True)
    shared = unseal(secret, _PURPOSE, row.totp_sealed) if row.totp_sealed else None
    step = _step_of(shared, code, now) if shared else None
    if row.totp_sealed is None or step is None:
        return None
    account = s.get_one(Account, row.account_id, with_for_update=True)
    account.totp_sealed, account.totp_step = row.totp_sealed, step
    service.record_event(s, account, service.AccountAct.FACTOR_ON, now)
    return fresh_codes(s, secret, account)


def check_code(s: Session, secret: str, account_id: int, code: str, now: datetime) -> FactorResult:
    """Check a code from the phone (6 digits) or a recovery code, and use it up."""
    code = code.replace(" ", "").replace("-", "").casefold()
    account = s.get_one(Account, account_id, with_for_update=True)
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        return _use_recovery_code(s, secret, account, code, now)
    shared = unseal(secret, _PURPOSE, account.totp_sealed or "")
    if shared is None:
        return FactorResult.UNREADABLE
    step = _step_of(shared, code, now)
    if step is None:
        return FactorResult.WRONG
    newer = sa.update(Account).where(Account.id == account_id, Account.totp_step < step).values(totp_step=step)
    return FactorResult.RIGHT if s.execute(newer).rowcount else FactorResult.USED  # type: ignore[attr-defined]  # an UPDATE's


def fresh_codes(s: Session, secret: str, account: Account) -> list[str]:
    """Replace the account's recovery codes by ten new ones and return them; only hashes are stored."""
    s.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = ["".join(secrets.choice(_CHARACTERS) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    s.add_all(RecoveryCode(account_id=account.id, code_hash=_code_hash(secret, account, code)) for code in codes)
    s.flush()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(s: Session, account_id: int) -> int:
    """The number of the account's recovery codes that are not used yet."""
    ours = sa.select(sa.func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return s.scalar(ours) or 0


def remove(s: Session, account: Account) -> None:
    """Remove the second factor and the recovery codes: the next sign-in must enrol again (not in the demo)."""
    account.totp_sealed, account.totp_step = None, 0
    s.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def _use_recovery_code(s: Session, secret: str, account: Account, code: str, now: datetime) -> FactorResult:
    """Check a recovery code and, if right, use it up."""
    ours = sa.update(RecoveryCode).where(
        RecoveryCode.account_id == account.id,
        RecoveryCode.code_hash == _code_hash(secret, account, code),
        RecoveryCode.used_at.is_(None),
    )
    if not s.execute(ours.values(used_at=now)).rowcount:  # type: ignore[attr-defined]  # an UPDATE's
        return FactorResult.WRONG
    service.record_event(s, account, service.AccountAct.RECOVERED, now)
    return FactorResult.RIGHT


def _code_hash(secret: str, account: Account, code: str) -> str:
    return keyed(secret, "recovery", f"{account.id}\0{code}")


def _step_of(shared: str, code: str, now: datetime) -> int | None:
    """The time step within DRIFT that has this code, or None. Compares in constant time."""
    code = code.replace(" ", "")
    at = int(now.timestamp()) // STEP
    steps = (at, *(at + off for drift in range(1, DRIFT + 1) for off in (-drift, drift)))
    totp = pyotp.TOTP(shared, interval=STEP)
    return next((one for one in steps if compare_digest(totp.generate_otp(one).encode(), code.encode())), None)
