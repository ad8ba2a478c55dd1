"""answers to a scrutineer's objections, and what a change of the roll changed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059_votes_watched"
down_revision = "0058_perhaps_minor"
branch_labels = None
depends_on = None

_VERBS = "'change','add','remove','replace'"
_ANSWER_TEXTS = ("answer", "public_reason", "public_answer")


def upgrade() -> None:
    _allow(f"{_VERBS},'confirm','unconfirm'")
    op.create_table(
        "roll_mend_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["roll_mend.id"], name=op.f("fk_roll_mend_line_change_id_roll_mend")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_mend_line")),
    )
    op.create_index(op.f("ix_roll_mend_line_change_id"), "roll_mend_line", ["change_id"])
    _add_texts("roll_entry", "asked_reason")
    _add_texts("scrutiny_word", *_ANSWER_TEXTS)
    with op.batch_alter_table("scrutiny_word") as batch_op:
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answered_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_scrutiny_word_answered_by_account"), "account", ["answered_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("scrutiny_word") as batch_op:
        batch_op.drop_constraint(op.f("fk_scrutiny_word_answered_by_account"), type_="foreignkey")
        for name in (*_ANSWER_TEXTS, "answered_at", "answered_by"):
            batch_op.drop_column(name)
    op.drop_column("roll_entry", "asked_reason")
    op.drop_table("roll_mend_line")
    op.execute("DELETE FROM roll_mend WHERE verb IN ('confirm','unconfirm')")
    _allow(_VERBS)


def _add_texts(table: str, *names: str) -> None:
    """Text columns that are "" in the rows there are; the models give it themselves."""
    with op.batch_alter_table(table) as batch_op:
        for name in names:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table(table) as batch_op:
        for name in names:
            batch_op.alter_column(name, server_default=None)


def _allow(verbs: str) -> None:
    """Which verbs a change of the roll may have."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_roll_mend_verb"), "roll_mend", type_="check")
        op.create_check_constraint(op.f("ck_roll_mend_verb"), "roll_mend", f"verb IN ({verbs})")
        return
    # SQLite cannot change a CHECK: the table is made anew, and the reflected one has none.
    with op.batch_alter_table("roll_mend", recreate="always") as batch_op:
        batch_op.create_check_constraint(op.f("ck_roll_mend_verb"), f"verb IN ({verbs})")
