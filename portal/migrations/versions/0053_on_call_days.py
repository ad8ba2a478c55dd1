"""the on-call schedule, by day"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053_on_call_days"
down_revision = "0052_key_places"
branch_labels = None
depends_on = None

STANDS = sa.text("removed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "on_call_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_by IS NULL)", name=op.f("ck_on_call_day_removed")),
        sa.CheckConstraint("position IN (1,2)", name=op.f("ck_on_call_day_position")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_on_call_day_account_id_account")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_on_call_day_entered_by_account")),
        sa.ForeignKeyConstraint(["removed_by"], ["account.id"], name=op.f("fk_on_call_day_removed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_call_day")),
    )
    op.create_index(
        "uq_on_call_day_stands",
        "on_call_day",
        ["day", "position"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def downgrade() -> None:
    op.drop_table("on_call_day")
