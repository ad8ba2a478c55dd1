"""Find in a report the words of whom it asks not to be given the matter: 不要派物业, 别让物业来修. Pure.

What the bot says of it, it reads by itself (actions/intake/wishes.py), since neither side imports the other; tests/turned_down.csv
holds what each has to find. 别让物业知道 is a wish for secrecy, which is read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TURNED_DOWN = re.compile(
    r"(?P<to_us>(?:你们|您|请|麻烦|社区|网格员|千万)(?:先|就|可|都)?)?(?:别|不要|不想|不用|不能|不许|甭|莫)(?:再|又)?"
    r"(?P<verb>(?:派|转|交|发|推|分|找|叫)(?:给|到|去)?|(?P<to>给)|让(?=[^，,。！!？?；;]{2,12}?(?:来|办|修|管|处理|弄|搞|接)))(?:你们|我们|那个?|这个?)?"
    r"(?P<body>(?!费|门口|门前|广场|公园)[^，,。！!？?；;\s]{2,12})"
)
_A_FEE = re.compile(r"[\u4e00-\u9fff]{1,6}?费用?(?![处站员办科室窗的])")  # 不要交物业费了: what is paid
_FOR_A_FEE = re.compile("[交发给转]")  # not 交给: who gets the matter
_TO_THEM = re.compile(  # 不要给物业打电话: what is done to the body, not the matter
    r"[\u4e00-\u9fff]{2,8}?(?:[打回去来]过?[一几]?[个次通]?电话|发[一几]?[个条]?(?:微信|消息|短信|信息|红包)|[交付送塞打]?(?:钱|款)|交费|缴费|红包|送礼|送烟|(?:打)?好评|打分|签字|添麻烦|添乱|面子|开门)"
)
_SO_THAT_THEY_COME = re.compile("(?:让|叫|请|喊|派|要)(?:他|她|人|物业|师傅|保安)|来[修办管弄看]|处理")


def words_for_bodies(text: str) -> Iterator[str]:
    """In text in simplified Chinese: for each request of the kind, the words that may name the body."""
    for found in _TURNED_DOWN.finditer(text):
        if not _is_of_something_else(found, text):
            yield found["body"]


def _is_of_something_else(found: re.Match[str], text: str) -> bool:
    """Whether the words tell of a payment or of a call to the body; not what they ask of us (你们别给物业打电话), nor that the body come."""
    if _FOR_A_FEE.fullmatch(found["verb"]) and _A_FEE.match(found["body"]):
        return True
    if not found["to"] or found["to_us"] or _TO_THEM.match(found["body"]) is None:
        return False
    return _SO_THAT_THEY_COME.search(text, found.start("body"), found.start("body") + 24) is None
