"""whether a case's reporter is probably a minor"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058_perhaps_minor"
down_revision = "0057_alarm_ended"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("perhaps_minor", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("case", "perhaps_minor")
