"""visits and sightings of grid workers; an index by which their own acts on cases are counted"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.storage.db import PersonalText

revision = "0043_rounds"
down_revision = "0041_ratings"
branch_labels = None
depends_on = None

BY_GRID = sa.text("actor = 'grid'")


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("whom", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("household", PersonalText(), nullable=False),
        sa.Column("note", PersonalText(), nullable=False),
        sa.Column("source_key", sa.String(length=200), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_visit_minutes")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_visit_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("source_key", name=op.f("uq_visit_source_key")),
    )
    op.create_index("ix_visit_account_id_on", "visit", ["account_id", "on"])
    op.create_index(op.f("ix_visit_entered_at"), "visit", ["entered_at"])
    op.create_table(
        "sighting",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_sighting_case_id_case")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sighting_account_id_account")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_sighting")),
    )
    op.create_index("ix_sighting_account_id_at", "sighting", ["account_id", "at"])
    op.create_index(
        "ix_case_event_grid_worker", "case_event", ["actor_id", "at"], sqlite_where=BY_GRID, postgresql_where=BY_GRID
    )


def downgrade() -> None:
    op.drop_index("ix_case_event_grid_worker", "case_event")
    op.drop_table("sighting")
    op.drop_table("visit")
