"""Find hot issues: clusters of reports by many people, shown as numbers, a category and the town's own name of the place."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.rules import taxonomy
from portal.cases.rules.deadlines import shanghai_day
from portal.grids import service as grids
from portal.overview import clusters, counting
from portal.overview.clusters import Cluster, Report
from portal.overview.counting import Scope
from portal.overview.spikes import BASELINE_WEEKS

LEAST_PEOPLE = 3  # reporters of a hot issue: if there were fewer, place and day could tell who they are
MOST = 30  # issues on the page


@dataclass(frozen=True)
class Issue:
    """A hot issue, without any words of its reporters.

    `key`: the id of its oldest case; `place`: a name of the town's list, "" if fewer than LEAST_PEOPLE name
    the same one; `grid`: the grid's name, "" without one; `category`: the label of the oldest case's; `weeks`: reports in each of the BASELINE_WEEKS + 1 spans of seven
    days, the last of which ends with the day of `now`; `since`, `until`: the days of the oldest and newest report.
    """

    key: int
    place: str
    grid: str
    category: str
    people: int
    weeks: list[int]
    since: date
    until: date
    case_ids: list[int]
    case_nos: list[str]


def issues(s: Session, scope: Scope, now: datetime) -> list[Issue]:
    """The issues of at least LEAST_PEOPLE people, those of the most people first, at most MOST."""
    read = counting.reports(s, scope, now)
    cases = {report.id: case for report, case in read}
    found = clusters.clusters([report for report, _case in read], LEAST_PEOPLE)[:MOST]
    names = {grid.code: grid.name for grid in grids.grids(s)} if found else {}
    return [_shown(s, [cases[one.id] for one in cluster.reports], cluster, names, now) for cluster in found]


def _shown(s: Session, ours: list[Case], cluster: Cluster, names: dict[str, str], now: datetime) -> Issue:
    return Issue(
        key=ours[0].id,
        place=_known_place(s, cluster.reports, ours),
        grid=names.get(ours[0].grid or "", ""),
        category=taxonomy.label(ours[0].category),
        people=cluster.people,
        weeks=_weeks(ours, now),
        since=shanghai_day(ours[0].created_at),
        until=shanghai_day(ours[-1].created_at),
        case_ids=[case.id for case in ours],
        case_nos=[case.case_no for case in ours],
    )


def _weeks(ours: list[Case], now: datetime) -> list[int]:
    weeks = [0] * (BASELINE_WEEKS + 1)
    for case in ours:
        age = (shanghai_day(now) - shanghai_day(case.created_at)).days // 7
        weeks[max(0, BASELINE_WEEKS - age)] += 1
    return weeks


def _known_place(s: Session, reports: Sequence[Report], ours: list[Case]) -> str:
    """The place of the town's list that the most people name as theirs, or "" if fewer than LEAST_PEOPLE do; never a reporter's own words."""
    people: dict[str, set[Hashable]] = {}
    for one, case in zip(reports, ours, strict=True):
        for name in grids.places_in(s, case.words.place):
            people.setdefault(name, set()).add(one.person)
    place = max(people, key=lambda name: len(people[name]), default="")
    return place if len(people.get(place, ())) >= LEAST_PEOPLE else ""
