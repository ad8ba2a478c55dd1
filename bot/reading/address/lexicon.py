"""The word lists for addresses: divisions under their names, typical endings, words that are a part by themselves, with their gains in nats."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from pathlib import Path

LEXICON = Path(__file__).resolve().parents[3] / "data" / "lexicon"
CHARACTER_GAIN = 7.3
"""The gain of each character of a recognised part: about ln 1500, as some 1,500 characters are in use."""


def _rows(file: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the lexicon, without comment lines."""
    with (LEXICON / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _cut_suffix(name: str, level: str) -> str | None:
    """The short form of a division's name; None if it has none, or if that cannot be told (延边朝鲜族自治州)."""
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
    """For the short form of a district or town, of which many share a name: the stems of the divisions that contain it (for a province
    right above it its name, 河南省), one of which should be named before it; else ()."""
    short: bool = False


_DIVISION_COST = {"prov": 3.5, "city": 5.0, "district": 6.0, "town": 7.0}
"""The cost of a division by level: the more, the lower the level, as there are more of them."""
_SHORT, ALONE = 2.0, 4.0
"""The cost of a short form, and the extra cost if it has divisions `above` and none of them is named before."""


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
            found[form] = {"city": Division("city", name, CHARACTER_GAIN * len(form) - _DIVISION_COST["city"], ())}
    return {form: tuple(levels.values()) for form, levels in found.items()}


def _add_division(found: dict[str, dict[str, Division]], name: str, level: str, above: tuple[str, ...]) -> None:
    """Add a division under its name and its short form. `above`: the stems of those that contain it."""
    short = _cut_suffix(name, level)
    stem = short or name
    whole = Division(level, stem, CHARACTER_GAIN * len(name) - _DIVISION_COST[level], ())
    found.setdefault(name, {}).setdefault(level, whole)
    if level == "prov" and name.endswith("自治区"):
        found.setdefault(f"{stem}省", {}).setdefault(level, whole)
    if short:
        known = found.setdefault(short, {}).get(level)
        gain = CHARACTER_GAIN * len(short) - _DIVISION_COST[level] - _SHORT
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
    """Ending of a name → the sort of place (the keys of `grammar._NUMBERS_AFTER`)."""


@lru_cache(maxsize=1)
def word_lists() -> _WordLists:
    """Read address.csv; once per process."""
    lists: dict[str, dict[str, dict[str, float]]] = {"ending": {}, "whole": {}, "kind": {}}
    for row in _rows("address.csv"):
        for word in row["words"].split():
            gains = lists[row["list"]].setdefault(word, {})
            gains[row["tag"]] = max(gains.get(row["tag"], -inf), CHARACTER_GAIN * len(word) - float(row["cost"]))
    lists_of_gains = {
        name: {word: tuple(gains.items()) for word, gains in words.items()} for name, words in lists.items()
    }
    kinds = {word: kind for word, gains in lists["kind"].items() for kind in gains}
    return _WordLists(lists_of_gains["ending"], lists_of_gains["whole"], kinds)


@lru_cache(maxsize=1)
def endings() -> frozenset[str]:
    """All endings that are typical of a tag."""
    return frozenset(word_lists().endings)


def sort_of_place(name: str) -> str:
    """The sort of place that a name's ending shows (a key of `grammar._NUMBERS_AFTER`), or ""."""
    kinds = word_lists().kinds
    for size in (3, 2, 1):
        if name[-size:] in kinds:
            return kinds[name[-size:]]
    return ""
