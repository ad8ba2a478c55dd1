"""Figures and quotations in words. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

HANGZHOU = timezone(timedelta(hours=8))
_WEEKDAYS = "一二三四五六日"


def quote(text: str, limit: int = 60) -> str:
    """The resident's own words on one line, cut at `limit` characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def day(moment: str) -> str:
    """RFC 3339 → 12月1日（周二）, in Hangzhou."""
    when = datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone(HANGZHOU)
    return f"{when.month}月{when.day}日（周{_WEEKDAYS[when.weekday()]}）"
