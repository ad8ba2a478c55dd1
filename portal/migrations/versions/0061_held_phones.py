"""telephones that somebody else said they hold, and those on which danger at home was told of"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061_held_phones"
down_revision = "0060_votes_halted"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contact_point") as batch_op:
        batch_op.add_column(sa.Column("kept_quiet", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE contact_point SET kept_quiet = no_push")
    with op.batch_alter_table("contact_point") as batch_op:
        batch_op.alter_column("kept_quiet", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("contact_point") as batch_op:
        batch_op.drop_column("held_at")
        batch_op.drop_column("kept_quiet")
