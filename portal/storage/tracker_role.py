"""Rasa's tracker on PostgreSQL: a role and a schema of its own, so the bot's password gives no access to our tables."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.exc import DBAPIError

from portal.kernel.config import SettingError, kept_secret
from portal.storage.db import Database

SCHEMA = "bot"  # of Rasa's tables on PostgreSQL
_LOCK = 7311847  # of PostgreSQL's advisory locks: of two starts at once the second waits
_LONGEST_NAME = 63  # bytes of a name in PostgreSQL


def url_of(database_url: str, home: Path) -> str:
    """The tracker's URL for Rasa's SQLAlchemy 1.4, which does not know the portal's driver; with the role's password.

    That is made the first time, and kept in the secrets of `home` (LINLI_HOME).
    """
    url = sa.make_url(database_url)
    named = url.set(
        drivername="postgresql", username=role_of(database_url), password=kept_secret(home, "tracker_password")
    )
    return named.render_as_string(hide_password=False)


def role_of(database_url: str) -> str:
    """The role's name: one per database, so that two communities on one server do not share it."""
    name = f"{sa.make_url(database_url).database or 'linli'}_bot"
    return name.encode()[-_LONGEST_NAME:].decode(errors="ignore")


def prepare(db: Database, database_url: str, home: Path) -> None:
    """Create the role and its schema, or set its password again; move an earlier version's tracker out of `public`.

    Revokes from PUBLIC (all roles) the right to create tables in the schema `public`.

    The portal's role becomes a member of the new role, so that erasing reaches the tracker. Raises SettingError, saying
    which privileges it takes, if the database refuses any of this.
    """
    role, password = role_of(database_url), kept_secret(home, "tracker_password")
    try:
        with db.engine.begin() as connection:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            known = connection.scalar(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role})
            for line in _statements(sa.make_url(database_url).database or "", role, password, new=known is None):
                connection.exec_driver_sql(_plain(line, connection))
            if connection.scalar(_OLD_TRACKER):
                connection.exec_driver_sql(f"ALTER TABLE public.events SET SCHEMA {SCHEMA}")
                connection.exec_driver_sql(
                    _plain(sql.SQL("ALTER TABLE {}.events OWNER TO {}").format(_id(SCHEMA), _id(role)), connection)
                )
    except DBAPIError as error:
        raise SettingError(
            f"DATABASE_URL: its role may not make the role {role} for the bot's tracker ({type(error.orig).__name__}); "
            f"give it CREATEROLE and CREATE on the database, or set LINLI_TRACKER_URL to a role that you made"
        ) from error


_OLD_TRACKER = sa.text(  # whether `public` holds an earlier version's tracker that is to be moved
    "SELECT to_regclass('public.events') IS NOT NULL AND to_regclass('bot.events') IS NULL AND EXISTS ("
    "SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'events'"
    " AND column_name = 'sender_id')"
)


def _statements(database: str, role: str, password: str, *, new: bool) -> list[sql.Composed]:
    """The SQL that creates the role (`new`) or changes its password, and sets up its schema and rights."""
    if new:
        made = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {} ROLE CURRENT_USER")
    else:
        made = sql.SQL("ALTER ROLE {} PASSWORD {}")
    return [
        made.format(_id(role), sql.Literal(password)),
        sql.SQL("CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}").format(_id(SCHEMA), _id(role)),
        sql.SQL("ALTER ROLE {} IN DATABASE {} SET search_path = {}").format(_id(role), _id(database), _id(SCHEMA)),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC").format(),
    ]


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _plain(line: sql.Composed, connection: sa.Connection) -> str:
    driver = connection.connection.driver_connection
    return line.as_string(driver).replace("%", "%%")
