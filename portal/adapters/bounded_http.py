"""HTTP to a system that the operator named: no redirect is followed, and answers are bounded in size and time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from portal.kernel.ports import DeliveryFailed, InDoubt

MOST_BYTES = 4 * 1024 * 1024  # of one answer
SECONDS = 10.0  # without a byte
LONGEST = 25.0  # seconds for the body of one answer: far less than an outbox row is leased for
_LATER = (408, 425, 429)  # statuses: not done, but the same may be accepted later


@dataclass(frozen=True)
class Answer:
    """A whole answer with a status of 2xx."""

    status: int
    body: bytes


class BoundedHttp:
    """An HTTP client with these bounds; each other system gets one of its own.

    `send` raises DeliveryFailed if the request cannot have arrived or was refused, and InDoubt if it may have been acted on.
    """

    def __init__(self, *, seconds: float = SECONDS, longest: float = LONGEST) -> None:
        timeout = httpx.Timeout(seconds, connect=min(5.0, seconds))
        self._client = httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False)
        self._longest = longest

    def send(self, method: str, url: str, **what: Any) -> Answer:
        """Send one request (`what`: as httpx takes it) and read the whole answer."""
        try:
            with self._client.stream(method, url, **what) as response:
                body = self._read(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            raise DeliveryFailed(f"not reached ({type(error).__name__})", code="unreachable") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise InDoubt(f"no answer ({type(error).__name__})", code="no-answer") from None
        _refuse(response.status_code, response.headers)
        return Answer(response.status_code, body)

    def _read(self, response: httpx.Response) -> bytes:
        end, body = time.monotonic() + self._longest, bytearray()
        for piece in response.iter_bytes(64 * 1024):
            body += piece
            if len(body) > MOST_BYTES or time.monotonic() > end:
                raise InDoubt("the answer is too large or takes too long", code="too-long")
        return bytes(body)


def _refuse(status: int, headers: Mapping[str, str]) -> None:
    """Raise InDoubt for a 5xx, after which the request may have been acted on, and DeliveryFailed for any other status but 2xx.

    That may be tried again after one of _LATER, after as many seconds as Retry-After gives (an hour at most; a date there is ignored).
    """
    code = f"http-{status}"
    if 200 <= status < 300:
        return
    if status >= 500:
        raise InDoubt("the other system has a fault", code=code)
    if status in _LATER:
        after = headers.get("retry-after", "")
        raise DeliveryFailed("not now", code=code, again_in=min(float(after), 3600.0) if after.isdigit() else None)
    raise DeliveryFailed("refused", code=code, retry=False, needs_operator=status in (301, 302, 307, 308, 401, 403))
