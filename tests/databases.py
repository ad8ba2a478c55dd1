"""Fresh databases for tests: SQLite files, or databases on the server that `make services-test` started."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import psycopg
import sqlalchemy as sa

from portal.storage.db import Database, normal_url
from portal.storage.models_all import metadata

SERVER = os.environ.get("LINLI_TEST_DATABASE_URL", "")  # a PostgreSQL on which databases may be made and dropped
_TEMPLATE = f"linli_template_{os.getpid()}"
_schema_of: dict[str, str] = {}  # by template
_free: list[str] = []  # databases that earlier tests of this process are done with
_EMPTY = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
SET session_replication_role = replica;
DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
    LOOP EXECUTE 'DELETE FROM ' || one.name; END LOOP;
END $$;
SELECT setval(seqrelid, seqstart, false) FROM pg_sequence;
"""
# Whatever a test does to tables, columns, keys, triggers, functions or rights writes a row of these catalogs anew.
_SCHEMA = """
SELECT md5(string_agg(id || ' ' || xmin, ',' ORDER BY id)) FROM (
    SELECT oid::text AS id, xmin::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT attrelid || ' ' || attnum, a.xmin::text FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    UNION ALL SELECT oid::text, xmin::text FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT oid::text, xmin::text FROM pg_trigger
    UNION ALL SELECT oid::text, xmin::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS versions
"""


@contextmanager
def fresh_database(folder: Path, *, with_tables: bool = True, server: str = SERVER) -> Iterator[str]:
    """Make an empty database (`with_tables`: with the models' tables); yields its URL, then removes it."""
    if not server:
        url = f"sqlite:///{folder / 'linli.db'}"
        if with_tables:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "linli.db").write_bytes(_sqlite_with_tables())
        yield url
        return
    name = _emptied(server) if with_tables else ""
    if not name:
        name = f"linli_{uuid.uuid4().hex}"
        if with_tables:
            _make_template(server)
        _execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{_TEMPLATE if with_tables else "template0"}"')
    try:
        yield _url_of(server, name)
    finally:
        if with_tables:
            _free.append(name)
        else:
            _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _url_of(server: str, database: str) -> str:
    return normal_url(server).rpartition("/")[0] + f"/{database}"


def _emptied(server: str) -> str:
    """A database of an earlier test, emptied, as making one takes .4 s; "" if none is left with the models' schema."""
    while _free:
        name = _free.pop()
        with _connected(_url_of(server, name)) as connection:
            connection.execute(_EMPTY)
            unchanged = _schema(connection) == _schema_of[_TEMPLATE]
        if unchanged:
            return name
        _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')
    return ""


_kept_engine: dict[str, sa.Engine] = {}  # by kind of database


def statements_compiled_once(db: Database) -> None:
    """Let this engine use the statements that earlier engines of this process compiled: they take a sixth of a test's time.

    SQLAlchemy keeps them by dialect, of which each engine has its own, and for nothing but the kind of database.
    """
    kept = _kept_engine.setdefault(db.url.get_backend_name(), db.engine)
    db.engine.dialect = db.engine.pool._dialect = kept.dialect
    db.engine._compiled_cache = kept._compiled_cache


def without_sync(db: Database) -> None:
    """Make SQLite not wait for the disk: these tests run in one process and simulate no power cut."""
    if db.is_sqlite:
        sa.event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))


@lru_cache(maxsize=1)
def _sqlite_with_tables() -> bytes:
    """The bytes of a file with all tables, made once per process. Never in WAL mode, it is complete by itself."""
    folder = Path(tempfile.mkdtemp())
    try:
        _create_all(f"sqlite:///{folder / 'template.db'}")
        return (folder / "template.db").read_bytes()
    finally:
        shutil.rmtree(folder)


def _make_template(server: str) -> None:
    """Make this process's template database with all tables, from which the others are copied."""
    if _TEMPLATE in _schema_of:
        return
    _execute(server, f'DROP DATABASE IF EXISTS "{_TEMPLATE}" WITH (FORCE)')
    _execute(server, f'CREATE DATABASE "{_TEMPLATE}" TEMPLATE template0')
    url = _url_of(server, _TEMPLATE)
    _create_all(url)
    with _connected(url) as connection:
        _schema_of[_TEMPLATE] = _schema(connection)


def _schema(connection: psycopg.Connection) -> str:
    found = connection.execute(_SCHEMA).fetchone()
    assert found is not None
    return str(found[0])


def _create_all(url: str) -> None:
    engine = sa.create_engine(url)
    metadata().create_all(engine)
    engine.dispose()


def _execute(server: str, statement: str) -> None:
    with _connected(server) as connection:
        connection.execute(statement.encode())


def _connected(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
