"""Migrations: the only way to create or change tables.

`linli run`, `linli migrate` and a restore apply them; `linli migration`, for developers, writes the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.storage.db import Database
from portal.storage.models_all import metadata

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def released(folder: Path = FOLDER) -> str:
    """The revision of the last release; the next one must upgrade from it and keep all data."""
    return (folder / "RELEASED").read_text(encoding="ascii").strip()


def heads(folder: Path = FOLDER) -> tuple[str, ...]:
    """The head revisions of the migrations; a test wants exactly one."""
    return tuple(ScriptDirectory.from_config(_config(folder)).get_heads())


def upgrade(db: Database, revision: str = "head", folder: Path = FOLDER) -> None:
    """Migrate the tables to `revision` in one transaction; a second call at the same time waits."""
    _run(db, folder, lambda config: command.upgrade(config, revision))


def write_migration(db: Database, name: str, folder: Path = FOLDER) -> None:
    """Write the next migration file, from the differences between the models and a database at the head."""
    _run(db, folder, lambda config: command.revision(config, message=name, autogenerate=True))


def differences(db: Database) -> list[object]:
    """The differences between tables and models, except in CHECK constraints and the search index (`is_compared`)."""
    with db.engine.connect() as connection:
        opts = {"compare_type": True, "render_as_batch": True, "include_name": is_compared}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, metadata()))


def is_compared(name: str | None, kind: str, _parents: object) -> bool:
    """Whether this table or index of the database is compared with the models: those of the search index, which have none, are not.

    A full-text index has tables of its own on SQLite, and an expression on PostgreSQL; their migration makes them.
    """
    return not (kind in ("table", "index") and (name or "").startswith(("case_search_index", "gin_")))


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config


def _run(db: Database, folder: Path, work: Callable[[Config], object]) -> None:
    config = _config(folder)
    with db.engine.connect() as connection:
        if db.is_sqlite:
            # Batch mode rebuilds tables: with foreign keys on, dropping the old one would cascade. The pragma has no
            # effect inside a transaction, so it goes to the driver before SQLAlchemy begins one.
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            connection = connection.execution_options(linli_write=True)  # noqa: PLW2901 (same connection)
            with connection.begin():
                if not db.is_sqlite:
                    connection.execute(sa.text("SELECT pg_advisory_xact_lock(7311846)"))
                config.attributes["connection"] = connection
                work(config)
                if db.is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                    raise RuntimeError(f"the migration leaves broken foreign keys: {broken[:5]}")
        finally:
            connection.invalidate()  # so that its pragma does not stay in the pool
