"""What the rooms' own commands (`linli …`) share: one transaction on the database that the settings name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import click
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from portal.kernel.clock import clock_from
from portal.kernel.config import Settings, load
from portal.storage.db import Database
from portal.storage.models_all import metadata


@dataclass(frozen=True)
class Shell:
    """What a room's command may use: the settings, a write session, and the present time."""

    settings: Settings
    s: Session
    now: datetime


@contextmanager
def transaction() -> Iterator[Shell]:
    """A write transaction, committed at the end. Raises ClickException if the database cannot be used."""
    settings = load()
    metadata()  # a room's tables may have foreign keys to those of rooms that its commands do not import
    db = Database(settings.database_url)
    try:
        with db.write() as s:
            yield Shell(settings, s, clock_from(settings.now, settings.home / "run").now())
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException(f"数据库用不了，先运行 linli migrate：{error.orig}") from error
    finally:
        db.engine.dispose()
