"""inspections of hazards that were resolved"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049_inspections"
down_revision = "0048_hot_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=10), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(finding = '') = (ended_by IS NULL)", name=op.f("ck_inspection_ended")),
        sa.CheckConstraint("finding IN ('','fine','back')", name=op.f("ck_inspection_finding")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_inspection_case_id_case")),
        sa.ForeignKeyConstraint(["ended_by"], ["case_event.id"], name=op.f("fk_inspection_ended_by_case_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint("case_id", "round", name=op.f("uq_inspection_case_id_round")),
    )
    op.create_index("ix_inspection_finding_next_on", "inspection", ["finding", "next_on"])


def downgrade() -> None:
    op.drop_table("inspection")
