"""when a handler asked for more time, and how often a case got it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020_extensions"
down_revision = "0019_returns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("extension_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case", sa.Column("extended", sa.Integer(), nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    op.drop_column("case", "extended")
    op.drop_column("case", "extension_asked_at")
