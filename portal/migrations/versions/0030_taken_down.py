"""contact points of people whose report a clerk took down, and whom nothing reaches"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030_taken_down"
down_revision = "0036_areas_and_drawings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _allow_channels("'webchat','wechat','sms','open311','desk'")


def downgrade() -> None:
    # a downgraded portal knows no other channel that nothing reaches
    point = sa.table("contact_point", sa.column("channel", sa.String()))
    op.execute(sa.update(point).where(point.c.channel == "desk").values(channel="open311"))
    _allow_channels("'webchat','wechat','sms','open311'")


def _allow_channels(names: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_contact_point_channel"), "contact_point", type_="check")
        op.create_check_constraint(op.f("ck_contact_point_channel"), "contact_point", f"channel IN ({names})")
        return
    # SQLite cannot change a CHECK: the table is made anew, and the reflected one has none.
    with op.batch_alter_table("contact_point", recreate="always") as batch_op:
        batch_op.create_check_constraint(op.f("ck_contact_point_channel"), f"channel IN ({names})")
