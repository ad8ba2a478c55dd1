"""Recognises the wish of whoever reports an ordinary matter that nobody writes to or calls them (别给我发短信，我老公看手机). Pure.

Narrower than `no_answer`, which is for danger at home: 叫物业别打电话催了 is of others, 晚上别打电话 of a time, 别打电话，发短信就行 of a way.
"""

from __future__ import annotations

import re

LONGEST = 200  # characters; in a longer text such words are mostly of others
_MARKS = re.compile(r"，,。！!？?；;：:\s").pattern
_ENDS = re.compile(f"[{_MARKS}]+")
_CLAUSE = re.compile(f"([^{_MARKS}]*)[{_MARKS}]*")  # with what ends it
_MEANS = re.compile("短信|信息|消息|微信|电话").pattern
_ASKS = re.compile(
    r"(?:你们?|您们?|请|麻烦|拜托|求求?|千万|一定|以后|可是?|但是?|所以|那|就|先|也|都|还是|最好|可以|能不能|可不可以|有事|结果|办好了?){0,4}"
).pattern
_NOT = re.compile(r"(?:别|不要|不许|不能|不准|勿|莫|甭)(?:再|往|老|乱|要|都|主动)?").pattern
_TO_ME = re.compile(r"(?:给|往|向|跟|和)?(?:我|俺)?(?:家)?(?:的)?(?:这个)?(?:手机|号码?)?(?:上|里)?").pattern
_WISH = re.compile(
    rf"{_ASKS}{_NOT}{_TO_ME}(?:再)?(?:(?:回复?|发|来|打)(?:我的?)?(?:{_MEANS})(?:给我|过来|来)?|打(?:过来|给我)|(?:联系|通知)(?:我|俺))(?:了|啊|呀|哦|好吗|行吗|谢谢){{0,2}}"
    rf"|{_ASKS}(?:{_MEANS})(?:都|就|也|请|千万){{0,2}}{_NOT}(?:给我)?(?:发|打|回)(?:给我|过来|来|了)?"
)
_RATHER = re.compile(
    rf"(?<![别要能许准再])(?:发|打|回|用|走)(?:个|条|我)?(?:{_MEANS})"
)  # another way that is left open
_READS_IT = re.compile(
    r"(?:老公|丈夫|男人|男朋友|前夫|老婆|媳妇|婆婆|公公|爸|妈|儿子|女儿|家里人?|家人|室友|他|她)们?"
    r"[^没不]{0,4}(?:看|翻|查|拿)[^没不]{0,3}(?:手机|短信|信息|消息|微信|电话)|(?:老公|婆婆|公公|爸|妈|家里人?|家人|他|她)们?[^没不]{0,3}(?:听|看)(?:得)?(?:见|到)"
)


def wants_quiet(text: str) -> bool:
    """Whether a text of at most LONGEST characters wishes that its sender is sent nothing and called by nobody."""
    clauses = _ENDS.split(text.strip()) if len(text) <= LONGEST else []
    rest = [one for one in clauses if not _WISH.fullmatch(one)]
    return len(rest) < len(clauses) and not any(map(_RATHER.search, rest))


def without(text: str) -> str:
    """The text without the clauses of that wish, and of who reads or hears it; as it is, if it has no such wish."""
    if not wants_quiet(text):
        return text
    kept = [one.group() for one in _CLAUSE.finditer(text) if not (_WISH.fullmatch(one[1]) or _READS_IT.search(one[1]))]
    return "".join(kept).strip("，, \n")
