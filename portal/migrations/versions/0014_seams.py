"""a version of the community's lists, so that a process notices a change without reading them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_seams"
down_revision = "0013_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("community") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("community") as table:
        table.alter_column("version", server_default=None, existing_type=sa.Integer(), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("community") as table:
        table.drop_column("version")
