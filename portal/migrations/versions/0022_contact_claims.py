"""claims that the reporter was phoned or visited, and the reporter's answer"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022_contact_claims"
down_revision = "0021_backends"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=40), nullable=True),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answer_event_id", sa.Integer(), nullable=True),
        sa.Column("heard_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answer = '') = (answer_event_id IS NULL)", name=op.f("ck_contact_claim_answered")),
        sa.CheckConstraint("answer IN ('','confirmed','denied')", name=op.f("ck_contact_claim_answer")),
        sa.CheckConstraint("how IN ('phone','missed','visit','talk')", name=op.f("ck_contact_claim_how")),
        sa.ForeignKeyConstraint(
            ["answer_event_id"], ["case_event.id"], name=op.f("fk_contact_claim_answer_event_id_case_event")
        ),
        sa.ForeignKeyConstraint(["body"], ["body.code"], name=op.f("fk_contact_claim_body_body")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_contact_claim_case_id_case")),
        sa.ForeignKeyConstraint(["event_id"], ["case_event.id"], name=op.f("fk_contact_claim_event_id_case_event")),
        sa.ForeignKeyConstraint(["heard_by"], ["account.id"], name=op.f("fk_contact_claim_heard_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_claim")),
        sa.UniqueConstraint("event_id", "how", name=op.f("uq_contact_claim_event_id_how")),
    )
    op.create_index(op.f("ix_contact_claim_case_id"), "contact_claim", ["case_id"])
    op.create_index("ix_contact_claim_answer_heard_by", "contact_claim", ["answer", "heard_by"])


def downgrade() -> None:
    op.drop_table("contact_claim")
