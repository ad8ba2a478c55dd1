"""until when a case waits for its resident's answer, and how often it did"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025_pauses"
down_revision = "0024_news"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case", sa.Column("pauses", sa.Integer(), nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    op.drop_column("case", "pauses")
    op.drop_column("case", "paused_until")
