"""Join what a sender says in several short messages into one text, to be read as a whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Container

LONGEST_BEFORE = 300
"""A longer text before (in characters) is a report by itself: what follows is read alone."""
LONGEST_ADDED = 100
"""A message that is longer (in characters) is read alone, too."""
_SHORT_ANSWER = re.compile(r"(?:是|对|好|嗯|恩|行|可以|不对|不是|没错|确认|算了|[1-9])[的啊呀吧嘛]?[。！!]?")
_ENDS_AS_PLACE = re.compile(r"(?:小区|花园|家园|公寓|人家|宿舍|新村|[苑村期区栋幢座]|号楼|单元|\d组)$")
_GOES_ON_AS_PLACE = re.compile(
    r"(?:第?[0-9０-９一二三四五六七八九十]{1,4}(?:栋|幢|号楼|号|单元|室|楼|层|组|座|期)|[0-9０-９]{2,4}$"
    r"|[东南西北前后正大]门|门口|楼[上下道]|地下|地库|车[库棚])"
)
_ENDS_AS_ROAD = re.compile(r"(?:^|[，,。；;\s在是住])[\u4e00-\u9fff]{1,8}[路街巷弄]$")
_HOUSE = re.compile(r"[0-9０-９一二三四五六七八九十]{1,4}号(?:门[口前])?")
_LONGEST_NAME = 12  # characters; a longer name of a place is not looked for


def join_texts(before: str, said: str, names: Container[str] = ()) -> str | None:
    """The text of the open report (`before`) and the message (`said`) as one text.

    None if either is blank or too long (LONGEST_BEFORE, LONGEST_ADDED), or the message is a short answer (是, 不对, 2).

    A place told over several messages (桂花苑 / 12栋 / 一单元) becomes one; all else is set off by a comma. `names`: the community's places.
    """
    before, said = before.strip().rstrip("，,。；;、 "), said.strip()
    if not before or not said or len(before) > LONGEST_BEFORE or len(said) > LONGEST_ADDED:
        return None
    if _SHORT_ANSWER.fullmatch(said):
        return None
    if _GOES_ON_AS_PLACE.match(said) and (_ENDS_AS_PLACE.search(before) or _ends_in_name(before, names)):
        return before + said
    if _HOUSE.fullmatch(said) and _ENDS_AS_ROAD.search(before):
        return before + said
    return f"{before}，{said}"


def _ends_in_name(text: str, names: Container[str]) -> bool:
    """Whether a text ends in one of the community's names, of two to _LONGEST_NAME characters."""
    return any(text[-length:] in names for length in range(2, min(_LONGEST_NAME, len(text)) + 1))
