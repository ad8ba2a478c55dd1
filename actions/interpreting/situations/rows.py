"""Situations that tell of an emergency by themselves (data/situations.csv), as rows of scenes, and what people ask or tell in an open one, with its answer
(data/situation_answers.csv). Pure, but for the files.

In both a blank separates words, … stands for up to six characters of one clause, / for "or", ~ for up to twenty characters of one sentence between two such choices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from actions.interpreting import short_answers as short
from actions.tables import read_table

_DATA = Path(__file__).resolve().parents[3] / "data"
SITUATIONS, ANSWERS = _DATA / "situations.csv", _DATA / "situation_answers.csv"
LONGEST_ASKED = 40
"""Characters of the longest message that an answer is looked for: a longer one tells more than one thing."""
_NEAR, _FARTHER = r"[^，。！？；\n]{0,6}?", r"[^。！？\n]{0,20}?"
_NOTHING = re.compile(r"(?!)")


class SituationError(ValueError):
    """A line of a file cannot be read; the message names it."""


@dataclass(frozen=True)
class Row:
    """Words, what rules them out, and in which dangers or scripts they count. `named`: the script of a situation, or the answer."""

    named: str
    of: tuple[str, ...]
    words: re.Pattern[str]
    unless: re.Pattern[str]

    def is_told(self, text: str) -> bool:
        """Whether the words stand in the text, and nothing that rules them out."""
        return self.words.search(text) is not None and not self.unless.search(text)


def load_situations(path: Path = SITUATIONS) -> tuple[Row, ...]:
    """Read the situations; the first that fits counts. Raises SituationError with the number of the bad line."""
    rows = read_table(path, ["script", "of", "words", "unless"], SituationError, filled=3)
    return tuple(
        Row(script, tuple(of.split()), any_of(words), any_of(unless)) for (script, of, words, unless), _ in rows
    )


def load_answers(path: Path = ANSWERS) -> tuple[Row, ...]:
    """Read the answers; the first that fits counts. Raises SituationError with the number of the bad line."""
    rows = read_table(path, ["of", "words", "unless", "answer"], SituationError, filled=2)
    return tuple(
        Row(answer, tuple(of.split()), any_of(words), any_of(unless)) for (of, words, unless, answer), _ in rows
    )


@lru_cache(maxsize=1)
def situations() -> tuple[Row, ...]:
    """The shipped situations."""
    return load_situations()


@lru_cache(maxsize=1)
def answers() -> tuple[Row, ...]:
    """The shipped answers."""
    return load_answers()


def any_of(words: str) -> re.Pattern[str]:
    """A pattern for any of the words; without words it matches nothing."""
    found = [_FARTHER.join(_any_way(part) for part in one.split("~")) for one in words.split()]
    return re.compile("|".join(found)) if found else _NOTHING


def _any_way(part: str) -> str:
    """The expression for a chain of choices, with a gap between each two: 老人/孩子…不动."""
    links = part.split("…")
    return _NEAR.join(f"(?:{'|'.join(re.escape(way) for way in link.split('/'))})" for link in links)


def answer_in(script: str, text: str, *, over: bool = False) -> str:
    """What answers a short message in an emergency with this script; "" if no row does. `over`: after its all-clear, only rows of the script with a ! after it.

    Rows of a script with a ? after it count where its danger comes back, those of `ordinary` where a report is begun, those of `taken_back` where
    somebody wants to take an emergency back, and that of `taken_along` where an emergency is put at the place of the report before it.
    """
    said = short.in_standard_words(text.strip())
    if not said or len(said) > LONGEST_ASKED:
        return ""
    named = f"{script}!" if over else script
    return next((one.named for one in answers() if named in one.of and one.is_told(said)), "")
