"""unheard: an index of the alarms that nobody has acknowledged"""

from __future__ import annotations

from alembic import op

revision = "0023_unheard"
down_revision = "0022_contact_claims"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_alarm_acked_at", "alarm", ["acked_at"])


def downgrade() -> None:
    op.drop_index("ix_alarm_acked_at", "alarm")
