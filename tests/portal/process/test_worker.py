"""The worker's lanes: what is slow holds up no alarm."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from portal.kernel import heartbeat
from portal.outbox import service
from portal.outbox.delivery import Item
from portal.outbox.models import OutboxRow
from portal.process import worker
from portal.storage.parts import Parts
from portal.timers.timer import Lane, Timer

SOON = 20.0  # seconds after which a test gives up


@contextmanager
def working(parts: Parts, *lanes: Lane) -> Iterator[None]:
    stopping = threading.Event()
    threads = [threading.Thread(target=worker.run_lane, args=(parts, lane, stopping), daemon=True) for lane in lanes]
    for thread in threads:
        thread.start()
    yield
    stopping.set()
    for thread in threads:
        thread.join(SOON)


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + SOON
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Ordinary letters hang at the vendor until the gate opens; alarms do not."""
    opened = threading.Event()

    def send(item: Item) -> str:
        if item.payload.get("purpose") != "staff":
            opened.wait(SOON)
        return "sent"

    monkeypatch.setattr(worker, "consumers_of", lambda _parts: {"send_sms": send})
    monkeypatch.setattr(worker, "timers", tuple)
    yield opened
    opened.set()


def put(parts: Parts, purpose: str) -> int:
    with parts.db.write() as s:
        return service.put(s, kind="send_sms", payload={"purpose": purpose}, now=parts.clock.now()).id


def state(parts: Parts, row: int) -> str:
    with parts.db.read() as s:
        return str(s.scalar(sa.select(OutboxRow.state).where(OutboxRow.id == row)))


def test_a_vendor_that_hangs_holds_up_no_alarm(parts: Parts, gate: threading.Event) -> None:
    """The ordinary letter before it is under way and not done; both arrive in the end."""
    ordinary = put(parts, "push")
    with working(parts, Lane.URGENT, Lane.ORDINARY):
        alarm = put(parts, "staff")
        assert until(lambda: state(parts, alarm) == "done")
        assert state(parts, ordinary) == "queued"
        gate.set()
        assert until(lambda: state(parts, ordinary) == "done")


def test_one_lane_alone_would_wait(parts: Parts, gate: threading.Event) -> None:
    """The broken twin: alarms in the lane of the others stand behind the letter that hangs."""
    put(parts, "push")
    with working(parts, Lane.ORDINARY):
        alarm = put(parts, "staff")
        time.sleep(0.5)
        assert state(parts, alarm) == "queued"
        gate.set()


def test_a_slow_timer_holds_up_no_other_lane(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the keeping times are looked through, the ordinary lane goes on; one fault stops no lane."""
    opened, rounds = threading.Event(), [0]

    def slow(_parts: Parts) -> int:
        opened.wait(SOON)
        return 0

    def quick(_parts: Parts) -> int:
        rounds[0] += 1
        raise ZeroDivisionError

    found = (Timer("retain", "privacy", slow, lane=Lane.SLOW), Timer("look", "channels", quick))
    monkeypatch.setattr(worker, "timers", lambda: found)
    with working(parts, *Lane):
        assert until(lambda: rounds[0] > 2)
        assert heartbeat.age(parts.settings.home, Lane.ORDINARY) < SOON
        opened.set()


def test_an_alarm_is_tried_again_within_a_minute_and_a_letter_later(parts: Parts) -> None:
    """A vendor that is down for an hour: the alarm's pauses stay short, and it is given up later."""
    rows = {purpose: put(parts, purpose) for purpose in ("push", "staff")}
    for _ in range(service.MAX_ATTEMPTS - 1):
        for row in rows.values():
            with parts.db.write() as s:
                found = s.get_one(OutboxRow, row)
                found.attempts, found.lease_until = found.attempts + 1, None
                service.record_failure(s, row, parts.clock.now(), reason="down")
    with parts.db.read() as s:
        due = {
            purpose: (s.get_one(OutboxRow, row).due_at - parts.clock.now()).total_seconds()
            for purpose, row in rows.items()
        }
    assert due["staff"] <= service.LONGEST_URGENT_PAUSE < due["push"]
    with parts.db.write() as s:
        for row in rows.values():
            s.get_one(OutboxRow, row).attempts = service.MAX_ATTEMPTS
            service.record_failure(s, row, parts.clock.now(), reason="down")
    assert [state(parts, row) for row in rows.values()] == ["dead", "queued"]
