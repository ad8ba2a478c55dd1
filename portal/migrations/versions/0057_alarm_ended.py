"""when an all-clear ended an alarm"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057_alarm_ended"
down_revision = "0056_chat_owners"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alarm", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE alarm SET ended_at = opened_at WHERE acked_at IS NULL AND next_at IS NULL")


def downgrade() -> None:
    op.drop_column("alarm", "ended_at")
