"""Alembic's entry: works on the connection and inside the transaction that `portal.migrate` gives."""

from __future__ import annotations

from alembic import context

from portal.models_all import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata(),
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="portal.db.",
    transactional_ddl=False,  # the transaction is the caller's
)
context.run_migrations()
