"""identity: tokens expire, a web chat is nobody's address, codes belong to the session that asked for them"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0003_identity"
down_revision = "0002_staff"
branch_labels = None
depends_on = None

CHAT_IDLE, CHAT_LIFE = timedelta(days=90), timedelta(days=365)  # the defaults of the settings
SESSION_IDLE = timedelta(days=1)


def upgrade() -> None:
    aware = sa.DateTime(timezone=op.get_bind().dialect.name != "sqlite")
    now = datetime.now(UTC) if aware.timezone else datetime.now(UTC).replace(tzinfo=None)
    with op.batch_alter_table("contact_point") as table:
        table.add_column(sa.Column("ends_at", aware, nullable=True))
        table.add_column(sa.Column("idle_ends_at", aware, nullable=True))
        table.add_column(sa.Column("proven_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("contact_point") as table:
        table.alter_column("shared", server_default=None, existing_type=sa.Boolean(), existing_nullable=False)
    point = sa.table(
        "contact_point",
        sa.column("channel", sa.String),
        sa.column("resident_id", sa.Integer),
        sa.column("proven_by", sa.Integer),
        sa.column("ends_at", aware),
        sa.column("idle_ends_at", aware),
    )
    chats = sa.update(point).where(point.c.channel == "webchat")
    op.execute(chats.values(proven_by=point.c.resident_id))
    op.execute(chats.values(resident_id=None, ends_at=now + CHAT_LIFE, idle_ends_at=now + CHAT_IDLE))

    with op.batch_alter_table("one_time_code") as table:
        for name in ("asked_key", "bearer_key", "address_key"):
            table.add_column(sa.Column(name, sa.String(length=64), nullable=False, server_default=""))
        table.add_column(sa.Column("most_tries", sa.Integer(), nullable=False, server_default="5"))
        table.drop_index("ix_one_time_code_phone_key")
    with op.batch_alter_table("one_time_code") as table:
        for name in ("asked_key", "bearer_key", "address_key"):
            table.alter_column(name, server_default=None, existing_type=sa.String(length=64), existing_nullable=False)
        table.alter_column("most_tries", server_default=None, existing_type=sa.Integer(), existing_nullable=False)
        table.create_index("ix_one_time_code_phone_key_sent_at", ["phone_key", "sent_at"])
        table.create_index("ix_one_time_code_address_key_sent_at", ["address_key", "sent_at"])
        table.create_index("ix_one_time_code_sent_at", ["sent_at"])

    with op.batch_alter_table("resident_session") as table:
        table.add_column(sa.Column("contact_point_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("idle_ends_at", aware, nullable=True))
        table.create_foreign_key(
            "fk_resident_session_contact_point_id_contact_point", "contact_point", ["contact_point_id"], ["id"]
        )
        table.create_index("ix_resident_session_contact_point_id", ["contact_point_id"])
    kept = sa.table("resident_session", sa.column("idle_ends_at", aware))
    op.execute(sa.update(kept).values(idle_ends_at=now + SESSION_IDLE))
    with op.batch_alter_table("resident_session") as table:
        table.alter_column("idle_ends_at", existing_type=aware, nullable=False)
