"""who downloaded a weekly report; an index of events by verb and time"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044_weekly_report"
down_revision = "0037_people_of_grids"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_download",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_report_download_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_download")),
    )
    op.create_index("ix_report_download_monday", "report_download", ["monday"])
    op.create_index("ix_case_event_verb_at", "case_event", ["verb", "at"])


def downgrade() -> None:
    op.drop_index("ix_case_event_verb_at", "case_event")
    op.drop_table("report_download")
