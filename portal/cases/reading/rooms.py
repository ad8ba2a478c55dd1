"""Find room numbers in a reporter's words (602 in 3栋602, 3-602 and 602室, also 六零二), so that they can be starred out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ROOM = re.compile(  # a room's number in one of two groups; not 138-6021-2345, 302路
    r"(?:(?:单元|[栋幢楼弄号])\s{0,3}-?|^|(?<![\d-])\d{1,2}-(?:\d{1,2}-)?)(\d{3,4})(?![\d路弄号元块米栋幢-])|(?<!\d)(\d{3,4})[室房]"
)
_CHARACTERS = str.maketrans("0123456789", "零一二三四五六七八九")
_DIGITS = {spelt: digit for digit, spelt in _CHARACTERS.items()} | {ord("〇"): "0"}
# beside a room's number these make it another number
_IN_A_NUMBER = re.compile("[0-9零〇一二三四五六七八九]")


def pattern_of(number: str, texts: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds a room's `number`, alone and without its building (602 or 六零二), in digits or in characters.

    Without one ("", 门牌) it finds every room number that the texts give in digits; None if they give none.
    """
    named = re.sub(r"[^0-9]", "", number.translate(_DIGITS))
    rooms = {named} if named else {one or other for text in texts for one, other in _ROOM.findall(text)}
    spelt = sorted(rooms | {re.sub("零", "[零〇]", one.translate(_CHARACTERS)) for one in rooms})
    return (
        re.compile(rf"(?<!{_IN_A_NUMBER.pattern})(?:{'|'.join(spelt)})(?!{_IN_A_NUMBER.pattern}|[路元块米])")
        if rooms
        else None
    )
