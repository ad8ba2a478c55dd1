"""The clues (features) of each character for the CRF (`field`): itself and its neighbours, jieba's words, and what the rules found there.

A *clue* is a number: the hash of a template ("the character before, and this one") with what stands there. The clues
of a whole message are made at once with NumPy: one character at a time took longer than all else in the reading.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.reading.text.spans import Span
from bot.reading.text.words import dictionary

BUCKET_BITS = 22
BUCKETS = 1 << BUCKET_BITS
"""Clues are numbers below this; few of the hundreds of thousands share one."""
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD],
    dtype=np.uint64,
)
_PAD = 8
"""Characters that stand before and after the text, so that every neighbour exists."""
_TITLE = re.compile(r"[。！？\n]")
_STOP = re.compile(r"[。！？\n；]")
_HAN_NUMBERS = "一二三四五六七八九十百零两几半"

Column = npt.NDArray[np.uint64]
"""A number for each character of a text, with _PAD zeros before and after."""
Clues = npt.NDArray[np.uint32]
"""The clues of each character: characters × templates."""


@dataclass(frozen=True)
class Ruled:
    """What the rules found in a text: spans of places (with their score: how exact), times and bodies (the likeliest first).

    `possible_bodies`, `possible_times`: whatever might be a body by its ending, or a time, whether it was found or not.
    """

    places: Sequence[tuple[Span, float]]
    times: Sequence[Span]
    bodies: Sequence[Span]
    possible_bodies: Sequence[Span]
    possible_times: Sequence[Span]


@lru_cache(maxsize=20_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) | 1 << 32


@lru_cache(maxsize=20_000)
def _word_class(word: str) -> int:
    """The class of a word: 1 a name, 2 a term of a category (data/lexicon/category.csv), 3 a verb, 4 a function word, 5 a noun; else its script
    (6 digits, 7 other letters, 8 signs) or, if Chinese, its length (9 to 12)."""
    known = dictionary()
    for number, words in enumerate(
        (known.names, known.category_terms, known.verbs, known.function, known.nouns), start=1
    ):
        if word in words:
            return number
    if not "\u4e00" <= word[0] <= "\u9fff":
        return 6 if word[0].isdigit() else 7 if word[0].isalpha() else 8
    return 8 + min(len(word), 4)


def _shapes(text: str) -> list[int]:
    """The shape of each character: 1 a digit, 2 a Chinese numeral, 3 another Chinese character, 4 another letter, 5 to 8 signs."""
    return [
        1 if char.isdigit() else 2 if char in _HAN_NUMBERS else 3 if "\u4e00" <= char <= "\u9fff"
        else 4 if char.isalpha() else 5 if char in "。！？\n；" else 6 if char in "，、：" else 7 if char in "-—~" else 8
        for char in text
    ]  # fmt: skip


def _marked(size: int, spans: Iterable[Span], kinds: Iterable[int]) -> list[int]:
    """For each character 0, or 4 times the kind of the span over it, plus 1 (its first), 2 (a further) or 3 (its last character)."""
    marks = [0] * size
    for span, kind in zip(spans, kinds, strict=True):
        for at in range(span.start, min(span.end, size)):
            marks[at] = 4 * kind + (1 if at == span.start else 3 if at == span.end - 1 else 2)
    return marks


def _around(size: int, text: str, spans: Iterable[Span]) -> list[tuple[int, ...]]:
    """For each character in a span: numbers of what stands before and after it, its last character, how often it is said."""
    none = (0, 0, 0, 0, 0, 0)
    found = [none] * size
    for span in spans:
        before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
        said = span.within(text)
        row = (
            _hash(before), _hash(after), _hash(before[-1:]), _hash(after[:1]), _hash(said[-1:]),
            1 + min(3, text.count(said)),
        )  # fmt: skip
        for at in range(span.start, min(span.end, size)):
            found[at] = row
    return found


class _Columns:
    """The columns of one text, padded, and the clues made of them so far."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.made: list[Column] = []

    def padded(self, values: Sequence[int]) -> Column:
        """Make a column of a number for each character."""
        column = np.zeros(self._size + 2 * _PAD, dtype=np.uint64)
        column[_PAD : _PAD + self._size] = values
        return column

    def add(self, *parts: tuple[Column, int]) -> None:
        """One clue of each character: the columns' values at the given distances, together."""
        mixed = np.full(self._size, (len(self.made) + 1) * 0x2545F4914F6CDD1D % (1 << 64), dtype=np.uint64)
        for (column, distance), factor in zip(parts, _FACTORS, strict=False):  # (as many as there are parts)
            mixed += (column[_PAD + distance : _PAD + distance + self._size] + np.uint64(1)) * factor
            mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(0x94D049BB133111EB)
        self.made.append(mixed >> np.uint64(64 - BUCKET_BITS))


def clues_of(text: str, words: Sequence[str], ruled: Ruled) -> Clues:
    """The clues of each character of a normal text: characters × templates. `words`: jieba's, of the text's beginning."""
    size = len(text)
    table = _Columns(size)
    add, padded = table.add, table.padded
    with np.errstate(over="ignore"):
        chars = padded(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32))
        shape = padded(_shapes(text))
        for distance in range(-3, 4):
            add((chars, distance))
        for distance in range(-3, 3):
            add((chars, distance), (chars, distance + 1))
        for distance in (-2, -1, 0):
            add((chars, distance), (chars, distance + 1), (chars, distance + 2))
        add((shape, -1), (shape, 0), (shape, 1))
        add((shape, 0), (shape, 1), (shape, 2), (shape, 3))
        add((shape, -3), (shape, -2), (shape, -1), (shape, 0))
        _add_words(table, text, words)
        _add_ruled(table, text, ruled, chars)
    return np.stack(table.made, axis=1).astype(np.uint32) if size else np.zeros((0, len(table.made)), dtype=np.uint32)


