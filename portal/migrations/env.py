"""Alembic's entry: works on the connection and inside the transaction that `portal.storage.migrate` gives."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlalchemy.engine.default import DefaultDialect

from portal.storage.migrate import is_compared
from portal.storage.models_all import metadata


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as plain SQL types, so that a migration does not depend on later code."""
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return f"sa.{item.load_dialect_impl(DefaultDialect())!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_as_batch=True,
    render_item=plain_type,
    compare_type=True,
    include_name=is_compared,
    transactional_ddl=False,  # the transaction is the caller's
)
context.run_migrations()
