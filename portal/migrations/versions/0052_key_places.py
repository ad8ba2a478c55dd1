"""key places, and the cases that were counted for them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.storage.db import PersonalText

revision = "0052_key_places"
down_revision = "0051_unanswered"
branch_labels = None
depends_on = None

LISTED = sa.text("struck_at IS NULL AND place <> ''")


def upgrade() -> None:
    op.create_table(
        "key_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_by", sa.Integer(), nullable=True),
        sa.Column("reason", PersonalText(), nullable=False),
        sa.CheckConstraint("(struck_at IS NULL) = (struck_by IS NULL)", name=op.f("ck_key_place_struck")),
        sa.ForeignKeyConstraint(["grid"], ["grid.code"], name=op.f("fk_key_place_grid_grid")),
        sa.ForeignKeyConstraint(["struck_by"], ["account.id"], name=op.f("fk_key_place_struck_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_place")),
    )
    op.create_index("ix_key_place_struck_at", "key_place", ["struck_at"])
    op.create_index(
        "uq_key_place_listed",
        "key_place",
        ["grid", "place"],
        unique=True,
        sqlite_where=LISTED,
        postgresql_where=LISTED,
    )
    op.create_table(
        "key_place_case",
        sa.Column("key_place_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_key_place_case_case_id_case")),
        sa.ForeignKeyConstraint(
            ["key_place_id"], ["key_place.id"], name=op.f("fk_key_place_case_key_place_id_key_place")
        ),
        sa.PrimaryKeyConstraint("key_place_id", "case_id", name=op.f("pk_key_place_case")),
    )
    op.create_index(op.f("ix_key_place_case_case_id"), "key_place_case", ["case_id"])


def downgrade() -> None:
    op.drop_table("key_place_case")
    op.drop_table("key_place")
