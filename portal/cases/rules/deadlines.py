"""Deadlines in working or calendar days, and when a case is overdue. Pure: dates in, dates out.

Working days follow the State Council's yearly notice, make-up days included (`chinesecalendar`). In a year that it does
not know yet, weekdays count, and the date is provisional (docs/law.md, "Cases: the clock").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar

from portal.cases.rules.lifecycle import UNRESOLVED
from portal.kernel.time_zone import SHANGHAI

MAX_WORKING_DAYS = 250  # of one deadline
OPENS, SHUTS = 9, 18  # o'clock, Shanghai time, between which a day of a clock is counted as passing
SEND_BACK_DAYS = 5  # working days in which a handler may send a case back without a supervisor (信访工作条例 23)


@dataclass(frozen=True)
class Due:
    """A deadline: the end of a day, Shanghai time. `provisional`: the notice of a year that it spans is not known yet."""

    at: datetime
    provisional: bool


def shanghai_day(moment: datetime) -> date:
    """The date of a moment in Shanghai time."""
    return moment.astimezone(SHANGHAI).date()


def look_up_day(day: date) -> tuple[bool, bool]:
    """(whether the day is a working day, whether that is provisional because its year's notice is not known)."""
    try:
        return bool(chinese_calendar.is_workday(day)), False
    except NotImplementedError:
        return day.weekday() < 5, True


def due_after(reported: datetime, working_days: int) -> Due:
    """The end of the n-th working day after the day of reporting, which is not counted (民法典 201).

    Raises ValueError if `working_days` is not from 1 to MAX_WORKING_DAYS.
    """
    if not 1 <= working_days <= MAX_WORKING_DAYS:
        raise ValueError(f"working_days: expected 1 to {MAX_WORKING_DAYS}, got {working_days}")
    day, left, provisional = shanghai_day(reported), working_days, False
    while left:
        day += timedelta(days=1)
        works, unsure = look_up_day(day)
        provisional = provisional or unsure
        left -= works
    return Due(datetime.combine(day, time(23, 59, 59), SHANGHAI), provisional)


def working_days_between(start: datetime, end: datetime) -> int:
    """How many working days follow the day of `start`, up to and including the day of `end`; 0 if `end` is no later."""
    first, last = shanghai_day(start), shanghai_day(end)
    return sum(look_up_day(first + timedelta(days=n))[0] for n in range(1, (last - first).days + 1))


def due_after_days(start: datetime, days: int) -> Due:
    """The end of the n-th calendar day after the day of `start`, which is not counted (民法典 201). Never provisional."""
    return Due(datetime.combine(shanghai_day(start) + timedelta(days=days), time(23, 59, 59), SHANGHAI), False)


def share_passed_at(start: datetime, days: int, percent: int, *, used: int = 0, calendar: bool = False) -> datetime:
    """When `percent` of a clock will have passed: a clock of `used` days before `start` and `days` more after the day of `start`.

    Days are working days, or calendar days if `calendar`; each passes from OPENS to SHUTS. `start` itself if that share had
    passed before.
    """
    hundredths = (used + days) * percent - used * 100
    if hundredths <= 0:
        return start
    whole, rest = divmod(hundredths, 100)
    number, part = (whole + 1, rest) if rest else (whole, 100)
    due = due_after_days(start, number) if calendar else due_after(start, number)
    morning = datetime.combine(shanghai_day(due.at), time(OPENS), SHANGHAI)
    return morning + timedelta(hours=SHUTS - OPENS) * part / 100


def on_working_day(moment: datetime) -> datetime:
    """The moment, whatever its hour, if its day is a working day; else OPENS on the next one: when staff are told."""
    return moment if look_up_day(shanghai_day(moment))[0] else morning_after(moment)


def morning_after(moment: datetime) -> datetime:
    """OPENS, Shanghai time, on the first working day after the moment's day: when staff are told of what waits."""
    day = shanghai_day(moment) + timedelta(days=1)
    while not look_up_day(day)[0]:
        day += timedelta(days=1)
    return datetime.combine(day, time(OPENS), SHANGHAI)


def is_overdue(state: str, due_at: datetime, now: datetime) -> bool:
    """Whether a case in this state is unresolved after its due date. In a query: `queries.overdue`.

    An emergency has a due date, too, which the desk counts; its reporter is neither told of it (`presentation.shown_due_date`)
    nor that it is overdue.
    """
    return state in UNRESOLVED and now > due_at
