"""One-time codes (docs/channels.md): 6 digits, 5 minutes, 5 tries or 2, only in the session that asked.

A session is recognised by what only the asker holds: a secret in the cookie, or the bearer token sent along. Others
can neither try such a code nor use up its tries, and their requests do not end it.

Why guessing is hopeless: a guesser must have asked for the code, and a code allows `most_tries` comparisons in all. In
24 hours a number is sent at most EASY codes of 5 tries, then codes of 2, and no more than ANYBODY + RESERVED in all:
60 x 5 + 240 x 2 = 780 comparisons at one in a million each, so below 1e-3 a day, whatever the number of sessions and
addresses. When somebody floods a number, RESERVED codes are left for others: a browser or an address that proved this
number, or an address that has not asked for it today. After EASY_ADDRESS failed comparisons in 24 hours an address gets
codes of 2 tries only.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import phonenumbers
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.kernel.config import Settings
from portal.kernel.errors import Invalid, TooMany
from portal.kernel.sealing import keyed
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind, Purpose
from portal.residents.models import ContactPoint, OneTimeCode
from portal.residents.service import CODE_LIFE

TRIES, FEW_TRIES = 5, 2  # comparisons that a code allows
PAUSE = timedelta(minutes=1)  # between two codes for one number in one session
EASY, ANYBODY, RESERVED = 60, 240, 60  # codes per number and day, as the module's docstring explains
EASY_ADDRESS = 300  # failed comparisons per address and day, before its codes allow only FEW_TRIES
FEW = 3  # codes per day that a number known to us gets at an address that has used up its share of the hour
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class WrongCode(Invalid):
    """The code is wrong, expired, used, or was tried too often."""

    type, title = "wrong-code", "验证码不对，请再看看"


class CodeResult(StrEnum):
    """The result of verifying a code. OVER: the session asked for codes, but none can be tried any more; ask for a new one."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


class CodeUse(StrEnum):
    """What a code was asked for. It can be used for nothing else."""

    SIGN_IN = "sign_in"
    CASE = "case"  # to change a case that was opened by its link


@dataclass(frozen=True)
class Asker:
    """The session that asks for or verifies a code. `asked`, `bearer` (or "") and `address` are keyed hashes.

    `asked`: secrets in its cookie, one per code asked for; `bearer`: the bearer token; `address`: the network address.
    `proved`: this number was proven in this browser before. `use`: what the code is for.
    """

    asked: tuple[str, ...] = ()
    bearer: str = ""
    address: str = ""
    proved: bool = False
    use: CodeUse = CodeUse.SIGN_IN


@dataclass(frozen=True)
class Comparison:
    """The result of comparing a code. `by_bearer`: it was asked for with the bearer token that came with this request."""

    result: CodeResult
    by_bearer: bool = False


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def check_country(settings: Settings, phone: str) -> None:
    """Raise Invalid unless the E.164 number is of a country in OTP_COUNTRIES."""
    if phonenumbers.parse(phone).country_code not in settings.otp_countries:
        known = "、".join(f"+{code}" for code in settings.otp_countries)
        raise Invalid(f"现在只能给 {known} 的手机号发验证码", field="phone")


def queue_code(
    s: Session, settings: Settings, phone: str, asker: Asker, *, asked_key: str, code: str, text: str, now: datetime
) -> int:
    """Store a new code for the E.164 number and queue its SMS; earlier codes stay valid. Raises TooMany.

    `text`: the SMS with `code` in it; `asked_key`: the hash of the secret that goes into the asker's cookie. Returns
    the outbox row's id, by which the page finds out what became of the SMS.
    """
    key = keyed(settings.secret_key, "sms", phone)
    _lock_number(s, key)
    _refuse_too_soon(s, key, asker, now)
    today = _sent(s, OneTimeCode.phone_key == key, now - DAY)
    known = asker.proved or _has_proven_here(s, key, asker, now)
    if today >= ANYBODY + (RESERVED if known or not _has_asked_here(s, key, asker, now) else 0):
        raise TooMany("今天给这个号码发的验证码太多了，请明天再试，或直接到社区办", retry_after=3600)
    _refuse_over_budget(s, settings, key, asker, now)
    few_tries = today >= EASY or _failed_here(s, asker, now) >= EASY_ADDRESS
    s.add(
        OneTimeCode(
            phone_key=key,
            asked_key=asked_key,
            bearer_key=asker.bearer,
            address_key=asker.address,
            use=asker.use,
            code_hash=_code_hash(settings.secret_key, phone, code),
            sent_at=now,
            expires_at=now + CODE_LIFE,
            most_tries=FEW_TRIES if few_tries else TRIES,
        )
    )
    payload = {"purpose": Purpose.OTP, "template": "otp", "expires_at": (now + CODE_LIFE).isoformat()}
    return outbox.put(s, kind=Kind.SEND_SMS, payload=payload, now=now, letter=(phone, text)).id


