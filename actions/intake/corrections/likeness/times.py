"""Read the time in a correction that is like the known one (an hour for an hour, a day for a day) or that is plainly meant. Pure."""

from __future__ import annotations

import re

from actions.case_draft import CaseDraft, Span
from actions.intake.corrections.changes import Known
from actions.intake.corrections.replacing import NUMBER
from actions.intake.corrections.taking_back import DURATION, is_denied, with_shapes
from actions.intake.corrections.times import WHEN, is_house_number
from actions.interpreting.digits import in_digits

_DAY = re.compile(
    r"(?:大?前|大?后|[昨今明当])[天日晚早夜]|今朝|(?:[上下本这]{1,2}个?|每个?)?(?:礼拜|星期|周)[一二三四五六日天末]?|[上下本这]个?月"
    rf"|\d{{1,2}}月\d{{0,2}}[日号]?|{NUMBER}月{NUMBER}几?[日号]?|正月(?:初?[一二三四五六七八九十]+)?|初(?:[四五六七八九十]|[一二三](?=开始|起|那[天晚夜]|[就才夜晚]))|{NUMBER}[日号](?![楼线门桥路])|每[天晚日早]|天天"
)
_PART = re.compile(
    "早上|上午|中午|下午|傍晚|晚上|后半夜|上半夜|夜里|半夜|凌晨|清早|早晨|清晨|晚饭后|午后|天亮|天黑|黄昏|夜饭|天光|半日|一整天|白天"
)
_MINUTES = rf"(?:[一三]刻|零?{NUMBER}分?|半|缺一刻|来?钟|多|来?[钟多]?光景)?"
_CLOCK = re.compile(
    rf"[早晚]?{NUMBER}(?:点|时|[:：](?=\d\d)){_MINUTES}(?:[到至-]{NUMBER}(?:点|时|[:：](?=\d\d))?{_MINUTES})?"
)
_SINCE = re.compile(
    rf"(?:(?:去年|今年|前年)(?:{NUMBER}月份?|上半年|下半年|年[初底]|春天|夏天|秋天|冬天)|{NUMBER}月份?|年底|年初|年前|年后|春节|清明|端午|国庆|中秋|元旦|冬至|重阳节?|暑假|寒假|开学|入[春夏秋冬]|过年)"
    "(?:前后?|之?后|以后|起|以来|开始|那阵子?|的时候)?"
)
_SOME_DAYS = re.compile(
    "(?:周|礼拜|星期)[一二三四五六日天](?:(?:[到至和跟、]?(?:周|礼拜|星期)|[到至和跟、])[一二三四五六日天])+|(?:周|礼拜|星期)[一二三四五六日天]{2,}(?![点个次天号直])|双休日?|周末|工作日|隔天|隔三差五"
)
_KINDS = {"long": DURATION, "day": _DAY, "part": _PART, "clock": _CLOCK, "since": _SINCE, "days": _SOME_DAYS}
# What a time may name once, and keep what stands around it: a day of the week, a month, a date, how long, a feast.
_CORES = (
    re.compile(r"(?<!每)(?:礼拜|星期|周)[一二三四五六日天](?![一二三四五六日天和、到至])"),
    re.compile(rf"{NUMBER}月份?(?!\d)"),
    re.compile(rf"{NUMBER}[号日](?!子)"),
    re.compile(rf"{NUMBER}天"),
    re.compile("(?:春节|清明|端午|国庆|中秋|元旦|冬至|重阳)节?(?:前后?|[之以]?后|过后)?"),
)
_AROUND_A_CORE = re.compile("从|自|约|大概|起|开始|[前以]后|左右|的|了|份")
_OF_ONE_DAY = re.compile("(?<=[昨今明前后当每])[晚早夜]$")  # 昨晚, 今早
_WITHIN_A_DAY = frozenset(("part", "clock"))
_NAMES_NO_TIME = re.compile("现在|如今|以前|之前|原来|刚才|刚刚|今年|去年|前年|[早晚]一?点")
_IS_ADDED = re.compile("也")
_MISCOUNTED = re.compile("[少多][算数记说讲写]了?$")  # 少算了一天
_IS_SAID = re.compile("(?:是|从|为|要到|到了|算)[^，。,]{0,2}$")
_TELLS_WHEN = re.compile("时间|日子|从|开始|起")


def read_like_time(text: str, draft: CaseDraft, known: Known, place: str | None) -> str | None:
    """The time with which a correction replaces the known one; None if it tells none. `place`: the corrected place, None if it corrects none.

    An hour or a part of the day leaves the known day: 中午 for 昨晚 gives 昨天中午.
    """
    told = in_digits(f"{known.time} {known.place} {place or ''}")
    new = [span for span in _times_in(text, draft, known) if in_digits(span["text"]) not in told]
    if place is not None:
        new = [span for span in new if kinds_of_time(span["text"]) & kinds_of_time(known.time)]
    new = [
        span for span in new if kinds_of_time(span["text"]) & kinds_of_time(known.time) or _is_plainly_meant(text, span)
    ]
    if not new or (not known.time and _TELLS_WHEN.search(text) is None):
        return None
    said = [span for span in new if _IS_SAID.search(text[: span["start"]])] or new
    return replace_like_time(said[-1]["text"], known.time)


def _times_in(text: str, draft: CaseDraft, known: Known) -> list[Span]:
    """The times in a text that are not denied; those that follow one another without a gap as one."""
    shapes = (_SOME_DAYS, DURATION, WHEN, _SINCE, _CLOCK, _PART, _DAY)
    found: list[Span] = []
    for span in with_shapes(text, draft["times"], shapes):
        joined = bool(found) and found[-1]["end"] == span["start"]
        start = found.pop()["start"] if joined else span["start"]
        found.append({"text": text[start : span["end"]], "start": start, "end": span["end"]})
    found = [one for one in found if not is_house_number(text, one, known.place)]
    found = [
        one for one in found if not (_MISCOUNTED.search(text[: one["start"]]) or _IS_ADDED.match(text[one["end"] :]))
    ]
    return [one for one in found if not (is_denied(text, one) or _NAMES_NO_TIME.fullmatch(one["text"]))]


def _is_plainly_meant(text: str, span: Span) -> bool:
    """Whether the text says that it is this time, or is mostly this time."""
    return _IS_SAID.search(text[: span["start"]]) is not None or 3 * len(span["text"]) >= len(text)


def kinds_of_time(time: str) -> set[str]:
    """What a time tells: how long, which day, part of the day, hour, since when, on which days."""
    return {name for name, pattern in _KINDS.items() if pattern.search(time)}


def replace_like_time(new: str, known: str) -> str:
    """The known time with a new one for what is like it: 七月 for 今年五月 gives 今年七月, 礼拜四 for 上礼拜三 gives 上礼拜四.

    An hour or a part of the day keeps the day, an hour the part: 中午 for 昨晚 gives 昨天中午. Any other time is whole.
    """
    for core in _CORES:
        said, told = list(core.finditer(new)), list(core.finditer(known))
        if len(said) == len(told) == 1 and not _AROUND_A_CORE.sub("", new.replace(said[0].group(), "")):
            return known[: told[0].start()] + said[0].group() + known[told[0].end() :]
    day, part = _DAY.search(known), _PART.search(known)
    if not kinds_of_time(new) or not kinds_of_time(new) <= _WITHIN_A_DAY:
        return new
    if part is not None and kinds_of_time(new) == {"clock"}:
        return known[: part.end()] + new
    return new if day is None else _OF_ONE_DAY.sub("天", known[: day.end()]) + new
