"""Which grid a place that somebody mentions lies in. Pure.

Names are compared in one form: half width, lower case, no spaces or punctuation, buildings (三号楼, 3幢) as `3栋`.
A place that could lie in two grids gives no grid.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_BUILDING = re.compile(r"([0-9]{1,3}|[零〇一二两三四五六七八九十百]{1,5})(?:号楼|栋|幢|座)")
_SPACE = re.compile(r"[\s,，。、#\-－—()（）]+")
_SHORTEST = 2  # characters; a single one is not taken for a name


@dataclass(frozen=True)
class KnownName:
    """A name (or alias) that people use, and the grid it lies in, if it lies in one."""

    name: str
    grid: str | None
    place: str = ""  # the place's `name` in places.csv
    plain: str = ""  # `plain(name)`, if computed already


def plain(text: str) -> str:
    """The text in the form in which names are compared."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _BUILDING.sub(lambda found: f"{_number(found[1])}栋", text)


def _number(text: str) -> int:
    """The value of digits or of a Chinese numeral below 1000."""
    if text.isdigit():
        return int(text)
    total = digit = 0
    for character in text:
        if character == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif character == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[character]
    return total + digit


def grid_of(text: str, names: Iterable[KnownName]) -> str | None:
    """The grid of the longest name in `text`; None if there is none, or if several of that length disagree."""
    spoken = plain(text)
    best, grids = 0, set[str | None]()
    for named in names:
        name = named.plain or plain(named.name)
        if len(name) < max(_SHORTEST, best) or not _is_in(name, spoken):
            continue
        if len(name) > best:
            best, grids = len(name), set()
        grids.add(named.grid)
    return grids.pop() if len(grids) == 1 else None


def places_of(text: str, names: Iterable[KnownName]) -> list[KnownName]:
    """The names in `text`, except those that are, or whose place is, part of a longer one found (幸福家园 in 幸福家园3栋)."""
    spoken = plain(text)
    found = [(one.plain or plain(one.name), one) for one in names]
    found = [(name, one) for name, one in found if len(name) >= _SHORTEST and _is_in(name, spoken)]
    longer = [(name, one.place) for name, one in found]
    return [
        one
        for name, one in found
        if not any(name != other and name in other for other, _ in longer)
        and not any(one.place != place and one.place in place for _, place in longer)
    ]


def _is_in(name: str, text: str) -> bool:
    """Whether `name` is in `text` without cutting a number: `3栋` is not in `13栋`."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        cut_before = name[0].isdigit() and start > 0 and text[start - 1].isdigit()
        cut_after = name[-1].isdigit() and end < len(text) and text[end].isdigit()
        if not cut_before and not cut_after:
            return True
        start = text.find(name, start + 1)
    return False
