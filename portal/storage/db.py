"""Engine, transactions, base class and column types.

SQLite is opened in WAL mode with full sync and foreign keys on. A write transaction begins IMMEDIATE, behind a lock
that is fair among threads (the driver's own BEGIN lost updates, and SQLite's busy handler is unfair).
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol

import sqlalchemy as sa
from psycopg.types.string import StrDumper
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

log = logging.getLogger(__name__)
_SAMPLE = 400  # rows of an index that ANALYZE reads for a key: a fifth of a second for 100,000 cases
_AFTER_COMMIT, _LOOKUPS = "after_commit", "lookups"  # keys in `Session.info`


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored and read back as UTC. Raises ValueError for a naive one."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime: times carry an offset")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PersonalText(TypeDecorator[str]):
    """Text that a person wrote, or by which a person is named or reached. Erasing empties it or deletes its row.

    One type for all such columns: a test finds each and asks what erases it, and encryption could be added here.
    """

    impl = sa.Text
    cache_ok = True


MAX_ID = 2**31 - 1
"""The largest id that PostgreSQL's integer can hold; check ids from outside against it before a query."""


class Json(TypeDecorator[Any]):
    """A JSON value without personal data: codes, ids, names of places, shapes of grids."""

    impl = sa.JSON
    cache_ok = True


