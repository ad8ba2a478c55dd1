"""Read the time as a message corrects it, or as its sender remembers it now. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from actions.case_draft import CaseDraft, Span
from actions.intake.corrections.changes import Known
from actions.intake.corrections.taking_back import (
    ADDS,
    BARE,
    DURATION,
    MISTAKEN,
    SAID_BEFORE,
    is_bare,
    is_denied,
    with_shapes,
)
from actions.interpreting.places import BUILDING_PART

_MOST_BESIDE_A_TIME = 2  # characters besides a time that is remembered
NAMES_TIME = re.compile("时间|日期|日子")
_CLOCK = re.compile("点")
# Words that tell when a name or a person changed rather than when the trouble is.
_NOW = re.compile("现在|如今|以前|之前|原来")
_JUST_SAID = re.compile(
    "[^，,。！!\\s]{0,8}[说讲写报打留记填发][错的了过]|(?:那个|的)?(?:手机|电话)?(?:号码?|电话|手机)(?:是|就)?(?:不对|错|不是|有误)"
)  # after 刚才: when the message before was sent
WHEN = re.compile(  # a day, a week, a month or an hour
    r"(?:大?前|大?后|[昨今明])天(?:早上|上午|中午|下午|晚上|夜里|半夜|中饭|晚饭)?|[上下本这]{1,2}个?(?:月|礼拜|星期|周)(?:[一二三四五六日天末])?|(?:每个?)?(?:礼拜|星期|周)[一二三四五六日天末]"
    r"|(?:[一二两三四五六七八九十]{1,3}|\d{1,2})点(?:半|钟|多|[一三]刻|[一二三四五\d]{1,3}分?)?"
)
# "I remember now", "I have looked it up": before a time that replaces the one said before.
_RECALLED = re.compile(
    r"(?:我|刚才|刚刚|后来|又|再){0,3}(?:(?:想|记|回忆)(?:起来|到)了?|(?:查|翻|看|问|算)了?一?[下看翻查遍]*(?:监控|记录|日历|日子|聊天|照片|手机|邻居|家里人|老公|老婆|物业)?(?:记录|了)?|(?:爸|妈|老婆|老公|婆婆|公公|爷爷|奶奶|邻居|儿子|女儿)[说讲](?=(?:大?前|昨)))"
)
_AROUND_A_RECALLED_TIME = re.compile("开始|就有了?|就|发现|发生|起|那天|好像|大概|应该|准确|具体|时间|坏|的时候")
_EVERY_DAY = re.compile("每天|天天|每日|每晚|日日")
_DAYS = re.compile(
    r"(?:每个?)?(?:礼拜|星期|周)(?:[一二三四五六日天]{2,}(?![点个次天号直])|[一二三四五六日天末])|双休日?|工作日|单日|双日|隔天"
)
_SOME_DAYS = re.compile(rf"(?:(?:{_DAYS.pattern})[和跟、]?)+")
_DAY = re.compile(
    r"(?:大?前|大?后|[昨今明])[天晚]|(?:[上下本这]{1,2}个?|每个?)?(?:礼拜|星期|周)[一二三四五六日天末]?|[上下本这]{1,2}个?月|\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]"
)
_ONE_TIME = re.compile(r"[^\s，,、]+?(?=$|[\s，,、]|(?<!大)(?:大?[前后]|[昨今明])天)")
_BARE_NUMBER = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})号")
_OF_A_DAY = re.compile("那[天日晚]|这天|就|才|开始|起|到|[晚早夜发]|上午|下午|中午|左右|以?后|之后|以?前|暴雨|下雨|写")
_NAMES_TIME_BESIDE = re.compile("时间|日期|日子|那天|上月|下月|本月|[上这]个月|几号|月")
_IS_UNREAD = re.compile(
    r"[，,。 ]{0,2}(?:而|应该|其实)?就?是(?:从|在)?(?P<new>[^，,。！!？?\s我你]{1,10}?(?:那[天晚年会阵]|那阵子|那几天|[的那]时候|[以之]?后|[以之]前|以来)|(?:一直|从来|断断续续|隔三差五)[^，,。！!？?\s]{0,6}?)(?:的|就|都|开始|起|这样|坏|了){0,4}(?=$|[，,。！! ])"
)
_NOT_SO_LONG = re.compile(r"没有?(?:这么|那么)(?:久|长|多天|多|早)|没几天|不到一天")


def read_time(text: str, draft: CaseDraft, known: Known) -> str | None:
    """The time as the text corrects it; "" if it only denies the known one or a part of it; None if it changes nothing.

    In 不是上周三，是发大水那天 what is behind 是 is the time, though none was read in it.
    """
    spans = _times_in(text, draft, known)
    denied = [span for span in spans if is_denied(text, span)]
    said = [span for span in spans if span not in denied]
    said = [span for span in said if span["text"] not in known.time] or said
    shortened = _NOT_SO_LONG.search(text) is not None or (MISTAKEN.search(text) is not None and len(said) == 1)
    likely = [one for one in said if shortened and _is_alike(one["text"], known.time)]
    plainly = said if denied else [one for one in said if not known.time or _is_plainly_the_time(text, one)] or likely
    if plainly:
        new = "、".join(dict.fromkeys(span["text"] for span in plainly))
        if any(_EVERY_DAY.fullmatch(span["text"]) for span in denied) and _SOME_DAYS.fullmatch(new):
            return _EVERY_DAY.sub(new, known.time, count=1) if _EVERY_DAY.search(known.time) else new
        part = next((span["text"] for span in denied if _is_a_part(span["text"], new, known.time)), None)
        return known.time.replace(part, new, 1) if part else new
    if not known.time:
        return None
    gone = [span for span in denied if _is_of(span["text"], known.time)]
    if gone and (unread := _IS_UNREAD.match(text, gone[-1]["end"])) is not None:
        return unread["new"]
    return "" if gone or _NOT_SO_LONG.search(text) else None


def _is_of(denied: str, time: str) -> bool:
    """Whether a denied time is the known one, or two characters of both in a row are the same (三天 of 三天了)."""
    return denied in time or time in denied or any(a + b in time for a, b in pairwise(denied))


def _times_in(text: str, draft: CaseDraft, known: Known) -> list[Span]:
    """The times in a text, in order."""
    read = [_to_its_end(one) for span in draft["times"] for one in _at_blanks(span)]
    shapes = (_SOME_DAYS, _EVERY_DAY, DURATION, WHEN)  # 周五周六 before the 五周 in it
    found = [one for one in with_shapes(text, read, shapes) if not tells_no_time(text, one)]
    return [one for one in found if not is_house_number(text, one, known.place)]


def tells_no_time(text: str, span: Span) -> bool:
    """Whether a time is one that a correction names beside the right one: now, before, or when the last message was sent (刚才号码写错了)."""
    just_now = re.fullmatch("刚才|刚刚|方才", span["text"])
    return _NOW.fullmatch(span["text"]) is not None or (
        just_now is not None and _JUST_SAID.match(text[span["end"] :]) is not None
    )


def is_house_number(text: str, span: Span, place: str) -> bool:
    """Whether a bare 6号 is a house, and no day: the known place has a number, and no word beside this one tells of a time (那天, 开始)."""
    return (
        BUILDING_PART.search(place) is not None
        and _BARE_NUMBER.fullmatch(span["text"]) is not None
        and _OF_A_DAY.match(text[span["end"] :]) is None
        and _NAMES_TIME_BESIDE.search(text) is None
    )


def read_recalled_time(text: str, draft: CaseDraft, known: Known) -> str | None:
    """The day that the sender remembers now instead of the known time (想起来了，就是这个星期一); else None.

    If the text names no hour, that of the known time stays, but only where it stands beside a day (昨天8点).
    """
    spans = _times_in(text, draft, known)
    if not known.time or _RECALLED.search(text) is None or ADDS.search(text) or len(spans) != 1:
        return None
    new = spans[0]["text"]
    rest = text[: spans[0]["start"]] + text[spans[0]["end"] :]
    for words in (_RECALLED, _AROUND_A_RECALLED_TIME, BARE):
        rest = words.sub("", rest)
    if len(rest) > _MOST_BESIDE_A_TIME or _DAY.search(new) is None or new in known.time:
        return None
    only_the_day = _CLOCK.search(known.time) and not _CLOCK.search(new)
    return _DAY.sub(new, known.time, count=1) if only_the_day and _DAY.search(known.time) else new


_ELSEWHERE_THEN = re.compile(  # 两点?两点我还在开会呢, 星期六他上奥数呢
    r"(?:[?？][^，,。?？]{0,5})?(?:我|俺|他|她|孩子|小孩|老[公婆人]|家里)(?:们|家|人)?(?:都|还|才|正|就){0,2}(?:[在去上没不]|睡|出门|回)[^，,。?？]{0,8}呢"
)
_LONGEST_WITH_ALIBI = 40  # characters


def tells_an_alibi(text: str) -> bool:
    """Whether a text says that somebody was elsewhere at some time (两点?两点我还在开会呢)."""
    return any(_ELSEWHERE_THEN.match(text, one.end()) for one in WHEN.finditer(text))


def read_time_beside_alibi(text: str, draft: CaseDraft, known: Known) -> str | None:
    """The only time of a text besides one at which somebody was elsewhere, so that it cannot be meant (两点我还在开会呢，三点多); else None."""
    if len(text) > _LONGEST_WITH_ALIBI or ADDS.search(text):
        return None
    spans = _times_in(text, draft, known)
    away = {one["text"] for one in spans if _ELSEWHERE_THEN.match(text, one["end"])}
    said = {one["text"] for one in spans} - away
    if len(away) != 1 or len(said) != 1:
        return None
    denied, new = away.pop(), said.pop()
    if not known.time:
        return new
    if denied not in known.time:
        return None
    return re.sub(f"{re.escape(denied)}(?:左右|钟|多)?", lambda _: new, known.time, count=1)


def _is_alike(new: str, time: str) -> bool:
    """Whether both say how long, or both at what hour."""
    return all(DURATION.search(one) for one in (new, time)) or all(_CLOCK.search(one) for one in (new, time))


def _is_a_part(denied: str, new: str, time: str) -> bool:
    """Whether the denied words are only a part of the known time, and the new ones are of the same kind (三点, 四点)."""
    alike = denied[-1] == new[-1] or (_CLOCK.search(denied) and _CLOCK.search(new))
    return denied in time and len(time) - len(denied) > 1 and bool(alike)


def _at_blanks(span: Span) -> list[Span]:
    """A time that was read, cut at blanks, commas and before a second day: 六点 七点半 are two, and so are 昨天大前天."""
    start = span["start"]
    return [
        Span(text=one.group(), start=start + one.start(), end=start + one.end())
        for one in _ONE_TIME.finditer(span["text"])
    ]


def _to_its_end(span: Span) -> Span:
    """A time that was read, without the beginning of another word behind its hour or day (4点人, 4点来, 上周四那天)."""
    end = re.search("(?<=[点半时钟])[来人去就才都没还]+$|(?<=[一二三四五六日天末号])那[天一]*$", span["text"])
    if end is None:
        return span
    return Span(text=span["text"][: end.start()], start=span["start"], end=span["end"] - len(end.group()))


def _is_plainly_the_time(text: str, span: Span) -> bool:
    """Whether the text says of a time that it is the right one (时间是昨天, 是从昨天), or begins with it and hardly says more (前天坏了)."""
    return SAID_BEFORE.search(text[: span["start"]]) is not None and (
        NAMES_TIME.search(text) is not None
        or is_bare(text, span)
        or re.search(r"(?:是|才|从)$", text[: span["start"]]) is not None
    )
