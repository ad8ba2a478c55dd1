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

import sqlalchemy as sa

from portal.storage.db import Database, normal_url
from portal.storage.models_all import metadata

SERVER = os.environ.get("LINLI_TEST_DATABASE_URL", "")  # a PostgreSQL on which databases may be made and dropped
_TEMPLATE = f"linli_template_{os.getpid()}"
_made: set[str] = set()


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
    name = f"linli_{uuid.uuid4().hex}"
    if with_tables:
        _make_template(server)
    _execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{_TEMPLATE if with_tables else "template0"}"')
    try:
        yield normal_url(server).rpartition("/")[0] + f"/{name}"
    finally:
        _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


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
    if _TEMPLATE in _made:
        return
    _execute(server, f'DROP DATABASE IF EXISTS "{_TEMPLATE}" WITH (FORCE)')
    _execute(server, f'CREATE DATABASE "{_TEMPLATE}" TEMPLATE template0')
    _create_all(normal_url(server).rpartition("/")[0] + f"/{_TEMPLATE}")
    _made.add(_TEMPLATE)


def _create_all(url: str) -> None:
    engine = sa.create_engine(url)
    metadata().create_all(engine)
    engine.dispose()


def _execute(server: str, statement: str) -> None:
    engine = sa.create_engine(normal_url(server), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
