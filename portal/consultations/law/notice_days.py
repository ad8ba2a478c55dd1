"""Pure: counts the whole days between a notice and the opening (民法典 201, 203)."""

from __future__ import annotations

from datetime import date, timedelta


def whole_days_between(notice_on: date, opens_on: date) -> int:
    """Whole days between notice and opening: the day of the notice does not count (201), the last ends at 24:00 (203).

    203 also postpones a last day that is a holiday, to give people time to act. That is not applied here: a notice asks
    nobody to act by its last day.
    """
    return max((opens_on - notice_on).days - 1, 0)


def earliest_opening(notice_on: date, days: int) -> date:
    """The first day on which voting may open after a notice given on `notice_on`. `days`: whole days that must lie between."""
    return notice_on + timedelta(days=days + 1)


def latest_notice(opens_on: date, days: int) -> date:
    """The last day on which the notice may be given for voting that opens on `opens_on`. `days`: whole days that must lie between."""
    return opens_on - timedelta(days=days + 1)
