"""the hotline's orders: its number of a case, and the files in which they came"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031_hotline"
down_revision = "0034_merged_partly"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("hotline_no", sa.String(length=60), nullable=True))
    op.create_index("ix_case_hotline_no", "case", ["hotline_no"], unique=True)
    op.create_table(
        "hotline_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_hotline_import_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotline_import")),
    )
    op.create_index("ix_hotline_import_at", "hotline_import", ["at"])
    op.create_table(
        "hotline_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('new','same','changed','bad')", name=op.f("ck_hotline_row_state")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_hotline_row_case_id_case")),
        sa.ForeignKeyConstraint(["import_id"], ["hotline_import.id"], name=op.f("fk_hotline_row_import_id_hotline_import")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotline_row")),
        sa.UniqueConstraint("import_id", "row", name=op.f("uq_hotline_row_import_id_row")),
    )
    op.create_index("ix_hotline_row_case_id", "hotline_row", ["case_id"])


def downgrade() -> None:
    op.drop_table("hotline_row")
    op.drop_table("hotline_import")
    op.drop_index("ix_case_hotline_no", "case")
    op.drop_column("case", "hotline_no")