def compare_code(s: Session, secret: str, phone: str, code: str, asker: Asker, *, now: datetime) -> Comparison:
    """Compare the digits with the session's codes for this number and `asker.use`; if right, all of them are used up.

    A try is counted before it is compared, so the caller must commit whatever the result.
    """
    key, shown = keyed(secret, "sms", phone), _code_hash(secret, phone, code)
    kept = list(
        s.scalars(
            sa.select(OneTimeCode)
            .where(
                OneTimeCode.phone_key == key,
                OneTimeCode.sent_at > now - DAY,
                OneTimeCode.use == asker.use,
                _asked_by(asker),
            )
            .order_by(OneTimeCode.id)
            .with_for_update()
        )
    )
    live = [row for row in kept if row.used_at is None and now < row.expires_at and row.tries < row.most_tries]
    right: OneTimeCode | None = None
    for row in live:
        row.tries += 1
        if hmac.compare_digest(shown, row.code_hash):
            right = row
    if right is None:
        left = any(row.tries < row.most_tries for row in live)
        return Comparison(CodeResult.WRONG if left or not kept else CodeResult.OVER)
    for row in live:
        row.used_at = now
    return Comparison(CodeResult.RIGHT, by_bearer=bool(asker.bearer) and right.bearer_key == asker.bearer)


def _asked_by(asker: Asker) -> sa.ColumnElement[bool]:
    """The condition "this session asked for the code"."""
    by_cookie = OneTimeCode.asked_key.in_(asker.asked)
    return sa.or_(by_cookie, OneTimeCode.bearer_key == asker.bearer) if asker.bearer else by_cookie


def _refuse_too_soon(s: Session, key: str, asker: Asker, now: datetime) -> None:
    """Raise TooMany if the session's last code for this number is younger than PAUSE."""
    last = s.scalar(sa.select(sa.func.max(OneTimeCode.sent_at)).where(OneTimeCode.phone_key == key, _asked_by(asker)))
    if last is not None and now - last < PAUSE:
        wait = PAUSE - (now - last)
        raise TooMany("刚发过一条，请等一分钟再要", retry_after=int(wait.total_seconds()) + 1)


def _refuse_over_budget(s: Session, settings: Settings, key: str, asker: Asker, now: datetime) -> None:
    """Raise TooMany beyond OTP_PER_HOUR or OTP_PER_DAY in all, or beyond half of OTP_PER_HOUR for one address.

    At an address beyond its half, a browser that proved the number is not refused, and a known number (one that has a
    contact point) still gets FEW codes a day.
    """
    anyone = sa.true()
    if _sent(s, anyone, now - HOUR) >= settings.otp_per_hour or _sent(s, anyone, now - DAY) >= settings.otp_per_day:
        raise TooMany("现在要验证码的人太多，这会儿发不出去了，请过一小时再试，或直接到社区办", retry_after=3600)
    here = _sent(s, OneTimeCode.address_key == asker.address, now - HOUR)
    if here < max(1, settings.otp_per_hour // 2) or asker.proved:
        return
    known = sa.select(ContactPoint.id).where(ContactPoint.channel == "sms", ContactPoint.address_key == key)
    mine = sa.and_(OneTimeCode.address_key == asker.address, OneTimeCode.phone_key == key)
    if s.scalar(known) is None or _sent(s, mine, now - DAY) >= FEW:
        raise TooMany("您这个网络要的验证码太多了，请过一小时再试，或换一个网络", retry_after=3600)


def _sent(s: Session, which: sa.ColumnElement[bool], since: datetime) -> int:
    """The number of codes that meet the condition and were sent after `since`."""
    return s.scalar(sa.select(sa.func.count(OneTimeCode.id)).where(which, OneTimeCode.sent_at > since)) or 0


def _has_asked_here(s: Session, key: str, asker: Asker, now: datetime) -> bool:
    """Whether this address asked for a code for this number within a day."""
    mine = sa.and_(OneTimeCode.address_key == asker.address, OneTimeCode.phone_key == key)
    return _sent(s, mine, now - DAY) > 0


def _has_proven_here(s: Session, key: str, asker: Asker, now: datetime) -> bool:
    """Whether a code that this address asked for within two days, for this number, was used."""
    mine = sa.and_(OneTimeCode.address_key == asker.address, OneTimeCode.phone_key == key)
    return _sent(s, sa.and_(mine, OneTimeCode.used_at.is_not(None)), now - 2 * DAY) > 0


def _failed_here(s: Session, asker: Asker, now: datetime) -> int:
    """The number of failed comparisons with codes that this address asked for in the last 24 hours."""
    spent = sa.func.sum(OneTimeCode.tries) - sa.func.count(OneTimeCode.used_at)
    here = sa.select(spent).where(OneTimeCode.address_key == asker.address, OneTimeCode.sent_at > now - DAY)
    return s.scalar(here) or 0


def _lock_number(s: Session, key: str) -> None:
    """Lock the number until the transaction ends, so that parallel requests count each other (SQLite locks anyway)."""
    if s.get_bind().dialect.name == "postgresql":
        s.execute(sa.select(sa.func.pg_advisory_xact_lock(int(key[:15], 16))))


def _code_hash(secret: str, phone: str, code: str) -> str:
    return keyed(secret, "otp", f"{phone}\0{code}")
