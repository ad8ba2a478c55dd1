"""leaves of grid workers with their stand-ins, and the people of a grid's service team by post"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037_people_of_grids"
down_revision = "0039_warnings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "staff_leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", moment, nullable=False),
        sa.Column("cancelled_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", moment, nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_staff_leave_in_order")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_staff_leave_account_id_account")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["account.id"], name=op.f("fk_staff_leave_stand_in_id_account")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_staff_leave_entered_by_account")),
        sa.ForeignKeyConstraint(["cancelled_by"], ["account.id"], name=op.f("fk_staff_leave_cancelled_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_leave")),
    )
    op.create_index(op.f("ix_staff_leave_account_id"), "staff_leave", ["account_id"])
    op.create_index(op.f("ix_staff_leave_stand_in_id"), "staff_leave", ["stand_in_id"])
    op.create_table(
        "grid_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid", sa.String(length=40), nullable=False),
        sa.Column("post", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", moment, nullable=False),
        sa.Column("left_at", moment, nullable=True),
        sa.CheckConstraint(
            "post IN ('leader','full_time','part_time','instructor','micro_leader')", name=op.f("ck_grid_person_post")
        ),
        sa.ForeignKeyConstraint(["grid"], ["grid.code"], name=op.f("fk_grid_person_grid_grid")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_grid_person_entered_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_person")),
    )
    op.create_index(op.f("ix_grid_person_grid"), "grid_person", ["grid"])


def downgrade() -> None:
    op.drop_table("grid_person")
    op.drop_table("staff_leave")
