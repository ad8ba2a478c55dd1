"""Queries over all cases for the board, the hot issues and the weekly report."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.duplicates.finding import report_of
from portal.cases.models import Case
from portal.cases.records import queries
from portal.cases.records.event_log import must_stay_apart
from portal.cases.rules import taxonomy
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import OPEN, State
from portal.overview.clusters import Report
from portal.overview.spikes import BASELINE_WEEKS
from portal.residents import service as residents
from portal.residents.models import UNREACHED, ContactPoint

WEEK = timedelta(days=7)
MOST_READ = 2_000  # reports that are compared for hot issues, the newest

Scope = Sequence[sa.ColumnElement[bool]]  # conditions on `Case`: which cases are counted, as the reader may see them


def since(moment: datetime) -> sa.ColumnElement[bool]:
    """The condition "reported on the day of `moment` or later", by the case number, in which the day stands."""
    return Case.case_no >= f"LL-{shanghai_day(moment):%Y%m%d}-"


def until(moment: datetime) -> sa.ColumnElement[bool]:
    """The condition "reported on the day of `moment` or earlier"."""
    return Case.case_no < f"LL-{shanghai_day(moment) + timedelta(days=1):%Y%m%d}-"


@dataclass(frozen=True)
class GridCount:
    """The numbers of open and of overdue cases of a grid; `grid` None: of the cases without a grid."""

    grid: str | None
    open: int
    overdue: int


def by_grid(s: Session, scope: Scope, now: datetime) -> list[GridCount]:
    """A line for each grid with open cases, the most overdue first."""
    late = sa.func.sum(sa.case((queries.overdue(now), 1), else_=0))
    query = sa.select(Case.grid, sa.func.count(), late).where(_open(), *scope).group_by(Case.grid)
    found = [GridCount(grid, number, int(overdue or 0)) for grid, number, overdue in s.execute(query)]
    return sorted(found, key=lambda one: (-one.overdue, -one.open, one.grid or ""))


def by_state(s: Session, scope: Scope) -> dict[State, int]:
    """The number of open cases in each state."""
    query = sa.select(Case.state, sa.func.count()).where(_open(), *scope).group_by(Case.state)
    return {State(state): number for state, number in s.execute(query)}


def open_by_first_level(s: Session, scope: Scope) -> dict[str, int]:
    """The open cases of each first-level category, by its code; "" for those without one."""
    first_level = sa.func.coalesce(sa.func.substr(Case.category, 1, 2), "").label("first_level")
    query = sa.select(first_level, sa.func.count()).where(_open(), *scope).group_by("first_level")
    return {str(code): int(number) for code, number in s.execute(query)}


def _open() -> sa.ColumnElement[bool]:
    """The condition "open, and not merged into another case, with which it is handled", as for the queue."""
    return sa.and_(Case.state.in_(OPEN), Case.merged_into.is_(None))


def weekly(s: Session, scope: Scope, now: datetime) -> dict[str, list[int]]:
    """Category code ("" without one) → how many were reported in each of the last BASELINE_WEEKS + 1 spans of 7 days.

    The oldest span comes first; the last one ends with today.
    """
    begin = now - WEEK * (BASELINE_WEEKS + 1)
    # one line a day and category, not one a case: the day stands in the number
    day = sa.func.substr(Case.case_no, 4, 8).label("reported_on")
    query = (
        sa.select(day, sa.func.coalesce(Case.category, "").label("filed_under"), sa.func.count())
        .where(since(begin), until(now), *scope)
        .group_by("reported_on", "filed_under")
    )
    today, found = shanghai_day(now), dict[str, list[int]]()
    for written, code, number in s.execute(query):
        age = (today - datetime.strptime(written, "%Y%m%d").date()).days // 7  # noqa: DTZ007 (a day has no zone)
        if age <= BASELINE_WEEKS:
            found.setdefault(code, [0] * (BASELINE_WEEKS + 1))[BASELINE_WEEKS - age] += number
    return found


def by_first_level(weeks: dict[str, list[int]]) -> dict[str, list[int]]:
    """The weekly figures of each first-level category, by its name."""
    found: dict[str, list[int]] = {}
    for code, numbers in weeks.items():
        line = found.setdefault(code[:2], [0] * len(numbers))
        found[code[:2]] = [one + more for one, more in zip(line, numbers, strict=True)]
    return {taxonomy.label(code or None): numbers for code, numbers in found.items()}


def reports(s: Session, scope: Scope, now: datetime) -> list[tuple[Report, Case]]:
    """The reports to compare, of the latest MOST_READ of the weeks compared: those that may be shown together with others'.

    Left out are emergencies, petitions, sealed cases, tip-offs, what may be about conduct, and what is confidential.
    Withdrawn, rejected and erased cases are not among the MOST_READ.
    """
    query = (
        sa.select(Case, ContactPoint)
        .join(ContactPoint, ContactPoint.id == Case.contact_point_id)
        .where(since(now - WEEK * (BASELINE_WEEKS + 1)), until(now), Case.forgotten_at.is_(None), *scope)
        .where(Case.state.not_in((State.WITHDRAWN, State.REJECTED)))
        .order_by(Case.id.desc())
        .limit(MOST_READ)
    )
    return [
        (
            Report(
                case.id, report_of(case), (case.grid, (case.category or "")[:2]), _person(case, point), case.created_at
            ),
            case,
        )
        for case, point in s.execute(query)
        if _may_be_counted(case)
    ]


def may_be_counted(s: Session, ids: Collection[int]) -> bool:
    """Whether each of these cases may still be counted in a hot issue, which people read who may see no case."""
    gone = sa.or_(Case.forgotten_at.is_not(None), Case.state.in_((State.WITHDRAWN, State.REJECTED)))
    return not any(
        left_out or not _may_be_counted(case)
        for case, left_out in s.execute(sa.select(Case, gone).where(Case.id.in_(ids)))
    )


def _may_be_counted(case: Case) -> bool:
    return not must_stay_apart(case) and not discretion.is_confidential(case)


def _person(case: Case, point: ContactPoint) -> Hashable:
    """What is equal for the reports of one person: the resident, else the contact point.

    In the channels of UNREACHED each report has a contact point of its own: there it is the mobile number that they left,
    and all who left none count as one person.
    """
    if point.resident_id is not None:
        return point.resident_id
    if point.channel in UNREACHED:
        return next(residents.mobile_numbers(case.words.contact), "")
    return -point.id
