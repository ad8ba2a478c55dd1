"""Pure: the time zone of China, in which times are shown, and its days and weeks. Moments are stored in UTC."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def start_of_day(day: date) -> datetime:
    """The moment when the day begins."""
    return datetime.combine(day, time(), SHANGHAI)


def monday_of(day: date) -> date:
    """The Monday of this day's week."""
    return day - timedelta(days=day.weekday())
