"""joint handling: parts of a case for assisting bodies"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042_joint"
down_revision = "0040_sealed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("joint_kind", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("case", sa.Column("parts_open", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.create_table(
        "joint_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('open','returned','done','struck')", name=op.f("ck_joint_part_state")),
        sa.ForeignKeyConstraint(["body"], ["body.code"], name=op.f("fk_joint_part_body_body")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_joint_part_case_id_case")),
        sa.ForeignKeyConstraint(["ended_by"], ["case_event.id"], name=op.f("fk_joint_part_ended_by_case_event")),
        sa.ForeignKeyConstraint(["given_by"], ["case_event.id"], name=op.f("fk_joint_part_given_by_case_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_part")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_joint_part_case_id_number")),
    )
    op.create_index("ix_joint_part_body_state_due_at", "joint_part", ["body", "state", "due_at"])
    op.create_index("ix_joint_part_state_due_at", "joint_part", ["state", "due_at"])


def downgrade() -> None:
    op.drop_table("joint_part")
    op.drop_column("case", "parts_open")
    op.drop_column("case", "joint_kind")
