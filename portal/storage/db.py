"""Engine, transactions, base class and column types.

SQLite is opened in WAL with full sync and foreign keys on; a write begins IMMEDIATE behind a lock that is fair
among threads and processes (the driver's own BEGIN lost updates, and SQLite's busy handler is unfair).
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
from typing import Any, ClassVar

import sqlalchemy as sa
from psycopg.types.string import StrDumper
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

log = logging.getLogger(__name__)
_AFTER_COMMIT = "after_commit"


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; stored as UTC, read back as UTC. A naive one is refused."""

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
    """Words a person wrote, or that name or reach a person. Erasing sets it to the empty string or NULL.

    One type for all of them, so that erasure finds every column and encryption can later be added in this one place.
    """

    impl = sa.Text
    cache_ok = True


MAX_ID = (
    2**31 - 1
)  # what a column of ids holds on PostgreSQL; a larger number is nobody's, and never reaches a statement


class Json(TypeDecorator[Any]):
    """A small JSON value of codes and ids (no personal words)."""

    impl = sa.JSON
    cache_ok = True


class Base(DeclarativeBase):
    """Every table of the portal."""

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
    """First come, first served among this process' threads; `flock` on a side file among processes."""

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
        except BaseException:  # no descriptor left, or stopped while waiting: the next in line must not wait for us
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


class Database:
    """The engine and the two kinds of transaction."""

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
                hide_parameters=True,  # a failing statement is logged without what people wrote or chose
            )
            sa.event.listen(self.engine, "connect", _sqlite_pragmas)
            sa.event.listen(self.engine, "begin", _sqlite_begin)
        else:
            self.engine = sa.create_engine(
                self.url, pool_size=16, max_overflow=16, pool_pre_ping=True, hide_parameters=True
            )
            sa.event.listen(self.engine, "connect", _postgresql_text)
            sa.event.listen(self.engine, "handle_error", _without_rows)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that may write; commits at the end, rolls back on an exception.

        On SQLite writers come one after another. On PostgreSQL they run side by side: a row that is read in order to
        be changed is read `with_for_update` (SQLite passes over the words).
        """
        if self._lock:
            self._lock.acquire()
        try:
            with self._sessions() as session:
                session.connection(execution_options={"linli_write": True})
                try:
                    yield session
                    session.commit()
                    _committed(session)
                except BaseException:
                    session.rollback()
                    raise
        finally:
            if self._lock:
                self._lock.release()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A read-only transaction: one snapshot; whatever was changed in it is thrown away.

        What was loaded can be read afterwards, too (closing does not expire it, as a rollback would).
        """
        with self._sessions() as session:
            yield session

    def size(self) -> int:
        """Bytes of the SQLite file; 0 for PostgreSQL, which has its own housekeeping."""
        path = Path(self.url.database or "") if self.is_sqlite else None
        return path.stat().st_size if path is not None and path.exists() else 0

    def written_anew(self) -> bool:
        """SQLite: write the file anew and cut the log, so that nothing deleted is left in either (`secure_delete` leaves

        copies of cells that were moved). False when a reader was in the way: try again. PostgreSQL's own vacuum does it.
        """
        if self._lock is None:
            return True
        self._lock.acquire()
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
            raw.invalidate()  # its time-out must not live on in the pool
            self._lock.release()


def added(s: Session, row: Base) -> bool:
    """Add a row; False when another process was first with its unique key. The transaction goes on either way."""
    try:
        with s.begin_nested():
            s.add(row)
            s.flush()
    except sa.exc.IntegrityError:
        return False
    return True


def after_commit(s: Session, act: Callable[[], None]) -> None:
    """Do this once the transaction of `Database.write` is committed, and not at all when it is rolled back.

    What goes wrong in it is logged: the transaction stands.
    """
    s.info.setdefault(_AFTER_COMMIT, []).append(act)


def _committed(s: Session) -> None:
    for act in s.info.pop(_AFTER_COMMIT, ()):
        try:
            act()
        except Exception:
            log.exception("after a commit")


def normal_url(url: str) -> str:
    """`postgresql://` and `postgres://` mean psycopg 3 here."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


class _WithoutNul(StrDumper):
    """PostgreSQL's text holds no NUL and fails the whole transaction for one; nothing that we keep or look for has any."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", ""))


def _postgresql_text(connection: Any, _record: Any) -> None:
    connection.adapters.register_dumper(str, _WithoutNul)


def _without_rows(context: sa.engine.ExceptionContext) -> None:
    """PostgreSQL's DETAIL shows the row that failed, with what people wrote: it reaches no log."""
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
