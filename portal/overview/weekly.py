"""The weekly report: the figures of a calendar week, Monday to Sunday in Shanghai, beside those of the four before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent
from portal.cases.records import truth
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import UNRESOLVED, Actor, State, Verb
from portal.cases.rules.truth import ClaimCounts, Truth
from portal.kernel.time_zone import monday_of, start_of_day
from portal.overview import counting
from portal.overview.counting import WEEK, Scope
from portal.overview.small_counts import without_small

WEEKS_BEFORE = 4  # whose figures stand beside those of the week reported
_RANKS = (0, 1, 2)  # all values of `Case.rank`


@dataclass(frozen=True)
class Figures:
    """The figures of one week, which begins on `monday`.

    `received`: cases reported in it; `closed`: cases closed in it, of which `by_reporter` by the reporter's word; `due`:
    cases, except merged ones, whose deadline lay in it, of which `missed` were not resolved by then; `fixes`: claims in it
    that a matter is done, and what was answered since.
    """

    monday: date
    received: int
    closed: int
    by_reporter: int
    due: int
    missed: int
    fixes: ClaimCounts


@dataclass(frozen=True)
class GroupFigures:
    """The figures of one grid or one first-level category, by its code ("" for cases without one).

    `received`, `missed`: in the week; `before`: received in the four weeks before, together. None: left out as too small.
    """

    code: str
    received: int | None
    before: int | None
    missed: int | None

    @property
    def usual(self) -> float | None:
        """How many were received a week, on average, in the four before."""
        return None if self.before is None else self.before / WEEKS_BEFORE


@dataclass(frozen=True)
class BodyTruth:
    """What one body claimed in the week, by its code ("": the desk and the grid workers), and what was answered.

    None where it is left out as too small.
    """

    code: str
    fixes: ClaimCounts | None
    contacts: ClaimCounts | None


@dataclass(frozen=True)
class Weekly:
    """The counted part of a report. `weeks`: the four before and, last, the week itself."""

    weeks: Sequence[Figures]
    grids: Sequence[GroupFigures]
    categories: Sequence[GroupFigures]
    bodies: Sequence[BodyTruth]

    @property
    def now(self) -> Figures:
        """The week that the report is about."""
        return self.weeks[-1]


def complete_weeks(now: datetime, most: int) -> list[date]:
    """The Mondays of the last `most` weeks that are over, the latest first."""
    this = monday_of(shanghai_day(now))
    return [this - WEEK * back for back in range(1, most + 1)]


def last_moment(monday: date) -> datetime:
    """The last moment of the week that begins on `monday`."""
    return start_of_day(monday + WEEK) - timedelta(microseconds=1)


def count_week(s: Session, scope: Scope, monday: date) -> Weekly:
    """Count the week that begins on `monday`, and the WEEKS_BEFORE it, over the cases in `scope`."""
    mondays = [monday - WEEK * back for back in range(WEEKS_BEFORE, -1, -1)]
    claimed = {one: truth.by_body(s, start_of_day(one), start_of_day(one + WEEK), scope) for one in mondays}
    received, due = _received(s, scope, mondays), _due(s, scope, mondays)
    closed = _closed(s, scope, mondays)
    weeks = [_figures(one, received, due, closed, claimed[one]) for one in mondays]
    return Weekly(
        weeks,
        _group_figures(received, due, monday, lambda one: one.grid),
        _group_figures(received, due, monday, lambda one: one.first_level),
        _bodies(claimed[monday]),
    )


@dataclass(frozen=True)
class _Counted:
    """`number` cases of the same week, grid and first-level category. `is_missed`: not resolved by their deadline."""

    monday: date
    grid: str
    first_level: str
    number: int = 1
    is_missed: bool = False


def _received(s: Session, scope: Scope, mondays: Sequence[date]) -> list[_Counted]:
    """What was reported in these weeks."""
    day = sa.func.substr(Case.case_no, 4, 8).label("reported_on")
    grid = sa.func.coalesce(Case.grid, "").label("in_grid")
    first_level = sa.func.coalesce(sa.func.substr(Case.category, 1, 2), "").label("first_level")
    query = (
        sa.select(day, grid, first_level, sa.func.count())
        .where(counting.since(start_of_day(mondays[0])), counting.until(last_moment(mondays[-1])), *scope)
        .group_by("reported_on", "in_grid", "first_level")
    )
    return [
        _Counted(monday_of(date.fromisoformat(written)), code, category, number)
        for written, code, category, number in s.execute(query)
    ]


def _due(s: Session, scope: Scope, mondays: Sequence[date]) -> list[_Counted]:
    """The cases whose deadline lay in these weeks, except merged ones, which are late with their main case.

    One that came in after its deadline (an order of the hotline) counts in the week in which it came: nobody here knew of it before.
    """
    came_late = Case.due_at < Case.created_at
    done = sa.func.coalesce(Case.resolved_at, Case.closed_at)
    missed = sa.or_(Case.state.in_(UNRESOLVED), done > Case.due_at)
    known_since = sa.case((came_late, Case.created_at), else_=Case.due_at)
    from_, to = start_of_day(mondays[0]), last_moment(mondays[-1])
    in_weeks = sa.or_(sa.and_(~came_late, Case.due_at >= from_), sa.and_(came_late, Case.created_at.between(from_, to)))
    query = sa.select(known_since, Case.grid, Case.category, missed).where(
        # all states and ranks, named so that the queue's index, which begins with them, is used
        Case.state.in_(State), Case.rank.in_(_RANKS),
        in_weeks, Case.due_at <= to, Case.merged_into.is_(None), *scope,
    )  # fmt: skip
    return [
        _Counted(monday_of(shanghai_day(at)), grid or "", (category or "")[:2], 1, bool(late))
        for at, grid, category, late in s.execute(query)
    ]


def _closed(s: Session, scope: Scope, mondays: Sequence[date]) -> dict[date, dict[int, bool]]:
    """Monday → the cases closed in that week, by id, and whether their reporter closed them."""
    query = (
        sa.select(CaseEvent.case_id, CaseEvent.at, CaseEvent.actor)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.verb == Verb.CLOSE, *scope)
        .where(CaseEvent.at >= start_of_day(mondays[0]), CaseEvent.at <= last_moment(mondays[-1]))
        .order_by(CaseEvent.id)
    )
    found: dict[date, dict[int, bool]] = {one: {} for one in mondays}
    for case_id, at, actor in s.execute(query):
        found[monday_of(shanghai_day(at))][case_id] = actor == Actor.RESIDENT
    return found


def _figures(
    monday: date,
    received: Sequence[_Counted],
    due: Sequence[_Counted],
    closed: Mapping[date, Mapping[int, bool]],
    claimed: Mapping[str, Truth],
) -> Figures:
    fixes = [one.fixes for one in claimed.values()]
    ours = [one for one in due if one.monday == monday]
    return Figures(
        monday,
        sum(one.number for one in received if one.monday == monday),
        len(closed[monday]),
        sum(closed[monday].values()),
        len(ours),
        sum(one.is_missed for one in ours),
        ClaimCounts(
            sum(one.confirmed for one in fixes),
            sum(one.denied for one in fixes),
            sum(one.silent for one in fixes),
            sum(one.unasked for one in fixes),
        ),
    )


def _group_figures(
    received: Sequence[_Counted], due: Sequence[_Counted], monday: date, code_of: Callable[[_Counted], str]
) -> list[GroupFigures]:
    """A line for each code with a case in any of the weeks, the most received in the week first."""
    now, before = Counter[str](), Counter[str]()
    for one in received:
        (now if one.monday == monday else before)[code_of(one)] += one.number
    late = Counter(code_of(one) for one in due if one.monday == monday and one.is_missed)
    codes = sorted({*now, *before, *late}, key=lambda code: (-now[code], code))
    shown = [without_small([counts[code] for code in codes]) for counts in (now, before, late)]
    return [GroupFigures(code, *numbers) for code, *numbers in zip(codes, *shown, strict=True)]


def _bodies(claimed: Mapping[str, Truth]) -> list[BodyTruth]:
    """A line for each body that claimed anything in the week, the desk and the grid workers last."""
    codes = sorted(claimed, key=lambda code: (not code, code))
    fixes = _without_few([claimed[code].fixes for code in codes])
    contacts = _without_few([claimed[code].contacts for code in codes])
    return [BodyTruth(*line) for line in zip(codes, fixes, contacts, strict=True)]


def _without_few(counted: Sequence[ClaimCounts]) -> list[ClaimCounts | None]:
    """The claims in their order; None where so few were made or answered that a reader could tell whose they are."""
    enough = zip(
        without_small([one.claimed for one in counted]), without_small([one.answered for one in counted]), strict=True
    )
    return [None if None in numbers else one for one, numbers in zip(counted, enough, strict=True)]
