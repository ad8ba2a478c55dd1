"""Find the situations that tell of an emergency by themselves, whatever the score, each row of words with the danger that it is (data/situations.csv). Pure, but for its file.

The actions read the same rows as scenes, which give the script of advice (`actions/interpreting/scenes.py`). In a row a blank separates words,
… stands for up to six characters of one clause, / for "or", ~ for up to twenty characters of one sentence between two such choices.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.reading.text.spans import Span

FILE = Path(__file__).resolve().parents[4] / "data" / "situations.csv"
LONGEST = 120
"""Characters of the longest message that is looked at: in a longer one a word alone tells too little."""
_NEAR, _FARTHER = r"[^，。！？；\n]{0,6}?", r"[^。！？\n]{0,20}?"
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class Situation:
    """One row. `dangers`: first the one that it is, then those it may be misread as; other means an emergency without a name."""

    script: str
    dangers: tuple[str, ...]
    words: re.Pattern[str]
    unless: re.Pattern[str]


@lru_cache(maxsize=1)
def situations() -> tuple[Situation, ...]:
    """The shipped rows, in their order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Situation(row["script"], tuple(row["of"].split()), _any_of(row["words"]), _any_of(row["unless"]))
        for row in rows
    )


def _any_of(words: str) -> re.Pattern[str]:
    """A pattern for any of the words; without words it matches nothing."""
    found = [_FARTHER.join(_any_way(part) for part in one.split("~")) for one in words.split()]
    return re.compile("|".join(found)) if found else _NOTHING


def _any_way(part: str) -> str:
    """The expression for a chain of choices, with a gap between each two: 老人/孩子…不动."""
    links = part.split("…")
    return _NEAR.join(f"(?:{'|'.join(re.escape(way) for way in link.split('/'))})" for link in links)


def find_situation(text: str) -> tuple[Situation, Span] | None:
    """The first row whose words stand in a message of ordinary length and which nothing beside them rules out; None if none does."""
    if len(text) > LONGEST:
        return None
    for one in situations():
        found = one.words.search(text)
        if found is not None and not one.unless.search(text):
            return one, Span(*found.span())
    return None
