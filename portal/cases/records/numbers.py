"""A case's number, and the access codes in its links.

The number is dated and sequential, so it can be guessed; the code protects the case. A code is derived from SECRET_KEY,
a salt on the row and the day on which the link was given: the same call gives the same link. Only the registration's
code is stored, as a hash; codes of later days are computed again. A link opens the case for CASE_LINK_DAYS.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, datetime, time, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseDay
from portal.cases.rules.deadlines import shanghai_day
from portal.kernel.config import Settings
from portal.kernel.time_zone import SHANGHAI

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # of codes; no 0 o 1 l i: people copy them from paper
CODE_LENGTH = 13  # 64 bits


def next_case_no(s: Session, now: datetime) -> str:
    """A new number, `LL-20261124-0042`: the Shanghai day, then the day's next (four digits or more), counted up in `CaseDay`."""
    day = shanghai_day(now)
    insert = postgresql.insert if s.get_bind().dialect.name == "postgresql" else sqlite.insert
    counted = (
        insert(CaseDay)
        .values(day=day, last=1)
        .on_conflict_do_update(index_elements=["day"], set_={"last": CaseDay.last + 1})
        .returning(CaseDay.last)
    )
    return f"LL-{day:%Y%m%d}-{s.scalars(counted).one():04d}"


def new_salt() -> str:
    """A random salt for a new case's access codes."""
    return secrets.token_hex(16)


def access_code(secret_key: str, salt: str, day: date | None = None) -> str:
    """The access code for a salt: the registration's, or with `day` the one given on that day."""
    given = f"case-access:{salt}:{day}" if day else f"case-access:{salt}"
    digest = hmac.digest(secret_key.encode(), given.encode(), hashlib.sha256)
    number = int.from_bytes(digest)
    digits = []
    for _ in range(CODE_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)


def code_hash(salt: str, code: str) -> str:
    """The hash of an access code, as `Case.access_hash` holds it."""
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()


def link_expiry(settings: Settings, case: Case, code: str, now: datetime) -> datetime | None:
    """When the link with this code expires, or expired; None if the code is not this case's, or of a link given too long ago.

    Codes are compared in constant time.
    """
    life, code = timedelta(days=settings.case_link_days), code[:64]
    if hmac.compare_digest(code_hash(case.access_salt, code), case.access_hash):
        return case.created_at + life
    for ago in range(settings.case_link_days + 1):
        day = shanghai_day(now - timedelta(days=ago))
        if hmac.compare_digest(access_code(settings.secret_key, case.access_salt, day).encode(), code.encode()):
            return _end_of(day) + life
    return None


def _end_of(day: date) -> datetime:
    """The last moment of the day, Shanghai time."""
    return datetime.combine(day, time.max, tzinfo=SHANGHAI)


def link(settings: Settings, case: Case, now: datetime | None = None) -> str:
    """The case's URL with an access code: that of the day of `now`.

    Without `now`, or on the day of reporting, the registration's.
    """
    day = shanghai_day(now) if now is not None and shanghai_day(now) != shanghai_day(case.created_at) else None
    return f"{settings.public_url}/c/{case.case_no}?access={access_code(settings.secret_key, case.access_salt, day)}"