class Base(DeclarativeBase):
    """Base class of every table."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[Any] = {datetime: UtcDateTime, dict[str, Any]: Json, list[str]: Json, list[Any]: Json}


class _FairLock:
    """First come, first served among the threads of a process; `flock` on a lock file among processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._busy = False
        self._file: int | None = None

    def acquire(self) -> None:
        with self._mutex:
            if not self._busy:
                self._busy = True
                turn = None
            else:
                turn = threading.Event()
                self._waiting.append(turn)
        if turn is not None:
            turn.wait()
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:  # no descriptor left, or stopped while waiting: let the next thread go on
            self._pass_on()
            raise

    def release(self) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._pass_on()

    def _pass_on(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._busy = False


class Lookup(Protocol):
    """A value that is looked up before a write transaction begins, so that nobody waits for the lock meanwhile.

    `current` returns the value, or None if there is none yet; after `forget` it is read anew.
    """

    def current(self) -> Any: ...

    def forget(self) -> None: ...


class Database:
    """The engine and its two kinds of transaction, `read` and `write`."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(normal_url(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._lock: _FairLock | None = None
        if self.is_sqlite:
            path = self.url.database or ":memory:"
            if path == ":memory:":
                raise ValueError("an in-memory SQLite cannot be shared by threads: give it a file")
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._lock = _FairLock(Path(path + ".lock"))
            self.engine = sa.create_engine(
                self.url,
                connect_args={"timeout": 30, "isolation_level": None},
                pool_size=32,
                max_overflow=32,
                hide_parameters=True,  # keeps what people wrote or chose out of error messages
            )
            sa.event.listen(self.engine, "connect", _sqlite_pragmas)
            sa.event.listen(self.engine, "begin", _sqlite_begin)
        else:
            self.engine = sa.create_engine(
                self.url, pool_size=16, max_overflow=16, pool_pre_ping=True, hide_parameters=True
            )
            sa.event.listen(self.engine, "connect", _drop_nul_characters)
            sa.event.listen(self.engine, "handle_error", _cut_detail)
        self._lookups: dict[str, Lookup] = {}
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, info={_LOOKUPS: self._lookups})

    def look_up_before_writing(self, name: str, lookup: Lookup) -> None:
        """Call `lookup.current()` before each write transaction, outside its lock, for `session.info[name]` unless None."""
        self._lookups[name] = lookup

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that may write: commits at the end, rolls back on an exception.

        On SQLite there is one writer at a time. On PostgreSQL writers run side by side: read a row that you will change
        `with_for_update` (SQLite ignores it).
        """
        looked = {name: found for name, lookup in self._lookups.items() if (found := lookup.current()) is not None}
        if self._lock:
            self._lock.acquire()
        try:
            with self._sessions() as session:
                session.info.update(looked)
                session.connection(execution_options={"linli_write": True})
                try:
                    yield session
                    session.commit()
                    _run_after_commit(session)
                except BaseException:
                    session.rollback()
                    raise
        finally:
            if self._lock:
                self._lock.release()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction for reading (on SQLite on one snapshot); changes made in it are discarded.

        Loaded objects can still be read afterwards (closing does not expire them, as a rollback would).
        """
        with self._sessions() as session:
            yield session

    def size(self) -> int:
        """Bytes of the SQLite file; 0 for PostgreSQL, which has its own housekeeping."""
        path = Path(self.url.database or "") if self.is_sqlite else None
        return path.stat().st_size if path is not None and path.exists() else 0

    def count_index_keys(self) -> None:
        """Have SQLite sample how many rows each key of an index has (ANALYZE): the planner guesses ten for any index otherwise.

        With that guess a body's figures read all the cases that the body ever had. The samples keep counts, no values.
        On PostgreSQL this does nothing: autovacuum does the work there.
        """
        if not self.is_sqlite:
            return
        with self.write() as s:
            s.execute(sa.text(f"PRAGMA analysis_limit={_SAMPLE}"))
            s.execute(sa.text("ANALYZE"))

    def rewrite_file(self) -> bool:
        """VACUUM the SQLite file and empty its write-ahead log, so that neither holds deleted data; returns success.

        Needed although `secure_delete` is on, which leaves copies of moved cells. False when a reader was in the way:
        call it again. On PostgreSQL this does nothing and returns True: autovacuum does the work there.
        """
        if self._lock is None:
            return True
        self._lock.acquire()
        try:
            raw = self.engine.raw_connection()
            try:
                cursor = raw.cursor()
                cursor.execute("PRAGMA busy_timeout=2000")
                cursor.execute("VACUUM")
                busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return not busy
            except sqlite3.OperationalError:
                return False
            finally:
                raw.invalidate()  # so that its busy_timeout does not stay in the pool
        finally:
            self._lock.release()


def add_if_new(s: Session, row: Base) -> bool:
    """Add and flush a row; False if a constraint refuses it (its key exists already). The transaction goes on either way."""
    try:
        with s.begin_nested():
            s.add(row)
            s.flush()
    except sa.exc.IntegrityError:
        return False
    return True


def after_commit(s: Session, callback: Callable[[], None]) -> None:
    """Call `callback` once the transaction of `Database.write` is committed, and not at all if it is rolled back.

    SQLite's write lock is still held meanwhile: a callback that opens `Database.write` waits for ever. An exception in it is logged;
    it does not undo the commit.
    """
    s.info.setdefault(_AFTER_COMMIT, []).append(callback)


def lookup_of(s: Session, name: str) -> Lookup | None:
    """The lookup registered under this name with `look_up_before_writing`, or None."""
    lookups: dict[str, Lookup] = s.info.get(_LOOKUPS, {})
    return lookups.get(name)


def _run_after_commit(s: Session) -> None:
    for callback in s.info.pop(_AFTER_COMMIT, ()):
        try:
            callback()
        except Exception:
            log.exception("after a commit")


def normal_url(url: str) -> str:
    """The URL with psycopg 3 as driver for `postgresql://` and `postgres://`."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


class _WithoutNul(StrDumper):
    """Drops NUL characters from every string: PostgreSQL's text cannot hold them and fails the whole transaction."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", ""))


def _drop_nul_characters(connection: Any, _record: Any) -> None:
    connection.adapters.register_dumper(str, _WithoutNul)


def _cut_detail(context: sa.engine.ExceptionContext) -> None:
    """Cut PostgreSQL's DETAIL from errors, so that it reaches no log: it quotes the failing row with personal data."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("linli_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
