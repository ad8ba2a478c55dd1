"""sealed cases, and which clerks and supervisors may see one"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040_sealed"
down_revision = "0045_account_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("seal", sa.String(length=12), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "case_assigned",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_assigned_account_id_account")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_assigned_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_assigned")),
        sa.UniqueConstraint("case_id", "account_id", name=op.f("uq_case_assigned_case_id_account_id")),
    )
    op.create_index(op.f("ix_case_assigned_account_id"), "case_assigned", ["account_id"])


def downgrade() -> None:
    op.drop_table("case_assigned")
    op.drop_column("case", "seal")
