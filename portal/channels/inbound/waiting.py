"""Waiting without holding everybody up: a share of the threads, a breaker, and a cheap look for news in the database."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from portal.storage.db import Database

PAUSE = 0.03  # seconds between two looks
POSTGRES_PAUSE = 0.1


class Share:
    """So many threads may be in here; the next is told at once that there is no room."""

    def __init__(self, most: int) -> None:
        self._room = threading.Semaphore(max(1, most))

    @contextmanager
    def seat(self) -> Iterator[bool]:
        """Whether there was room; it is given back at the end."""
        seated = self._room.acquire(blocking=False)
        try:
            yield seated
        finally:
            if seated:
                self._room.release()


class Breaker:
    """After three failures in a row nobody waits for the bot for a while; the worker goes on trying."""

    def __init__(self, failures: int = 3, seconds: float = 5) -> None:
        self._most, self._seconds = failures, seconds
        self._failed, self._until = 0, 0.0

    def heard(self, fine: bool) -> None:
        """A call came back, or not."""
        if fine:
            self._failed, self._until = 0, 0.0
            return
        self._failed += 1
        if self._failed >= self._most:
            self._until = time.monotonic() + self._seconds

    @property
    def is_open(self) -> bool:
        """Whether to say the holding reply at once."""
        return time.monotonic() < self._until


class News:
    """Tells whether somebody has committed since the last look (SQLite: `PRAGMA data_version`, 3 µs)."""

    def __init__(self, db: Database) -> None:
        self._connection: Any = db.engine.raw_connection() if db.is_sqlite else None
        self._seen: int | None = None
        self.pause = PAUSE if db.is_sqlite else POSTGRES_PAUSE

    def any(self) -> bool:
        """True at the first look, and whenever there may be something new."""
        if self._connection is None:
            return True
        cursor = self._connection.cursor()
        try:
            cursor.execute("PRAGMA data_version")
            version = int(cursor.fetchone()[0])
        finally:
            cursor.close()
        news, self._seen = version != self._seen, version
        return news

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()


@contextmanager
def news_of(db: Database) -> Iterator[News]:
    """A watch that is closed at the end."""
    news = News(db)
    try:
        yield news
    finally:
        news.close()
