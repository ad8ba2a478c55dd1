"""Extract the times from a sentence (days, parts of the day, hours, durations, how often) and nothing else. Pure.

"昨晚我下夜班从502出来的时候，十点半" becomes "11月26日晚上，十点半": only what a pattern here matches gets through.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,4}|几|好几|十几)"
_UP_TO_99 = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
# how a word for a day begins → how many days ago that is
_AGO = {"大前天": 3, "前天": 2, "前日": 2, "前晚": 2, "昨": 1, "今": 0}
# a word for a day that also says which part of it → that part
_PART_OF_DAY = {
    "前晚": "晚上",
    "昨晚": "晚上",
    "今晚": "晚上",
    "昨夜": "夜里",
    "今夜": "夜里",
    "今早": "早上",
    "今晨": "清晨",
}
_DAY = r"(?:大前天|前天|前日|前晚|昨[天日晚夜]|今[天日晚夜早晨])"
_PART = r"(?:凌晨|清晨|清早|早晨|早上|上午|中午|下午|傍晚|晚上|夜里|夜间|深夜|半夜|午夜|白天|全天|整天|整夜|通宵)"
_EVERY = r"(?:每[天日晚周月年]|每个?(?:星期|月)|天天|夜夜|经常|一直|常年|长年|隔三差五|三天两头)"
_WEEK = r"(?:(?:上上|上|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天末]|上个?(?:周|星期|月)|这个?(?:周|星期|月)|周末|工作日|节假日)"
_DATE = rf"(?:(?:(?:20)?\d{{2}}年)?{_UP_TO_99}月(?:{_UP_TO_99}[日号])?|20\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}})"
_CLOCK = rf"(?:{_UP_TO_99}[:：]\d{{2}}(?!\d)|{_UP_TO_99}(?:点钟?(?:半|[一三]刻|{_UP_TO_99}分)?|时(?![间候])))"
_DURATION = rf"(?:半|{_NUMBER})(?:个?多?(?:小时|钟头|星期|礼拜|月)|天|周|年)(?:多|半)?(?:前|以来|左右|了)?"
_MOMENT = re.compile(
    rf"(?P<day>{_DAY})|{_EVERY}|{_DATE}|{_WEEK}|{_PART}|{_CLOCK}|(?<![第\d]){_DURATION}|(?:这|前)几天|最近|近期|刚才|刚刚"
)
_TO = re.compile(r"(?:到|至|-|—|~|～)$")  # all that stands between the ends of a period


_LASTS = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|好?几|十几|半)个?多?(?:天|星期|礼拜|周|月|年|小时|钟头)多?"
)
_SINCE = re.compile(
    "(?:[坏断停堵漏黑吵响瘫等过][了着]?|[修拖报催][^，。！？]{0,2}了|不[亮通走转动响]了?|没[^，。！？]{0,3}|[已快]经?|都)$"
)
_TO_COME = re.compile("(?:通知|[要将得]|准备|计划|打算|预计|公告|说)[^，。！？]{0,6}$")
_GOES_ON = re.compile("[了都没不无仍还]")
_ONE = re.compile("一")  # 一天不扫就臭 tells of no day that passed
_EACH = re.compile(r"^([天日夜])(?=\1)")


def without_each(time: str) -> str:
    """天半夜 of 天天半夜: what follows the 每 that is meant; "" if it says none so."""
    return _EACH.sub("", time) if _EACH.match(time) else ""


def has_lasted(time: str, text: str) -> bool:
    """Whether a time of a report is only how long something has lasted, as the report's own `text` shows (三天 of 断了三天, 三天没清)."""
    if not _LASTS.fullmatch(time):
        return False
    before, found, after = text.partition(time)
    if not found or _TO_COME.search(before[-10:]):
        return False
    return bool(_SINCE.search(before[-6:]) or (_GOES_ON.match(after) and not _ONE.match(time)))


def times_in(text: str, today: date) -> str:
    """The times in the text, in order; ， or 到 stands for the words between two. `today`: when it was said, to date 昨天."""
    out, end = "", 0
    for found in _MOMENT.finditer(text):
        between = text[end : found.start()]
        if out and between:
            out += "到" if _TO.fullmatch(between) else "，"
        out += _day(found["day"], today) if found["day"] else found.group()
        end = found.end()
    return out


def _day(said: str, today: date) -> str:
    """A word for a day (昨晚) as the date that it means, with the part of the day."""
    ago = next(days for word, days in _AGO.items() if said.startswith(word))
    day = today - timedelta(days=ago)
    return f"{day.month}月{day.day}日{_PART_OF_DAY.get(said, '')}"
