"""Name what a message about a danger says or asks to do that must not be done in it (data/danger_acts.csv). Pure, but for its file.

The advice of each script says in general what not to do; whoever names one such act hears first of all that very one
(坐电梯下去可以吗 in a fire, 用手拉他 at an electric shock).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from actions.interpreting import scenes
from actions.interpreting import short_answers as short

FILE = Path(__file__).resolve().parents[3] / "data" / "danger_acts.csv"
_HEADER = ["act", "of", "words"]
_LONGEST = 40  # characters; a longer message tells more than an act
_REFUSES = re.compile(
    r"(?:没有?|不|别|不敢|不要|不会|不能|千万别|已经)(?:再|去|让他|让她|让人|给他|给她|敢|想){0,3}$"
)  # before the words of the act
_ASKS_WHETHER = re.compile("要不要|能不能|可不可以|该不该|会不会|敢不敢|需不需要|用不用")  # asks, and refuses nothing
_IS_OVER = re.compile(r"(?:已经|刚才?|刚刚)[^，,。！？?]{0,6}(?:出来|下来|上来|到)了$")


class ActError(ValueError):
    """A line of the file cannot be read; the message names it."""


@dataclass(frozen=True)
class Act:
    """What must not be done, in words that follow 别; in which scripts of advice (`scenes`); the words that name it."""

    act: str
    scripts: frozenset[str]
    words: re.Pattern[str]


def load(path: Path = FILE) -> tuple[Act, ...]:
    """Read the file; an act further up goes before those below. Raises ActError with the number of the bad line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if not rows or rows[0] != _HEADER:
        raise ActError(f"{path.name} line 1: the header must be {','.join(_HEADER)}")
    return tuple(_act(row, f"{path.name} line {number}") for number, row in enumerate(rows[1:], start=2) if row)


def _act(row: list[str], where: str) -> Act:
    """Parse a row of the file; `where`: file and line, for the error. Raises ActError."""
    if len(row) != len(_HEADER) or not all(row):
        raise ActError(f"{where}: act, of and words are wanted")
    act, of, words = row
    return Act(act, frozenset(of.split()), scenes.any_of(words))


@lru_cache(maxsize=1)
def acts() -> tuple[Act, ...]:
    """The shipped acts."""
    return load()


def forbidden_act(text: str, script: str) -> str:
    """What the message says or asks to do though it must not be done where this script of advice was given; "" if nothing.

    An act that is refused (没坐电梯, 不敢碰他) is none, nor is one in a message of more than _LONGEST characters.
    """
    said = _ASKS_WHETHER.sub("能", short.in_standard_words(text.strip()))
    if len(said) > _LONGEST or _IS_OVER.search(said):
        return ""
    for one in acts():
        if script not in one.scripts:
            continue
        if any(not _REFUSES.search(said[: met.start()]) for met in one.words.finditer(said)):
            return one.act
    return ""