def _add_words(table: _Columns, text: str, words: Sequence[str]) -> None:
    """Clues of the word that a character is in, of its place in that, and of the words around."""
    size = len(text)
    place, own, sort = [0] * size, [0] * size, [0] * size
    before, before2, after, after2, sort_before, sort_after, last2 = ([0] * size for _ in range(7))
    numbers, sorts = [0, 0, *map(_hash, words), 0, 0], [0, *map(_word_class, words), 0]
    at = 0
    for index, word in enumerate(words):
        ending = _hash(word[-2:])
        for inside in range(len(word)):
            # 1 first, 2 further, 3 last, 4 only character of its word
            place[at] = 4 if len(word) == 1 else 1 if inside == 0 else 3 if inside == len(word) - 1 else 2
            own[at], sort[at] = numbers[index + 2], sorts[index + 1]
            before[at], before2[at] = numbers[index + 1], numbers[index]
            after[at], after2[at] = numbers[index + 3], numbers[index + 4]
            sort_before[at], sort_after[at], last2[at] = sorts[index], sorts[index + 2], ending
            at += 1
    columns = [
        table.padded(one) for one in (place, own, sort, before, before2, after, after2, sort_before, sort_after, last2)
    ]
    place_, own_, sort_, before_, before2_, after_, after2_, sort_before_, sort_after_, last2_ = columns
    add = table.add
    add((place_, 0), (own_, 0))
    add((place_, -1), (place_, 0), (place_, 1))
    add((place_, 0), (sort_, 0), (sort_before_, 0), (sort_after_, 0))
    add((place_, 0), (sort_, 0), (last2_, 0))
    add((place_, 0), (sort_, 0), (before_, 0))
    add((place_, 0), (sort_, 0), (after_, 0))
    add((before_, 0))
    add((after_, 0))
    add((before2_, 0))
    add((after2_, 0))
    add((before_, 0), (own_, 0))
    add((own_, 0), (after_, 0))
    add((place_, 0), (before_, 0), (before2_, 0))


def _add_ruled(table: _Columns, text: str, ruled: Ruled, chars: Column) -> None:
    """Clues of what the rules found at a character, and of its position in the message."""
    size, add = len(text), table.add
    title = _TITLE.search(text, 0, 60)
    title_end = title.start() if title else 20
    where = [1 if at <= title_end else 2 for at in range(size)]
    length = 1 if size < 30 else 2 if size < 70 else 3 if size < 200 else 4
    position = table.padded([8 * length + one for one in where])
    place_spans = [span for span, _ in ruled.places]
    place = table.padded(
        _marked(
            size,
            place_spans,
            [1 if score < 0.5 else 2 if score < 0.7 else 3 if score < 0.9 else 4 for _, score in ruled.places],
        )
    )
    when = table.padded(_marked(size, ruled.times, [1] * len(ruled.times)))
    body = table.padded(
        _marked(size, list(ruled.bodies)[::-1], [min(at, 2) + 1 for at in range(len(ruled.bodies))][::-1])
    )
    maybe = table.padded(_marked(size, ruled.possible_bodies, [1] * len(ruled.possible_bodies)))
    moment = table.padded(_marked(size, ruled.possible_times, [1] * len(ruled.possible_times)))
    for column in (place, when, body, maybe, moment):
        add((column, -1), (column, 0), (column, 1))
    add((place, 0), (when, 0), (body, 0), (maybe, 0))
    add((place, 0), (chars, 0))
    add((place, 1), (chars, 1), (chars, 0))
    add((maybe, 0), (chars, 0))
    add((position, 0))
    add((position, 0), (place, 0))
    add((position, 0), (when, 0))
    add((position, 0), (body, 0), (maybe, 0))
    for spans in (place_spans, ruled.times, ruled.possible_bodies):
        rows = _around(size, text, spans)
        columns = [table.padded(one) for one in (zip(*rows, strict=True) if rows else [()] * 6)]
        for column in columns[:4]:
            add((column, 0))
        add((columns[4], 0), (columns[5], 0))
        add((columns[4], 0), (columns[2], 0))
        add((columns[4], 0), (columns[3], 0))
    _add_order(table, text, ruled)


def _add_order(table: _Columns, text: str, ruled: Ruled) -> None:
    """Clues of what the rules found nearest before and after, within the sentence or up to a ；."""
    size = len(text)
    kinds = [0] * size
    for number, spans in enumerate(([span for span, _ in ruled.places], ruled.times, ruled.possible_bodies), start=1):
        for span in spans:
            for at in range(span.start, min(span.end, size)):
                kinds[at] = kinds[at] | 1 << (number - 1)
    stops = [bool(_STOP.match(char)) for char in text]
    before, after = _nearest(kinds, stops), _nearest(kinds[::-1], stops[::-1])[::-1]
    own, left, right = (table.padded(one) for one in (kinds, before, after))
    table.add((own, 0), (left, 0), (right, 0))


def _nearest(kinds: Sequence[int], stops: Sequence[bool]) -> list[int]:
    """For each character 1 plus the kind of the last span before the one that it is in; 1 if there is none since the last stop.

    A kind is the sum of 1 for a place, 2 for a time, 4 for a possible body; 0 in no span.
    """
    found, last, now = [], 0, 0
    for kind, stop in zip(kinds, stops, strict=True):
        if stop:
            last = now = 0
        elif kind != now:
            last, now = (now or last), kind
        found.append(last + 1)
    return found
