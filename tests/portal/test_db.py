"""The transaction layer."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.outbox import service as outbox
from portal.outbox.models import OutboxRow, OutboxState
from portal.storage.db import Database, after_commit
from portal.storage.parts import Parts


def test_no_update_is_lost_among_threads(parts: Parts) -> None:
    """Forty read-modify-writes of one row by eight threads all count (on PostgreSQL the row is read FOR UPDATE)."""
    now = parts.clock.now()
    with parts.db.write() as s:
        row_id = outbox.put(s, kind="x", payload={}, now=now).id

    def work() -> None:
        for _ in range(5):
            with parts.db.write() as s:
                row = s.get_one(OutboxRow, row_id, with_for_update={"of": OutboxRow})
                row.attempts = row.attempts + 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with parts.db.read() as s:
        assert s.get_one(OutboxRow, row_id).attempts == 40


def test_times_come_back_aware_in_utc(parts: Parts) -> None:
    """A moment with an offset is stored as UTC and read back equal."""
    moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC) + timedelta(microseconds=5)
    with parts.db.write() as s:
        outbox.put(s, kind="x", payload={}, now=moment)
    with parts.db.read() as s:
        assert s.scalars(sa.select(OutboxRow.created_at)).one() == moment


def test_a_failed_write_leaves_nothing(parts: Parts) -> None:
    """An exception inside a write rolls all of it back."""
    try:
        with parts.db.write() as s:
            outbox.put(s, kind="x", payload={}, now=parts.clock.now())
            raise RuntimeError
    except RuntimeError:
        pass
    with parts.db.read() as s:
        assert s.scalars(sa.select(OutboxRow)).all() == []


def test_a_leased_row_is_not_taken_twice_and_comes_back(parts: Parts) -> None:
    """Lease, then nothing, then again when the lease has run out: kill -9 loses nothing."""
    now = parts.clock.now()
    with parts.db.write() as s:
        outbox.put(s, kind="x", payload={}, now=now)
        assert len(outbox.lease_due(s, now)) == 1
    with parts.db.write() as s:
        assert outbox.lease_due(s, now) == []
        assert len(outbox.lease_due(s, now + outbox.LEASE)) == 1


def test_a_refused_row_is_dead_and_an_operator_revives_it(parts: Parts) -> None:
    """`retry=False` ends it in the open; `revive` queues it again."""
    now = parts.clock.now()
    with parts.db.write() as s:
        row_id = outbox.put(s, kind="x", payload={}, now=now).id
        outbox.record_failure(s, row_id, now, reason="no such number", code="30006", retry=False)
    with parts.db.write() as s:
        assert s.get_one(OutboxRow, row_id).state == OutboxState.DEAD
        outbox.requeue(s, row_id, now)
        assert len(outbox.lease_due(s, now)) == 1


def test_what_was_read_can_be_shown_after_the_transaction(parts: Parts) -> None:
    """A page is drawn when the reading is over; a change made while reading is thrown away."""
    now = parts.clock.now()
    with parts.db.write() as s:
        row_id = outbox.put(s, kind="x", payload={}, now=now).id
    with parts.db.read() as s:
        row = s.get_one(OutboxRow, row_id)
        row.attempts = 7
        s.flush()
    assert row.kind == "x"
    with parts.db.read() as s:
        assert s.get_one(OutboxRow, row_id).attempts == 0


def test_a_failed_statement_tells_no_words(parts: Parts) -> None:
    """Neither the parameters nor (PostgreSQL) the row that failed stand in the error that is logged."""
    moment = parts.clock.now()
    wrong = OutboxRow(kind="x", payload={}, created_at=moment, due_at=moment, state="nowhere", reason="我家的事")
    with pytest.raises(sa.exc.IntegrityError) as failed, parts.db.write() as s:
        s.add(wrong)
    assert "我家的事" not in "".join(traceback.format_exception(failed.value))


def test_nul_in_words_is_no_fault(parts: Parts) -> None:
    """PostgreSQL's text holds none: what is kept and looked for goes without."""
    with parts.db.write() as s:
        assert s.scalar(sa.select(OutboxRow.id).where(OutboxRow.kind == "a\0b")) is None
        outbox.put(s, kind="x\0y", payload={}, now=parts.clock.now())


def test_who_cannot_get_the_lock_holds_nobody_up(tmp_path: Path) -> None:
    """No descriptor left for the side file, once: the next writer gets through."""
    database = Database(f"sqlite:///{tmp_path / 'a' / 'x.db'}")
    (tmp_path / "a" / "x.db.lock").mkdir()
    with pytest.raises(IsADirectoryError), database.write():
        pass
    (tmp_path / "a" / "x.db.lock").rmdir()
    done = threading.Event()

    def write() -> None:
        with database.write():
            done.set()

    threading.Thread(target=write, daemon=True).start()
    assert done.wait(5)


def test_what_waits_for_a_commit_is_done_after_it_and_only_then(parts: Parts) -> None:
    """Not at a savepoint, not when it is rolled back; a fault in it leaves what was committed."""
    done: list[str] = []

    def fail() -> None:
        raise OSError("no room")

    with parts.db.write() as s:
        after_commit(s, fail)
        after_commit(s, lambda: done.append("committed"))
        with s.begin_nested():
            pass
        assert done == []
    assert done == ["committed"]
    with pytest.raises(KeyboardInterrupt):
        interrupted(parts, lambda: done.append("rolled back"))
    assert done == ["committed"]


def interrupted(parts: Parts, act: Callable[[], None]) -> None:
    with parts.db.write() as s:
        after_commit(s, act)
        raise KeyboardInterrupt


def test_a_file_that_cannot_be_rewritten_leaves_the_lock_free(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection was free: the next writer still gets its turn."""
    if not parts.db.is_sqlite:
        pytest.skip("only SQLite has the lock")

    def refuse() -> None:
        raise sa.exc.TimeoutError

    with monkeypatch.context() as patched:
        patched.setattr(parts.db.engine, "raw_connection", refuse)
        with pytest.raises(sa.exc.TimeoutError):
            parts.db.rewrite_file()
    done: list[bool] = []
    writer = threading.Thread(target=lambda: done.append(parts.db.rewrite_file()), daemon=True)
    writer.start()
    writer.join(10)
    assert done == [True]
