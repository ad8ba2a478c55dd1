"""backends: other systems that handle cases, whose cases go there, and what each is told"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021_backends"
down_revision = "0020_extensions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "backend",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("jurisdiction", sa.String(length=100), nullable=False),
        sa.Column("secrets_sealed", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("asked_until", moment, nullable=True),
        sa.CheckConstraint("kind IN ('webhook','open311')", name=op.f("ck_backend_kind")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_backend")),
    )
    op.create_table(
        "body_backend",
        sa.Column("body", sa.String(length=40), nullable=False),
        sa.Column("backend", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["backend"], ["backend.name"], name=op.f("fk_body_backend_backend_backend")),
        sa.ForeignKeyConstraint(["body"], ["body.code"], name=op.f("fk_body_backend_body_body")),
        sa.PrimaryKeyConstraint("body", name=op.f("pk_body_backend")),
    )
    op.create_table(
        "backend_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(length=20), nullable=False),
        sa.Column("backend", sa.String(length=40), nullable=False),
        sa.Column("body", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("first_sent_at", moment, nullable=True),
        sa.Column("last_sent_at", moment, nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("told_at", moment, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("token", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "operation IN ('dispatch','withdrawal','reopening','supervision')",
            name=op.f("ck_backend_delivery_operation"),
        ),
        sa.CheckConstraint(
            "state IN ('pending','sent','in_doubt','accepted','refused','failed')",
            name=op.f("ck_backend_delivery_state"),
        ),
        sa.ForeignKeyConstraint(["body"], ["body.code"], name=op.f("fk_backend_delivery_body_body")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_backend_delivery_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backend_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_backend_delivery_key")),
    )
    op.create_index(op.f("ix_backend_delivery_case_id"), "backend_delivery", ["case_id"])
    op.create_index("ix_backend_delivery_state_created_at", "backend_delivery", ["state", "created_at"])
    op.create_index("ix_backend_delivery_backend_reference", "backend_delivery", ["backend", "reference"])


def downgrade() -> None:
    for table in ("backend_delivery", "body_backend", "backend"):
        op.drop_table(table)
