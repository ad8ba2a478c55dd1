"""when half and most of a case's clock will have passed, and of which share staff were told"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039_warnings"
down_revision = "0032_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("half_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case", sa.Column("most_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case", sa.Column("warned", sa.Integer(), nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    op.drop_column("case", "warned")
    op.drop_column("case", "most_at")
    op.drop_column("case", "half_at")
