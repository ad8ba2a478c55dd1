"""Classify what a message is about: a path in the taxonomy, with calibrated scores."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from bot.reading.classifying import taxonomy
from bot.reading.classifying.counts import Counts
from bot.reading.classifying.heads import Array, Head, Reading, Row, grams, opening_embeddings, softmax

LEXICON = Path(__file__).resolve().parents[3] / "data" / "lexicon" / "category.csv"


@dataclass(frozen=True)
class Category:
    """A category: its code (two digits a level), its path of names, and the score (0 to 1) of its level one."""

    code: str
    path: tuple[str, ...]
    score: float


class LexiconError(ValueError):
    """A line of the lexicon names no category of the taxonomy; the message says which."""


@lru_cache(maxsize=2)
def lexicon(path: Path = LEXICON) -> dict[str, tuple[str, ...]]:
    """Each term → its category codes (two or four digits). Raises LexiconError."""
    known = taxonomy.load()
    terms: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            if row["code"] not in known:
                raise LexiconError(f"{path.name} line {number}: no category {row['code']!r}")
            for term in (row["terms"] or "").split():
                terms[term].append(row["code"])
    return {term: tuple(codes) for term, codes in terms.items()}


@lru_cache(maxsize=2)
def _by_first_character(path: Path = LEXICON) -> dict[str, list[str]]:
    """First character → the lexicon's terms that begin with it, the longest first."""
    table: dict[str, list[str]] = defaultdict(list)
    for term in lexicon(path):
        table[term[0]].append(term)
    return {first: sorted(found, key=len, reverse=True) for first, found in table.items()}


def terms_in(text: str) -> list[str]:
    """The lexicon's terms in the text, the longest at each position, not overlapping."""
    table = _by_first_character()
    found = []
    at = 0
    while at < len(text):
        term = next((one for one in table.get(text[at], ()) if text.startswith(one, at)), None)
        if term is None:
            at += 1
            continue
        found.append(term)
        at += len(term)
    return found


def features(reading: Reading) -> list[str]:
    """Features of a message: characters, words, and the lexicon's terms with their categories."""
    text = reading.text
    made = [f"c{gram}" for gram in grams(text, 2, 3)]
    made += [f"w{word}" for word in reading.words if len(word) > 1]
    known = lexicon()
    for term in terms_in(text):
        for code in known[term]:
            made += [f"L{code[:2]}", f"L{code}"]
        made.append(f"T{term}")
    return made


@dataclass
class CategoryHeads:
    """Two heads: `level_one` chooses the level-one category, `level_two` the best category below that."""

    level_one: Head
    level_two: Head
    sharpness: float = 1.0
    """Factor of the logits before the softmax (an inverse temperature), so that a score of 0.8 is right 8 times out of 10."""

    def __post_init__(self) -> None:
        self._below = {
            top: [index for index, code in enumerate(self.level_two.classes) if code[:2] == top] for top in self.classes
        }

    @property
    def classes(self) -> list[str]:
        """The level-one codes."""
        return self.level_one.classes

    def logits_of(self, row: Row, reading: Reading) -> Array:
        """The level-one logits of a reading; `row`: its row from the head `level_one`. Only the subclass `CorpusHeads` uses `reading`."""
        return self.level_one.logits_of(row)

    def logits(self, readings: Sequence[Reading]) -> Array:
        """Level-one logits, readings × classes."""
        rows = zip(self.level_one.rows(readings), readings, strict=True)
        return np.array([self.logits_of(row, reading) for row, reading in rows])

    def scores(self, readings: Sequence[Reading]) -> Array:
        """Level-one probabilities, readings × classes."""
        return softmax(self.logits(readings) * self.sharpness)

    def best_level_two(self, row: Row, tops: Sequence[str]) -> list[str]:
        """For each level-one code the likeliest four-digit code below it; the code itself if there is none."""
        logits = self.level_two.logits_of(row)
        return [
            self.level_two.classes[max(columns, key=lambda column: logits[column])]
            if (columns := self._below[top])
            else top
            for top in tops
        ]


SENTENCE_WEIGHT = 0.3
"""The weight of a sentence in training level one; an unambiguous term of the lexicon has 1."""


Labelled = tuple[Sequence[Reading], Sequence[str]]
"""(readings, the four-digit code of each)."""


@dataclass(frozen=True)
class Examples:
    """What the heads are trained on: the lexicon's unambiguous terms as short messages, then sentences; their features are counted once."""

    terms: Labelled
    sentences: Labelled

    @cached_property
    def codes(self) -> list[str]:
        """The four-digit code of each."""
        return [*self.terms[1], *self.sentences[1]]

    @cached_property
    def _readings(self) -> list[Reading]:
        return [*self.terms[0], *self.sentences[0]]

    @cached_property
    def _counts(self) -> Counts:
        return _new_level_one().count(self._readings)

    def fit_level_one(self, sentences: Sequence[int] | None = None) -> tuple[Head, csr_matrix]:
        """The head of level one, not calibrated, and the vectors that it was trained on. `sentences`: the numbers of those
        that it learns from, with all terms; None: all."""
        first = len(self.terms[0])
        few = range(len(self.sentences[0])) if sentences is None else sentences
        some = [*range(first), *(first + at for at in few)]
        head = _new_level_one()
        vectors = head.fit_transform_some(self._counts, self._readings, some)
        weights = [1.0 if at < first else SENTENCE_WEIGHT for at in some]
        return head.fit_vectors(vectors, [self.codes[at][:2] for at in some], weights), vectors


def _new_level_one() -> Head:
    return Head(features, 0.5, quick=True, balanced=True, min_readings=2, embed=opening_embeddings)


def fit(examples: Examples) -> CategoryHeads:
    """Train the heads. They are not calibrated: their sharpness is 1."""
    whole, vectors = examples.fit_level_one()
    below = Head(features, inverse_regularisation=0.5, quick=True)
    return CategoryHeads(whole, below.fit_vectors(whole.without_embedding(vectors), examples.codes))


def read_category(
    heads: CategoryHeads, reading: Reading, others: int = 3
) -> tuple[Category, list[Category], list[str]]:
    """Return (the likeliest category, the next `others`, each of another level one, at most five words that decided)."""
    row = heads.level_one.rows([reading])[0]
    scores = softmax(heads.logits_of(row, reading)[None] * heads.sharpness)[0]
    order = np.argsort(-scores)[: others + 1]
    tops = [heads.classes[index] for index in order]
    paths = taxonomy.load()
    ranked = [
        Category(code, paths[code], float(scores[index]))
        for code, index in zip(heads.best_level_two(row, tops), order, strict=True)
    ]
    return ranked[0], ranked[1:], _whole_words(heads.level_one.deciding_features(row, tops[0], most=8))


def _whole_words(features_that_decided: list[str]) -> list[str]:
    """The words and terms among the features, five at most, none that is part of one before it or holds one."""
    words: list[str] = []
    for feature in features_that_decided:
        word = feature[1:]
        if feature[0] in "wT" and not any(word in other or other in word for other in words):
            words.append(word)
    return words[:5]
