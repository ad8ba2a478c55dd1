"""Put one row into every table of a database, for an upgrade to carry over."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

_LISTED = re.compile(r"\bIN\s*\(|\bANY\b", re.IGNORECASE)
_MOST_TRIES = 5000
_NOT_OURS = {"alembic_version"}


def fill(engine: sa.Engine) -> dict[str, int]:
    """Put a row into each table, parents first; returns table → number of rows."""
    metadata = sa.MetaData()
    with engine.connect() as connection:
        metadata.reflect(connection)
    inspector = sa.inspect(engine)
    kept: dict[str, dict[str, Any]] = {}
    for table in metadata.sorted_tables:
        if table.name not in _NOT_OURS:
            checks = [check["sqltext"] for check in inspector.get_check_constraints(table.name)]
            kept[table.name] = _insert(engine, table, checks, kept)
    return counts(engine)


def counts(engine: sa.Engine) -> dict[str, int]:
    """Table → number of rows."""
    names = [name for name in sa.inspect(engine).get_table_names() if name not in _NOT_OURS]
    with engine.connect() as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
            for name in names
        }


def _insert(engine: sa.Engine, table: sa.Table, checks: list[str], kept: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Insert a row, trying values until the CHECKs accept it."""
    choices = {column.name: _choices(column, checks, kept) for column in table.columns}
    last: Exception | None = None
    for tried, values in enumerate(itertools.product(*choices.values())):
        row = dict(zip(choices, values, strict=True))
        try:
            with engine.begin() as connection:
                connection.execute(sa.insert(table), row)
        except sa.exc.IntegrityError as error:
            last = error
            if tried >= _MOST_TRIES:
                break
        else:
            return row
    raise AssertionError(f"no row fits into {table.name}: {last}")


def _choices(column: sa.Column[Any], checks: list[str], kept: dict[str, dict[str, Any]]) -> list[Any]:
    key = next(iter(column.foreign_keys), None)
    if key is not None:
        parent = kept.get(key.column.table.name)  # None for a table that refers to itself
        return [parent[key.column.name]] if parent else [None]
    speaking = [check for check in checks if re.search(rf"\b{re.escape(column.name)}\b", re.sub(r"'[^']*'", "", check))]
    listed = [value for check in speaking if _LISTED.search(check) for value in re.findall(r"'([^']*)'", check)]
    words = isinstance(column.type, sa.String) and [value for value in dict.fromkeys(listed) if value]
    values: list[Any] = words or [_plain(column)]
    if not speaking:
        return values
    if isinstance(values[0], int) and not isinstance(values[0], bool):
        values += [0, 2]
    return [*values, None] if column.nullable else values


def _plain(column: sa.Column[Any]) -> Any:
    kind = column.type
    if isinstance(kind, sa.JSON):
        return {}
    plain: dict[type, Any] = {
        int: 1,
        float: 1.0,
        bool: True,
        bytes: b"x",
        str: "x",
        datetime: datetime(2026, 11, 24, tzinfo=UTC),
        date: date(2026, 11, 24),
        Decimal: Decimal(1),
    }
    return plain[kind.python_type]
