"""Words of a message that say nothing of its danger, but would add to its score or take from it: numbers, where it is, that it is meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OWN_PHONE = re.compile(  # 我的电话是13900001234: says nothing of danger, but would add to the score
    r"[，,。；;\s]{0,2}(?:我|俺|本人)?的?(?:电话|手机|号码|联系电话){0,2}(?:号码|号)?(?:是|为|：|:)?\s?(?:\+?86)?1[3-9]\d{9}"
)
_NUMBER = r"[\d一二三四五六七八九十]{1,4}(?:号楼|单元|栋|幢|弄|号|室|楼|层)"
_HOUSE_NUMBERS = re.compile(rf"({_NUMBER})(?:{_NUMBER}){{0,3}}(?:\d{{3,4}}室?)?")
"""8栋2单元301: from the second number on it says only where in the house, but would take from the score of a message with a
sign of danger; so it is left out if that raises the score."""

_PLACE = rf"(?:(?![快来救命打杀火烧死血伤人着了哪这那])[\u4e00-\u9fff]){{2,4}}(?:花园|家园|人家|新村|公寓|小区|社区|大厦|广场|苑|里|弄|路|街|村)(?:{_NUMBER}){{0,4}}(?:\d{{3,4}}室?)?"
_WHERE_APART = re.compile(
    rf"(?<=[\u4e00-\u9fff]{{4}})[，,。！! ]{{0,2}}(?:我?们?(?:就|家)?在|位于|地址是?)?{_PLACE}[。！!]*$|^(?:我们?(?:就|家)?在|位于|地址是?)?{_PLACE}的?[，,。！! ]{{0,2}}(?=[\u4e00-\u9fff]{{4}})"
)
"""我家着火了，桂花苑3栋: before or after what happens only where; left out like house numbers, since names have their own words (花, 火)."""
_IN_EARNEST = re.compile(
    r"[，,。！! ]{0,2}(?:我|这)?(?:真的?|可)?(?:(?:不是|(?<!有)没(?:有|在)?)(?:在|跟你们?|和你们?)?(?:演习|演练|(?:开)?玩笑|闹着玩|说着玩|假的|骗(?:你们?|您|人))(?:的|啊|呀)?|(?:这|都)?是真的(?:啊|呀)?|真的(?![\u4e00-\u9fff])|千真万确)(?=[，,。！! ]|$)"
)
"""着火了，不是演习，是真的: says only that it is meant, and would take from the score, as a denial does."""
_FOR_NOTHING = re.compile(
    r"(?:有事)?没事(?:就|老是?|总是?|也)?(?=(?:打|揍|踢|踹|扇|掐)(?:我|[她他]|孩子|娃|老婆|人)(?![家们]?的?(?:电话|手机|号|微信)))"
)
"""他没事打我: for no reason, which would take from the score as if nothing had happened; a telephone call is none (`without_calls`)."""

_SAYS_NO_DANGER = ((_HOUSE_NUMBERS, r"\1"), (_WHERE_APART, ""), (_IN_EARNEST, ""), (_FOR_NOTHING, ""))


def without_own_phone(text: str) -> str:
    """The text without the sender's number."""
    return _OWN_PHONE.sub("", text)


def said_shorter(text: str, *, is_signed: bool) -> Iterator[str]:
    """The text without each sort of such words that it has, whose highest score counts; if it has no sign of danger, without 没事 before blows alone."""
    for said_only, instead in _SAYS_NO_DANGER:
        if (is_signed or said_only is _FOR_NOTHING) and (shorter := said_only.sub(instead, text)) != text:
            yield shorter
