"""Where the headings of two reports say that the matter is: the same or other areas and numbers, a place or none. Pure.

By the forms of names only, because letters and messages name places that no list has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

# districts and counties; of the evaluation's letters as they are anonymised (A3区); not 小区, 城区, 我县
_DISTRICT = re.compile(
    r"[A-Z]\d{1,2}[区县市]|[\u4e00-\u9fff]{2}(?:(?<![小社片园地新校城景辖市街厂院本我该全各住开发])区(?![间别域])|(?<![本我该全各])县(?![委政]))"
)
# towns and street districts (街道), but not 乡镇, 城镇 and 镇政府
_TOWN = re.compile(
    r"[\u4e00-\u9fff]{2}(?:(?<![乡城本我该])镇(?![政])|(?<![本我该各城])乡(?![镇村下亲道政])|(?<![各本我该])街道(?![办两上]))"
)
_VILLAGE = re.compile(r"[\u4e00-\u9fff]{2}(?<![农本我该乡全新各山])村(?![民里委支干])")
_LEVELS = (_DISTRICT, _TOWN, _VILLAGE)
# what is known by its number: 12路公交, 3号线, 二期, 5栋
_NUMBERED = re.compile(
    r"(\d{1,4}|[一二三四五六七八九十]{1,3})(期|栋|幢|号楼|单元|号线|路(?=公交|车|[末首早晚]班|班次)|标段|国道|省道|乡道)"
)
# any name of a place or of a house with doors, by its last characters
_NAMED = re.compile(
    r"[\u4e00-\u9fff]{2}(?:街道|社区|小区|学校|小学|中学|大学|学院|医院|公园|幼儿园|大厦|广场|公寓|大道|大桥|花园|家园|新城|国际|镇|乡|村|路|街|巷|苑|府|城|湾|站|线)"
)
_DIGITS = {character: number for number, character in enumerate("一二三四五六七八九", start=1)}
_OWN_FROM = 4  # characters in a row that another heading has, too, are no words of a heading's own


def contradict(one: str, other: str) -> bool:
    """Whether two headings name other districts, towns or villages, or other numbers of one kind (2期 and 3期)."""
    areas = ((set(level.findall(one)), set(level.findall(other))) for level in _LEVELS)
    ours, theirs = _numbers(one), _numbers(other)
    numbers = ((ours[kind], theirs[kind]) for kind in ours.keys() & theirs.keys())
    return any(here and there and not here & there for here, there in (*areas, *numbers))


def names_a_place(heading: str) -> bool:
    """Whether a heading names a place below the district."""
    return _NAMED.search(heading) is not None


def own_words(heading: str, other: str) -> str:
    """The heading without what the other has, too: each run of at least _OWN_FROM characters, a comma in its place."""
    kept, at = "", 0
    while at < len(heading):
        end = at
        while end < len(heading) and heading[at : end + 1] in other:
            end += 1
        kept += "，" if end - at >= _OWN_FROM else heading[at]
        at = end if end - at >= _OWN_FROM else at + 1
    return kept


def _numbers(heading: str) -> Mapping[str, set[int]]:
    """Kind (期, 栋, 号线, …) → the numbers that a heading names."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, kind in _NUMBERED.findall(heading):
        found[kind].add(_value(number))
    return found


def _value(number: str) -> int:
    """The value of digits, or of a Chinese number up to 99 (十二, 二十); of 一二 and the like, its last digit."""
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (_DIGITS.get(tens[-1:], 1) * 10 if ten else 0) + _DIGITS.get(ones[-1:], 0)
