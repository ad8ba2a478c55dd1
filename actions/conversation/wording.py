"""Format quotations, dates and numbers for replies, add hours to a moment, compare two, and stand in for words that were not said. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))
ONLY_PHOTOS = "（只发来照片，没有文字）"  # the text of a case without words
ONLY_PLACE = "（只说了在哪里，没说什么事）"  # … and without photos
_NUMBER = re.compile(r"\d[\d -]{3,}\d")
_LONG_NUMBER = 10  # digits
_WEEKDAYS = "一二三四五六日"


def quote(text: str, limit: int = 60) -> str:
    """The sender's own words on one line, cut at `limit` characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def starred(contact: str) -> str:
    """A contact with the middle of each number in it starred out (139****1112); others may read the screen, too."""
    return _NUMBER.sub(_with_stars, contact)


def _with_stars(number: re.Match[str]) -> str:
    shown = number.group()
    first, last = (3, 4) if len(shown) >= _LONG_NUMBER else (2, 2)
    return f"{shown[:first]}****{shown[-last:]}"


def with_phone(name: str, phone: str) -> str:
    """A body's name and the number that the community lists for it, "" if it lists none."""
    return f"{name}（电话 {phone}）" if phone else name


def format_day(moment: str) -> str:
    """Format an RFC 3339 moment as a day in the town's time zone: 12月1日（周二）; what cannot be parsed stays as it is."""
    try:
        when = datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(SHANGHAI)
    except ValueError:
        return moment
    return f"{when.month}月{when.day}日（周{_WEEKDAYS[when.weekday()]}）"


def is_past(now: str, until: str) -> bool:
    """Whether a moment `until` lies before `now`, both RFC 3339 with an offset in digits.

    False if either is "", ends in Z or cannot be parsed.
    """
    try:
        return datetime.fromisoformat(until) < datetime.fromisoformat(now)
    except ValueError:
        return False


def add_hours(moment: str, hours: int) -> str | None:
    """Add hours to an RFC 3339 moment. Returns None if it cannot be parsed."""
    try:
        return (datetime.fromisoformat(moment.replace("Z", "+00:00")) + timedelta(hours=hours)).isoformat()
    except ValueError:
        return None
