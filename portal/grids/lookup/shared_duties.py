"""A duty that several bodies share (duty.csv's note: 停电改派供电，停气改派燃气): which of them a report's words are about. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from portal.grids.lookup.gazetteer import KnownBody

_OTHERS = re.compile(r"([^，。；、\s]{2,12}?)改派([^，。；、\s]{2,20})")
_BY_PLACE = re.compile(r"受理台|小区")  # 其余小区由受理台改派…: of places, which `companies.for_place` tells apart
_PIECES = re.compile(r"[^、，。；：\s（）]+")
_TELLS_NOTHING = re.compile(
    r"水电气?|电话|电梯|电动|电瓶|电视|电脑|电影|充电|[天空脾客名小生服]气|气[味候温人死]|水[平果泥]|打水|1\d{10}"
)
"""Words that have a body's character and are about something else; 水电 is of two."""
_OFTEN = 2  # pieces of a body's own with a character, for that to stand for the body


def for_words(bodies: Collection[KnownBody], code: str | None, note: str, text: str) -> str | None:
    """The code of the body that these words are about, of those that share the duty of the body `code` by its `note`.

    By the words that each `handles`. Where they tell of none: `code`, if only one other shares it; else None, as nobody knows. None, too, if
    they tell of several.
    """
    handles = {body.code: _pieces(body) for body in bodies if body.code == code}
    for when, name in _OTHERS.findall(note):
        found = [body for body in bodies if any(name in one for one in (body.name, *body.aliases))]
        if len(found) == 1 and not _BY_PLACE.search(when) and found[0].code != code:
            handles.setdefault(found[0].code, _pieces(found[0])).append(when)
    if len(handles) <= 1:
        return code
    told = _told_of(handles, _TELLS_NOTHING.sub("，", text))
    if len(told) == 1:
        return told.pop()
    return None if told or len(handles) > 2 else code


def _pieces(body: KnownBody) -> list[str]:
    """What the body handles, piece by piece."""
    return _PIECES.findall(body.handles)


def _told_of(handles: dict[str, list[str]], text: str) -> set[str]:
    """The bodies of whose own words, or else characters, the text has one."""
    words = {code: set(_pairs(pieces)) for code, pieces in handles.items()}
    by_word = {code for code, own in words.items() if any(one in text for one in own - _of_others(words, code))}
    if by_word:
        return by_word
    counts = {code: Counter(one for piece in pieces for one in set(piece)) for code, pieces in handles.items()}
    signs = {code: {one for one, often in found.items() if often >= _OFTEN} for code, found in counts.items()}
    anywhere = {code: set(found) for code, found in counts.items()}
    return {code for code, own in signs.items() if any(one in text for one in own - _of_others(anywhere, code))}


def _pairs(pieces: list[str]) -> Iterator[str]:
    """The pairs of characters in the pieces."""
    for piece in pieces:
        yield from (piece[at : at + 2] for at in range(len(piece) - 1))


def _of_others(found: dict[str, set[str]], code: str) -> set[str]:
    """What was found for the other bodies."""
    return set().union(*(one for other, one in found.items() if other != code))
