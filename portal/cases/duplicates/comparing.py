"""Compare what two reports tell: the same trouble at the same place, or not. Pure.

Four figures make one `likeness`. Three are from 0 to 1, over the reports' pairs of characters, of which rare ones count more
(COMMON: how common each is): how alike their openings are, how much of each heading the other report says, and how much of
what only one heading has. The fourth is how near in time they are. If both reports have a place or a category, these count,
too, and the words of a shared place do not.

The weights of the four figures are fitted by `bench.duplicate_weights` to reports that were written for it
(data/duplicates/written_reports.csv), never to the evaluation's letters. The choice of figures, LIKELY, _CONTRADICTED and
_PLACELESS come from pairs of letters that people had judged; `bench.duplicates` measures the result on other pairs. What
places and categories add is our judgement, because no letters measure it.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from portal.cases.duplicates import headings
from portal.cases.reading import lexicon
from portal.cases.reading.staff_words.reply_check import pairs_in_order
from portal.kernel.config import PROJECT

# pair,sentences: in how many sentences of plain speech it stands; the pair "" has the number of all sentences
COMMON = PROJECT / "data" / "duplicates" / "common_pairs.csv"
LIKELY = 0.5  # from this likeness on, two reports are shown to a clerk as perhaps one matter
SURE = 1.0  # from this one on, a reporter is asked whether theirs is what others reported
OPENING = 120  # characters after the heading that count as the opening, in which the matter is stated
BEGINNING = 240  # characters after the heading in which the words of another report's heading are looked for
HEADING = 40  # characters, at most, of the first sentence that go into the heading
# by `python -m bench.duplicate_weights`
WEIGHTS = {"opening": 4.99, "headings": 5.97, "own": 3.41, "days": -0.55}
ADDED = -2.63  # to the sum of the weighted figures
FEWEST_DAYS, MOST_DAYS = 3, 180  # fewer days apart count as FEWEST_DAYS, more as MOST_DAYS
_CONTRADICTED = -3.0  # the likeness of headings that contradict each other; a likeness below 0 falls by as much
_PLACELESS = -1.0  # added if neither heading names a place
_SAME_PLACE, _OTHER_PLACE, _SAME_CATEGORY, _OTHER_CATEGORY = 2.0, -2.0, 1.0, -1.0  # added to the likeness
_PLACE_SHARED = 0.5  # both are one place if they share more than this part of the shorter one's pairs
# the cities, counties and districts of the evaluation's letters, as they are anonymised (A3区): many share them
_AREA = re.compile(r"[A-Z]\d{0,2}[市县区]")
_SENTENCE_END = re.compile(r"[。！？!?\n]")

Weighted = Mapping[str, float]  # pair of characters (or number, or Latin word) → its weight


@dataclass(frozen=True)
class ComparedReport:
    """What a report tells. `heading`: its place and the beginning of its first sentence; `text`: the place and all words.

    `place`, `category` (a code): "" where they are not known; `at`: when it was reported, None if that is not known.
    """

    heading: str
    text: str
    place: str = ""
    category: str = ""
    at: datetime | None = None

    @cached_property
    def plain_heading(self) -> str:
        """The heading without the areas that many share (_AREA)."""
        return _AREA.sub("，", self.heading)

    @cached_property
    def opening(self) -> Weighted:
        """The pairs of the text's first characters (as many as the heading has, and OPENING more) with their weights."""
        return weighted(self._first(OPENING))

    @cached_property
    def beginning(self) -> Weighted:
        """The pairs of the text's first characters (as many as the heading has, and BEGINNING more) with their weights."""
        return weighted(self._first(BEGINNING)) if self._first(OPENING) != self._first(BEGINNING) else self.opening

    @cached_property
    def heading_pairs(self) -> Weighted:
        """The pairs of the heading with their weights."""
        return weighted(self.heading)

    @cached_property
    def without_place(self) -> ComparedReport:
        """The report without the words of its place, and with neither place nor category: for `figures`, not for `likeness`."""
        heading, text = (
            words.replace(self.place, "，") if self.place else words for words in (self.heading, self.text)
        )
        return ComparedReport(heading, text, at=self.at)

    def _first(self, characters: int) -> str:
        return self.text[: len(self.heading) + 1 + characters]


def report_from(place: str, words: str, category: str | None, at: datetime | None = None) -> ComparedReport:
    """A report to compare, made of a case's place ("" if none), its reporter's words, its category's code, and its time of report."""
    place, words = lexicon.simplified(place), lexicon.simplified(words)
    first = _SENTENCE_END.split(words.strip(), maxsplit=1)[0][:HEADING]
    heading = first if place in first else f"{place}，{first}"
    return ComparedReport(heading, words if place in words else f"{place}。{words}", place, category or "", at)


