"""what a one-time code may be used for"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_code_use"
down_revision = "0014_seams"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("one_time_code") as table:
        table.add_column(sa.Column("use", sa.String(length=10), nullable=False, server_default="sign_in"))
    with op.batch_alter_table("one_time_code") as table:
        table.alter_column("use", server_default=None, existing_type=sa.String(length=10), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("one_time_code") as table:
        table.drop_column("use")
