"""Pure: finds the places that a text names, and the grid in which they lie.

Names are compared in their *plain* form: half width, lower case, without spaces, commas, 。, 、, #, dashes and round brackets
(other marks stay), buildings (三号楼, 3幢) as `3栋`. A name that leads to two grids gives no grid.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
# a building and its number: 3幢, 三号楼
_BUILDING = re.compile(r"([0-9]{1,3}|[零〇一二两三四五六七八九十百]{1,5})(?:号楼|栋|幢|座)")
# a building, a unit and a room behind a name, by their numbers alone: 桂花苑3-2-101
_DASHED = re.compile(r"(?<=[\u4e00-\u9fff])([0-9]{1,3})[-－—][0-9]{1,2}[-－—][0-9]{3,4}(?![0-9])")
_LEFT_OUT = re.compile(r"[\s,，。、#\-－—()（）]+")
_SHORTEST = 2  # characters; a single one is not taken for a name


@dataclass(frozen=True)
class KnownName:
    """A name that people use for a place, and the code of the grid in which the place lies, if any."""

    name: str
    grid: str | None
    place: str = ""  # the place's `name` in places.csv
    plain: str = ""  # `plain(name)`, if computed already
    taught: bool = False  # a nickname that staff taught, not a name of the files


def plain(text: str) -> str:
    """The text in the form in which names are compared (the module's docstring); 桂花苑3-2-101 as 桂花苑3栋."""
    text = _DASHED.sub(r"\1栋", unicodedata.normalize("NFKC", text))
    text = _LEFT_OUT.sub("", text).casefold()
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


class NameIndex:
    """Names by their plain form, so that a text is looked up by its own parts and not name by name."""

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._named: dict[str, list[tuple[int, KnownName]]] = {}
        lengths: dict[str, set[int]] = {}
        for position, one in enumerate(names):
            name = one.plain or plain(one.name)
            if len(name) >= _SHORTEST:
                self._named.setdefault(name, []).append((position, one))
                lengths.setdefault(name[0], set()).add(len(name))
        self._lengths = {first: sorted(known) for first, known in lengths.items()}

    def grid_of(self, text: str) -> str | None:
        """The grid of the longest name in `text`, or None.

        None if no name is found, if its place lies in no grid, or if the places of the longest names lie in several.
        """
        found = self._names_in(plain(text))
        longest = max(map(len, found), default=0)
        grids = {one.grid for name in found if len(name) == longest for _position, one in self._named[name]}
        return grids.pop() if len(grids) == 1 else None

    def places_of(self, text: str) -> list[KnownName]:
        """The names in `text`, except those that are, or whose place is, part of a longer one found (幸福家园 in 幸福家园3栋).

        In the order in which the index was given them.
        """
        found = sorted((place, name, one) for name in self._names_in(plain(text)) for place, one in self._named[name])
        longer = {(name, one.place) for _position, name, one in found}
        return [
            one
            for _position, name, one in found
            if not any(name != other and name in other for other, _ in longer)
            and not any(one.place != place and one.place in place for _, place in longer)
        ]

    def _names_in(self, spoken: str) -> set[str]:
        """The names in the plain text, none of which cuts a number: `3栋` is not in `13栋`."""
        return {
            spoken[start : start + length]
            for start, first in enumerate(spoken)
            for length in self._lengths.get(first, ())
            if spoken[start : start + length] in self._named and not _cuts_number(spoken, start, start + length)
        }


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Whether a number goes on beyond either end of this part of the text."""
    before = start > 0 and text[start].isdigit() and text[start - 1].isdigit()
    return before or (end < len(text) and text[end - 1].isdigit() and text[end].isdigit())