def likeness(one: ComparedReport, other: ComparedReport) -> float:
    """A score, the higher the likelier that both tell of the same trouble at the same place; about -5 if they are unrelated.

    It is no probability: compare it with LIKELY and SURE.
    """
    at_one_place = bool(one.place and other.place) and is_same_place(one.place, other.place)
    compared = (one.without_place, other.without_place) if at_one_place else (one, other)
    words = sum(WEIGHTS[name] * value for name, value in figures(*compared).items()) + ADDED
    alike = words + _of_places(one.place, other.place) + _of_categories(one.category, other.category)
    if headings.contradict(one.heading, other.heading):
        return min(alike, 0.0) + _CONTRADICTED  # however alike all other words are
    return alike + _placeless(one, other)


def figures(one: ComparedReport, other: ComparedReport) -> Mapping[str, float]:
    """What is weighted by WEIGHTS: "days" is the logarithm of the days between both, the others lie from 0 to 1."""
    said = _said(one.heading_pairs, other.beginning), _said(other.heading_pairs, one.beginning)
    return {
        "opening": _cosine(one.opening, other.opening),
        "headings": sum(said) / 2,
        "own": min(_own_said(one, other), _own_said(other, one)),
        "days": math.log(1 + min(max(_days_between(one.at, other.at), FEWEST_DAYS), MOST_DAYS)),
    }


def _own_said(one: ComparedReport, other: ComparedReport) -> float:
    """How much of the words that only `one`'s heading has are in `other`'s beginning, from 0 to 1; 1 if there are no such words."""
    own = weighted(headings.own_words(one.plain_heading, other.plain_heading))
    return _said(own, other.beginning) if own else 1.0


def _days_between(one: datetime | None, other: datetime | None) -> float:
    """The days between both; 0 if one is not known."""
    return abs((one - other).total_seconds()) / 86_400 if one and other else 0.0


def _placeless(one: ComparedReport, other: ComparedReport) -> float:
    """What is added if neither says where: nothing if one has a place or its heading names one."""
    placed = any(report.place or headings.names_a_place(report.plain_heading) for report in (one, other))
    return 0.0 if placed else _PLACELESS


def is_same_place(one: str, other: str) -> bool:
    """Whether both places, which must not be "", are one: 公园路 and 公园路口, but not the buildings 3栋 and 5栋, nor 一期 and 二期."""
    if headings.contradict(one, other):
        return False
    ours, theirs = set(pairs_in_order(one)), set(pairs_in_order(other))
    numbers = [{pair for pair in pairs if pair.isdecimal()} for pairs in (ours, theirs)]
    if all(numbers) and not numbers[0] & numbers[1]:
        return False
    return len(ours & theirs) > _PLACE_SHARED * min(len(ours), len(theirs))


def _of_places(one: str, other: str) -> float:
    """What the places add to the likeness; 0 if one is not known."""
    if not one or not other:
        return 0.0
    return _SAME_PLACE if is_same_place(one, other) else _OTHER_PLACE


def _of_categories(one: str, other: str) -> float:
    """What the categories add to the likeness; 0 if one is not known, or if they share only the first level."""
    if not one or not other:
        return 0.0
    if one == other:
        return _SAME_CATEGORY
    return 0.0 if one[:2] == other[:2] else _OTHER_CATEGORY


def weighted(text: str) -> Weighted:
    """Each pair of the text with its weight: the rarer in plain speech and the oftener in this text, the more."""
    counted = Counter(pairs_in_order(_AREA.sub("，", text)))
    return {pair: (1 + math.log(often)) * _rarity(pair) for pair, often in counted.items()}


def _rarity(pair: str) -> float:
    """How rare the pair is in plain speech, 0 for one in every sentence."""
    rarities = _rarities()
    return rarities.get(pair, rarities[""])


@lru_cache(maxsize=1)
def _rarities() -> Mapping[str, float]:
    """Each pair of COMMON → how rare it is; "" → how rare a pair is that does not stand there."""
    with COMMON.open(encoding="utf-8", newline="") as file:
        having = {row["pair"]: int(row["sentences"]) for row in csv.DictReader(file)}
    sentences = having.pop("")
    rarities = {pair: math.log((sentences + 1) / (often + 1)) for pair, often in having.items()}
    return rarities | {"": math.log(sentences + 1)}


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
