"""The table of the search index, and what the database needs beside it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base, PersonalText


class CaseSearch(Base):
    """What the search index holds of a case, written by `search_index` beside it (see `reading.shingles`).

    `desk`: the document of all that was said; `handlers`: of what a body or a grid worker reads of it; `numbers`: the
    digits of the long numbers (mostly of telephones), one a line; `version`: by which rules (`shingles.VERSION`). On
    SQLite `case_search_index` is its full-text index, which triggers keep equal to this table; on PostgreSQL two GIN
    indexes.
    """

    __tablename__ = "case_search"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    version: Mapped[int]
    desk: Mapped[str] = mapped_column(PersonalText)
    handlers: Mapped[str] = mapped_column(PersonalText)
    numbers: Mapped[str] = mapped_column(PersonalText, default="")


SEARCH_WORDS = "array_to_tsvector(string_to_array(btrim(translate({column}, chr(10), ' ')), ' '))"
"""PostgreSQL: an expression for the words of a document. `to_tsvector` would cut 3号 in two, by rules that depend on the locale."""


SEARCH_DDL = {
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
        f" ({SEARCH_WORDS.format(column=column)}) WITH (fastupdate = off)"
        for column in ("desk", "handlers")
    ),
}
"""What the index needs beside its table, by database; a migration repeats it, and a test compares the two."""

for _database, _statements in SEARCH_DDL.items():
    for _statement in _statements:
        _ddl = sa.DDL(_statement).execute_if(dialect=_database)  # type: ignore[no-untyped-call]  # SQLAlchemy's
        sa.event.listen(CaseSearch.__table__, "after_create", _ddl)
