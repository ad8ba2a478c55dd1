"""no server defaults on the account's new columns: as for all others, the code sets the values"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_staff_defaults"
down_revision = "0011_questions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.alter_column("must_change", server_default=None, existing_type=sa.Boolean(), existing_nullable=False)
        table.alter_column("totp_step", server_default=None, existing_type=sa.Integer(), existing_nullable=False)
