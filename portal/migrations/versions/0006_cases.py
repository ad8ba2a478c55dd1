"""cases: conduct and whom it is about, confidentiality, close reasons by kind"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0006_cases'
down_revision = '0005_urn'
branch_labels = None
depends_on = None

_CHECKS = {
    "close_reason": "close_reason IN ('confirmed','unconfirmed','answered','received')",
    "conduct": "conduct IN ('','ask','conduct','service')",
}


def upgrade() -> None:
    _case()
    op.add_column("case_words", sa.Column("matter", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("case_words") as batch:
        batch.alter_column("matter", server_default=None)
    op.create_table(
        "case_accused",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=40), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("permitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("body IS NOT NULL OR account_id IS NOT NULL", name=op.f("ck_case_accused_one")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_accused_account_id_account")),
        sa.ForeignKeyConstraint(["body"], ["body.code"], name=op.f("fk_case_accused_body_body")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_accused_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_accused")),
    )
    for column in ("case_id", "body", "account_id"):
        op.create_index(op.f(f"ix_case_accused_{column}"), "case_accused", [column])


def _case() -> None:
    with op.batch_alter_table("case") as batch:
        batch.add_column(sa.Column("conduct", sa.String(length=10), nullable=False, server_default=""))
        batch.add_column(sa.Column("confidential", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("may_be_named", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("case") as batch:
        for column in ("conduct", "confidential", "may_be_named"):
            batch.alter_column(column, server_default=None)
        batch.drop_constraint(op.f("ck_case_close_reason"), type_="check")
        for name, text in _CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_case_{name}"), text)
