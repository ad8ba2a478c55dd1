"""registers of rented homes, shops and organisations, with their values, looks and exports"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.storage.db import PersonalText

revision = "0054_registers"
down_revision = "0053_on_call_days"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")
CURRENT = sa.text("replaced_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "register_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("grid", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("spot_key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=20), nullable=False),
        sa.Column("source_key", sa.String(length=60), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name=op.f("ck_register_entry_ended")),
        sa.CheckConstraint("kind IN ('home','shop','organisation')", name=op.f("ck_register_entry_kind")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_register_entry_ended_by_account")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_register_entry_entered_by_account")),
        sa.ForeignKeyConstraint(["grid"], ["grid.code"], name=op.f("fk_register_entry_grid_grid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("source_key", name=op.f("uq_register_entry_source_key")),
    )
    op.create_index(op.f("ix_register_entry_ended_at"), "register_entry", ["ended_at"])
    op.create_index("ix_register_entry_list", "register_entry", ["kind", "grid", "id"])
    op.create_index(
        "uq_register_entry_open", "register_entry", ["spot_key"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "register_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("value", PersonalText(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_register_value_entered_by_account")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_register_value_entry_id_register_entry")
        ),
        sa.ForeignKeyConstraint(["replaced_by"], ["account.id"], name=op.f("fk_register_value_replaced_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_value")),
    )
    op.create_index(op.f("ix_register_value_entry_id"), "register_value", ["entry_id"])
    op.create_index("ix_register_value_value", "register_value", ["value"])
    op.create_index(
        "uq_register_value_current",
        "register_value",
        ["entry_id", "field"],
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )
    op.create_table(
        "register_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("grid", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_register_export_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_export")),
    )
    op.create_table(
        "register_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_register_look_account_id_account")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_register_look_entry_id_register_entry")
        ),
        sa.ForeignKeyConstraint(
            ["export_id"], ["register_export.id"], name=op.f("fk_register_look_export_id_register_export")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_look")),
    )
    op.create_index(op.f("ix_register_look_entry_id"), "register_look", ["entry_id"])


def downgrade() -> None:
    op.drop_table("register_look")
    op.drop_table("register_export")
    op.drop_table("register_value")
    op.drop_table("register_entry")
