"""Split a Chinese address into its parts by rules: province, city … road, number, estate, building, floor, room.

Every character belongs to one part. Of all ways to split the address, the one with the best score is found by dynamic
programming. A part gains for looking like its tag (a division of the gazetteer, a name with a typical ending, a number
with its unit) and costs for following a tag that it seldom follows. Both are set by hand, in nats; nothing is learned.
The tags are those of "Neural Chinese Address Parsing" (Li, Lu, Xie and Li, NAACL 2019).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from pathlib import Path

LEXICON = Path(__file__).resolve().parents[3] / "data" / "lexicon"
# fmt: off
TAGS = (
    "prov", "city", "district", "devZone", "town", "community", "road", "subRoad", "roadno", "subroadno", "poi", "subpoi",
    "houseno", "cellno", "floorno", "roomno", "person", "assist", "redundant", "otherinfo", "country",
)
# fmt: on
"""town (of this tag set): a subdistrict or township (街道, 镇); community: a 社区 or village; devZone: a development zone; roadno: the number on a road; subRoad: a lane off a road, and
subroadno the number in it; poi: a named place; subpoi: a named part of it; houseno: a
building; cellno: its unit (单元); person: a shop or an office in it; assist: where beside it (附近); redundant: a
separator, or what is named again."""
_CHARACTER_GAIN = 7.3
"""The gain of each character of a recognised part: about ln 1500, as some 1,500 characters are in use."""
LONGEST = 20
"""The longest name, in characters."""


@dataclass(frozen=True)
class Part:
    """Characters [start, end) of the address."""

    start: int
    end: int
    tag: str
    text: str


# Which tag may follow which, by cost: usual 1, common 2, at times 3, rare 5 (_GRADES); any other costs NEVER. ^: the beginning.
NEVER = 8.0
_GRADES = (1.0, 2.0, 3.0, 5.0)
_FOLLOWS = {  # tag: usual | common | at times | rare
    "^": "prov city | district town road | poi devZone | community country houseno",
    "country": "prov | city | district |",
    "prov": "city | district | | devZone town road",
    "city": "district | | town road poi devZone | community subpoi prov",
    "district": "town road | poi | devZone community | roadno assist",
    "devZone": "road | poi | town community | houseno roadno",
    "town": "road poi community | | | roadno devZone houseno town assist",
    "community": "poi road | roadno | houseno assist | subpoi person roomno subRoad",
    "road": "roadno | poi | subRoad assist | houseno subpoi community floorno roomno",
    "subRoad": "subroadno assist | poi | roadno houseno | subpoi roomno floorno",
    "roadno": "poi | houseno floorno | subpoi roomno assist | cellno person subRoad subroadno",
    "subroadno": "poi | houseno roomno floorno | subpoi assist cellno | person",
    "poi": "houseno | subpoi | floorno road roomno assist roadno | person community cellno subRoad",
    "subpoi": "houseno | floorno roomno person | assist road cellno | roadno",
    "houseno": "cellno roomno | floorno | | subpoi person poi assist",
    "cellno": "roomno | floorno | | subpoi person houseno poi assist",
    "floorno": "person roomno | | subpoi assist cellno | poi houseno road",
    "roomno": "| | person | subpoi poi assist floorno",
    "person": "| | houseno roomno floorno | assist person",
    "assist": "poi subpoi | subRoad | person assist roadno houseno roomno floorno | cellno community road",
    "redundant": "prov city | district town road poi | |",
    "otherinfo": "| | |",
}
_AFTER_DASH = {  # the same with a dash between the parts
    "prov": "city | district | |",
    "city": "district | | |",
    "district": "town road poi | | | community",
    "road": "| | roadno subRoad | poi",
    "roadno": "houseno poi roomno | floorno | subpoi | cellno",
    "subroadno": "| houseno poi roomno | | ",
    "poi": "| houseno subpoi | roomno floorno road | cellno",
    "subpoi": "| houseno | roomno floorno | cellno road",
    "houseno": "roomno cellno | | floorno |",
    "cellno": "roomno | | floorno |",
    "floorno": "roomno | person | |",
}
_NUMBERS_AFTER = {  # sort of place (by its ending) → the numbers that follow it, with their cost
    "village": {"roadno": 1.5, "houseno": 3.5, "roomno": 5.0},
    "estate": {"houseno": 1.0, "roadno": 4.0, "roomno": 3.5},
    "zone": {"houseno": 1.0, "roadno": 4.0, "roomno": 4.0},
    "tower": {"houseno": 2.0, "roadno": 5.0, "roomno": 1.5},
    "market": {"houseno": 2.0, "roadno": 6.0, "roomno": 2.0},
    "": {},
}
_SEPARATORS = "-_—/－、,，.。·:：;；()（）[]【】?？~～#*+'\"“”|\\ "
_DASHES = "-—－/~～一"
_CLOSERS = frozenset("路街道巷弄镇乡村区市县省号幢栋室楼层")
"""Characters that usually end a part, and are rare inside a name."""
_CLOSED = 1.6
"""The cost of one of _CLOSERS inside a name."""
_STEMS = {  # the cost of a name's stem (before its ending) by length 0, 1, 2 …; then _PER_FURTHER_CHARACTER more each
    "road": (8.0, 3.2, 0.6, 1.0, 3.0, 5.0),
    "subRoad": (7.0, 2.5, 0.6, 1.0, 3.0, 5.0),
    "town": (6.0, 3.5, 0.5, 1.5, 4.0),
    "community": (6.0, 1.5, 0.6, 1.5, 3.0, 4.5),
    "devZone": (2.5, 3.0, 1.0, 2.0, 2.0, 3.0),
    "district": (8.0, 3.0, 1.0, 2.5, 4.0),
    "city": (8.0, 3.0, 1.0, 2.5, 4.0),
    "poi": (7.5, 2.5, 1.3, 1.6, 1.9, 2.2, 2.5, 2.8),
    "subpoi": (6.0, 1.5, 1.5, 2.0, 2.2, 2.5, 2.8),
    "person": (5.0, 2.5, 1.5, 2.0, 2.2, 2.5, 2.8),
}
_PER_FURTHER_CHARACTER = 0.4
_BARE = {"poi": 2.5, "subpoi": 4.5, "person": 4.0, "community": 4.0, "town": 5.0, "road": 7.0}
"""The extra cost of a name without a typical ending."""
# A number in characters.
_HAN = "(?:[一二三四五六七八九十百零]+)"
_NUMBERS: tuple[tuple[str, str, float], ...] = (  # (tag, form, cost)
    ("roadno", r"\d+号", 0.2),
    ("roadno", r"\d+", 2.5),
    ("roadno", r"\d+[弄路巷]", 3.5),
    ("roadno", r"(?:\d{1,2}[-—_]+\d)号?", 3.5),
    ("roadno", r"\d+[-—_]+\d+号?", 7.5),
    ("roadno", rf"(?:{_HAN}|[A-Za-z]\d*|[甲附]\d+|\d+[A-Za-z])号", 5.0),
    ("subroadno", r"\d+号", 0.3),
    ("subroadno", r"\d+", 2.7),
    ("subroadno", r"\d+[-—]\d+号", 3.5),
    ("subroadno", rf"{_HAN}号", 4.0),
    ("subRoad", r"\d+弄(?=\d+号?(?!楼|幢|栋|\d))", 1.0),
    ("subRoad", r"\d+弄", 4.5),
    ("subRoad", r"\d+号?[巷路街]", 6.0),
    ("houseno", r"\d+幢", 1.5),
    ("houseno", r"\d+栋", 1.7),
    ("houseno", r"\d+号楼", 2.2),
    ("houseno", r"\d{1,2}", 1.3),
    ("houseno", r"\d{3}", 2.5),
    ("houseno", r"\d{4,}", 4.0),
    ("houseno", r"\d+号", 2.2),
    ("houseno", r"[A-Za-z]座", 2.8),
    ("houseno", r"[A-Za-z]+\d*(?:座|幢|栋|楼|号楼|号)", 4.0),
    ("houseno", r"(?:[A-Za-z]?\d+-?\d*[A-Za-z]?|第\d+)(?:座|幢|栋|号楼|撞|#|#楼)", 4.5),
    ("houseno", rf"第?{_HAN}(?:幢|栋|号楼|座)", 3.8),
    ("houseno", r"[东南西北中](?:座|幢|栋|楼)", 6.0),
    ("houseno", r"[A-Za-z]", 3.5),
    ("houseno", r"[A-Za-z]\d{1,2}", 4.2),
    ("houseno", r"[A-Za-z]\d{3,}", 6.0),
    ("houseno", r"\d+[A-Za-z]", 5.0),
    ("houseno", rf"{_HAN}号", 6.0),
    ("houseno", r"\d+楼", 6.0),
    ("houseno", rf"(?:\d+|{_HAN}|[A-Za-z])排", 5.5),
    ("cellno", r"\d+单元", 1.0),
    ("cellno", rf"(?:{_HAN}|[A-Za-z]\d*|[东南西北中]|[AB]\d)单元", 2.3),
    ("cellno", r"\d{1,2}", 1.2),
    ("cellno", r"\d{3,}", 4.5),
    ("cellno", r"\d{1,2}号", 1.7),
    ("cellno", r"\d{3,}号", 3.5),
    ("cellno", r"[A-Za-z]|\d+[A-Za-z]|[A-Za-z]\d+", 4.5),
    ("cellno", rf"(?:\d+|{_HAN})街", 3.3),
    ("cellno", rf"(?:\d+|{_HAN})(?:号门|门|排|区)|{_HAN}号", 6.0),
    ("floorno", r"\d+楼", 0.6),
    ("floorno", rf"{_HAN}楼", 1.2),
    ("floorno", r"\d+层", 3.2),
    ("floorno", rf"(?:第|负|地下)?(?:\d+|{_HAN}|[A-Za-z]\d*)(?:楼|层)", 5.0),
    ("floorno", r"架空层|首层|顶楼|顶层|底楼|底层", 7.0),
    ("floorno", r"\d+[Ff]", 4.0),
    ("floorno", r"\d+[-—]\d+[楼层]", 6.0),
    ("roomno", r"\d{3,4}", 0.7),
    ("roomno", r"\d{1,2}", 2.5),
    ("roomno", r"\d{5,}", 3.5),
    ("roomno", r"\d+室", 1.6),
    ("roomno", r"\d{1,2}号", 3.3),
    ("roomno", r"\d{3,}号", 2.0),
    ("roomno", r"[A-Za-z]?\d+[A-Za-z]?(?:房|铺|房间|室|店|号铺|号房)", 5.0),
    ("roomno", r"[A-Za-z]?\d+[-—/]\d+(?:室|房|铺|号)?", 5.5),
    ("roomno", r"[A-Za-z]\d+[A-Za-z]?", 3.5),
    ("roomno", r"\d+[A-Za-z]+", 4.5),
    ("roomno", r"[A-Za-z]+\d+[-—][A-Za-z]?\d+号?|\d+[A-Za-z]+\d+|第\d+号", 5.5),
    ("roomno", r"[A-Za-z]\d+号", 5.5),
    ("roomno", rf"{_HAN}室?", 6.5),
    ("road", rf"(?:[A-Z]?\d+|{_HAN})(?:组|队|社)", 4.0),
    ("road", r"\d+号大街", 5.0),
    ("road", rf"(?:\d+|{_HAN}|[GSX]\d+)(?:号路|国道|省道|县道|号大街)", 6.0),
    ("subpoi", rf"(?:\d+|{_HAN}|[A-Za-z])(?:期|区)", 3.0),
    ("subpoi", r"(?:\d+|[东南西北])号?门", 5.0),
    ("person", r"\d+号门", 5.0),
    ("assist", r"[往向]?[东南西北]{0,2}(?:约)?\d+米(?:左右|处)?", 4.5),
)
_FORMS = tuple((tag, re.compile(rf"(?:{form})(?!(?<=\d)\d)"), cost) for tag, form, cost in _NUMBERS)
_RANGE = 2.5
"""The cost of a range of numbers on a road."""
_DIGITS = re.compile(r"\d+")
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z0-9&]+")


def _rows(file: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the lexicon, without comment lines."""
    with (LEXICON / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _cut_suffix(name: str, level: str) -> str | None:
    """The short form of a division's name; None if it has none."""
    if level == "prov":
        short = re.sub(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$", "", name)
    elif level == "town":
        short = re.sub(r"(?:街道|镇|乡)$", "", name)
    else:
        short = re.sub(r"(?:[^市县区]{1,6}族自治[县州]|自治[县旗]|地区|[市县区盟旗])$", "", name)
    return short if len(short) > 1 and short != name else None


@dataclass(frozen=True)
class Division:
    """An administrative division under one of its names: tag, stem (the same for full and short form), gain."""

    tag: str
    stem: str
    gain: float
    above: tuple[str, ...]
    """For a short form: the stems of the divisions that contain it, one of which should be named before it."""
    short: bool = False


_DIVISION_COST = {"prov": 3.5, "city": 5.0, "district": 6.0, "town": 7.0}
"""The cost of a division by level: about the logarithm of how many divisions that level has."""
_SHORT, _ALONE = 2.0, 4.0
"""The cost of a short form, and the extra cost if no division that contains it is named before."""


@lru_cache(maxsize=1)
def divisions() -> dict[str, tuple[Division, ...]]:
    """Each division's name, full or short → the divisions that it can be."""
    found: dict[str, dict[str, Division]] = {}
    for row in _rows("divisions.csv"):
        above = tuple(_cut_suffix(one, "city") or one for one in re.findall(r".+?[省市]|.+", row["of"]))
        for name in row["names"].split():
            _add_division(found, name, row["level"], above)
    for name in ("北京", "上海", "天津", "重庆"):
        for form in (name, name + "市"):
            found[form] = {"city": Division("city", name, _CHARACTER_GAIN * len(form) - _DIVISION_COST["city"], ())}
    return {form: tuple(levels.values()) for form, levels in found.items()}


def _add_division(found: dict[str, dict[str, Division]], name: str, level: str, above: tuple[str, ...]) -> None:
    """Add a division under its name and its short form. `above`: the stems of those that contain it."""
    short = _cut_suffix(name, level)
    stem = short or name
    whole = Division(level, stem, _CHARACTER_GAIN * len(name) - _DIVISION_COST[level], ())
    found.setdefault(name, {}).setdefault(level, whole)
    if level == "prov" and name.endswith("自治区"):
        found.setdefault(f"{stem}省", {}).setdefault(level, whole)
    if short:
        known = found.setdefault(short, {}).get(level)
        gain = _CHARACTER_GAIN * len(short) - _DIVISION_COST[level] - _SHORT
        both = (*known.above, *above) if known else above
        found[short][level] = Division(level, stem, gain, both if level in ("district", "town") else (), short=True)


@dataclass(frozen=True)
class _WordLists:
    """The word lists of address.csv."""

    endings: dict[str, tuple[tuple[str, float], ...]]
    """Ending → its (tag, gain) pairs."""
    wholes: dict[str, tuple[tuple[str, float], ...]]
    """Word that is a part by itself → its (tag, gain) pairs."""
    kinds: dict[str, str]
    """Ending of a name → the sort of place (the keys of _NUMBERS_AFTER)."""


@lru_cache(maxsize=1)
def _word_lists() -> _WordLists:
    """Read address.csv; once per process."""
    lists: dict[str, dict[str, dict[str, float]]] = {"ending": {}, "whole": {}, "kind": {}}
    for row in _rows("address.csv"):
        for word in row["words"].split():
            gains = lists[row["list"]].setdefault(word, {})
            gains[row["tag"]] = max(gains.get(row["tag"], -inf), _CHARACTER_GAIN * len(word) - float(row["cost"]))
    lists_of_gains = {
        name: {word: tuple(gains.items()) for word, gains in words.items()} for name, words in lists.items()
    }
    kinds = {word: kind for word, gains in lists["kind"].items() for kind in gains}
    return _WordLists(lists_of_gains["ending"], lists_of_gains["whole"], kinds)


@lru_cache(maxsize=1)
def endings() -> frozenset[str]:
    """All endings that are typical of a tag."""
    return frozenset(_word_lists().endings)


def _parse_costs(table: dict[str, str]) -> dict[str, dict[str, float]]:
    """Tag → the tags that may follow it → the cost, from a table like _FOLLOWS."""
    costs: dict[str, dict[str, float]] = {}
    for before, grades in table.items():
        costs[before] = {
            tag: cost for cost, tags in zip(_GRADES, grades.split("|"), strict=True) for tag in tags.split()
        }
    return costs


_AGAIN, _BEFORE, _BEFORE_WHOLE, _IDLE, _IDLE_SHORT = 1.0, 1.5, 0.3, 6.0, 11.0
"""The cost of tagging a division as redundant: the second time it is named; the first time; the first time in short
form if the full form follows; and if it is named only once, in full or in short form."""
_STEP = _parse_costs(_FOLLOWS)
_STEP |= {f"{tag}.{kind}": _STEP[tag] | costs for tag in ("poi", "subpoi") for kind, costs in _NUMBERS_AFTER.items()}
_DASHED = _parse_costs(_AFTER_DASH)
_DASHED |= {f"{tag}.{kind}": _DASHED[tag] for tag in ("poi", "subpoi") for kind in _NUMBERS_AFTER}
_Candidate = tuple[int, str, float]
"""A possible part from a given start: (end, tag, gain)."""


def _stem_cost(tag: str, size: int) -> float:
    """The cost of a name's stem of `size` characters."""
    costs = _STEMS[tag]
    return costs[size] if size < len(costs) else costs[-1] + _PER_FURTHER_CHARACTER * (size - len(costs) + 1)


def _names_at(text: str, start: int) -> Iterator[_Candidate]:
    """Names that begin at `start`, with a typical ending or without."""
    run = _NAME.match(text, start)
    if run is None:
        return
    words = _word_lists()
    inside = 0.0  # cost so far of the characters as part of a stem
    costs = [0.0]
    for at in range(start, min(run.end(), start + LONGEST)):
        char = text[at]
        digit = char.isdigit() and not (at > start and text[at - 1].isdigit())
        inside += (_CLOSED if char in _CLOSERS and at > start else 0.0) + (2.0 if digit else 0.0)
        costs.append(inside)
    for end in range(start + 1, start + len(costs)):
        if _inside_word(text, end):
            continue
        best: dict[str, float] = {}
        for size in range(1, min(6, end - start) + 1):
            for tag, gain in words.endings.get(text[end - size : end], ()):
                stem = end - start - size
                value = gain - _stem_cost(tag, stem) - costs[stem]
                best[tag] = max(best.get(tag, -inf), value)
                if tag == "road":
                    best["subRoad"] = max(best.get("subRoad", -inf), value)
        for tag, cost in _BARE.items():
            value = -cost - _stem_cost(tag, end - start) - costs[end - start]
            best[tag] = max(best.get(tag, -inf), value)
        yield from ((end, tag, value) for tag, value in best.items())


def _divisions_at(text: str, start: int) -> Iterator[_Candidate]:
    """Divisions that begin at `start`, each also as redundant."""
    known = divisions()
    for end in range(start + 2, min(len(text), start + 12) + 1):
        name = text[start:end]
        for named in known.get(name, ()):
            gain = named.gain
            if named.above and not any(stem in text[:start] for stem in named.above):
                gain -= _ALONE
            if named.short:
                gain -= _cut_cost(text, end)
            yield end, named.tag, gain
            yield end, "redundant", gain - _redundancy_cost(text, start, end, named)


def _redundancy_cost(text: str, start: int, end: int, named: Division) -> float:
    """The cost of tagging a division as redundant (see `_AGAIN`); nothing for a province that is named again later.

    中国 soon after a division counts as naming it again.
    """
    if named.stem in text[:start]:
        return _AGAIN
    later = text[end:]
    if named.stem in later:
        if named.tag == "prov":
            return 0.0
        whole = later.partition(named.stem)[2][:1] in tuple("省市区县")
        return _BEFORE_WHOLE if named.short and whole else _BEFORE
    if "中国" in later[:20]:
        return _BEFORE
    return _IDLE_SHORT if named.short else _IDLE


def _cut_cost(text: str, at: int) -> float:
    """The cost of ending a short name at `at`, where it may be the beginning of a longer one."""
    if text[at : at + 1] in tuple("省市区县镇乡旗盟州") or text[at : at + 2] == "街道":
        return 6.0
    known_endings = _word_lists().endings
    if any(gain[0] == "devZone" for size in range(2, 9) for gain in known_endings.get(text[at : at + size], ())):
        return 6.0
    long = any(text[at : at + size] in known_endings for size in (2, 3, 4, 5))
    return 3.0 if long or text[at : at + 1] in tuple("路街巷桥村站院湾港江河湖山") else 0.0


def _whole_words_at(text: str, start: int) -> Iterator[_Candidate]:
    """Words that are a part by themselves and begin at `start`."""
    wholes = _word_lists().wholes
    for end in range(start + 1, min(len(text), start + 8) + 1):
        for tag, gain in wholes.get(text[start:end], ()):
            yield end, tag, gain


def _is_range(word: str) -> bool:
    """Whether a word is a range of numbers: 36-38号 is one, 36-2 is a house and a part of it."""
    numbers = _DIGITS.findall(word)
    return len(numbers) == 2 and len(numbers[0]) == len(numbers[1]) and 0 < int(numbers[1]) - int(numbers[0]) < 60


def _inside_word(text: str, at: int) -> bool:
    """Whether `at` is inside a number or a Latin word."""
    before, after = text[at - 1], text[at : at + 1]
    return (before.isdigit() and after.isdigit()) or (_is_latin(before) and _is_latin(after))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _separates(text: str, at: int) -> bool:
    """Whether the character separates parts. 一 between a number and a number or a Latin letter is a dash, mistyped."""
    if text[at] == "一":
        return at > 0 and text[at - 1].isdigit() and text[at + 1 : at + 2].isascii() and text[at + 1 : at + 2].isalnum()
    return text[at] in _SEPARATORS


def _gain_of(word: str) -> float:
    """The gain of a word's characters; a number counts as one character."""
    return _CHARACTER_GAIN * len(_DIGITS.sub("0", word))


def _sort_of_place(name: str) -> str:
    """The sort of place that a name's ending shows (a key of _NUMBERS_AFTER), or ""."""
    kinds = _word_lists().kinds
    for size in (3, 2, 1):
        if name[-size:] in kinds:
            return kinds[name[-size:]]
    return ""


def _candidates_at(text: str, start: int) -> Iterator[_Candidate]:
    """All possible parts that begin at `start`; the single character is always one, as redundant."""
    yield from _divisions_at(text, start)
    yield from _whole_words_at(text, start)
    yield from _names_at(text, start)
    for tag, form, cost in _FORMS:
        found = form.match(text, start)
        if found and not _inside_word(text, found.end()):
            gain = _gain_of(found[0]) - (_RANGE if tag == "roadno" and _is_range(found[0]) else cost)
            yield found.end(), tag, gain
            if tag == "road":
                yield found.end(), "subRoad", gain
    yield start + 1, "redundant", 7.0 if _separates(text, start) else -8.0


_State = tuple[str, bool, bool, bool]
"""A state of the search: the tag of the last part that is not redundant (with a place's sort: `poi.estate`), whether a
dash follows it, whether a roadno or subroadno was given, whether words tagged as redundant follow it."""
_Way = tuple[float, int, _State, str]
"""A way to reach a state: (score so far, start of the last part, state before it, its tag)."""
_BEGINNING: _State = ("^", False, False, False)
_NUMBERED_TWICE = 3.0
"""The cost of a roadno after another, or after a subroadno."""
_REPEATS_FIRST, _REPEATS = 1.0, 1.5
"""The cost of beginning a redundant passage, at the start of the address and elsewhere."""


def _transition_cost(state: _State, tag: str) -> float:
    """The cost of a part of this tag after a state."""
    before, dashed, numbered, _ = state
    cost = _STEP[before].get(tag, NEVER)
    if dashed:
        cost = min(cost + 2.0, _DASHED.get(before, {}).get(tag, NEVER))
    return cost + (_NUMBERED_TWICE if numbered and tag == "roadno" else 0.0)


def fold_width(text: str) -> str:
    """Replace full-width characters by the plain ones, keeping the length."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)


def split_address(address: str) -> list[Part]:
    """Split an address; the parts are in order, and joined they are the address."""
    text = fold_width(address)
    ways: list[dict[_State, _Way]] = [{} for _ in range(len(text) + 1)]
    ways[0][_BEGINNING] = (0.0, 0, _BEGINNING, "")
    for start in range(len(text)):
        if not ways[start]:
            continue
        best = max(way[0] for way in ways[start].values())
        alive = [(state, way[0]) for state, way in ways[start].items() if way[0] > best - _HOPELESS]
        entries: dict[str, list[tuple[float, _State]]] = {}
        for end, tag, gain in _candidates_at(text, start):
            if tag == "redundant":
                sign = text[start] if end == start + 1 and _separates(text, start) else ""
                for state, sofar in alive:
                    after, cost = _after_redundant(state, sign)
                    _keep(ways[end], after, (sofar + gain - cost, start, state, tag))
                continue
            if tag not in entries:
                entries[tag] = _best_entries(alive, tag)
            last_tag = f"{tag}.{_sort_of_place(text[start:end])}" if tag in ("poi", "subpoi") else tag
            for value, state in entries[tag]:
                after = (last_tag, False, state[2] or tag in ("roadno", "subroadno"), False)
                _keep(ways[end], after, (value + gain, start, state, tag))
    return _trace_back(address, ways)


_HOPELESS = 25.0
"""Ways whose score is further behind the best one at the same character are dropped."""


def _best_entries(alive: Sequence[tuple[_State, float]], tag: str) -> list[tuple[float, _State]]:
    """The best ways to begin a part of this tag: one without a roadno or subroadno so far, one with."""
    best: dict[bool, tuple[float, _State]] = {}
    for state, sofar in alive:
        value = sofar - _transition_cost(state, tag)
        if state[2] not in best or value > best[state[2]][0]:
            best[state[2]] = (value, state)
    return list(best.values())


def _after_redundant(state: _State, sign: str) -> tuple[_State, float]:
    """The state after a redundant part (a separator `sign`, or words if it is ""), and its cost."""
    if sign:
        return (state[0], state[1] or sign in _DASHES, state[2], state[3]), 0.0
    cost = 0.0 if state[3] else _REPEATS_FIRST if state[0] == "^" else _REPEATS
    return (*state[:3], True), cost


def _keep(ways: dict[_State, _Way], state: _State, way: _Way) -> None:
    """Keep a way to a state if it is better than the one known."""
    known = ways.get(state)
    if known is None or way[0] > known[0]:
        ways[state] = way


def _trace_back(address: str, ways: list[dict[_State, _Way]]) -> list[Part]:
    """The parts along the best way to the end."""
    parts: list[Part] = []
    at = len(address)
    state = max(ways[at], key=lambda one: ways[at][one][0])
    while at > 0:
        _, start, before, tag = ways[at][state]
        parts.append(Part(start, at, tag, address[start:at]))
        at, state = start, before
    return parts[::-1]
