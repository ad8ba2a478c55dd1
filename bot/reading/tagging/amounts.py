"""Times of a message that are none: how much was paid or is owed (两个月停车费), and the beginning of the next word (上个月|多收)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.reading.spotting.times import When
from bot.reading.text.spans import Span

_HOW_MANY = re.compile(r"(?:\d{1,3}|[一二两三四五六七八九十半几]{1,3})个?半?(?:月|年|天|周|星期|礼拜|季度|小时|钟头)")
_PAID = re.compile(
    r"(?:[收扣交缴付退补返欠免抵赔罚](?:取|纳|缴|交|还)?|要)(?:[了过掉我你您他她]|我们|大家|人家|一次|家里?|又|的){0,4}$"
)
_MONEY = re.compile(r"的?(?:[\u4e00-\u9fff]{0,3}费|房?租(?![的了户客])|租金|会员|[\u4e00-\u9fff]{0,2}基金)")
_DEPOSIT = re.compile(r"的?(?:押金|定金|订金)")
_NAMED = re.compile(r"(?:[上下本这]{1,2}个?(?:月|周|星期|礼拜)|[昨今明前]天|[去今前明]年)多")
_BEFORE = 8  # characters


def without_amounts(text: str, times: Iterable[When]) -> list[When]:
    """The times without those that say for how long money was paid, each to its own end."""
    return [_to_its_end(text, one) for one in times if not _is_an_amount(text, one.span)]


def _is_an_amount(text: str, span: Span) -> bool:
    """Whether a bare duration counts money that somebody took, paid or owes (多收了我|两个月|停车费); 这两个月停车费 and 两个月没收费 are times."""
    if _HOW_MANY.fullmatch(span.within(text)) is None:
        return False
    if _DEPOSIT.match(text, span.end):
        return True
    before = text[max(0, span.start - _BEFORE) : span.start]
    return _PAID.search(before) is not None and _MONEY.match(text, span.end) is not None


def _to_its_end(text: str, when: When) -> When:
    """The time without a 多 that belongs to the verb behind it (上个月|多收了)."""
    if _NAMED.fullmatch(when.span.within(text)) is None:
        return when
    return replace(when, span=Span(when.span.start, when.span.end - 1))
