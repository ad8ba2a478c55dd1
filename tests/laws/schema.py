"""Describe a database's tables so that they can be compared: models and migrations must give the same."""

from __future__ import annotations

import re

import sqlalchemy as sa

from portal.storage.migrate import is_compared

_NOT_OURS = {"alembic_version"}


def schema(engine: sa.Engine) -> dict[str, object]:
    """`table.thing` → its definition, for columns, keys, indexes, CHECKs and SQLite's table options."""
    inspector = sa.inspect(engine)
    found: dict[str, object] = {}
    for table in inspector.get_table_names():
        if table in _NOT_OURS or not is_compared(table, "table", {}):
            continue
        for column in inspector.get_columns(table):
            type_ = column["type"].compile(engine.dialect)
            found[f"{table}.{column['name']}"] = (type_, column["nullable"], _plain(column.get("default")))
        found[f"{table} primary key"] = inspector.get_pk_constraint(table)["constrained_columns"]
        for key in inspector.get_foreign_keys(table):
            to = (key["referred_table"], tuple(key["referred_columns"]), str(key.get("options")))
            found[f"{table} foreign key {key['constrained_columns']}"] = to
        for unique in inspector.get_unique_constraints(table):
            found[f"{table} unique {unique['name']}"] = tuple(unique["column_names"])
        for index in inspector.get_indexes(table):
            found[f"{table} index {index['name']}"] = (tuple(index["column_names"]), bool(index["unique"]))
        for check in inspector.get_check_constraints(table):
            found[f"{table} check {check['name']}"] = _plain(check["sqltext"])
    return found | (_sqlite_options(engine) if engine.dialect.name == "sqlite" else {})


def differences(one: dict[str, object], other: dict[str, object]) -> dict[str, tuple[object, object]]:
    """Thing → (in one, in the other), for all that differ."""
    return {key: (one.get(key), other.get(key)) for key in one | other if one.get(key) != other.get(key)}


def _plain(text: object) -> str | None:
    """Normalise SQL: without spacing and needless brackets."""
    return None if text is None else re.sub(r"[\s()]+", " ", str(text)).strip().lower()


def _sqlite_options(engine: sa.Engine) -> dict[str, object]:
    """AUTOINCREMENT, WITHOUT ROWID and partial indexes, which Alembic's batch mode drops silently."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    found: dict[str, object] = {}
    for name, table, sql in rows:
        if table not in _NOT_OURS:
            words = str(sql).upper()
            where = words.partition(" WHERE ")[2] if words.startswith("CREATE INDEX") or "UNIQUE INDEX" in words else ""
            found[f"{name} options"] = ("AUTOINCREMENT" in words, "WITHOUT ROWID" in words, _plain(where))
    return found
