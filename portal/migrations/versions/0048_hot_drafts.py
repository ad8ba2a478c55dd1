"""consultations drafted from hot issues"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048_hot_drafts"
down_revision = "0042_joint"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation_origin",
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("category", sa.String(length=100), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_consultation_origin_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_consultation_origin")),
    )
    op.create_table(
        "hot_draft_case",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_hot_draft_case_case_id_case")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_hot_draft_case_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_hot_draft_case")),
    )
    op.create_index(op.f("ix_hot_draft_case_consultation_id"), "hot_draft_case", ["consultation_id"])


def downgrade() -> None:
    op.drop_table("hot_draft_case")
    op.drop_table("consultation_origin")
