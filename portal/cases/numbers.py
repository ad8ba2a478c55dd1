"""A case's number and its access code.

The number is dated and sequential; that nobody guesses their way in comes from the code. The code is derived from the
server's key and a salt on the row, so that the same call again gives the same link, and only its hash is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.cases.deadlines import shanghai_day
from portal.cases.models import Case, CaseDay
from portal.config import Settings

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 o 1 l i: people copy it from paper
CODE_LENGTH = 13  # 64 bits


def next_case_no(s: Session, now: datetime) -> str:
    """`LL-20261124-0042`: the Shanghai day, then the day's next number (four digits or more)."""
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
    """For a new case's row."""
    return secrets.token_hex(16)


def access_code(secret_key: str, salt: str) -> str:
    """The code that belongs to a salt."""
    digest = hmac.digest(secret_key.encode(), f"case-access:{salt}".encode(), hashlib.sha256)
    number = int.from_bytes(digest)
    signs = []
    for _ in range(CODE_LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def code_hash(salt: str, code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()


def opens(case: Case, code: str) -> bool:
    """Whether this code is the case's; compared in constant time."""
    return hmac.compare_digest(code_hash(case.access_salt, code[:64]), case.access_hash)


def link(settings: Settings, case: Case) -> str:
    """The reporter's own address of the case."""
    return f"{settings.public_url}/c/{case.case_no}?access={access_code(settings.secret_key, case.access_salt)}"
