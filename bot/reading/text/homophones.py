"""Characters typed for others of the same sound, read as what was meant: 晓区 as 小区, 3好楼 as 3号楼.

A noisy channel: the likeliest way through the words that the text may be, where a word may differ from what is written
in one character of the same sound (tones aside) at a price. The words and how common they are come from jieba's
dictionary and from runs of characters in the project's own sentences. One character is read for one, so that spans keep
their places; what is shown is always the resident's own writing. `data/lexicon/sounds.csv` was made from pypinyin 0.55
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
"""Characters of the longest word that is looked for."""
RARE = 8
"""Occurrences in jieba's corpus below which a word is not expected."""
SEEN = 2
"""Times that a run of characters stands in our sentences before it counts as something people write."""
STRANGE = -10.0
"""Log-probability of a character that is no common word by itself: a name may be made of such."""
NEVER = -99.0
NAMING = -10.0
"""Log-probability that each word of naming.csv has at least."""
COMMON = -11.7
"""Log-probability from which a pair of characters is a common word."""
SELDOM = -11.6
"""Log-probability of a pair that our sentences hold once or twice by chance."""
A_NAME = -9.0
"""Log-probability of a name of the community."""
PRICE, LOW_PRICE = 5.5, 3.2
"""Log-odds against a mistyped character: in a text that reads well otherwise, and in one that holds several."""
NAME_PRICE = 5.0
"""The more where what stands before or behind makes a name of it: 梅溪 before 湖 is not 梅西."""
PER_MISTAKE = 100
"""Characters for each mistake found from which the low price is asked."""

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
"""Words that stand before 部门 or 学校 and name none."""
ENDINGS, COUNTED = "村镇乡县市区", "年月号点栋"
_MASK = re.compile(r"(?<![A-Za-z])[A-Z]\d{0,2}$")
_BEFORE_A_NAME = tuple("省市县区镇乡")
_READ = re.compile(r"(?<![\u4e00-\u9fffA-Za-z0-9])[A-Za-z0-9]*[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9]*")
_NOT_HAN = re.compile(r"[A-Za-z0-9]")
_PIECES = re.compile(r"\d+|[A-Za-z]+|[\u4e00-\u9fff]")


def _shape(run: str) -> tuple[str, list[str]]:
    """A run with 0 for each number and A for each Latin word, and the pieces that these stand for."""
    if not _NOT_HAN.search(run):
        return run, list(run)
    pieces = _PIECES.findall(run)
    return "".join("0" if piece.isdigit() else "A" if piece.isascii() else piece for piece in pieces), pieces


class Lexicon:
    """Words with their log-probabilities, and by their sound, the likeliest first."""

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
        """A word, or a word known as less likely."""
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
    """The sounds of each character, the usual one first."""
    sounds: defaultdict[str, list[str]] = defaultdict(list)
    with (DATA / "lexicon" / "sounds.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for char in row["characters"]:
                sounds[char].insert(0, row["sound"])
            for char in row["also"]:
                sounds[char].append(row["sound"])
    return sounds


def _written() -> Counter[str]:
    """How often each run of up to `LONGEST` characters stands in the project's sentences, where it counts for anything.

    One length after another: all the runs at once would take a tenth of the bot's memory.
    """
    shapes = [
        _shape(match)[0]
        for path in sorted((DATA / "nlu").rglob("*.*"))
        for match in _READ.findall(path.read_text(encoding="utf-8"))
    ]
    runs: Counter[str] = Counter()
    for size in range(1, LONGEST + 1):
        of_size = Counter(shape[at : at + size] for shape in shapes for at in range(len(shape) - size + 1))
        runs.update({run: count for run, count in of_size.items() if count >= SEEN or run in jieba.dt.FREQ})
    return runs


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    jieba.initialize()
    runs = _written()
    ours = sum(count for run, count in runs.items() if len(run) == 1) / 1.5
    words: dict[str, float] = {}
    for word, count in jieba.dt.FREQ.items():
        if count and len(word) <= LONGEST and (len(word) == 1 or count >= RARE):
            words[word] = math.log(0.5 * count / jieba.dt.total + 0.5 * runs.get(word, 0) / ours)
    for run, count in runs.items():
        if count >= SEEN and run not in words:
            words[run] = math.log(0.5 * count / ours)
    for word in {word for naming in _NAMING.values() for word in naming if 1 < len(word) <= LONGEST}:
        words[word] = max(words.get(word, NEVER), NAMING)
    return Lexicon(_sounds(), words)


def _doubtful(text: str, words: dict[str, float]) -> list[int]:
    """Where a character makes no common word with a neighbour, and is never seen beside one of them or seldom beside both."""
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
    """A word that may be meant from `start` on."""

    start: int
    word: str
    score: float


def _guesses(text: str, doubts: list[int], price: float, known: Lexicon) -> list[_Guess]:
    """Words that sound like what is written and differ from it in doubtful characters only, where that may pay."""
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


def _best(text: str, guesses: list[_Guess], words: dict[str, float]) -> str:
    """The likeliest reading of a piece by its words and the guesses in it."""
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
    """Guesses that stand near one another."""
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


def _read(run: str, price: float) -> str:
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
        read = read[:first] + _best(shape[first:last], near, known.words) + read[last:]
    return "".join(piece if char in "0A" else char for char, piece in zip(read, pieces, strict=True))


@lru_cache(maxsize=2)
def _sounding(endings: str) -> dict[str, str]:
    """Each character that sounds like one of the endings, and that ending."""
    usual = lexicon().usual
    ending_of = {usual[ord(ending)]: ending for ending in endings}
    return {
        chr(code): ending_of[sound] for code, sound in usual.items() if sound in ending_of and chr(code) not in endings
    }


def _ended(text: str) -> str:
    """A letter that stands for a name, and a number, with the ending that sounds like what follows: A是 is A市, 8典 8点."""
    words, after_letter, after_number = lexicon().words, _sounding(ENDINGS), _sounding(COUNTED)
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


def _mistakes(text: str, read: str) -> int:
    return sum(a != b for a, b in zip(text, read, strict=True))


def corrected(text: str) -> str:
    """The normal text with homophones put right, as long as before."""
    read = _READ.sub(lambda match: _read(match.group(), PRICE), text)
    mistakes = _mistakes(text, read)
    if mistakes > 1 and mistakes * PER_MISTAKE >= len(text):
        read = _READ.sub(lambda match: _read(match.group(), LOW_PRICE), text)
    return _ended(read)


def learn(names: Iterable[str]) -> None:
    """The community's names are words too; long ones in parts of like length."""
    for name in names:
        shape, _ = _shape(name)
        parts = math.ceil(len(shape) / LONGEST)
        for part in range(parts):
            lexicon().add(shape[len(shape) * part // parts : len(shape) * (part + 1) // parts], A_NAME)
