"""Correct characters typed for others that sound alike: 晓区 becomes 小区, 3好楼 becomes 3号楼.

A noisy-channel model: find the likeliest sequence of words, where a word may differ from the text in characters of the
same sound (tones aside), at a price for each. Words and their log-probabilities come from jieba's dictionary and from
runs of characters in the project's own sentences. A character is replaced by one character, so that spans keep their
positions; people are always shown their own writing. `data/lexicon/sounds.csv` was made from pypinyin 0.55
(MIT): each character of GB 2312 under its usual reading, and under a second one where words of jieba's dictionary use it.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from pathlib import Path

import jieba

from bot.reading.text.naming import words_of

DATA = Path(__file__).resolve().parents[3] / "data"
LONGEST = 4
"""The longest word considered, in characters."""
RARE = 8
"""jieba's words of two or more characters with fewer occurrences in its corpus are left out."""
OFTEN_ENOUGH = 2
"""Occurrences in our sentences from which a run of characters counts as a word."""
STRANGE = -10.0
"""Least log-probability of a single character, however rare, because names contain rare ones."""
NEVER = -99.0  # stands for the log-probability of what never occurs
NAMING = -10.0
"""Least log-probability of a word of naming.csv."""
COMMON = -11.7
"""A pair in jieba's dictionary above this log-probability is a common word: its characters are not doubted."""
SELDOM = -11.6
"""A character is doubted if both pairs that it forms with its neighbours are below this log-probability.

A pair that our sentences hold once or twice by chance is about there. COMMON is close, but tests something else:
whether a word of the dictionary is frequent; SELDOM tests whether any pair, word or not, is rare."""
COMMUNITY_NAME = -9.0
"""Log-probability of a name from the community's files."""
PRICE, LOW_PRICE = 5.5, 3.2
"""Price of a corrected character, in log-odds: in general, and in a text with several mistakes."""
NAME_PRICE = 5.0
"""Added to the price once for each neighbour that makes a name of the word: 梅溪 before 湖 is not a mistyped 梅西."""
PER_MISTAKE = 100
"""LOW_PRICE applies if there are several mistakes, at least one in so many characters."""

# A list of naming.csv → its words.
_NAMING = {
    kind: words_of(kind)
    for kind in ("place_admin", "place_road", "place_estate", "place_poi", "body_firm", "body_office")
}
_MAKES_A_NAME = re.compile(
    "|".join(
        [
            *(word for words in _NAMING.values() for word in words if len(word) > 1),
            "[东南西北中]?[路街巷弄村镇乡县市区桥河湖江溪山岛坡]|0A店",
            "0(?:号|栋|幢|座|期|弄|单元)",
        ]
    )
)
_NO_NAMES = frozenset(words_of("place_generic_stem"))
"""Words before 部门 or 学校 that do not name one."""
ENDINGS, COUNTED = "村镇乡县市区", "年月号点栋"
"""What ends a masked name (A市), and what follows a number (8点)."""
_MASK = re.compile(r"(?<![A-Za-z])[A-Z]\d{0,2}$")
# Endings of areas' names: what follows one may be a name.
_BEFORE_A_NAME = tuple("省市县区镇乡")
_RUN = re.compile(r"(?<![\u4e00-\u9fffA-Za-z0-9])[A-Za-z0-9]*[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9]*")
_NOT_HAN = re.compile(r"[A-Za-z0-9]")
_PIECES = re.compile(r"\d+|[A-Za-z]+|[\u4e00-\u9fff]")


def _shape(run: str) -> tuple[str, list[str]]:
    """Write a run with 0 for each number and A for each Latin word; also return what each character stands for."""
    if not _NOT_HAN.search(run):
        return run, list(run)
    pieces = _PIECES.findall(run)
    return "".join("0" if piece.isdigit() else "A" if piece.isascii() else piece for piece in pieces), pieces


class Lexicon:
    """Words with their log-probabilities; those of two or more characters also by sound, the likeliest first.

    A sound is written as one private-use character of Unicode; `usual`: a character's code point → the sound of its usual reading.
    """

    def __init__(self, sounds: dict[str, list[str]], words: dict[str, float]) -> None:
        marks = {
            sound: chr(0xE000 + at) for at, sound in enumerate(sorted({s for all_ in sounds.values() for s in all_}))
        }
        self._sounds = {char: [marks[sound] for sound in heard] for char, heard in sounds.items()}
        self.usual = {ord(char): heard[0] for char, heard in self._sounds.items()}
        self.words: dict[str, float] = {}
        self.by_sound: defaultdict[str, list[str]] = defaultdict(list)
        for word, likely in words.items():
            self.add(word, likely)

    def add(self, word: str, likely: float) -> None:
        """Add a word, or raise its log-probability."""
        new = word not in self.words
        self.words[word] = max(self.words.get(word, NEVER), likely)
        if len(word) == 1:
            return
        for heard in product(*(self._sounds.get(char, [char]) for char in word)):
            alike = self.by_sound["".join(heard)]
            if new:
                alike.append(word)
            alike.sort(key=lambda one: -self.words[one])


