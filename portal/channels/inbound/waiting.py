"""Lets requests wait without blocking others: a share of the threads, a circuit breaker, a cheap check for commits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from portal.storage.db import Database

PAUSE = 0.03  # seconds between two checks
POSTGRES_PAUSE = 0.1  # the same on PostgreSQL, where each check is a query


class Seats:
    """Limits how many threads may wait at a time: each takes one of `most` seats, and without a free one does not wait at all."""

    def __init__(self, most: int) -> None:
        self._room = threading.Semaphore(max(1, most))

    @contextmanager
    def seat(self) -> Iterator[bool]:
        """Take a seat for the length of the block; yields whether one was free."""
        seated = self._room.acquire(blocking=False)
        try:
            yield seated
        finally:
            if seated:
                self._room.release()


class Breaker:
    """Circuit breaker: open for `seconds` after each failure from the `failures`th in a row on; a success closes it.

    Its user decides what counts as a failure and what does not wait while it is open: in `gateway.Gateway`, `breaker` counts
    missing answers and stops all requests from waiting, `slow` counts slow answers and stops alarms and long texts. The worker
    still calls the bot.
    """

    def __init__(self, failures: int = 3, seconds: float = 5) -> None:
        self._most, self._seconds = failures, seconds
        self._failed, self._until = 0, 0.0

    def record(self, succeeded: bool) -> None:
        """Count a failure, or forget all failures after a success."""
        if succeeded:
            self._failed, self._until = 0, 0.0
            return
        self._failed += 1
        if self._failed >= self._most:
            self._until = time.monotonic() + self._seconds

    @property
    def is_open(self) -> bool:
        """Whether it is open now: what it guards must not wait for the bot."""
        return time.monotonic() < self._until


class CommitWatch:
    """Tells whether another connection has committed since the last check (SQLite: `PRAGMA data_version`, 3 µs)."""

    def __init__(self, db: Database) -> None:
        self._connection: Any = db.engine.raw_connection() if db.is_sqlite else None
        self._seen: int | None = None
        self.pause = PAUSE if db.is_sqlite else POSTGRES_PAUSE

    def has_new(self) -> bool:
        """True at the first call, after each commit of another connection, and always on PostgreSQL."""
        if self._connection is None:
            return True
        cursor = self._connection.cursor()
        try:
            cursor.execute("PRAGMA data_version")
            version = int(cursor.fetchone()[0])
        finally:
            cursor.close()
        is_new, self._seen = version != self._seen, version
        return is_new

    def close(self) -> None:
        """Return the connection to the pool."""
        if self._connection is not None:
            self._connection.close()


@contextmanager
def watch_commits(db: Database) -> Iterator[CommitWatch]:
    """A CommitWatch that is closed at the end of the block."""
    watch = CommitWatch(db)
    try:
        yield watch
    finally:
        watch.close()
