"""Recognise words that only say who speaks, or on whose telephone: no matter, no place, and no reason to ask where it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = re.compile(r"[\s，,。.！!；;、~～:：]+")
_OWNER = re.compile(
    "别人|人家|邻居|隔壁|朋友|同事|亲戚|门卫|保安|店里|孙子|孙女|外孙女?|儿子|女儿|媳妇|女婿|老公|老婆|老伴|孩子|路人|室友|房东|楼[上下]"
).pattern
_OF = re.compile(rf"(?:我|我们|我家|俺|他|她)?(?:的)?(?:{_OWNER}|他|她)(?:家|们)?(?:的)?").pattern
_PHONE = re.compile("(?:手机号码?|手机|电话号码|电话|号码|微信|号)").pattern
_BORROWED = re.compile(
    rf"(?:这个?|这部|这支|现在)?(?:是)?(?:我)?(?:用的?|拿的?|打的?|发的?)?(?:是)?{_OF}{_PHONE}(?:发|打|说|写|报|用|跟你们说)?的?"
    rf"|(?:这个?|这部|我的?|现在|用的){{0,2}}{_PHONE}(?:是)?(?:我)?(?:借|问人借)(?:来|人家|别人|{_OF})?(?:的|用的)?"
    rf"|(?:我|这|这是|现在|用的){{0,2}}(?:是)?(?:我)?借(?:了|来)?(?:的|{_OF}|人的?|个)?{_PHONE}(?:发|打|说|写|报|用)?的?"
    rf"|(?:这|这个|它)?不是我(?:自己|本人)?的?{_PHONE}|我(?:自己)?(?:没有?|没带|不用|不会用)(?:智能)?手机|我不是机主|{_PHONE}(?:不是|是别人)的?我?的?"
)
_CALL_ME = re.compile(
    rf"(?:有事|请|要|就|回头|可以){{0,2}}(?:打|回|联系|找)(?:我|我家|家里)?(?:的)?(?:座机|固话|固定电话|{_PHONE})?(?:是)?[\d\- ]*"
)
_NUMBER = re.compile(r"[\d\-]{3,}")
_CALLED = re.compile(  # how somebody is called: 王阿姨, 老张, 住户, 她奶奶
    "[\u4e00-\u9fff]{0,3}?(?:阿姨|大[爷妈叔姐哥娘伯]|奶奶|爷爷|老师|师傅|叔叔?|伯伯?|婆婆?|嫂子?|先生|女士|小姐|同志|老太太?|老头子?|外婆|外公|妈妈?|爸爸?|女儿|儿子|孙[子女]|媳妇|邻居)|老[\u4e00-\u9fff]|小[\u4e00-\u9fff]"
    "|住户|业主|居民|租客|租户|房东|志愿者|党员|退休(?:工人|职工|教师|的)"
).pattern
_WHO = re.compile(
    rf"我(?:就)?(?:是|叫)(?:住)?(?:那?[边里]|这[边里]|他|她|我们|家|楼|栋|的|一个|个|老){{0,4}}(?:{_CALLED})"
)


def is_introduction(piece: str) -> bool:
    """Whether a piece of a text, without its places, only says who speaks or that the telephone is not theirs (我借的手机, 我是8栋的王阿姨)."""
    return any(one.fullmatch(piece) is not None for one in (_BORROWED, _WHO))


_CLAUSES = re.compile(r"[，,。.！!；;：:\n]+")
_AT_HOME = re.compile(
    r"(?:是的?|对的?|嗯|哦|不是|没有|有的?|你好|您好)?\s{0,2}(?:我们?|俺|咱)(?:们)?(?:家)?(?:人)?(?:自己|本人)?(?:就|是)?(?:(?:是|住|在|租)){1,3}(?:的?是?在?的?)?[^，,。！!；;]{1,20}"
)
_MATTERS_THERE = re.compile(
    r"坏|漏|堵|倒|断|不亮|没亮|响|吵|臭|脏|乱|满|掉|裂|塌|占|停着?车|门口|门前|楼下|楼上|对面|旁边|附近|北|南|东|西|那盏|这盏|那个|这个|不是\d"
)


def tells_only_home(text: str, places: Iterable[str]) -> bool:
    """Whether a text names these places only where its sender says where they live or who they are (是的，我是5栋601的吴大姐; 我住3栋), and nothing of what is there."""
    named = [one for one in places if one]
    clauses = [one for one in _CLAUSES.split(text) if one]
    with_places = [one for one in clauses if any(place in one for place in named)]
    if not with_places or not all(any(place in one for one in clauses) for place in named):
        return False
    return all(_AT_HOME.fullmatch(one) and not _MATTERS_THERE.search(one) for one in with_places)


def only_introduces(text: str, places: Iterable[str] = ()) -> bool:
    """Whether all of a text only says who speaks, on whose telephone, and perhaps whom to call (手机是借的 打我家座机 …); `places`: those in it."""
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, "")
    pieces = [one for one in _BETWEEN.split(text) if one]
    beside = (_CALL_ME, _NUMBER)
    return any(map(is_introduction, pieces)) and all(
        is_introduction(one) or any(also.fullmatch(one) for also in beside) for one in pieces
    )
