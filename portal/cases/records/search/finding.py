"""Find cases by what the index holds of them, the newest first. The caller says which of them may be seen (`where`).

SQLite's index gives its rows in the order of their ids. PostgreSQL's knows no order: of a word in one case of a hundred
it would give ten thousand of a million, to be read and sorted. So there the newest cases are read through, which is enough
for the commonest words; the index is asked for as many more, by their ids, as should hold what is still wanted, and for all
the rest once so few are expected there that they are soon sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.cases.models import Case
from portal.cases.reading.shingles import Lookup, Query, Term
from portal.cases.records.search.models import SEARCH_WORDS, CaseSearch

# one of the two documents of a case, DESK or HANDLERS
Column = InstrumentedAttribute[str]
DESK: Column = CaseSearch.desk  # the document of all that was said
HANDLERS: Column = CaseSearch.handlers  # of what a handler reads
WALKED = 2_000  # newest ids (below `before`) that are read through on PostgreSQL
FEW = 2_500  # cases, at most, that may be expected in all the rest before it is asked for as a whole
# added to the hits found before their share is taken: among the cases read there may have been so many that chance left out
# (the rule of three, 95 %)
_UNSEEN = 3
_AMPLE = 1.5  # how many times the ids that should be enough are asked for
_MOST_ASKED = 4  # ranges of ids that are asked for, before all the rest is asked for at once
# parameters of the statements for PostgreSQL: from which to below which id, and how many cases
_IN_RANGE = (
    CaseSearch.case_id >= sa.bindparam("start", type_=sa.Integer),
    CaseSearch.case_id < sa.bindparam("end", type_=sa.Integer),
)
_MOST = sa.bindparam("most", type_=sa.Integer)
# for this transaction: no parallel process, which takes longer to start than a search; a plan for the word itself, not for
# any word; and as much for a page at random as it costs in memory, or the planner reads ranges through instead of the index
_SETTINGS_AND_NEWEST = sa.select(
    sa.select(sa.func.max(CaseSearch.case_id)).scalar_subquery(),
    sa.func.set_config("max_parallel_workers_per_gather", "0", True),
    sa.func.set_config("plan_cache_mode", "force_custom_plan", True),
    sa.func.set_config("random_page_cost", "1.1", True),
)
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
    newest = s.scalar(_SETTINGS_AND_NEWEST) or 0
    top = before if before is not None else newest + 1
    start = max(0, top - WALKED)
    found = list(s.scalars(walk(query, column, where), {"start": start, "end": top, "most": most}))
    by_index, asked = in_gin(query, column, where), 0
    few = FEW if column is DESK else 0  # of a handler's document most hits are in cases that are not theirs
    while len(found) < most and start > 0:
        end, start = start, _next_start(top, start, len(found), most, few) if asked < _MOST_ASKED else 0
        found += s.scalars(by_index, {"start": start, "end": end, "most": most - len(found)})
        asked += 1
    return found


def _next_start(top: int, start: int, found: int, most: int, few: int) -> int:
    """From which id to ask on, when `found` were found from `start` to below `top` and `most` are wanted.

    0, for all the rest, if no more than `few` can be expected there.
    """
    share = (found + _UNSEEN) / (top - start)
    if share * start <= few:
        return 0
    return max(0, start - int(_AMPLE * (most - found) / share) - 1)


# --- the statements; a test reads their plans


def in_fts5(query: Query, column: Column, where: Iterable[sa.ColumnElement[bool]]) -> sa.Select[int]:
    """The cases that hold the terms, newest first, by the full-text index of SQLite."""
    asked = _joined(query, '"', "AND", "OR")
    joined = sa.join(_INDEX, CaseSearch, CaseSearch.case_id == _INDEX.c.rowid)
    matches = _INDEX.c.case_search_index.op("MATCH")(f"{{{column.key}}} : ({asked})")
    found = sa.select(CaseSearch.case_id).select_from(joined).where(matches, *_held(query, column, "instr"), *where)
    return found.join(Case, Case.id == CaseSearch.case_id).order_by(_INDEX.c.rowid.desc())


def in_gin(query: Query, column: Column, where: Iterable[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    """The cases that hold the terms, newest first, by PostgreSQL's index. Parameters: as of `walk`.

    At the desk, which sees nearly every case, what the index gives is sorted before a case is read (OFFSET 0 keeps the
    planner from joining first): of a thousand hits all over the table, no more cases are read than are wanted. A
    handler sees few of them: the planner may begin with theirs.
    """
    asked = sa.cast(sa.literal(_joined(query, "'", "&", "|"), sa.Text()), _TsQuery)
    words: sa.ColumnElement[Any] = sa.literal_column(SEARCH_WORDS.format(column=f"case_search.{column.key}"))
    if column is not DESK:
        return walk(query, column, [*where, words.op("@@")(asked)])
    held = sa.select(CaseSearch.case_id).where(words.op("@@")(asked), *_held(query, column, "strpos"), *_IN_RANGE)
    hits = held.order_by(CaseSearch.case_id.desc()).offset(0).subquery("hits")
    found = sa.select(hits.c.case_id).join(Case, Case.id == hits.c.case_id).where(*where)
    return found.order_by(hits.c.case_id.desc()).limit(_MOST)


def walk(query: Query, column: Column, where: Iterable[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    """The cases that hold the terms, newest first, on PostgreSQL by reading every document in a range of ids.

    Parameters: `start`, `end`: from which to below which id; `most`: how many cases.
    """
    found = sa.select(CaseSearch.case_id).join(Case, Case.id == CaseSearch.case_id)
    held = found.where(*_held(query, column, "strpos"), *_IN_RANGE, *where)
    return held.order_by(CaseSearch.case_id.desc()).limit(_MOST)


class _TsQuery(sa.types.UserDefinedType[str]):
    """PostgreSQL's `tsquery`: the terms that its index is asked for."""

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
