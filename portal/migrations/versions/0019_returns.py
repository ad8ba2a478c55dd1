"""when a handler asked a supervisor to take the case back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019_returns"
down_revision = "0018_open311"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("return_asked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("case", "return_asked_at")
