"""Compare what two reports tell: the same trouble at the same place, or not. Pure.

Four figures from 0 to 1 over the reports' pairs of characters, of which rare ones count more (COMMON: how common each is),
make one `likeness`: the whole texts, their openings, and how much of either heading the other's text says. Their weights
and LIKELY were chosen on pairs of letters that people had judged; `bench.duplicates` measures them on others. Where both
reports have a place or a category, these count, too; how much is our judgement, because no letters measure it.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from portal.cases.reading import lexicon
from portal.cases.reading.reply_check import pairs_in_order
from portal.kernel.config import PROJECT

# pair,sentences: in how many sentences of plain speech it stands; the pair "" has the number of all sentences
COMMON = PROJECT / "data" / "duplicates" / "common_pairs.csv"
LIKELY = 0.3  # from this likeness on, two reports are shown to a clerk as perhaps one matter
SURE = 0.8  # from this one on, a reporter is asked whether theirs is what others reported
OPENING = 120  # characters after the heading, in which the matter is stated
HEADING = 40  # characters, at most, of the first sentence that go into the heading
# "most", "least": how much of each heading the other report's text says (`_said`), the larger figure and the smaller
_WEIGHTS = {"text": 2.68, "opening": 3.42, "most": 2.73, "least": 2.19}
_SUBTRACTED = 4.14  # from the sum of the weighted figures, so that unrelated reports are below 0
_SAME_PLACE, _OTHER_PLACE, _SAME_CATEGORY, _OTHER_CATEGORY = 1.5, -2.0, 1.0, -1.0  # added to the likeness
_PLACE_SHARED = 0.5  # both are one place if they share more than this part of the shorter one's pairs
# the cities, counties and districts of the evaluation's letters, as they are anonymised (A3区): many share them
_AREA = re.compile(r"[A-Z]\d{0,2}[市县区]")
_SENTENCE_END = re.compile(r"[。！？!?\n]")

Weighted = Mapping[str, float]  # pair of characters (or number, or Latin word) → its weight


@dataclass(frozen=True)
class ComparedReport:
    """What a report tells. `heading`: its place and the beginning of its first sentence; `text`: the place and all words.

    `place`, `category` (a code): "" where they are not known.
    """

    heading: str
    text: str
    place: str = ""
    category: str = ""

    @cached_property
    def whole(self) -> Weighted:
        """The pairs of the text with their weights."""
        return _weighted(self.text)

    @cached_property
    def opening(self) -> Weighted:
        """The pairs of the text's beginning (as long as the heading, and OPENING more) with their weights."""
        return _weighted(self.text[: len(self.heading) + 1 + OPENING])

    @cached_property
    def brief(self) -> Weighted:
        """The pairs of the heading with their weights."""
        return _weighted(self.heading)


def told(place: str, words: str, category: str | None) -> ComparedReport:
    """What a case tells, from its place ("" if none), its reporter's words and its category's code."""
    place, words = lexicon.simplified(place), lexicon.simplified(words)
    first = _SENTENCE_END.split(words.strip(), maxsplit=1)[0][:HEADING]
    heading = first if place in first else f"{place}，{first}"
    return ComparedReport(heading, words if place in words else f"{place}。{words}", place, category or "")


def likeness(one: ComparedReport, other: ComparedReport) -> float:
    """A figure, the higher the likelier both tell of the same trouble at the same place; about -4 if they are unrelated.

    It is no probability: compare it with LIKELY and SURE.
    """
    said = sorted((_said(one.brief, other.whole), _said(other.brief, one.whole)))
    figures = {
        "text": _cosine(one.whole, other.whole),
        "opening": _cosine(one.opening, other.opening),
        "most": said[1],
        "least": said[0],
    }
    words = sum(_WEIGHTS[name] * value for name, value in figures.items()) - _SUBTRACTED
    return words + _of_places(one.place, other.place) + _of_categories(one.category, other.category)


def is_same_place(one: str, other: str) -> bool:
    """Whether both places, which must not be "", are one: 公园路 and 公园路口, but not the buildings 3栋 and 5栋."""
    ours, theirs = set(pairs_in_order(one)), set(pairs_in_order(other))
    numbers = [{pair for pair in pairs if pair.isdecimal()} for pairs in (ours, theirs)]
    if all(numbers) and not numbers[0] & numbers[1]:
        return False
    return len(ours & theirs) > _PLACE_SHARED * min(len(ours), len(theirs))


def _of_places(one: str, other: str) -> float:
    """What the places say for one matter, or against it; 0 if one is not known."""
    if not one or not other:
        return 0.0
    return _SAME_PLACE if is_same_place(one, other) else _OTHER_PLACE


def _of_categories(one: str, other: str) -> float:
    """What the categories say for one matter, or against it; 0 if one is not known or they share only the first level."""
    if not one or not other:
        return 0.0
    if one == other:
        return _SAME_CATEGORY
    return 0.0 if one[:2] == other[:2] else _OTHER_CATEGORY


def _weighted(text: str) -> Weighted:
    """Each pair of the text with its weight: the rarer in plain speech and the oftener in this text, the more."""
    counted = Counter(pairs_in_order(_AREA.sub("，", text)))
    return {pair: (1 + math.log(often)) * _rarity(pair) for pair, often in counted.items()}


def _rarity(pair: str) -> float:
    """How rare the pair is in plain speech, 0 for one in every sentence."""
    common = _common()
    return math.log((common[""] + 1) / (common.get(pair, 0) + 1))


@lru_cache(maxsize=1)
def _common() -> Mapping[str, int]:
    """Pair → the number of sentences of plain speech that have it; "" → the number of all, from COMMON."""
    with COMMON.open(encoding="utf-8", newline="") as file:
        return {row["pair"]: int(row["sentences"]) for row in csv.DictReader(file)}


def _cosine(one: Weighted, other: Weighted) -> float:
    """The cosine similarity of two texts, from 0 to 1."""
    shared = sum(weight * other[pair] for pair, weight in one.items() if pair in other)
    return shared / (_length(one) * _length(other)) if shared else 0.0


def _length(one: Weighted) -> float:
    """The Euclidean length of the weights."""
    return math.sqrt(sum(weight * weight for weight in one.values()))


def _said(heading: Weighted, text: Weighted) -> float:
    """How much of the heading the text says, by weight, from 0 to 1."""
    there = sum(min(weight, text[pair]) for pair, weight in heading.items() if pair in text)
    return there / sum(heading.values()) if heading else 0.0
