"""areas: the tree above the grids; how each grid is drawn, and from when; nicknames that staff taught"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0036_areas_and_drawings"
down_revision = "0025_pauses"
branch_labels = None
depends_on = None

ALWAYS = date(1970, 1, 1)


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "level IN ('province','city','county','subdistrict','community')", name=op.f("ck_area_level")
        ),
        sa.ForeignKeyConstraint(["parent"], ["area.code"], name=op.f("fk_area_parent_area")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    with op.batch_alter_table("grid") as batch:
        batch.add_column(sa.Column("community", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch.create_foreign_key(op.f("fk_grid_community_area"), "area", ["community"], ["code"])
    op.create_table(
        "grid_drawing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("geometry", sa.JSON(), nullable=False),
        sa.Column("community", sa.String(length=40), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name=op.f("ck_grid_drawing_in_order")),
        sa.ForeignKeyConstraint(["community"], ["area.code"], name=op.f("fk_grid_drawing_community_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_drawing")),
        sa.UniqueConstraint("layer", "code", "valid_from", name=op.f("uq_grid_drawing_layer_code_valid_from")),
    )
    op.create_table(
        "nickname",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("plain", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("grid", sa.String(length=40), nullable=True),
        sa.Column("taught_by", sa.Integer(), nullable=False),
        sa.Column("taught_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["grid"], ["grid.code"], name=op.f("fk_nickname_grid_grid")),
        sa.ForeignKeyConstraint(["taught_by"], ["account.id"], name=op.f("fk_nickname_taught_by_account")),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_nickname_undone_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nickname")),
    )
    op.create_index(op.f("ix_nickname_plain"), "nickname", ["plain"])
    _keep_drawings()


def _keep_drawings() -> None:
    """Each grid is drawn as it always was."""
    op.execute(
        sa.text(
            "INSERT INTO grid_drawing (layer, code, name, geometry, valid_from)"
            " SELECT '', code, name, geometry, :always FROM grid"
        ).bindparams(sa.bindparam("always", ALWAYS, type_=sa.Date()))
    )


def downgrade() -> None:
    op.drop_table("nickname")
    op.drop_table("grid_drawing")
    with op.batch_alter_table("grid") as batch:
        batch.drop_constraint(op.f("fk_grid_community_area"), type_="foreignkey")
        batch.drop_column("ended_on")
        batch.drop_column("community")
    op.drop_table("area")
