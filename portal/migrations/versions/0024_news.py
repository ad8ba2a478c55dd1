"""news: what other systems say of the cases that they have"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024_news"
down_revision = "0023_unheard"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "backend_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("backend", sa.String(length=40), nullable=False),
        sa.Column("news_id", sa.String(length=200), nullable=False),
        sa.Column("signed_at", moment, nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["backend"], ["backend.name"], name=op.f("fk_backend_news_backend_backend")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_backend_news_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backend_news")),
        sa.UniqueConstraint("backend", "news_id", name=op.f("uq_backend_news_backend_news_id")),
    )
    op.create_index(op.f("ix_backend_news_case_id"), "backend_news", ["case_id"])


def downgrade() -> None:
    op.drop_table("backend_news")
