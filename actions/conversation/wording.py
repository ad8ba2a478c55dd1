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


_EACH = re.compile(r"^([天日夜])(?=\1)")
_LASTS = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|好?几|十几|半)个?多?(?:天|星期|礼拜|周|月|年|小时|钟头)多?"
)
_SINCE = re.compile(
    "(?:[坏断停堵漏黑吵响瘫等过][了着]?|[修拖报催][^，。！？]{0,2}了|不[亮通走转动响]了?|没[^，。！？]{0,3}|[已快]经?|都)$"
)
_TO_COME = re.compile("(?:通知|[要将得]|准备|计划|打算|预计|公告|说)[^，。！？]{0,6}$")
_GOES_ON = re.compile("[了都没不无仍还]")
_ONE = re.compile("一")  # 一天不扫就臭 tells of no day that passed


def time_in_words(time: str, text: str) -> str:
    """A time of a report as it is shown beside the report's own `text`: 断了三天 as 三天了, 天天半夜 as 每天半夜.

    As the portal shows it later (`time_in_words` there).
    """
    return "、".join(_time_in_words(one, text) for one in time.split("、"))


def _time_in_words(time: str, text: str) -> str:
    if _EACH.match(time):
        return _EACH.sub("每", time)
    if not _LASTS.fullmatch(time):
        return time
    before, found, after = text.partition(time)
    if not found or _TO_COME.search(before[-10:]):
        return time
    return f"{time}了" if _SINCE.search(before[-6:]) or (_GOES_ON.match(after) and not _ONE.match(time)) else time


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
