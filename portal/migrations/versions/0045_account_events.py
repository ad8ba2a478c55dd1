"""which operator changed an account"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045_account_events"
down_revision = "0043_rounds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account_event") as table:
        table.add_column(sa.Column("operator_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_account_event_operator_id_account"), "account", ["operator_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("account_event") as table:
        table.drop_constraint(op.f("fk_account_event_operator_id_account"), type_="foreignkey")
        table.drop_column("operator_id")