def _sounds() -> dict[str, list[str]]:
    """Each character → its sounds, the usual one first."""
    sounds: defaultdict[str, list[str]] = defaultdict(list)
    with (DATA / "lexicon" / "sounds.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for char in row["characters"]:
                sounds[char].insert(0, row["sound"])
            for char in row["also"]:
                sounds[char].append(row["sound"])
    return sounds


def _count_runs() -> Counter[str]:
    """Count the runs of up to `LONGEST` characters in the project's sentences; keep frequent ones and jieba's words.

    Counts one length after another, as all runs at once would take a tenth of the bot's memory.
    """
    shapes = [
        _shape(match)[0]
        for path in sorted((DATA / "nlu").rglob("*.*"))
        for match in _RUN.findall(path.read_text(encoding="utf-8"))
    ]
    runs: Counter[str] = Counter()
    for size in range(1, LONGEST + 1):
        of_size = Counter(shape[at : at + size] for shape in shapes for at in range(len(shape) - size + 1))
        runs.update({run: count for run, count in of_size.items() if count >= OFTEN_ENOUGH or run in jieba.dt.FREQ})
    return runs


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Jieba's words, the runs of our sentences and the words of naming.csv; made once per process."""
    jieba.initialize()
    runs = _count_runs()
    ours = sum(count for run, count in runs.items() if len(run) == 1) / 1.5
    words: dict[str, float] = {}
    for word, count in jieba.dt.FREQ.items():
        if count and len(word) <= LONGEST and (len(word) == 1 or count >= RARE):
            words[word] = math.log(0.5 * count / jieba.dt.total + 0.5 * runs.get(word, 0) / ours)
    for run, count in runs.items():
        if count >= OFTEN_ENOUGH and run not in words:
            words[run] = math.log(0.5 * count / ours)
    for word in {word for naming in _NAMING.values() for word in naming if 1 < len(word) <= LONGEST}:
        words[word] = max(words.get(word, NEVER), NAMING)
    return Lexicon(_sounds(), words)


def _doubtful(text: str, words: dict[str, float]) -> list[int]:
    """Positions of doubtful characters: never seen beside a neighbour or rare beside both, and in no common word."""
    pairs = [words.get(text[at : at + 2], NEVER) for at in range(len(text) - 1)]
    before, after = [0.0, *pairs], [*pairs, 0.0]
    return [
        at
        for at, (left, right) in enumerate(zip(before, after, strict=True))
        if (NEVER in (left, right) or max(left, right) < SELDOM)
        and not (COMMON < left < 0 and text[at - 1 : at + 1] in jieba.dt.FREQ)
        and not (COMMON < right < 0 and text[at : at + 2] in jieba.dt.FREQ)
        and text[at] not in "0A"
    ]


@dataclass(frozen=True)
class _Guess:
    """A word that may have been meant from `start` on; `score`: its log-probability less the price."""

    start: int
    word: str
    score: float


def _guesses(text: str, doubts: list[int], price: float, known: Lexicon) -> list[_Guess]:
    """Words that sound like the text, differ only in doubtful characters, and may be likelier despite the price."""
    if not doubts:
        return []
    by_sound = known.by_sound
    heard = text.translate(known.usual)
    alone = [max(known.words.get(char, STRANGE), STRANGE) for char in text]
    doubtful = set(doubts)
    windows = {
        (start, start + size)
        for at in doubts
        for size in range(2, LONGEST + 1)
        for start in range(max(0, at - size + 1), min(at, len(text) - size) + 1)
    }
    found: list[_Guess] = []
    for start, end in sorted(windows):
        words = by_sound.get(heard[start:end])
        if words is None or known.words[words[0]] <= sum(alone[start:end]) + price:
            continue
        names = (text[start - 1 : start] in _BEFORE_A_NAME) + bool(_MAKES_A_NAME.match(text, end))
        for word in words:
            if known.words[word] <= sum(alone[start:end]) + price:
                break
            cost = price + NAME_PRICE * names * (word not in _NO_NAMES)
            wrong = [at for at in range(start, end) if word[at - start] != text[at]]
            if 0 < len(wrong) <= (end - start) // 2 and doubtful.issuperset(wrong):
                found.append(_Guess(start, word, known.words[word] - cost - price * (len(wrong) - 1)))
    return found


def _likeliest(text: str, guesses: list[_Guess], words: dict[str, float]) -> str:
    """The likeliest reading of the text, by its words and the guesses (Viterbi)."""
    size = len(text)
    best = [0.0] + [-math.inf] * size
    way: list[str] = [""] * (size + 1)
    starting: dict[int, list[_Guess]] = {}
    for guess in guesses:
        starting.setdefault(guess.start, []).append(guess)
    for at in range(size):
        here = best[at]
        ways = [
            (text[at : at + long], words.get(text[at : at + long])) for long in range(2, min(LONGEST, size - at) + 1)
        ]
        ways.append((text[at], max(words.get(text[at], STRANGE), STRANGE)))
        ways += [(guess.word, guess.score) for guess in starting.get(at, ())]
        for word, likely in ways:
            end = at + len(word)
            if likely is not None and here + likely > best[end]:
                best[end], way[end] = here + likely, word
    read: list[str] = []
    while size:
        read.append(way[size])
        size -= len(way[size])
    return "".join(reversed(read))


def _groups(guesses: list[_Guess]) -> Iterator[list[_Guess]]:
    """Group guesses that are near one another, so that each group is decided alone."""
    group: list[_Guess] = []
    end = 0
    for guess in guesses:
        if group and guess.start > end + LONGEST - 1:
            yield group
            group, end = [], 0
        group.append(guess)
        end = max(end, guess.start + len(guess.word))
    if group:
        yield group


def _corrected_run(run: str, price: float) -> str:
    """Correct one run of Chinese, letters and digits."""
    shape, pieces = _shape(run)
    known = lexicon()
    read = shape
    guesses = _guesses(shape, _doubtful(shape, known.words), price, known)
    if not guesses:
        return run
    for group in _groups(guesses):
        first = max(0, group[0].start - LONGEST + 1)
        last = max(guess.start + len(guess.word) for guess in group) + LONGEST - 1
        near = [replace(guess, start=guess.start - first) for guess in group]
        read = read[:first] + _likeliest(shape[first:last], near, known.words) + read[last:]
    return "".join(piece if char in "0A" else char for char, piece in zip(read, pieces, strict=True))


@lru_cache(maxsize=2)
def _homophones_of(endings: str) -> dict[str, str]:
    """Each other character that sounds like one of the endings (single characters) → that ending."""
    usual = lexicon().usual
    ending_of = {usual[ord(ending)]: ending for ending in endings}
    return {
        chr(code): ending_of[sound] for code, sound in usual.items() if sound in ending_of and chr(code) not in endings
    }


def _with_endings_corrected(text: str) -> str:
    """Correct the ending after a masked name or a number: A是B区 becomes A市B区, 8典左右 8点左右.

    Not where it makes a word with what follows (A先生), nor if it ends the text and is a common word itself (A是).
    """
    words, after_letter, after_number = lexicon().words, _homophones_of(ENDINGS), _homophones_of(COUNTED)
    read = list(text)
    for at, char in enumerate(text):
        if char in after_letter and _MASK.search(text, max(0, at - 3), at):
            ending = after_letter[char]
        elif char in after_number and text[at - 1 : at].isdigit() and words.get(f"0{char}", NEVER) == NEVER:
            ending = after_number[char]
        else:
            continue
        pair = text[at : at + 2]
        if words.get(pair, NEVER) <= COMMON and not jieba.dt.FREQ.get(pair):
            read[at] = ending
    return "".join(read)


def _count_corrections(text: str, read: str) -> int:
    """How many characters were corrected."""
    return sum(a != b for a, b in zip(text, read, strict=True))


def correct_homophones(text: str) -> str:
    """Correct the homophones in a normal text; returns a text of the same length."""
    read = _RUN.sub(lambda match: _corrected_run(match.group(), PRICE), text)
    mistakes = _count_corrections(text, read)
    if mistakes > 1 and mistakes * PER_MISTAKE >= len(text):
        read = _RUN.sub(lambda match: _corrected_run(match.group(), LOW_PRICE), text)
    return _with_endings_corrected(read)


def add_names(names: Iterable[str]) -> None:
    """Add the community's names as words, long ones in parts of similar length."""
    for name in names:
        shape, _ = _shape(name)
        parts = math.ceil(len(shape) / LONGEST)
        for part in range(parts):
            lexicon().add(shape[len(shape) * part // parts : len(shape) * (part + 1) // parts], COMMUNITY_NAME)
