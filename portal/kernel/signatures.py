"""The signature of a request's body between two systems: `t=…,v1=…`, HMAC-SHA256 over `timestamp.body`.

It is valid for five minutes. It may hold several `v1`, of which four are read: while a key is changed, the sender signs
with both.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime

TOLERANCE = 300.0  # seconds that the sender's clock may be from ours, either way
_LONGEST = 1000  # characters of a header that is read


def signed(keys: Sequence[str], body: bytes, now: datetime) -> str:
    """The header's value for a body sent now."""
    at = int(now.timestamp())
    return ",".join([f"t={at}", *(f"v1={_digest(key, at, body)}" for key in keys)])


def is_signed(header: str, keys: Sequence[str], body: bytes, now: datetime) -> bool:
    """Whether one of the keys signed this body, within TOLERANCE of now."""
    return signed_at(header, keys, body, now) is not None


def signed_at(header: str, keys: Sequence[str], body: bytes, now: datetime) -> datetime | None:
    """When one of the keys signed this body, to the second; None if none did, or not within TOLERANCE of now."""
    given = [part.partition("=") for part in header[:_LONGEST].split(",")]
    times = [value.strip() for name, _, value in given if name.strip() == "t"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) <= 12):
        return None
    at = int(times[0])
    if abs(now.timestamp() - at) > TOLERANCE:
        return None
    told = [value.strip().encode() for name, _, value in given if name.strip() == "v1"][:4]
    fits = any(hmac.compare_digest(_digest(key, at, body).encode(), one) for key in keys for one in told)
    return datetime.fromtimestamp(at, UTC) if fits else None


def _digest(key: str, at: int, body: bytes) -> str:
    return hmac.new(key.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
