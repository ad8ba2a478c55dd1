"""Put the weekly report into words that the page and the document both show, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from portal.cases.rules import taxonomy
from portal.cases.rules.truth import ClaimCounts
from portal.overview.hot_issues import Issue
from portal.overview.small_counts import LEAST
from portal.overview.spikes import Week
from portal.overview.weekly import BodyTruth, Figures, GroupFigures, Weekly

MOST_LINES = 60  # of the grids; the page says how many others there are


@dataclass(frozen=True)
class WeeklyReport:
    """All that a weekly report shows. `header`, `received` and the cells of `figures`: one for each week, the week itself last.

    `figures`: (name, cells); `grids`, `categories`: (name, received, in a usual week, missed); `spikes`: (name, received, in a
    usual week) of the unusual weeks with at least LEAST reports; `issues`: (place, category, people, reports) over all the
    weeks of each `Issue` that has a report in the week; `bodies`: (name, fixes, contacts); `unlisted`: how many grids are left out.
    """

    span: str
    header: Sequence[str]
    received: Sequence[int]
    figures: Sequence[tuple[str, Sequence[str]]]
    grids: Sequence[tuple[str, ...]]
    unlisted: int
    categories: Sequence[tuple[str, ...]]
    spikes: Sequence[tuple[str, ...]]
    issues: Sequence[tuple[str, ...]]
    bodies: Sequence[tuple[str, ...]]
    at: datetime


def report(
    counted: Weekly,
    unusual: Sequence[Week],
    issues: Sequence[Issue],
    *,
    grids: Mapping[str, str],
    bodies: Mapping[str, str],
    at: datetime,
) -> WeeklyReport:
    """Put the figures into words. `unusual`: the week of each category, unusual or not; `grids`, `bodies`: code → name.

    `at`: when it was counted.
    """
    parts = [_group_line(one, grids.get(one.code, one.code) or str(_("没有网格"))) for one in counted.grids]
    return WeeklyReport(
        span(counted.now.monday),
        [span(one.monday) for one in counted.weeks],
        [one.received for one in counted.weeks],
        _figures(counted.weeks),
        parts[:MOST_LINES],
        len(parts[MOST_LINES:]),
        [_group_line(one, taxonomy.label(one.code or None)) for one in counted.categories],
        [_spike(one) for one in unusual if one.is_unusual and one.now >= LEAST],
        [_issue(one) for one in issues if one.weeks[-1]],
        [_body(one, bodies) for one in counted.bodies],
        at,
    )


def span(monday: date) -> str:
    """The days of the week that begins on this Monday: 11月16日—22日."""
    sunday = monday + timedelta(days=6)
    if monday.month == sunday.month:
        return str(_("%(month)s月%(day)s日—%(last)s日", month=monday.month, day=monday.day, last=sunday.day))
    return str(
        _(
            "%(month)s月%(day)s日—%(next)s月%(last)s日",
            month=monday.month,
            day=monday.day,
            next=sunday.month,
            last=sunday.day,
        )
    )


def _figures(weeks: Sequence[Figures]) -> list[tuple[str, list[str]]]:
    return [
        (str(_("收到")), [str(one.received) for one in weeks]),
        (str(_("结案")), [str(one.closed) for one in weeks]),
        (str(_("其中居民自己说好了的")), [str(one.by_reporter) for one in weeks]),
        (str(_("这一周到期的")), [str(one.due) for one in weeks]),
        (str(_("到期没办好的")), [str(one.missed) for one in weeks]),
        (str(_("说办好了")), [str(one.fixes.claimed) for one in weeks]),
        (str(_("居民认的")), [_share(one.fixes) for one in weeks]),
        (str(_("居民说没有")), [str(one.fixes.denied) for one in weeks]),
        (str(_("居民没回话")), [str(one.fixes.silent) for one in weeks]),
    ]


def _share(counted: ClaimCounts) -> str:
    """The share confirmed, with its interval: 83%（52–96%）; a dash if nothing was answered."""
    if counted.rate is None or counted.interval is None:
        return "—"
    low, high = counted.interval
    return f"{counted.rate:.0%}（{low * 100:.0f}–{high * 100:.0f}%）"


def _group_line(one: GroupFigures, name: str) -> tuple[str, ...]:
    usual = _left_out() if one.usual is None else f"{one.usual:.1f}"
    return name, _count(one.received), usual, _count(one.missed)


def _count(number: int | None) -> str:
    return _left_out() if number is None else str(number)


def _left_out() -> str:
    """The cell of a figure that is left out as too small (`small_counts`)."""
    return str(_("不列"))


def _spike(one: Week) -> tuple[str, ...]:
    return one.name, str(one.now), f"{one.usual:.1f}"


def _issue(one: Issue) -> tuple[str, ...]:
    return one.place or str(_("地点不在社区名单里")), one.category, str(one.people), str(len(one.case_nos))


def _body(one: BodyTruth, names: Mapping[str, str]) -> tuple[str, ...]:
    name = names.get(one.code, one.code) or str(_("受理台和网格员"))
    return name, _claims(one.fixes), _claims(one.contacts)


def _claims(counted: ClaimCounts | None) -> str:
    """How often something was claimed, and how much of that is confirmed."""
    if counted is None:
        return _left_out()
    if not counted.claimed:
        return "—"
    return str(
        _(
            "%(claimed)s 次，居民认 %(share)s，没回 %(silent)s",
            claimed=counted.claimed, share=_share(counted), silent=counted.silent,
        )
    )  # fmt: skip
