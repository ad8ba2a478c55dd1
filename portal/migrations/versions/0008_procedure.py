"""when a notice was recorded, its photo, the scrutineer's confirmation, corrections of the roll with reasons"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_procedure"
down_revision = "0007_sms_votes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_photo",
        sa.Column("consultation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_notice_photo_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_notice_photo")),
    )
    op.create_table(
        "scrutiny_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("earlier", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('confirmed','objected','withdrawn')", name=op.f("ck_scrutiny_word_verdict")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_scrutiny_word_account_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_scrutiny_word_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scrutiny_word")),
    )
    with op.batch_alter_table("scrutiny_word") as batch_op:
        batch_op.create_index(batch_op.f("ix_scrutiny_word_consultation_id"), ["consultation_id"], unique=False)
    op.create_table(
        "roll_mend",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=10), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verb IN ('change','add','remove','replace')", name=op.f("ck_roll_mend_verb")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_roll_mend_account_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_roll_mend_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_mend")),
    )
    with op.batch_alter_table("roll_mend") as batch_op:
        batch_op.create_index(batch_op.f("ix_roll_mend_consultation_id"), ["consultation_id"], unique=False)
    with op.batch_alter_table("consultation") as batch_op:
        batch_op.add_column(sa.Column("notice_recorded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("counted_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("scrutinised_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("mended", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("shared_phones", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("consultation") as batch_op:
        batch_op.alter_column("mended", server_default=None)
        batch_op.alter_column("shared_phones", server_default=None)
    with op.batch_alter_table("roll_entry") as batch_op:
        batch_op.add_column(sa.Column("leaned_on", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("asked_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_roll_entry_asked_by_account"), "account", ["asked_by"], ["id"])
    with op.batch_alter_table("roll_entry") as batch_op:
        batch_op.alter_column("leaned_on", server_default=None)
    op.execute("UPDATE roll_entry SET leaned_on = confirmed")
    # A notice was recorded at its event; a vote opened before this migration keeps the day that the committee entered.
    op.execute(
        "UPDATE consultation SET notice_recorded_at = (SELECT max(e.at) FROM consultation_event e "
        "WHERE e.consultation_id = consultation.id AND e.verb = 'notice') WHERE notice_on IS NOT NULL"
    )
    op.execute("UPDATE consultation SET counted_from = notice_on WHERE opened_at IS NOT NULL")
