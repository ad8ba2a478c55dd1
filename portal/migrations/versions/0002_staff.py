"""staff sessions, second factor, recovery codes, account events, unsent forms"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_staff"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("must_change", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("totp_sealed", sa.String(300)))
        table.add_column(sa.Column("totp_step", sa.Integer(), server_default="0", nullable=False))
    # numbers were stored as typed; an alarm is sent to E.164 numbers only
    op.execute("UPDATE account SET phone = '+86' || phone WHERE length(phone) = 11 AND phone LIKE '1%'")
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_key", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
        sa.Column("stamp", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("second_factor_at", sa.DateTime(timezone=True)),
        sa.Column("totp_sealed", sa.String(300)),
        sa.Column("device_key", sa.String(64)),
        sa.Column("address_key", sa.String(64)),
        sa.CheckConstraint("kind IN ('web','grid')", name=op.f("ck_staff_session_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_staff_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_key", name=op.f("uq_staff_session_token_key")),
    )
    with op.batch_alter_table("staff_session") as table:
        for column in ("account_id", "address_key", "device_key"):
            table.create_index(op.f(f"ix_staff_session_{column}"), [column])
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "account_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(30), nullable=False),
        sa.Column("by", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("by IN ('owner','operator')", name=op.f("ck_account_event_by")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_event_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_event")),
    )
    op.create_table(
        "unsent_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_unsent_form_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsent_form")),
    )
    for table_name in ("recovery_code", "account_event", "unsent_form"):
        with op.batch_alter_table(table_name) as table:
            table.create_index(op.f(f"ix_{table_name}_account_id"), ["account_id"])
