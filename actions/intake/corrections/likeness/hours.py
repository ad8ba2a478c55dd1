"""Keep of the known time what a correction does not touch: the day and the part of the day that an hour stands in, or the hour of a day. Pure."""

from __future__ import annotations

import re

from actions.interpreting.digits import numeral_in_digits

_NUMBER = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|两)").pattern
_WEEKDAY = re.compile("(?:周|礼拜|星期)[一二三四五六日天末]").pattern
_DAY = re.compile(
    "(?:每天|天天|每日|日日|(?:大?前|大?后|[昨今明当])[天日]|[昨今前明每当](?=[晚早夜])|双休日?|工作日|隔天|平时|节假日"
    rf"|(?:每个?|[上下本这]{{1,2}}个?)?{_WEEKDAY}|{_NUMBER}月{_NUMBER}[日号]|{_NUMBER}[日号])"
).pattern
_DAYS = re.compile(rf"{_DAY}(?:[和跟、到至]?(?:{_DAY}|[一二三四五六日天末])){{0,4}}").pattern
_PART = re.compile(
    "(?:大清早|一大早|早上|早晨|清早|清晨|早间|凌晨|上午|中午|午后|下午|傍晚|黄昏|晚上|晚间|夜里|夜间|深夜|大半夜|后半夜|半夜|白天"
    rf"|[晚早夜](?={_NUMBER}[点时:：])|(?<=[昨今前明每当])[晚早夜])"
).pattern
_HOUR = re.compile(rf"{_NUMBER}(?:[点时](?:{_NUMBER}分?|[一三]刻|半|多钟?|来?钟)?|[:：]\d\d)").pattern
_CLOCK = re.compile(
    rf"(?P<from>(?:{_HOUR}|{_NUMBER}(?=[到至-]{_NUMBER}[点时])))(?:(?P<to>[到至-])(?P<until>{_PART})?(?P<last>{_HOUR}))?"
).pattern
_TIME = re.compile(
    rf"(?P<day>{_DAYS})?[的、，, ]?(?P<part>{_PART})?的?(?P<clock>{_CLOCK})?(?P<rest>左右|前后|开始|起|以后|之后|的时候|[吧啊呀的了])?"
)
_TWO_PARTS = re.compile(rf"{_PART}(?={_PART}{_NUMBER})")
_SHORT_PART = re.compile("(?P<half>[早晚])|夜")
_CUT_DAY = re.compile("[昨今前明每当]$")
_DENIED = re.compile(r"不[是在](?P<words>[^，,。；\s是]{1,10})")
_UNTIL = re.compile(r"到(?:了)?$")
_BEGINS = re.compile("开始|起")
# The hours of the clock that a part of the day may have, from the one to the other.
_HOURS_OF = (
    (re.compile("早|清"), range(3, 12)),
    (re.compile("凌晨|半夜|夜"), range(13)),
    (re.compile("上午"), range(6, 13)),
    (re.compile("中午"), (10, 11, 12, 1, 2, 3)),
    (re.compile("下午|午后"), (12, *range(1, 8))),
    (re.compile("傍晚|黄昏"), range(4, 9)),
    (re.compile("晚"), (*range(1, 4), *range(5, 13))),
    (re.compile("白天"), range(1, 13)),
)


def with_what_stays(new: str, known: str, text: str) -> str:
    """The corrected time with what the correction leaves of the known one (每天晚上七点到九点, 不对，是八点到十点: 每天晚上八点到十点).

    A day or a part of the day that the text names itself, or denies, is not kept, nor a part in which the hour cannot lie.
    Times of another shape (several, how long) stay as they are.
    """
    new = _TWO_PARTS.sub("", new)  # 昨天下午|早上九点
    said, told = _TIME.fullmatch(new), _TIME.fullmatch(known)
    if not new or said is None or told is None:
        return new
    day = said["day"] or _unless_denied(_unless_another(_DAY, told["day"], text), text)
    if said["clock"]:
        kept = _unless_denied(_unless_another(_PART, told["part"], text), text)
        clock, part = _clock(said, told, text), said["part"] or kept
        fits = said["part"] or _can_be(part, clock) or (part and not said["day"] and clock == told["clock"])
        rest = "" if clock == told["clock"] or clock.endswith(told["last"] or "-") else said["rest"] or ""
        return _joined(day, part if fits else "", clock) + rest
    if said["part"]:
        same = told["part"] == said["part"]
        return _joined(day, said["part"], (told["clock"] or "") if same else "") + (said["rest"] or "")
    return _joined(day, told["part"] or "", told["clock"] or "") if _is_one_day(said, told) else new


def _clock(said: re.Match[str], told: re.Match[str], text: str) -> str:
    """The hours that are said; with the known other end, if only one end is (到十点, 八点开始), and with the known part of the day before the last."""
    clock = said["clock"]
    if told["last"] and not said["last"] and not said["part"]:
        if _UNTIL.search(text[: max(text.rfind(clock), 0)]):
            return told["from"] + told["to"] + (told["until"] or "") + clock
        if said["rest"] and _BEGINS.match(said["rest"]):
            return clock + told["to"] + (told["until"] or "") + told["last"]
    if said["last"] and not said["until"] and told["until"] and _can_be(told["until"], said["last"]):
        return said["from"] + said["to"] + told["until"] + said["last"]
    return clock


def _is_one_day(said: re.Match[str], told: re.Match[str]) -> bool:
    """Whether a day is said in the place of another one that has an hour."""
    return bool(said["day"] and not said["rest"] and told["day"] and told["clock"])


def _unless_denied(words: str | None, text: str) -> str:
    """A part of the known time, or "" where the text denies it alone (不是晚上), not with its hour (不是晚上七点)."""
    denied = (one["words"] for one in _DENIED.finditer(text))
    alone = any(words and words in one and not re.search(_HOUR, one) for one in denied)
    return "" if alone or not words else words


def _unless_another(kind: str, words: str | None, text: str) -> str:
    """A part of the known time, or "" where the text names another of its kind without denying it (是八点，不过是晚上)."""
    named = [one.group() for one in re.finditer(kind, _DENIED.sub("", text))]
    return "" if not words or any(one not in words and words not in one for one in named) else words


def _joined(day: str, part: str, clock: str) -> str:
    """Day, part and hours in one: 昨|晚 and 下午 make 昨天下午, 每天 and 晚 make 每天晚上."""
    short = _SHORT_PART.fullmatch(part)
    if _CUT_DAY.search(day):
        return day + ("" if short else "天") + part + clock
    if short and day:
        part += "上" if short["half"] else "里"  # 晚上, 夜里
    return day + part + clock


def _can_be(part: str, clock: str) -> bool:
    """Whether the first of the hours may lie in this part of the day; never one of the 24-hour clock."""
    hours = [numeral_in_digits(one) for one in re.findall(rf"{_NUMBER}(?=[点时:：到至-])", clock)]
    if not part or not hours or any(not one.isdecimal() or int(one) > 12 for one in hours):
        return False
    return any(int(hours[0]) in lies for words, lies in _HOURS_OF if words.search(part))
