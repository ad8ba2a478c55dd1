"""Find cases by what the index holds of them, the newest first. Which of them may be seen is the caller's to say (`where`).

SQLite's index gives its rows in the order of their ids. PostgreSQL's knows no order: of a word in one case of a hundred
it would give ten thousand of a million, to be read and sorted. So there the newest cases are read through, and the
index is asked for as many more, by their ids, as should hold what is still wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.cases.models import SEARCH_WORDS, Case, CaseSearch
from portal.cases.reading.shingles import Lookup, Query, Term

# one of the two documents of a case, DESK or HANDLERS
Column = InstrumentedAttribute[str]
DESK: Column = CaseSearch.desk  # the document of all that was said
HANDLERS: Column = CaseSearch.handlers  # of what a handler reads
WALKED = 5_000  # newest ids that are read through on PostgreSQL: 2 ms
_AMPLE = 1.5  # times as many ids are asked for as should be enough
_MOST_ASKED = 2  # ranges of ids that are asked for before all the rest is
# SQLite's full-text index
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
    if s.connection().dialect.name == "sqlite":
        earlier = [CaseSearch.case_id < before] if before is not None else []
        return list(s.scalars(in_fts5(query, column, [*where, *earlier]).limit(most)))
    return _find_step_by_step(s, query, column, where, most=most, before=before)


def _find_step_by_step(
    s: Session,
    query: Query,
    column: Column,
    where: Sequence[sa.ColumnElement[bool]],
    *,
    most: int,
    before: int | None,
) -> list[int]:
    """`find` on PostgreSQL: the newest WALKED ids read through, then ranges of ids by the index."""
    s.execute(sa.text("SET LOCAL max_parallel_workers_per_gather = 0"))  # to start one takes longer than a search
    top = before if before is not None else (s.scalar(sa.select(sa.func.max(CaseSearch.case_id))) or 0) + 1
    start = max(0, top - WALKED)
    found = list(s.scalars(walk(query, column, [*where, *_ids(start, top)]).limit(most)))
    asked = 0
    while len(found) < most and start > 0:
        end, start = start, _next_start(top, start, len(found), most) if asked < _MOST_ASKED else 0
        found += s.scalars(in_gin(query, column, [*where, *_ids(start, end)]).limit(most - len(found)))
        asked += 1
    return found


def _next_start(top: int, start: int, found: int, most: int) -> int:
    """Down to which id, at the rate at which those from `start` to `top` held the terms, the rest should be found."""
    if not found:
        return 0
    return max(0, start - int(_AMPLE * (most - found) * (top - start) / found) - 1)


def _ids(start: int, end: int) -> list[sa.ColumnElement[bool]]:
    """The conditions that the case's id lies from `start` to below `end`."""
    lower = [CaseSearch.case_id >= start] if start > 0 else []
    return [*lower, CaseSearch.case_id < end]


# --- the statements; a test reads their plans


def in_fts5(query: Query, column: Column, where: Iterable[sa.ColumnElement[bool]]) -> sa.Select[int]:
    """The cases that hold the terms, newest first, by the full-text index of SQLite."""
    asked = _joined(query, '"', "AND", "OR")
    joined = sa.join(_INDEX, CaseSearch, CaseSearch.case_id == _INDEX.c.rowid)
    matches = _INDEX.c.case_search_index.op("MATCH")(f"{{{column.key}}} : ({asked})")
    found = sa.select(CaseSearch.case_id).select_from(joined).where(matches, *_held(query, column, "instr"), *where)
    return found.join(Case, Case.id == CaseSearch.case_id).order_by(_INDEX.c.rowid.desc())


def in_gin(query: Query, column: Column, where: Iterable[sa.ColumnElement[bool]]) -> sa.Select[int]:
    """The cases that hold the terms, newest first, by PostgreSQL's index."""
    asked = sa.cast(sa.literal(_joined(query, "'", "&", "|"), sa.Text()), _TsQuery)
    words: sa.ColumnElement[Any] = sa.literal_column(SEARCH_WORDS.format(column=f"case_search.{column.key}"))
    return walk(query, column, [*where, words.op("@@")(asked)])


def walk(query: Query, column: Column, where: Iterable[sa.ColumnElement[bool]]) -> sa.Select[int]:
    """The cases that hold the terms, newest first, on PostgreSQL by reading every document."""
    found = sa.select(CaseSearch.case_id).join(Case, Case.id == CaseSearch.case_id)
    return found.where(*_held(query, column, "strpos"), *where).order_by(CaseSearch.case_id.desc())


class _TsQuery(sa.types.UserDefinedType[str]):
    """PostgreSQL's type of what its index is asked for."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "tsquery"


def _joined(query: Query, quote: str, both: str, either: str) -> str:
    """The terms in the database's own syntax. Only letters and digits, in quotes, come from what somebody typed."""

    def all_of(words: Iterable[str]) -> str:
        return "(" + f" {both} ".join(f"{quote}{word}{quote}" for word in words) + ")"

    terms = ([all_of(lookup.words) for lookup in term.lookups if lookup.words] for term in query.terms)
    return f" {both} ".join("(" + f" {either} ".join(lookups) + ")" for lookups in terms if lookups)


def _held(query: Query, column: Column, function: str) -> list[sa.ColumnElement[bool]]:
    """The conditions that all terms stand in the document. `function`: the database's that gives a text's position."""
    return [_is_held(term, column, function) for term in query.terms]


def _is_held(term: Term, column: Column, function: str) -> sa.ColumnElement[bool]:
    """The condition that the term stands in the document: the index knows only that all its shingles do."""

    def holds(lookup: Lookup) -> sa.ColumnElement[bool]:
        position = getattr(sa.func, function)
        there = position(column, lookup.holds) > 0
        return sa.and_(there, position(CaseSearch.numbers, f"{lookup.number}\n") > 0) if lookup.number else there

    return sa.or_(*(holds(lookup) for lookup in term.lookups))
