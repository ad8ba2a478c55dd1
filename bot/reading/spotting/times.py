"""Find times in a message (points, spans, durations, repetitions), and the days that they mean."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.reading.text.spans import Span

_N = r"(?:\d{1,4}(?:\.\d)?|[一二两三四五六七八九十百]{1,4}|几|数|好几|十几|几十|多|半)"
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|两)"
_PART = r"(?:凌晨|清晨|清早|早晨|早上|早间|上午|中午|正午|午间|午休|下午|傍晚|晚上|晚间|夜里|夜间|夜晚|深夜|半夜|午夜|大半夜|三更半夜|当晚|当天|当日|白天|早高峰|晚高峰|上下班高峰期?|高峰期|高峰时段)"
_CLOCK = rf"(?:(?<!\d)(?:910|1011|1112)|(?:{_SMALL}[、到至\-—~])?{_SMALL})(?:点钟?|时(?!间|段|候|速|常|而|不|髦|代))(?:(?:{_SMALL}分?|半|一刻|三刻|多钟?|来钟)(?![年月天路号栋幢个斤元块公米度]))?(?![\d一二三四五六七八九十]*(?:斤|元|块|公斤|公里|个百分))|(?<![\d.])\d{{1,2}}[:：]\d{{2}}(?::\d{{2}})?(?!\d)|(?<=[日号])\d{{1,2}}\.\d{{2}}(?![\d元块万])"
_DAY = (
    r"(?:大前天|前天|昨天|昨日|今天|今日|今早|今晨|今晚|昨晚|昨夜|前晚|明天|后天|当天|前几天|前两天|前些天|这几天|这两天|近几天|近日|近两天|前段时间|前阵子|前一阵|这段时间|这阵子|"
    r"最近一段时间|近期|最近|刚刚|刚才)"
)
_WEEK = r"(?:(?:上上|上|这|本|下)(?:个)?(?:周|星期|礼拜)(?:[一二三四五六日天末])?|(?:周|星期|礼拜)[一二三四五六日天末](?:到(?:周|星期|礼拜)?[一二三四五六日天])?|周末|双休日|节假日|工作日)"
_MONTH_WORD = r"(?:(?:上上|上|这|本|下)(?:个)?月(?:初|中旬?|底|末|份)?)"
_YEAR_WORD = r"(?:(?:今|去|前|明)年(?:年初|年底|初|中|底|末|上半年|下半年)|今年|去年|前年|大前年|明年|上半年|下半年|年初|年底|年前|年后|春节(?:期间|前后?|后)?|国庆(?:节)?(?:期间|前后?|后)?|元旦|五一(?:期间)?|中秋节?|暑假|寒假|(?:今年|去年)?(?:春|夏|秋|冬)(?:天|季))"
_NUMBERED_YEAR = r"(?:(?:19|20)\d{2}|[零〇一二三四五六七八九]{4}|(?<!\d)\d{2})年"
_NUMBERED_MONTH = rf"(?<![\d个]){_SMALL}月(?:份|分(?=开|起|以))?(?:初|中旬?|底|末|上旬|下旬)?"
_NUMBERED_DAY = rf"{_SMALL}[日号](?!楼|线|院|门|栋|幢|房|令|文|厅|机|井|馆|店|厂|单元|公馆|桩|路|台)"
_DATE = (
    rf"(?:{_NUMBERED_YEAR}(?:{_NUMBERED_MONTH}(?:{_NUMBERED_DAY})?|年?(?:初|中|底|末|上半年|下半年))?"
    rf"|{_NUMBERED_MONTH}(?:{_NUMBERED_DAY})?"
    rf"|(?:19|20)\d{{2}}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d))"
)
_BARE_DAY = (
    rf"(?<![\d.第路]){_SMALL}[日号](?=上午|下午|晚|早|中午|凌晨|开始|起|到|至|左右|之前|以前|以后|那天|就|，|。)"
)
_ABOUT = r"(?:左右|前后|许|多钟?|以后|之后|以前|之前|后|前|起|开始|至今|期间|时段|时候|的时候|间)"
_EVERY = rf"(?:每天|每日|天天|每晚|每周|每星期|每个?月|每年|每到|每逢|一到|一天到晚|从早到晚|整天|整夜|整晚|通宵|全天|24小时|二十四小时|日夜|昼夜|常年|长年|隔三差五|三天两头|每隔{_N}(?:天|日|周|个?月|分钟|小时))"
_UNIT = r"(?:个?多?(?:月|星期|礼拜|小时|钟头)|年|天|日|周|分钟|个半月|个半小时)"
_BEFORE = r"(?:将近|接近|近|快|快要|已经?|已有|长达|整整|足足|大约|大概|约|不到|超过|至少|持续了?|历时|拖了|等了|过了|前后|连续|长期|一连|这|最近|近)"
_DURATION = (
    rf"(?:{_BEFORE}{_N}{_UNIT}(?:多|半|左右)?(?:了|之久|以来|以上|时间)?"
    rf"|{_N}{_UNIT}(?:多|半|有余|左右)?(?:了|之久|以来|的时间|时间|前|之前|以前|至今|(?=(?:都|也|还|仍|一直|总是)?(?:[没未]|不(?!到|足|超|等|满|少|下|同))))"
    rf"|(?<=[堵停坏断漏欠拖关臭][了过]){_N}{_UNIT}(?:多|半|左右)?(?![内期薪租])"
    r"|半年(?:多)?(?:了)?|大半年(?:了)?|好(?:几|多)(?:天|年|个月|个星期|次?)(?:了)?|好久|很久|长期|多年(?:来|以来)?|数年(?:来)?|多日|数月|一直以来|至今|直到今[日天]|直到现在|至目前)"
)
_POINT = rf"(?:{_DAY}|{_WEEK}|{_MONTH_WORD}(?:{_NUMBERED_DAY})?|{_YEAR_WORD}|{_DATE}|{_BARE_DAY})"
_MOMENT = re.compile(
    rf"(?P<every>{_EVERY})?的?(?:(?P<point>{_POINT}(?:的?{_POINT})*)的?)?(?P<part>(?:{_PART})(?:的?{_PART})?)?的?(?P<clock>(?:{_CLOCK})(?:[、,，]\d{{1,2}}点)?)?(?P<about>{_ABOUT}{{0,2}})"
)
_DURATION_PATTERN = re.compile(_DURATION)
_TO = re.compile(
    r"^(?:，?一?直?(?:到|至)了?|-|—|~|－|––|——|，?直到|就?(?:开始)?(?:工作|施工|营业|响|吵|叫|放)?，?一?直?到|、|和|或)$"
)
_NOT_BEFORE = re.compile(
    r"(?:第|满|未满|小于|工龄|保修|质保|有效期|工期|合同期|任期|刑期|学制|贷款|共|岁|届|路|线|栋|每)$"
)
_NOT_AFTER = re.compile(
    r"^(?:级|制|岁|内(?:答复|回复|办结|处理|交|不)|龄|限|票|租|费|薪|利息|期间的学|代|级|纪|度|报|检|审|假|工龄|合同|学制|的小区|老小区|卡|会员|货|供|间歇|均|检|历)"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True)
class When:
    """A time. `first`, `last`: the days that it means, if known (`days_of`). `repeats`: whether it recurs (每天晚上)."""

    span: Span
    first: date | None = None
    last: date | None = None
    repeats: bool = False
    role: str = "matter"
    """matter: when the trouble is; mention: named for another reason (a contract's date, an age)."""


def parse_number(said: str) -> int | None:
    """Parse 12, 十二, 二十, 两 or, digit by digit, 二〇二五; None for all else (几, 多, 一百)."""
    if said.isdigit():
        return int(said)
    if len(said) == 4 and all(char in _DIGITS for char in said):
        return int("".join(str(_DIGITS[char]) for char in said))
    if "十" in said:
        tens, _, ones = said.partition("十")
        if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS.get(said)


def _month(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _shifted_month(today: date, by: int) -> tuple[date, date]:
    """The first and the last day of the month `by` months after that of `today`."""
    months = today.year * 12 + today.month - 1 + by
    return _month(months // 12, months % 12 + 1)


_DAYS_AGO = {"大前天": 3, "前天": 2, "前晚": 2, "昨": 1, "今": 0, "当天": 0, "刚": 0, "明天": -1, "后天": -2}


def _by_day(said: str, today: date) -> tuple[date, date] | None:
    """The days of words like 昨天, 前几天; None if there are none."""
    for word, ago in _DAYS_AGO.items():
        if word in said.replace("至今", "") and "今年" not in said:
            day = today - timedelta(days=ago)
            return day, day
    if re.search(r"前几天|前两天|前些天|这几天|这两天|近几天|近日|近两天", said):
        return today - timedelta(days=7), today
    return None


def _by_week(said: str, today: date) -> tuple[date, date] | None:
    """The days of words like 上周, 周三, 本周末; a weekday alone is the last one, or today, 周末 alone this week's. None if there are none."""
    match = re.search(r"(上上|上|这|本|下)?个?(?:周|星期|礼拜)([一二三四五六日天末])?", said)
    if not match or not (match.group(1) or match.group(2)):
        return None
    weeks = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, None: 0}[match.group(1)]
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    if match.group(2) is None:
        return monday, monday + timedelta(days=6)
    if match.group(2) == "末":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    day = monday + timedelta(days="一二三四五六日".index(match.group(2).replace("天", "日")))
    if match.group(1) is None and day > today:
        day -= timedelta(weeks=1)
    return day, day


def _year(said: str, today: date) -> int | None:
    """The year that the words name (2025年, 25年, 去年), or None."""
    match = re.search(r"((?:19|20)\d{2}|[零〇一二三四五六七八九]{4}|\d{2})(?:年|[-./])", said)
    if match:
        year = parse_number(match.group(1))
        return year if year is None or year > 99 else 2000 + year
    words = {"大前年": 3, "前年": 2, "去年": 1, "今年": 0, "明年": -1}
    return next((today.year - ago for word, ago in words.items() if word in said), None)


def _by_date(said: str, today: date) -> tuple[date, date] | None:
    """The days of a date, a month or a year; one without a year is the last that has come. None if there are none."""
    year = _year(said, today)
    dotted = re.search(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?", said)
    if dotted:
        month, day = int(dotted.group(2)), int(dotted.group(3)) if dotted.group(3) else None
    else:
        found = re.search(rf"({_SMALL})月", said)
        month = (parse_number(found.group(1)) or 0) if found else 0
        found = re.search(rf"({_SMALL})[日号]", said)
        day = parse_number(found.group(1)) if found else None
        relative = re.search(r"(上上|上|这|本|下)个?月", said)
        if relative:
            first, last = _shifted_month(today, {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1}[relative.group(1)])
            return (_single_day(first.year, first.month, day) or (first, last)) if day else (first, last)
    if month:
        if not 1 <= month <= 12:
            return None
        if year is None:
            year = today.year if (month, day or 1) <= (today.month, today.day) else today.year - 1
        return _single_day(year, month, day) if day else _month(year, month)
    if day and year is None:
        return (
            _single_day(today.year, today.month, day) if day <= today.day else _single_day(*_previous_month(today), day)
        )
    return (date(year, 1, 1), date(year, 12, 31)) if year else None


def _previous_month(today: date) -> tuple[int, int]:
    """The (year, month) before that of `today`."""
    first, _ = _shifted_month(today, -1)
    return first.year, first.month


def _single_day(year: int, month: int, day: int) -> tuple[date, date] | None:
    """The day as first and last; None if there is no such day."""
    try:
        exact = date(year, month, day)
    except ValueError:
        return None
    return exact, exact


_UNIT_DAYS = {"年": 365, "月": 30, "周": 7, "星期": 7, "礼拜": 7, "天": 1, "日": 1, "小时": 0, "钟头": 0, "分钟": 0}


def _by_duration(said: str, today: date) -> tuple[date, date] | None:
    """The days of a duration: 三天了 or any 半年 is from then to today, 三天前 that one day; None if it is none."""
    if re.search(r"月[^月]*[日号]", said):
        return None
    if "半年" in said:
        return today - timedelta(days=182), today
    match = re.search(
        r"(\d{1,4}|[一二两三四五六七八九十]{1,3})(?:个?多?)(年|月|周|星期|礼拜|天|日|小时|钟头|分钟)", said
    )
    count = parse_number(match.group(1)) if match else None
    if match is None or count is None:
        return None
    try:
        start = today - timedelta(days=count * _UNIT_DAYS[match.group(2)])
    except OverflowError:
        return None
    return (start, start) if re.search(r"前$", said) else (start, today)


def days_of(said: str, today: date) -> tuple[date | None, date | None]:
    """The (first, last) day that the words mean, counted from `today`; (None, None) if unknown.

    Of two times joined (周一到周五, 11月1日到11月5日) one counts alone, mostly the first.
    """
    try:
        found = _by_day(said, today) or _by_week(said, today) or _by_date(said, today) or _by_duration(said, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        return None, None
    first, last = found
    if re.search(r"至今|以来|开始|起|到现在", said) and last < today:
        last = today
    return first, last


def _is_time(match: re.Match[str], text: str) -> bool:
    """Whether a match of _MOMENT is a time, and not part of something else (第3天, 3岁) or too vague by itself."""
    every, point, part, clock, about = (match.group(name) for name in ("every", "point", "part", "clock", "about"))
    said = match.group()
    if not (every or point or part or clock):
        return False
    if said in ("当天", "高峰期", "前", "后") or _NOT_BEFORE.search(text[max(0, match.start() - 3) : match.start()]):
        return False
    if clock and not (part or point or every) and re.match(r"^\d{1,2}时|^[一二三四五六七八九十]{1,2}[点时]$", clock):
        after, before = text[match.end() : match.end() + 1], text[max(0, match.start() - 1) : match.start()]
        return bool(about) or after in tuple("，。到至开就") or before in tuple("到至—-~从")
    return not _NOT_AFTER.match(text[match.end() : match.end() + 4])


def _moments(text: str) -> Iterator[Span]:
    """Days, weeks, months, dates, parts of a day, clock times and repetitions, as `_MOMENT` finds them."""
    at = 0
    while at < len(text):
        match = _MOMENT.match(text, at)
        if match and match.end() > at and _is_time(match, text):
            start, end = match.span()
            while text[start] == "的":
                start += 1
            said = text[start:end]
            trimmed = said.rstrip("的")
            yield Span(start, start + len(trimmed))
            at = match.end()
            continue
        at += 1


def _durations(text: str) -> Iterator[Span]:
    """Durations (三天了, 半年), without what only looks like one (工期三年, 3年级)."""
    for match in _DURATION_PATTERN.finditer(text):
        before, after = text[max(0, match.start() - 3) : match.start()], text[match.end() : match.end() + 4]
        ended = match.group().endswith(("了", "前", "以来", "至今"))
        if not _NOT_BEFORE.search(before) and (ended or not _NOT_AFTER.match(after)):
            yield Span(*match.span())


@lru_cache(maxsize=2)
def _all_times(text: str) -> tuple[Span, ...]:
    """All that `_moments` and `_durations` find; cached, as both looks at a message need it."""
    return (*_moments(text), *_durations(text))


_COMPLETE = re.compile(r"(?:左右|前后|小时|钟头|分钟)$")
"""The end of a complete time: a time right after it is another one."""


def _merged(text: str, spans: list[Span]) -> list[Span]:
    """Merge spans that overlap or follow at once, and those joined by 到 and the like ("凌晨两点到四点")."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged:
            last = merged[-1]
            gap = text[last.end : span.start]
            from_before = text[last.start - 1 : last.start] == "从" or text[last.start] == "从"
            said_on = span.start < last.end or (span.start == last.end and not _COMPLETE.search(last.within(text)))
            if said_on or (_TO.match(gap) and (from_before or gap not in ("、", "和", "或"))):
                merged[-1] = Span(last.start, max(last.end, span.end))
                continue
        merged.append(span)
    return merged


def _extended(text: str, span: Span) -> Span:
    """Extend a stretch by 从 before it, an hour by 现在 before it, and any span by 开始, 起, 以来 or 至今 after it, also after 份."""
    start, end = span.start, span.end
    said = text[start:end]
    if re.search(r"到|至|—|-|~", said) and text[start - 1 : start] == "从":
        start -= 1
    if text[max(0, start - 2) : start] == "现在" and re.match(r"[\d一二三四五六七八九十]{1,2}点", said):
        start -= 2
    following = re.match(r"(?:份)?(?:就?开始了?|起|以来|至今)", text[end : end + 4])
    return Span(start, end + following.end()) if following else Span(start, end)


_TOO_VAGUE = re.compile(
    r"^(?:长期|至今|一直以来|每月|每年|年底|年初|年前|年后|好几次|好多次|全天|很久|好久|多年|多年来|常年|长年|目前|至目前|刚才|刚刚|当天|当日|时候|白天|最近|近期|高峰期)$"
)
"""Words too vague to be a time of the matter."""
_WAITING = re.compile(r"^(?:等了|过了|超过|不到|至少|大约|大概|约|近).*(?:分钟|小时|钟头)$")
_VAGUE_BESIDE_OTHERS = re.compile(  # what is no time of the matter if the message has a better one
    r"^(?:每天|每日|每月|每年|天天|年底|年前|年后|今天|今日|现在|早上|上午|中午|下午|晚上|晚间|夜晚|夜里|夜间|白天晚上|最近|近期|长期|近日|刚刚|刚才|很久|好久|当天|当晚|白天|一直以来|至今|至目前|时候|多年|整天|全天|通宵|高峰期|目前)$"
)


def find_times(text: str, sent_at: datetime, taken: list[Span]) -> list[When]:
    """Find the times in a normal text, in order, without repeats.

    `sent_at`: with time zone; relative times count from its day. `taken`: spans (of places); what overlaps them is no time.
    Leaves out a time contained in another; the vaguest (最近, 长期); hours or minutes that are only a wait or rough (等了10分钟, 大约三个小时);
    and, if there is a better one, others that are vague (每天, 今天).
    """
    today = sent_at.date()
    spans = [span for span in _all_times(text) if not any(span.overlaps(other) for other in taken)]
    found: list[When] = []
    seen: set[str] = set()
    for span in _merged(text, spans):
        whole = _extended(text, span)
        said = whole.within(text)
        if said in seen or _TOO_VAGUE.match(said) or _WAITING.match(said):
            continue
        seen.add(said)
        found.append(when_of(text, whole, today))
    spoken = {when.span.within(text) for when in found}
    fullest = [when for when in found if not _is_part_of_another(when.span.within(text), spoken)]
    telling = [when for when in fullest if not _VAGUE_BESIDE_OTHERS.match(when.span.within(text))]
    return telling or fullest


_LOOSE = re.compile(
    r"(?:好|很|许|十?几|几十)?多年(?:来|以来|了)?|数[年月日](?:来|了)?|[几一两二三四五六七八九十半]年(?:有余|来)|十几年(?:来|了)?"
    r"|雨季|汛期|梅雨(?:季节?|天)|(?:一|每到|每逢|每次)?下雨(?:天|时)?|雨天|天黑(?:以后|之后|后)?|大清早|一大早|一早一晚|早晚"
    r"|上下班(?:时间|高峰期?)?|上学放学(?:的?时候|时间)?|放学(?:的?时候|时间|后)?|饭点|[日昼]夜不[停断]|没日没夜|日日夜夜"
    r"|夜夜|年年|月月|一年四季|逢年过节|每个?(?:学期|季度)|每次|(?:直)?到(?:现在|如今|今[天日]|目前)(?:为止)?|一整[天夜]"
    r"|[一两三几]个(?:上午|下午|晚上|夏天|冬天)|一(?:上午|下午)|第二天|隔天|次日|往年|寒暑假|开学|期末|赶集天?|赶场天?"
)
"""What is said for a time but is none by itself: how often, since an unknown time, on an occasion."""


def possible_times(text: str) -> list[Span]:
    """Every time in a normal text, in order, also what `find_times` leaves out as vague (每天, 多年, 雨天)."""
    spans = [*_all_times(text), *(Span(*match.span()) for match in _LOOSE.finditer(text))]
    return [_extended(text, span) for span in _merged(text, spans)]


def when_of(text: str, span: Span, today: date) -> When:
    """The time at a span, with the days that it means."""
    said = span.within(text)
    first, last = days_of(said, today)
    return When(span, first, last, bool(re.search(_EVERY, said)))


def _is_part_of_another(said: str, others: set[str]) -> bool:
    """Whether another of the texts contains this one."""
    return any(said != other and said in other for other in others)
