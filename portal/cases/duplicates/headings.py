"""Compare the headings of two reports: do they contradict each other, do they name a place, what does only one of them say? Pure.

The *heading* of a report is its place and the beginning of its first sentence (`comparing.ComparedReport`). Places are
recognised by the form of their names only, because messages name places that are in no list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

# two characters that may be a name: the last is none of 我们, 一个 or a word before a place (在县城, 请县里)
_NAME = re.compile(r"[\u4e00-\u9fff]{2}(?<![们个在去到让请给把从对被往由])").pattern
# districts and counties; of the evaluation's letters as they are anonymised (A3区); not 小区, 城区, 我县, 居民区
_DISTRICT = re.compile(
    r"[A-Z]\d{1,2}[区县市]"
    rf"|{_NAME}(?:(?<![小社片园地新校城景辖市街厂院本我该全各住开发学])(?<!居民|生活|工业|商业|家属|办公|服务|休息|宿舍|教学"
    r"|活动|绿化|停车|别墅|棚户|公共|住宅|示范|试验|实验|度假|功能|保税|等候|候车|禁停|作业|游乐|健身|施工|充电|吸烟|晾晒|安置|回迁)区(?![间别域])"
    r"|(?<![本我该全各])县(?![委政]))"
)
# towns and street districts (街道), but not 乡镇, 城镇 and 镇政府, nor any street
_TOWN = re.compile(
    rf"{_NAME}(?:(?<![乡城本我该])镇(?![政])|(?<![本我该各城])乡(?![镇村下亲道政里])"
    r"|(?<![本我该各])(?<!这条|那条|整条|门口|门前|附近|周边|周围|旁边|两侧|小区|城市|商业|主要|道路|楼下|这段)街道(?![办两上]))"
)
_VILLAGE = re.compile(
    rf"{_NAME}(?<![农本我该乡全新各山])(?<!城中|度假|自然|行政|中心|移民|贫困|别墅)村(?![民里委支干医])"
)
_LEVELS = (_DISTRICT, _TOWN, _VILLAGE)
_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
# what is known by its number: 12路公交, 3号线, 二期 (not 十一期间), 5栋 (not 这一栋, 加一栋楼); also several of a kind: 一、二期, 3至5栋
_NUMBERED = re.compile(
    rf"(?!(?<=[同每这那某哪整另加])一[栋幢单])({_NUMBER}(?:[、和及与至到~—-]{_NUMBER}){{0,9}})"
    r"(期(?![间限待望末初满货刊盼许])|栋|幢|号楼|单元|号线|路(?=公交|车|[末首早晚]班|班次)|标段|国道|省道|乡道)"
)
# a school or hospital known by its number: 第三小学, 市一医院, 县二中 (not 市二中院, nor 小区三小时)
_NUMBERED_HOUSE = re.compile(
    rf"(?:[第县]|(?<!超)市|(?<![小社园])区)({_NUMBER}(?:[、和及与至到~—-]第?{_NUMBER}){{0,9}})"
    r"(?:人民)?医?(幼儿园|中(?![心级间午型队院国央等小])|小(?![区时组型孩队块家伙])|院(?![子落墙长内里区]))"
)
_ONE_NAME = {"幢": "栋", "号楼": "栋"}  # kind of number → the kind by whose name it counts
_RANGE = re.compile(rf"({_NUMBER})[至到~—-]({_NUMBER})")
_MOST_IN_RANGE = 60  # numbers from the first to the last; more are no range of buildings
# a street, an estate, a school or another place, by the last characters of its name
_NAMED = re.compile(
    r"[\u4e00-\u9fff]{2}(?:街道|社区|小区|学校|小学|中学|大学|学院|医院|公园|幼儿园|大厦|广场|公寓|大道|大桥|花园|家园|新城|国际|镇|乡|村|路|街|巷|苑|府|城|湾|站|线)"
)
_DIGITS = {character: number for number, character in enumerate("一二三四五六七八九", start=1)}
_SHARED_FROM = 4  # characters, at least, of a run that both headings have, which is thus not a heading's own


def contradict(one: str, other: str) -> bool:
    """Whether two headings name different districts, towns or villages, or different numbers of one kind (2期 and 3期)."""
    areas = ((set(level.findall(one)), set(level.findall(other))) for level in _LEVELS)
    ours, theirs = _numbers(one), _numbers(other)
    numbers = ((ours[kind], theirs[kind]) for kind in ours.keys() & theirs.keys())
    return any(here and there and not here & there for here, there in (*areas, *numbers))


def names_a_place(heading: str) -> bool:
    """Whether a heading names a place below the district."""
    return _NAMED.search(heading) is not None


def own_words(heading: str, other: str) -> str:
    """The heading with a comma in place of each run of _SHARED_FROM characters or more that the other heading has, too."""
    kept, at = "", 0
    while at < len(heading):
        end = at
        while end < len(heading) and heading[at : end + 1] in other:
            end += 1
        kept += "，" if end - at >= _SHARED_FROM else heading[at]
        at = end if end - at >= _SHARED_FROM else at + 1
    return kept


def _numbers(heading: str) -> Mapping[str, set[int]]:
    """Kind (期, 栋, 号线, 小 of schools, …) → the numbers that a heading names."""
    found: dict[str, set[int]] = defaultdict(set)
    for numbers, kind in (*_NUMBERED.findall(heading), *_NUMBERED_HOUSE.findall(heading)):
        found[_ONE_NAME.get(kind, kind)] |= _values(numbers)
    return found


def _values(numbers: str) -> set[int]:
    """The values of one number, of several (3、5), of a range (3至5), and of digits in a row (一二)."""
    found = {value for one in re.findall(_NUMBER, numbers) for value in _value(one)}
    for first, last in _RANGE.findall(numbers):
        start, end = max(_value(first)), max(_value(last))
        found |= set(range(start, end)) if end - start <= _MOST_IN_RANGE else set()
    return found


def _value(number: str) -> set[int]:
    """The value of digits, or of a Chinese number up to 99 (十二, 二十); of 一二 and the like, each digit's."""
    if number.isdecimal():
        return {int(number)}
    tens, ten, ones = number.rpartition("十")
    if ten:
        return {_DIGITS.get(tens[-1:], 1) * 10 + _DIGITS.get(ones[-1:], 0)}
    return {_DIGITS[one] for one in ones}
