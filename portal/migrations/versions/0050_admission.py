"""the admission ledger: the list, asks and the decisions on them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "0050_admission"
down_revision = "0049_inspections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admission_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_admission_year")),
    )
    op.create_table(
        "admission_download",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begin", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_admission_download_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_download")),
    )
    op.create_table(
        "admission_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("departments", sa.String(length=200), nullable=False),
        sa.Column("work", sa.JSON(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("funds", sa.String(length=100), nullable=False),
        sa.Column("people", sa.String(length=100), nullable=False),
        sa.Column("aliases", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('statutory','assisting','banned')", name=op.f("ck_admission_item_kind")),
        sa.CheckConstraint("every_days IS NULL OR every_days > 0", name=op.f("ck_admission_item_every_days")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_admission_item_ended_by_account")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_admission_item_entered_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_item")),
        sa.UniqueConstraint("code", "serial", name=op.f("uq_admission_item_code_serial")),
    )
    op.create_table(
        "admission_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("work", sa.JSON(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("comes_with", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_key", sa.String(length=100), nullable=False),
        sa.CheckConstraint("state <> 'exception' OR until IS NOT NULL", name=op.f("ck_admission_ask_exception_ends")),
        sa.CheckConstraint(
            "state IN ('admitted','refused','exception','ended','withdrawn')", name=op.f("ck_admission_ask_state")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_admission_ask_entered_by_account")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["admission_item.id"], name=op.f("fk_admission_ask_item_id_admission_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_ask")),
        sa.UniqueConstraint("number", name=op.f("uq_admission_ask_number")),
        sa.UniqueConstraint("source_key", name=op.f("uq_admission_ask_source_key")),
    )
    op.create_index(op.f("ix_admission_ask_day"), "admission_ask", ["day"])
    op.create_table(
        "admission_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("comes", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act IN ('enter','except','end','withdraw')", name=op.f("ck_admission_decision_act")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_admission_decision_account_id_account")),
        sa.ForeignKeyConstraint(
            ["ask_id"], ["admission_ask.id"], name=op.f("fk_admission_decision_ask_id_admission_ask")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_decision")),
        sa.UniqueConstraint("ask_id", "serial", name=op.f("uq_admission_decision_ask_id_serial")),
    )


def downgrade() -> None:
    for table in ("admission_decision", "admission_ask", "admission_item", "admission_download", "admission_year"):
        op.drop_table(table)
