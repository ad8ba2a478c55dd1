"""the board, seals of the frozen roll, the end of each key, votes declared void"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_urn"
down_revision = "0004_sms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_line",
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_board_line_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", "seq", name=op.f("pk_board_line")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_board_line_mark", "board_line", ["consultation_id", "mark"], unique=False)
    with op.batch_alter_table("consultation") as batch_op:
        batch_op.add_column(sa.Column("key_end", sa.String(length=12), server_default="", nullable=False))
        batch_op.add_column(sa.Column("void_reason", sa.String(length=500), server_default="", nullable=False))
        batch_op.drop_constraint(op.f("ck_consultation_state"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_consultation_state"), "state IN ('draft','noticed','open','closed','published','void')"
        )
        batch_op.create_check_constraint(
            op.f("ck_consultation_key_end"), "key_end IN ('','destroyed','not_found','replaced')"
        )
    with op.batch_alter_table("consultation") as batch_op:
        batch_op.alter_column("key_end", server_default=None)
        batch_op.alter_column("void_reason", server_default=None)
    with op.batch_alter_table("roll_entry") as batch_op:
        batch_op.add_column(sa.Column("seal", sa.String(length=64), server_default="", nullable=False))
    with op.batch_alter_table("roll_entry") as batch_op:
        batch_op.alter_column("seal", server_default=None)
    op.execute("UPDATE consultation SET key_end = 'destroyed' WHERE key_destroyed")
