"""One round of delivery: lease each due row, call its kind's consumer with no session open, record the outcome."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from portal.kernel.ports import Clock, DeliveryFailed
from portal.outbox import service
from portal.outbox.kinds import ONE_TIME
from portal.storage.db import Database

log = logging.getLogger(__name__)

ROUND = 2.0  # seconds after which a round begins no further row, so that the worker's other jobs do not wait long


@dataclass(frozen=True)
class Item:
    """What a consumer gets of a leased row. `address` and `text` are its letter's, or "".

    `key` is the same at every retry: pass it to the vendor as an idempotency key. `attempts` counts this try, too.
    """

    id: int
    kind: str
    payload: dict[str, Any]
    address: str
    text: str
    attempts: int

    @property
    def key(self) -> str:
        return f"outbox:{self.id}"


class Consumer(Protocol):
    """Delivers rows of one kind. Returns the reference to store with the row. Raises DeliveryFailed.

    A reference that begins with "not sent" says that the row was held back, and why (`outcome.fate_of`).
    Must be safe to call twice for one item: a kill after the delivery leaves the row queued.
    """

    def __call__(self, item: Item) -> str: ...


def deliver_due(
    db: Database,
    clock: Clock,
    consumers: Mapping[str, Consumer],
    limit: int = 20,
    seconds: float = ROUND,
    *,
    keep_codes: bool = False,
    urgent: bool | None = None,
    apart: bool | None = None,
) -> int:
    """Deliver due rows, one at a time, for about `seconds` and at most `limit` rows; returns how many were tried.

    `keep_codes`: keep the text of delivered one-time codes (the demo shows them). `urgent`: True takes only rows with a
    purpose in URGENT, False all other rows, None every row. `apart`: likewise, for rows of a kind in APART.
    """
    end = time.monotonic() + seconds
    for tried in range(limit):
        item = _lease_next(db, clock, urgent, apart)
        if item is None:
            return tried
        _deliver(db, clock, consumers, item, keep_codes=keep_codes)
        if time.monotonic() >= end:
            return tried + 1
    return limit


def _lease_next(db: Database, clock: Clock, urgent: bool | None, apart: bool | None) -> Item | None:
    with db.write() as s:
        row = next(iter(service.lease_due(s, clock.now(), limit=1, urgent=urgent, apart=apart)), None)
        if row is None:
            return None
        address, text = (row.letter.address, row.letter.text) if row.letter else ("", "")
        return Item(row.id, row.kind, row.payload, address, text, row.attempts)


def _deliver(db: Database, clock: Clock, consumers: Mapping[str, Consumer], item: Item, *, keep_codes: bool) -> None:
    try:
        consumer = consumers.get(item.kind)
        if consumer is None:
            raise DeliveryFailed(f"no consumer for {item.kind}", retry=False)
        reference = consumer(item)
    except DeliveryFailed as failure:
        log.warning("outbox %s %s: %s (%s)", item.id, item.kind, failure.reason, failure.code)
        with db.write() as s:
            service.record_failure(
                s,
                item.id,
                clock.now(),
                reason=failure.reason,
                code=failure.code,
                retry=failure.retry,
                attempt=item.attempts,
                needs_operator=failure.needs_operator,
                again_in=failure.again_in,
            )
    except Exception as error:  # a bug must not stop the worker; the row is retried, then given up
        log.exception("outbox %s %s", item.id, item.kind)
        with db.write() as s:
            service.record_failure(s, item.id, clock.now(), reason=type(error).__name__, attempt=item.attempts)
    else:
        with db.write() as s:
            spent = not keep_codes and item.payload.get("purpose") in ONE_TIME
            service.mark_delivered(s, item.id, clock.now(), reference, blank=spent)
