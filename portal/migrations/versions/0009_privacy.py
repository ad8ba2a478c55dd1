"""erasures; when a case or contact point was erased"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_privacy"
down_revision = "0008_procedure"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("media", sa.JSON(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('begun','swept','done')", name=op.f("ck_erasure_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("entry", name=op.f("uq_erasure_entry")),
    )
    op.create_index(op.f("ix_erasure_state"), "erasure", ["state"], unique=False)
    with op.batch_alter_table("contact_point") as table:
        table.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("case") as table:
        table.add_column(sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("case") as table:
        table.drop_column("forgotten_at")
    with op.batch_alter_table("contact_point") as table:
        table.drop_column("erased_at")
    op.drop_table("erasure")
