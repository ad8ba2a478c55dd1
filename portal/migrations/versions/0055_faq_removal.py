"""common questions that were taken back, and which question each answered"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.storage.db import PersonalText

revision = "0055_faq_removal"
down_revision = "0054_registers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "faq_removal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", PersonalText(), nullable=False),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_faq_removal_written_by_account")),
        sa.ForeignKeyConstraint(["removed_by"], ["account.id"], name=op.f("fk_faq_removal_removed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_removal")),
    )
    op.add_column("unanswered_question", sa.Column("faq_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("unanswered_question", "faq_id")
    op.drop_table("faq_removal")
