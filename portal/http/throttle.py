"""Rate limits: counted in this process, or in Redis if REDIS_URL is set (for several processes)."""

from __future__ import annotations

import math
import threading
import time
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, cast

from flask import current_app
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from portal.http.current import parts
from portal.kernel.errors import TooMany

_making = threading.Lock()


class Throttle:
    """Counts events per limit and key in a moving window, by the machine's clock (not by LINLI_NOW).

    `limit` is text like "5 per 5 minutes"; `key` names what is counted and for whom. Under another limit the same key is
    counted apart.
    """

    def __init__(self, redis_url: str | None) -> None:
        self._limiter = MovingWindowRateLimiter(storage_from_string(redis_url or "memory://"))

    def spend(self, limit: str, *key: str) -> None:
        """Count one event. Raises TooMany, and counts nothing, when the limit is reached."""
        item = parse(limit)
        if not self._limiter.hit(item, *key):
            raise TooMany(retry_after=self._seconds_to_wait(item, *key))

    def give_back(self, limit: str, *key: str) -> None:
        """Take back the latest event that was counted for this limit and key, if one is left."""
        name, storage = parse(limit).key_for(*key), self._limiter.storage
        if isinstance(storage, MemoryStorage):
            with storage.locks[name]:
                del storage.events.get(name, [])[:1]
        elif isinstance(storage, RedisStorage):
            cast(Any, storage.get_connection()).lpop(storage.prefixed_key(name))

    def _seconds_to_wait(self, item: RateLimitItem, *key: str) -> int:
        """Seconds until one more may be counted."""
        reset, _left = self._limiter.get_window_stats(item, *key)
        return max(1, math.ceil(reset - time.time()))


def address_key(address: str) -> str:
    """The key for an IP address: for IPv6 its /64 network, since one connection has 2^64 addresses. Other text stays, cut."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found.packed[:8] + bytes(8), 64)))


def throttle() -> Throttle:
    """The throttle of the current app."""
    kept = current_app.extensions
    if "linli_throttle" not in kept:
        with _making:  # the first requests may run at once; two throttles would each count half
            if "linli_throttle" not in kept:
                kept["linli_throttle"] = Throttle(parts().settings.redis_url)
    return cast(Throttle, kept["linli_throttle"])
