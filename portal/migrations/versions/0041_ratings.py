"""ratings: how satisfied reporters are with the attitude and the result"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041_ratings"
down_revision = "0044_weekly_report"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_rating",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.String(length=40), nullable=True),
        sa.Column("attitude", sa.String(length=10), nullable=True),
        sa.Column("result", sa.String(length=10), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("attitude IN ('good','fair','bad')", name=op.f("ck_case_rating_attitude")),
        sa.CheckConstraint("result IN ('good','fair','bad')", name=op.f("ck_case_rating_result")),
        sa.CheckConstraint("attitude IS NOT NULL OR result IS NOT NULL", name=op.f("ck_case_rating_said")),
        sa.ForeignKeyConstraint(["body"], ["body.code"], name=op.f("fk_case_rating_body_body")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_rating_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_rating")),
    )
    op.create_index(op.f("ix_case_rating_at"), "case_rating", ["at"])


def downgrade() -> None:
    op.drop_table("case_rating")
