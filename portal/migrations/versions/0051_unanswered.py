"""questions that the bot could not answer, and who wrote a common question"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.storage.db import PersonalText, UtcDateTime

revision = "0051_unanswered"
down_revision = "0050_admission"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unanswered_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_point_id", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=200), nullable=False),
        sa.Column("words", PersonalText(), nullable=False),
        sa.Column("plain", PersonalText(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('','answered','dismissed')", name=op.f("ck_unanswered_question_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_point.id"], name=op.f("fk_unanswered_question_contact_point_id_contact_point")
        ),
        sa.ForeignKeyConstraint(["done_by"], ["account.id"], name=op.f("fk_unanswered_question_done_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unanswered_question")),
        sa.UniqueConstraint("source_key", name=op.f("uq_unanswered_question_source_key")),
    )
    op.create_index(
        op.f("ix_unanswered_question_contact_point_id"), "unanswered_question", ["contact_point_id"]
    )
    with op.batch_alter_table("faq") as faq:
        faq.add_column(sa.Column("written_by", sa.Integer(), nullable=True))
        faq.create_foreign_key(op.f("fk_faq_written_by_account"), "account", ["written_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("faq") as faq:
        faq.drop_constraint(op.f("fk_faq_written_by_account"), type_="foreignkey")
        faq.drop_column("written_by")
    op.drop_index(op.f("ix_unanswered_question_contact_point_id"), "unanswered_question")
    op.drop_table("unanswered_question")
