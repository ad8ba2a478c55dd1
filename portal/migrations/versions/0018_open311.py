"""open311: the apps that may report, what each filed, and their reporters' contact points"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018_open311"
down_revision = "0017_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _allow_channels("'webchat','wechat','sms','open311'")
    op.create_table(
        "reporting_app",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_app")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_reporting_app_key_hash")),
        sa.UniqueConstraint("name", name=op.f("uq_reporting_app_name")),
    )
    op.create_table(
        "filed_request",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("app_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["reporting_app.id"], name=op.f("fk_filed_request_app_id_reporting_app")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_filed_request_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_filed_request")),
    )
    op.create_index("ix_filed_request_app_id_case_id", "filed_request", ["app_id", "case_id"])


def downgrade() -> None:
    op.drop_table("filed_request")
    op.drop_table("reporting_app")
    _allow_channels("'webchat','wechat','sms'")


def _allow_channels(names: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_contact_point_channel"), "contact_point", type_="check")
        op.create_check_constraint(op.f("ck_contact_point_channel"), "contact_point", f"channel IN ({names})")
        return
    # SQLite cannot change a CHECK: the table is made anew, and the reflected one has none.
    with op.batch_alter_table("contact_point", recreate="always") as batch_op:
        batch_op.create_check_constraint(op.f("ck_contact_point_channel"), f"channel IN ({names})")
