"""votes by SMS that wait for their code to come back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_sms_votes"
down_revision = "0006_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    aware = sa.DateTime(timezone=True)
    op.create_table(
        "sms_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_point_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("question", sa.String(length=8), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", aware, nullable=False),
        sa.Column("expires_at", aware, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", aware, nullable=True),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_point.id"], name="fk_sms_vote_contact_point_id_contact_point"
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name="fk_sms_vote_consultation_id_consultation"
        ),
        sa.ForeignKeyConstraint(["roll_entry_id"], ["roll_entry.id"], name="fk_sms_vote_roll_entry_id_roll_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_sms_vote"),
        sa.UniqueConstraint("source_key", name="uq_sms_vote_source_key"),
    )
    op.create_index("ix_sms_vote_contact_point_id", "sms_vote", ["contact_point_id"])
    op.create_index("ix_sms_vote_roll_entry_id", "sms_vote", ["roll_entry_id"])
