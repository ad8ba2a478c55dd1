"""whether a choice for a secret vote was cut from a message about an emergency, so that its sender is told"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016_words"
down_revision = "0015_code_use"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # no batch mode, and the default stays: a copied table would forget the highest id, an idempotency key
    op.add_column("inbox_message", sa.Column("choice_cut", sa.Boolean(), nullable=False, server_default=sa.text("false")))


def downgrade() -> None:
    op.drop_column("inbox_message", "choice_cut")
