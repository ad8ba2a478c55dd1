"""votes that a supervisor halted, and what a scrutineer declares of the matter"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060_votes_halted"
down_revision = "0059_votes_watched"
branch_labels = None
depends_on = None

_STATES = "'draft','noticed','open','closed','published','void'"
_CHECKS = {  # by name, without the table's prefix
    "secrecy": "secrecy IN ('secret','named')",
    "basis": "basis IN ('persons','households','owners')",
    "weighted_named": "basis <> 'owners' OR secrecy = 'named'",
    "key_end": "key_end IN ('','destroyed','not_found','replaced')",
}
_VERDICTS = "verdict IN ('confirmed','objected','withdrawn')"
_MATTERS = "matter IN ('','within','outside')"


def upgrade() -> None:
    _allow_states(f"{_STATES},'halted'")
    with op.batch_alter_table("scrutiny_word") as batch_op:
        batch_op.add_column(sa.Column("matter", sa.String(length=10), nullable=False, server_default=""))
    with op.batch_alter_table("scrutiny_word") as batch_op:
        batch_op.alter_column("matter", server_default=None)
        batch_op.create_check_constraint(op.f("ck_scrutiny_word_matter"), _MATTERS)


def downgrade() -> None:
    with op.batch_alter_table("scrutiny_word") as batch_op:
        batch_op.drop_constraint(op.f("ck_scrutiny_word_matter"), type_="check")
        batch_op.drop_column("matter")
    op.execute("UPDATE consultation SET state = 'void' WHERE state = 'halted'")
    _allow_states(_STATES)


def _allow_states(states: str) -> None:
    """Which states a consultation may have."""
    name, rule = op.f("ck_consultation_state"), f"state IN ({states})"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(name, "consultation", type_="check")
        op.create_check_constraint(name, "consultation", rule)
        return
    # SQLite cannot change a CHECK: the table is made anew, and the reflected one has none.
    with op.batch_alter_table("consultation", recreate="always") as batch_op:
        batch_op.create_check_constraint(name, rule)
        for other, words in _CHECKS.items():
            batch_op.create_check_constraint(op.f(f"ck_consultation_{other}"), words)
