"""search: what the index holds of each case; the worker fills it for the cases that are there (`index_cases`)"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_search"
down_revision = "0016_words"
branch_labels = None
depends_on = None

_WORDS = "array_to_tsvector(string_to_array(btrim(translate({column}, chr(10), ' ')), ' '))"
_DDL = {
    "sqlite": (
        "CREATE VIRTUAL TABLE case_search_index USING fts5(desk, handlers, content='case_search',"
        " content_rowid='case_id', tokenize='ascii', detail='column')",
        "INSERT INTO case_search_index(case_search_index, rank) VALUES ('secure-delete', 1)",
        "CREATE TRIGGER case_search_added AFTER INSERT ON case_search BEGIN"
        " INSERT INTO case_search_index(rowid, desk, handlers) VALUES (new.case_id, new.desk, new.handlers); END",
        "CREATE TRIGGER case_search_gone AFTER DELETE ON case_search BEGIN"
        " INSERT INTO case_search_index(case_search_index, rowid, desk, handlers)"
        " VALUES ('delete', old.case_id, old.desk, old.handlers); END",
        "CREATE TRIGGER case_search_changed AFTER UPDATE OF desk, handlers ON case_search BEGIN"
        " INSERT INTO case_search_index(case_search_index, rowid, desk, handlers)"
        " VALUES ('delete', old.case_id, old.desk, old.handlers);"
        " INSERT INTO case_search_index(rowid, desk, handlers) VALUES (new.case_id, new.desk, new.handlers); END",
    ),
    "postgresql": tuple(
        f"CREATE INDEX gin_case_search_{column} ON case_search USING gin"
        f" ({_WORDS.format(column=column)}) WITH (fastupdate = off)"
        for column in ("desk", "handlers")
    ),
}


def upgrade() -> None:
    op.create_table(
        "case_search",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("handlers", sa.Text(), nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_search_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_search")),
    )
    op.create_index("ix_case_close_reason_closed_at", "case", ["close_reason", "closed_at"])
    connection = op.get_bind()
    for statement in _DDL.get(connection.dialect.name, ()):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE case_search_index")
    op.drop_table("case_search")
    op.drop_index("ix_case_close_reason_closed_at", "case")
