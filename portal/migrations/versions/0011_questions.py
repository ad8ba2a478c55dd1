"""channels: a table of open questions instead of one question per conversation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0011_questions'
down_revision = '0010_floods'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_point_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("case_no", sa.String(length=30), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_point_id"], ["contact_point.id"], name=op.f("fk_open_question_contact_point_id_contact_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_question")),
    )
    op.create_index("ix_open_question_contact_point", "open_question", ["contact_point_id", "answered_at"])
    _move()
    with op.batch_alter_table("conversation") as batch:
        batch.add_column(sa.Column("menu_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_column("expecting")
        batch.drop_column("expecting_until")


def _move() -> None:
    """Store the answer that each conversation was waiting for as its first open question."""
    moment = sa.DateTime(timezone=True)
    talks = sa.table(
        "conversation",
        sa.column("contact_point_id", sa.Integer),
        sa.column("expecting", sa.JSON),
        sa.column("expecting_until", moment),
        sa.column("last_at", moment),
    )
    questions = sa.table(
        "open_question",
        *(sa.column(name, kind) for name, kind in (("contact_point_id", sa.Integer), ("kind", sa.String))),
        *(sa.column(name, kind) for name, kind in (("case_no", sa.String), ("facts", sa.JSON))),
        *(sa.column(name, moment) for name in ("asked_at", "until")),
    )
    connection = op.get_bind()
    for contact, facts, until, last_at in connection.execute(sa.select(talks)).all():
        if isinstance(facts, dict) and until is not None:
            row = {"contact_point_id": contact, "kind": str(facts.get("kind", ""))[:40], "facts": facts, "until": until}
            row |= {"case_no": str(facts.get("case_no", ""))[:30], "asked_at": last_at or until}
            connection.execute(sa.insert(questions).values(row))
