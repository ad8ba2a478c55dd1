"""whether a choice for a secret vote was cut from an emergency, so that its sender is told"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016_words"
down_revision = "0015_code_use"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("inbox_message") as table:
        table.add_column(sa.Column("choice_cut", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("inbox_message") as table:
        table.alter_column("choice_cut", server_default=None, existing_type=sa.Boolean(), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("inbox_message") as table:
        table.drop_column("choice_cut")
