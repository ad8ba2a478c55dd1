"""The bot's tracker on PostgreSQL sees nothing else."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from portal.demo import demo_home
from portal.kernel.config import load
from portal.storage import tracker_role
from portal.storage.db import Database
from tests.databases import SERVER, fresh_database

pytestmark = pytest.mark.services

MAKE_EVENTS = "CREATE TABLE events (id serial PRIMARY KEY, sender_id varchar(255), type_name varchar(255), data text)"


@pytest.fixture
def database(tmp_path: Path):
    with fresh_database(tmp_path, server=SERVER) as url:
        db = Database(url)
        yield db, url, tmp_path / "home"
        db.engine.dispose()
        _drop_role(url)


def _drop_role(url: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    role = tracker_role.role_of(url)
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP OWNED BY "{role}"')
        connection.exec_driver_sql(f'DROP ROLE "{role}"')


def test_the_roles_name_is_one_that_postgresql_keeps_whole() -> None:
    """It cuts longer ones after 63 bytes, and would not find the role by its whole name."""
    role = tracker_role.role_of(f"postgresql://localhost/{'社区' * 20}")
    assert role.endswith("社区_bot")
    assert 60 < len(role.encode()) <= 63


def test_the_bots_role_reads_no_table_of_the_portal(database) -> None:
    """It keeps its own events, and of residents, votes and letters it sees nothing, nor can it make tables among them."""
    db, url, home = database
    tracker_role.prepare(db, url, home)
    tracker_role.prepare(db, url, home)  # the next start
    with psycopg.connect(tracker_role.url_of(url, home), autocommit=True) as bot:
        bot.execute(MAKE_EVENTS)
        bot.execute("INSERT INTO events (sender_id, type_name, data) VALUES ('17.1', 'user', '路灯')")
        assert bot.execute("SELECT count(*) FROM events").fetchone() == (1,)
        for statement in (
            "SELECT * FROM public.resident",
            "SELECT * FROM public.envelope",
            "SELECT * FROM public.letter",
            "DELETE FROM public.outbox",
            "CREATE TABLE public.mine (x int)",
            "CREATE ROLE other",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                bot.execute(statement)
    with db.engine.begin() as portal:  # erasing reaches it
        portal.exec_driver_sql("DELETE FROM bot.events WHERE sender_id = '17.1'")


def test_erasing_the_demo_erases_what_the_bot_remembers(database) -> None:
    """Else the next demo would go on with the talks of the last."""
    db, url, home = database
    tracker_role.prepare(db, url, home)
    with psycopg.connect(tracker_role.url_of(url, home), autocommit=True) as bot:
        bot.execute(MAKE_EVENTS)
    demo_home.mark_path(home).write_text("filled", encoding="ascii")
    demo_home.erase(load({"LINLI_HOME": str(home), "SECRET_KEY": "test", "DEMO": "1", "DATABASE_URL": url}))
    with db.engine.begin() as portal:
        assert portal.scalar(sa.text("SELECT to_regnamespace('bot')")) is None


def test_a_tracker_of_before_moves_along(database) -> None:
    """An earlier version kept it among the portal's tables, under the portal's role: no conversation is lost."""
    db, url, home = database
    with db.engine.begin() as portal:
        portal.exec_driver_sql(MAKE_EVENTS)
        portal.exec_driver_sql("INSERT INTO events (sender_id, type_name) VALUES ('17.1', 'user')")
    tracker_role.prepare(db, url, home)
    with psycopg.connect(tracker_role.url_of(url, home), autocommit=True) as bot:
        assert bot.execute("SELECT sender_id FROM events").fetchall() == [("17.1",)]
        bot.execute("INSERT INTO events (sender_id, type_name) VALUES ('18.1', 'user')")
