"""Figures and quotations in words. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

HANGZHOU = timezone(timedelta(hours=8))
ONLY_PHOTOS = "（只发来照片，没有文字）"  # what a case without a word is registered as
_WEEKDAYS = "一二三四五六日"


def quote(text: str, limit: int = 60) -> str:
    """The resident's own words on one line, cut at `limit` characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def day(moment: str) -> str:
    """RFC 3339 → 12月1日（周二）, in Hangzhou."""
    when = datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(HANGZHOU)
    return f"{when.month}月{when.day}日（周{_WEEKDAYS[when.weekday()]}）"


def later(moment: str, hours: int) -> str | None:
    """RFC 3339 plus hours; None where the moment cannot be read."""
    try:
        return (datetime.fromisoformat(moment.replace("Z", "+00:00")) + timedelta(hours=hours)).isoformat()
    except ValueError:
        return None
