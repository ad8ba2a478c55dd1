"""into which other case a case is merged"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033_merged"
down_revision = "0030_taken_down"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.create_index("ix_case_merged_into", "case", ["merged_into"])


def downgrade() -> None:
    op.drop_index("ix_case_merged_into", "case")
    op.drop_column("case", "merged_into")
