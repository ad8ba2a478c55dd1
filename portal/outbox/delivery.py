"""One round of delivery: lease, call the kind's consumer with no session open, settle."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from portal.db import Database
from portal.outbox import service
from portal.ports import Clock, DeliveryFailed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Item:
    """A leased row, detached: what a consumer gets. `key` is stable over retries: use it for idempotency."""

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
    """Delivers one kind. Returns the reference to keep. Raises DeliveryFailed. Safe to call twice for one item."""

    def __call__(self, item: Item) -> str: ...


def deliver_due(db: Database, clock: Clock, consumers: Mapping[str, Consumer], limit: int = 20) -> int:
    """Deliver what is due; returns how many rows were tried."""
    with db.write() as s:
        items = [
            Item(
                id=row.id,
                kind=row.kind,
                payload=row.payload,
                address=row.letter.address if row.letter else "",
                text=row.letter.text if row.letter else "",
                attempts=row.attempts,
            )
            for row in service.take(s, clock.now(), limit)
        ]
    for item in items:
        _deliver(db, clock, consumers, item)
    return len(items)


def _deliver(db: Database, clock: Clock, consumers: Mapping[str, Consumer], item: Item) -> None:
    try:
        consumer = consumers.get(item.kind)
        if consumer is None:
            raise DeliveryFailed(f"no consumer for {item.kind}", retry=False)
        reference = consumer(item)
    except DeliveryFailed as failure:
        log.warning("outbox %s %s: %s (%s)", item.id, item.kind, failure.reason, failure.code)
        with db.write() as s:
            service.postpone(s, item.id, clock.now(), reason=failure.reason, code=failure.code, retry=failure.retry)
    except Exception as error:  # a fault of ours must not stop the worker; the row waits and is seen
        log.exception("outbox %s %s", item.id, item.kind)
        with db.write() as s:
            service.postpone(s, item.id, clock.now(), reason=f"{type(error).__name__}")
    else:
        with db.write() as s:
            service.settle(s, item.id, clock.now(), reference)
