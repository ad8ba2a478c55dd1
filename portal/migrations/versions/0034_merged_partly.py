"""index only the cases that are merged: SQLite took the index of all to find those that are not"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034_merged_partly"
down_revision = "0033_merged"
branch_labels = None
depends_on = None

_MERGED = sa.text("merged_into IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_case_merged_into", "case")
    op.create_index("ix_case_merged_into", "case", ["merged_into"], sqlite_where=_MERGED, postgresql_where=_MERGED)


def downgrade() -> None:
    op.drop_index("ix_case_merged_into", "case")
    op.create_index("ix_case_merged_into", "case", ["merged_into"])
