"""One head; from empty and from the last release, with rows in every table, the migrations give the models."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.storage import migrate
from portal.storage.db import Database
from tests.databases import SERVER, fresh_database
from tests.laws.rows import counts, fill
from tests.laws.schema import differences, schema

Fresh = Callable[..., Database]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fresh]:
    """Makes databases of the engine in question: `fresh(with_tables=…)`."""
    with ExitStack() as stack:

        def make(*, with_tables: bool = False) -> Database:
            folder = tmp_path / f"database{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            server = SERVER if request.param == "postgresql" else ""
            url = stack.enter_context(fresh_database(folder, with_tables=with_tables, server=server))
            db = Database(url)
            stack.callback(db.engine.dispose)
            return db

        yield make


@pytest.fixture
def twin(tmp_path: Path) -> Path:
    """A migrations folder of our own, with one migration made from the models as they are."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        shutil.copy(migrate.FOLDER / name, folder / name)
    empty = Database(f"sqlite:///{tmp_path / 'empty' / 'linli.db'}")
    migrate.upgrade(empty, folder=folder)
    migrate.write_migration(empty, "first", folder=folder)
    empty.engine.dispose()
    return folder


def lacking(db: Database, fresh: Fresh) -> dict[str, object]:
    """Where the tables differ from the models', by Alembic's eye and by ours."""
    seen: dict[str, object] = dict(differences(schema(fresh(with_tables=True).engine), schema(db.engine)))
    return seen | {f"alembic: {difference}": True for difference in migrate.differences(db)}


def second(folder: Path, upgrade: str, down: str | None = None) -> None:
    """A further migration, written by hand."""
    first = migrate.heads(folder)[0]
    (folder / "RELEASED").write_text(first, encoding="ascii")
    (folder / "versions" / "second.py").write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\n\nrevision = 'second'\ndown_revision = {down or repr(first)}\n"
        f"branch_labels = depends_on = None\n\n\ndef upgrade():\n    {upgrade}\n",
        encoding="utf-8",
    )


def test_there_is_one_head() -> None:
    """Two branches of migrations would leave the order to chance."""
    assert len(migrate.heads()) == 1


def test_from_empty_the_migrations_give_the_models(fresh: Fresh) -> None:
    """Tables, columns, keys, indexes and CHECKs are those of the models."""
    db = fresh()
    migrate.upgrade(db)
    assert lacking(db, fresh) == {}


def test_from_the_last_release_with_rows_they_give_the_models_and_keep_the_rows(fresh: Fresh) -> None:
    """An operator's data goes through every migration since."""
    db = fresh()
    migrate.upgrade(db, migrate.released())
    before = fill(db.engine)
    assert set(before.values()) == {1}
    migrate.upgrade(db)
    assert lacking(db, fresh) == {}
    after = counts(db.engine)
    assert {table: after[table] for table in before if table in after} == {t: 1 for t in before if t in after}


def test_the_released_revision_is_one_of_ours() -> None:
    """`migrations/RELEASED` names a migration that is there."""
    names = [path.read_text(encoding="utf-8") for path in (migrate.FOLDER / "versions").glob("*.py")]
    assert any(
        re.search(rf"^revision = '{migrate.released()}'", text.replace('"', "'"), re.MULTILINE) for text in names
    )


def test_upgrading_twice_changes_nothing(fresh: Fresh) -> None:
    """Every start migrates; the second finds nothing to do."""
    db = fresh()
    migrate.upgrade(db)
    before = schema(db.engine)
    migrate.upgrade(db)
    assert differences(before, schema(db.engine)) == {}


def test_a_second_head_is_caught(twin: Path) -> None:
    """A migration that does not follow the last one makes a second head."""
    second(twin, "pass", down="None")
    assert len(migrate.heads(twin)) == 2


def test_a_forgotten_column_and_a_forgotten_check_are_caught(twin: Path, fresh: Fresh) -> None:
    """Whatever the models have and the migration has not is named."""
    written = next((twin / "versions").glob("*first.py"))
    text = written.read_text(encoding="utf-8")
    without = re.sub(r"\n.*sa\.Column\('attempts'.*", "", text)
    without = re.sub(r"\n.*sa\.CheckConstraint\(.*name=op\.f\('ck_outbox_state'\)\),?", "", without)
    assert text.count("\n") - without.count("\n") == 2
    written.write_text(without, encoding="utf-8")
    db = fresh()
    migrate.upgrade(db, folder=twin)
    found = lacking(db, fresh)
    assert {"outbox.attempts", "outbox check ck_outbox_state"} <= set(found)
    assert any(name.startswith("alembic: ") and "attempts" in name for name in found)


def test_a_migration_that_only_works_on_empty_tables_is_caught(twin: Path, fresh: Fresh) -> None:
    """A column that must be there and has no default passes from empty, and fails with rows."""
    second(twin, "op.add_column('outbox', sa.Column('colour', sa.String(9), nullable=False))")
    empty = fresh()
    migrate.upgrade(empty, folder=twin)
    db = fresh()
    migrate.upgrade(db, migrate.released(twin), folder=twin)
    before = fill(db.engine)
    with pytest.raises(sa.exc.DBAPIError):
        migrate.upgrade(db, folder=twin)
    assert counts(db.engine) == before


def test_a_migration_that_loses_rows_is_caught(twin: Path, fresh: Fresh) -> None:
    """Rows are counted on both sides of it."""
    second(twin, "op.execute('DELETE FROM consent')")
    db = fresh()
    migrate.upgrade(db, migrate.released(twin), folder=twin)
    before = fill(db.engine)
    migrate.upgrade(db, folder=twin)
    assert counts(db.engine) != before


def test_rebuilding_a_table_keeps_the_rows_that_point_at_it(twin: Path, fresh: Fresh) -> None:
    """SQLite rebuilds a table to change it; the rows of others that refer to it stay."""
    second(twin, "\n    ".join(["with op.batch_alter_table('resident') as table:",
                                "    table.alter_column('name', type_=sa.String(50), existing_nullable=False)"]))  # fmt: skip
    db = fresh()
    migrate.upgrade(db, migrate.released(twin), folder=twin)
    before = fill(db.engine)
    migrate.upgrade(db, folder=twin)
    assert counts(db.engine) == before
    with db.read() as s:
        assert s.connection().exec_driver_sql("SELECT resident_id FROM contact_point").scalar() == 1
