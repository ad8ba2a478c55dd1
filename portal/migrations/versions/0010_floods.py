"""channels: the danger that a message names in plain words (`alarm`), so that it is answered before others"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_floods"
down_revision = "0009_privacy"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox_message", sa.Column("alarm", sa.String(20), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("inbox_message", "alarm")
