"""Delivery under a lease: one row at a time, whoever comes late changes nothing, no clock holds a row for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.kernel.ports import DeliveryFailed
from portal.outbox import outcome
from portal.outbox import service as outbox
from portal.outbox.delivery import Item, deliver_due
from portal.outbox.models import OutboxRow, OutboxState
from portal.outbox.outcome import Fate
from portal.privacy import blanking
from portal.storage.parts import Parts
from tests.portal.conftest import HandClock


def put(parts: Parts, rows: int = 1) -> list[int]:
    with parts.db.write() as s:
        return [outbox.put(s, kind="x", payload={}, now=parts.clock.now()).id for _ in range(rows)]


def row(parts: Parts, row_id: int) -> OutboxRow:
    with parts.db.read() as s:
        return s.get_one(OutboxRow, row_id)


def leased(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).where(OutboxRow.lease_until.is_not(None))) or 0


def test_only_the_row_in_hand_is_leased(parts: Parts) -> None:
    """A slow vendor's twenty rows do not run out of their lease while they wait, and a second worker has the rest."""
    put(parts, 5)
    seen = []
    deliver_due(parts.db, parts.clock, {"x": lambda _item: str(seen.append(leased(parts)))})
    assert seen == [1, 1, 1, 1, 1]


def test_a_slow_vendor_does_not_hold_up_the_workers_other_jobs(parts: Parts) -> None:
    """After its time a round ends; the rest waits for the next one, unleased."""
    put(parts, 5)
    assert deliver_due(parts.db, parts.clock, {"x": lambda _item: ""}, seconds=0) == 1
    assert leased(parts) == 0
    assert deliver_due(parts.db, parts.clock, {"x": lambda _item: ""}) == 4


def late(parts: Parts, clock: HandClock, then: Callable[[Item], str]) -> Callable[[Item], str]:
    """A consumer that is frozen past its lease, while another worker delivers the same row; then it goes on."""

    def consume(item: Item) -> str:
        clock.move(seconds=outbox.LEASE.total_seconds() + 1)
        assert deliver_due(parts.db, clock, {"x": lambda _item: "the other's"}) == 1
        return then(item)

    return consume


@pytest.mark.parametrize("retry", [True, False])
def test_a_late_failure_does_not_undo_what_another_delivered(parts: Parts, clock: HandClock, retry: bool) -> None:
    """The row stays done, neither queued again nor dead."""
    (row_id,) = put(parts)

    def fails(_item: Item) -> str:
        raise DeliveryFailed("timed out", retry=retry)

    deliver_due(parts.db, clock, {"x": late(parts, clock, fails)})
    assert (row(parts, row_id).state, row(parts, row_id).reference) == (OutboxState.DONE, "the other's")


def test_a_late_failure_does_not_end_anothers_lease(parts: Parts, clock: HandClock) -> None:
    """While the later holder is at it, nobody is to take the row a third time."""
    (row_id,) = put(parts)

    def overtaken(_item: Item) -> str:
        clock.move(seconds=outbox.LEASE.total_seconds() + 1)
        with parts.db.write() as s:
            outbox.lease_due(s, clock.now())
        raise DeliveryFailed("timed out")

    deliver_due(parts.db, clock, {"x": overtaken}, limit=1)
    assert row(parts, row_id).lease_until is not None


def test_a_clock_that_goes_back_does_not_hold_a_row(parts: Parts, clock: HandClock) -> None:
    """A lease that ends later than any lease can was given by another clock: it counts for nothing."""
    put(parts)
    with parts.db.write() as s:
        outbox.lease_due(s, clock.now() + timedelta(hours=1))
    with parts.db.write() as s:
        assert len(outbox.lease_due(s, clock.now())) == 1


def closed_by_the_operator(s: Session, row_id: int, now: datetime) -> None:
    outbox.record_failure(s, row_id, now, reason="no money", code="1", retry=False)
    outbox.discard(s, row_id, now, reason="of no use any more")


def closed_by_an_erasure(s: Session, _row_id: int, now: datetime) -> None:
    blanking.blank_letters(s, [], ["+8613800000001"], now)


@pytest.mark.parametrize("close", [closed_by_the_operator, closed_by_an_erasure])
def test_what_was_closed_unsent_did_not_arrive(parts: Parts, close: Callable[[Session, int, datetime], None]) -> None:
    """Neither the SMS nor the push that it belonged to is said to be with the vendor."""
    letter = ("+8613800000001", "水管修好了")
    with parts.db.write() as s:
        now = parts.clock.now()
        sent = outbox.put(s, kind="send_sms", payload={}, now=now, dedupe_key="push_resident:7:1", letter=letter)
        close(s, sent.id, now)
        s.flush()
        s.expire_all()
        assert outcome.fate_of(s, sent) is Fate.FAILED
        assert outcome.fate_of_last_push(s, "push_resident:7:") is Fate.FAILED
