"""Deadlines in working days. Pure: dates in, dates out.

Working days follow the State Council's yearly notice, make-up days included (`chinesecalendar`). A year that it does
not know counts by weekdays, and the date is provisional (law.md, "Cases: the clock").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar

from portal.kernel.time_zone import SHANGHAI

MAX_WORKING_DAYS = 250


@dataclass(frozen=True)
class Due:
    """The last moment of the last day, and whether a year's notice was missing on the way."""

    at: datetime
    provisional: bool


def shanghai_day(moment: datetime) -> date:
    """The day that a moment falls on in China."""
    return moment.astimezone(SHANGHAI).date()


def is_working_day(day: date) -> tuple[bool, bool]:
    """(works, provisional)."""
    try:
        return bool(chinese_calendar.is_workday(day)), False
    except NotImplementedError:
        return day.weekday() < 5, True


def due(reported: datetime, working_days: int) -> Due:
    """The end of the n-th working day after the day of reporting, which is not counted (民法典 201)."""
    if not 1 <= working_days <= MAX_WORKING_DAYS:
        raise ValueError(f"working_days: expected 1 to {MAX_WORKING_DAYS}, got {working_days}")
    day, left, provisional = shanghai_day(reported), working_days, False
    while left:
        day += timedelta(days=1)
        works, unsure = is_working_day(day)
        provisional = provisional or unsure
        left -= works
    return Due(datetime.combine(day, time(23, 59, 59), SHANGHAI), provisional)
