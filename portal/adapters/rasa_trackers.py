"""Deletes from Rasa's SQL tracker store: one table `events`, whose `sender_id` is `{contact_point_id}.{epoch}`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

_BUSY_TIMEOUT = 2000  # ms that a statement waits for Rasa to release its lock
BATCH = 200  # conditions (conversations, contact points) in one DELETE


class RasaTrackers:
    """The store at `url` (for SQLAlchemy 2), in `schema` or the role's default. A missing store counts as empty."""

    def __init__(self, url: str, schema: str | None = None) -> None:
        self._url, self._schema = sa.make_url(url), schema
        columns = sa.column("sender_id", sa.String), sa.column("timestamp", sa.Float)
        self._events = sa.table("events", *columns, schema=schema)
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self._kept: sa.Engine | None = None
        # The mark file: while it exists, the store's file must still be rewritten.
        self._traces = Path(f"{self._url.database}-traces") if self._is_sqlite else None

    def forget(self, contact_point_ids: Iterable[int]) -> bool:
        """Delete their conversations. False: SQLite's file or log may still hold traces; the next call removes them, too."""
        prefixes = [f"{one}." for one in contact_point_ids]
        return self._delete([self._events.c.sender_id.startswith(one, autoescape=True) for one in prefixes])

    def count_ended(self, before: datetime) -> int:
        """How many conversations had their last event before that time."""
        if not self._exists():
            return 0
        with self._engine().connect() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(self._ended(before).subquery())) or 0)

    def forget_ended(self, before: datetime) -> bool:
        """Delete the conversations that had their last event before that time.

        False: SQLite's file or log may still hold traces; the next call removes them, too.
        """
        if not self._exists():
            return True
        with self._engine().connect() as connection:
            old = list(connection.scalars(self._ended(before)))
        return self._delete([self._events.c.sender_id == one for one in old])

    def _ended(self, before: datetime) -> sa.Select[str]:
        """Select the `sender_id`s of the conversations that had their last event before that time."""
        last = sa.func.max(self._events.c.timestamp)
        return sa.select(self._events.c.sender_id).group_by(self._events.c.sender_id).having(last < before.timestamp())

    def _delete(self, which: list[sa.ColumnElement[bool]]) -> bool:
        """Delete the events that meet any of these conditions, and rewrite SQLite's file; returns whether no traces are left."""
        if not self._exists() or not (which or self._has_traces()):
            return True
        if self._traces is not None:
            self._traces.touch(mode=0o600)
        for first in range(0, len(which), BATCH):
            with self._engine().begin() as connection:
                connection.execute(sa.delete(self._events).where(sa.or_(*which[first : first + BATCH])))
        if self._traces is not None and self._rewrite_file():
            self._traces.unlink(missing_ok=True)
        return not self._has_traces()

    def _has_traces(self) -> bool:
        """Whether rewriting the file failed or was cut off, in this process or another; the next deletion does it again."""
        return self._traces is not None and self._traces.exists()

    def _rewrite_file(self) -> bool:
        """VACUUM the file and truncate its log, where deleting leaves copies. False if a reader was in the way."""
        with self._engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
            busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            return not busy

    def _exists(self) -> bool:
        if self._is_sqlite and not Path(self._url.database or "").exists():
            return False
        return sa.inspect(self._engine()).has_table("events", schema=self._schema)

    def _engine(self) -> sa.Engine:
        if self._kept is None:
            self._kept = sa.create_engine(self._url, poolclass=sa.NullPool, hide_parameters=True)
            if self._is_sqlite:
                sa.event.listen(self._kept, "connect", _pragmas)
        return self._kept


def _pragmas(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a driver's connection
    for pragma in (f"busy_timeout={_BUSY_TIMEOUT}", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
