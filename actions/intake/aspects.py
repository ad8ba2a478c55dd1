"""Find which aspect of a common question is asked (the papers, the cost, who may go …), and the sentences of its answer that tell it (data/question_aspects.csv). Pure, but for its file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from actions.tables import read_table

FILE = Path(__file__).resolve().parents[2] / "data" / "question_aspects.csv"
_HEADER = ["code", "asked", "told", "missing", "near"]
_SENTENCES = re.compile(r"[^。；！]+[。；！]?(?:（[^）]*）)?")
_SAYS_WHOM_TO_ASK = re.compile(
    r"[打问][^，。；]{0,6}\d{5}|\d{5}[^，。；]{0,6}问|问[^，。；]{0,8}(?:社区|街道|物业|窗口|中心|单位)"
)
MOST_SENTENCES = 2  # of an answer, for one aspect


class AspectError(ValueError):
    """A line of the file cannot be read; the message names it."""


@dataclass(frozen=True)
class Aspect:
    """What may be asked of any subject. `asked`: words that ask it; `told`: words that tell it; `missing`: what to say where an answer does not
    tell it; `near`: the code of another aspect, which is told then; "" of none.
    """

    code: str
    asked: re.Pattern[str]
    told: re.Pattern[str]
    missing: str
    near: str


def load(path: Path = FILE) -> tuple[Aspect, ...]:
    """Read the file; an aspect further up goes before those below. Raises AspectError with the number of the bad line."""
    return tuple(_read(row, where) for row, where in read_table(path, _HEADER, AspectError, filled=4))


def _read(row: list[str], where: str) -> Aspect:
    """The aspect of a line; raises AspectError."""
    try:
        return Aspect(row[0], re.compile(row[1]), re.compile(row[2]), row[3], row[4])
    except re.error as error:
        raise AspectError(f"{where}: {error}") from error


@lru_cache(maxsize=1)
def _aspects() -> tuple[Aspect, ...]:
    """The aspects of FILE, read once."""
    return load()


def aspect_of(text: str) -> Aspect | None:
    """The aspect that a message asks for, the first of the file; None if it asks for none of them."""
    return next((one for one in _aspects() if one.asked.search(text)), None)


def told_of(answer: str, aspect: Aspect) -> str:
    """The sentences of an answer that tell an aspect, MOST_SENTENCES at most; "" if none does."""
    told = [one for one in _sentences(answer) if aspect.told.search(one)]
    return "".join(told[:MOST_SENTENCES])


def near_to(answer: str, aspect: Aspect) -> str:
    """The sentences of an answer that tell the aspect nearest to one that it does not tell; "" if none does."""
    near = next((one for one in _aspects() if one.code == aspect.near), None)
    return told_of(answer, near) if near is not None else ""


def sentences_with(answer: str, words: Sequence[str]) -> str:
    """The sentences of an answer that hold one of the words of two characters or more, MOST_SENTENCES at most; "" if none does."""
    told = [one for one in _sentences(answer) if any(word in one for word in words if len(word) > 1)]
    return "".join(told[:MOST_SENTENCES])


def whom_to_ask(answer: str) -> str:
    """The sentence of an answer that says whom to ask; "" if none does."""
    return next((one for one in _sentences(answer) if _SAYS_WHOM_TO_ASK.search(one)), "")


def _sentences(answer: str) -> list[str]:
    """The sentences of an answer."""
    return [one.strip() for one in _SENTENCES.findall(answer) if one.strip()]
