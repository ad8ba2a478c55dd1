"""who claimed a web chat; a browser's access to cases is stored on the server, where it can be ended

Access that browsers kept in their cookies is lost: each case must be opened by its link once more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_identity"
down_revision = "0012_staff_defaults"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contact_point") as table:
        table.add_column(sa.Column("claimed_by", sa.Integer(), nullable=True))
    op.create_table(
        "case_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("browser_key", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("to_change", sa.Boolean(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_grant_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_grant")),
        sa.UniqueConstraint("browser_key", "case_id", "to_change", name=op.f("uq_case_grant_browser_key_case_id_to_change")),
    )
    op.create_index(op.f("ix_case_grant_case_id"), "case_grant", ["case_id"])
    op.create_index(op.f("ix_case_grant_until"), "case_grant", ["until"])


def downgrade() -> None:
    op.drop_table("case_grant")
    with op.batch_alter_table("contact_point") as table:
        table.drop_column("claimed_by")
