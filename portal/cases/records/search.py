"""Find cases by what the index holds of them, the newest first. Who may see which case is the caller's to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.cases.models import SEARCH_WORDS, Case, CaseSearch
from portal.cases.reading.shingles import Query, Term, Way

Column = InstrumentedAttribute[str]
DESK: Column = CaseSearch.desk
HANDLERS: Column = CaseSearch.handlers
_INDEX = sa.table("case_search_index", sa.column("rowid", sa.Integer), sa.column("case_search_index"))


def find(
    s: Session,
    query: Query,
    column: Column,
    where: Sequence[sa.ColumnElement[bool]],
    *,
    most: int,
    before: int | None = None,
) -> list[int]:
    """Ids of at most `most` cases that hold all terms in this document (DESK, HANDLERS) and meet `where`, newest first.

    `before`: only cases with a smaller id, to go on with.
    """
    return list(s.scalars(statement(s, query, column, where, most=most, before=before)))


def statement(
    s: Session,
    query: Query,
    column: Column,
    where: Sequence[sa.ColumnElement[bool]],
    *,
    most: int,
    before: int | None = None,
) -> sa.Select[int]:
    """The query of `find`; a test reads its plan."""
    on_sqlite = s.connection().dialect.name == "sqlite"
    found = _in_fts5(query, column) if on_sqlite else _in_gin(query, column)
    held = [_is_held(term, column, "instr" if on_sqlite else "strpos") for term in query.terms]
    earlier = [CaseSearch.case_id < before] if before is not None else []
    return found.join(Case, Case.id == CaseSearch.case_id).where(*held, *where, *earlier).limit(most)


def _in_fts5(query: Query, column: Column) -> sa.Select[int]:
    """From the full-text index, which gives its rows in the order of their ids by itself."""
    asked = _joined(query, '"', "AND", "OR")
    joined = sa.join(_INDEX, CaseSearch, CaseSearch.case_id == _INDEX.c.rowid)
    matches = _INDEX.c.case_search_index.op("MATCH")(f"{{{column.key}}} : ({asked})")
    return sa.select(CaseSearch.case_id).select_from(joined).where(matches).order_by(_INDEX.c.rowid.desc())


def _in_gin(query: Query, column: Column) -> sa.Select[int]:
    asked = sa.cast(sa.literal(_joined(query, "'", "&", "|"), sa.Text()), _TsQuery)
    words: sa.ColumnElement[Any] = sa.literal_column(SEARCH_WORDS.format(column=f"case_search.{column.key}"))
    return sa.select(CaseSearch.case_id).where(words.op("@@")(asked)).order_by(CaseSearch.case_id.desc())


class _TsQuery(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "tsquery"


def _joined(query: Query, quote: str, both: str, either: str) -> str:
    """The terms in the database's own syntax. Only letters and digits, in quotes, come from what somebody typed."""

    def all_of(words: Iterable[str]) -> str:
        return "(" + f" {both} ".join(f"{quote}{word}{quote}" for word in words) + ")"

    terms = ([all_of(way.words) for way in term.ways if way.words] for term in query.terms)
    return f" {both} ".join("(" + f" {either} ".join(ways) + ")" for ways in terms if ways)


def _is_held(term: Term, column: Column, function: str) -> sa.ColumnElement[bool]:
    """The condition that the term stands in the document: the index knows only that all its shingles do."""

    def holds(way: Way) -> sa.ColumnElement[bool]:
        position = getattr(sa.func, function)
        there = position(column, way.holds) > 0
        return sa.and_(there, position(CaseSearch.numbers, f"{way.number}\n") > 0) if way.number else there

    return sa.or_(*(holds(way) for way in term.ways))
