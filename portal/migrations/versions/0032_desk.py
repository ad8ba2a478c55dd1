"""the desk: texts for replies, saved views, who has a case open, which clerk a case is with"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032_desk"
down_revision = "0031_hotline"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "reply_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=30), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reply_text_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_text")),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("query", sa.String(length=300), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_view_account_id_name")),
    )
    op.create_table(
        "case_open",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("seen", moment, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_open_account_id_account")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_open_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "account_id", name=op.f("pk_case_open")),
    )
    op.create_index("ix_case_open_seen", "case_open", ["seen"])
    op.create_table(
        "case_clerk",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_clerk_account_id_account")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_clerk_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_clerk")),
    )
    op.create_index("ix_case_clerk_account_id", "case_clerk", ["account_id"])


def downgrade() -> None:
    for table in ("case_clerk", "case_open", "saved_view", "reply_text"):
        op.drop_table(table)
