"""Find which aspect of a common question is asked (the papers, the cost, who may go …), and the sentences that tell it: of its answer, or of what
there is to tell besides (data/question_aspects.csv, data/question_details.csv, data/day_parts.csv). Pure, but for its files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from actions.tables import read_table

_DATA = Path(__file__).resolve().parents[2] / "data"
FILE = _DATA / "question_aspects.csv"
DETAILS = _DATA / "question_details.csv"
DAY_PARTS = _DATA / "day_parts.csv"
_HEADER = ["code", "asked", "told", "missing", "near"]
_HOURS = re.compile(r"(\d{1,2}):(\d\d)–(\d{1,2}):(\d\d)")  # 8:30–17:30
_CLOCK_TIME = re.compile(r"\d{1,2}[:：点]|[一二两三四五六七八九十]{1,2}点")  # 早上八点半 asks for no part of the day
_SENTENCES = re.compile(r"[^。；！]+[。；！]?(?:（[^）]*）)?")
_SAYS_WHOM_TO_ASK = re.compile(
    r"[打问][^，。；]{0,6}\d{5}|\d{5}[^，。；]{0,6}问|问[^，。；]{0,8}(?:社区|街道|物业|窗口|中心|单位)"
)
OF_WHOM = ("who", "means", "age")  # codes of the aspects that tell who is asked about
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


@dataclass(frozen=True)
class Details:
    """What there is to tell of a common question beside its answer. `source`: the law or paper behind it; "" if it is the answer's."""

    text: str
    source: str


@dataclass(frozen=True)
class DayPart:
    """A part of the day (中午) or a day (周末) that may be asked for, with what to say of it.

    `span`: its first and last minute of the day, None of a day; `days`, `other_days`: words of an answer by which a day is one of
    those on which somebody is there, or none of them. `inside`, `partly`, `outside`: what to say if it is in the hours told.
    """

    asked: re.Pattern[str]
    span: tuple[int, int] | None
    days: re.Pattern[str]
    other_days: re.Pattern[str]
    inside: str
    partly: str
    outside: str


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


def load_details(path: Path = DETAILS) -> dict[str, Details]:
    """Read the details of each question that has any. Raises AspectError with the number of the bad line."""
    rows = read_table(path, ["question", "details", "source"], AspectError, filled=2)
    return {question: Details(text, source) for (question, text, source), _ in rows}


def load_day_parts(path: Path = DAY_PARTS) -> tuple[DayPart, ...]:
    """Read the parts of the day. Raises AspectError with the number of the bad line."""
    header = ["asked", "from", "to", "days", "other_days", "inside", "partly", "outside"]
    return tuple(_day_part(row, where) for row, where in read_table(path, header, AspectError, filled=1))


def _day_part(row: list[str], where: str) -> DayPart:
    """The part of the day of a line; raises AspectError."""
    asked, begins, ends, days, other_days, inside, partly, outside = row
    try:
        span = (_minute(*begins.split(":")), _minute(*ends.split(":"))) if begins else None
        return DayPart(
            re.compile(asked),
            span,
            re.compile(days or "(?!)"),
            re.compile(other_days or "(?!)"),
            inside,
            partly,
            outside,
        )
    except (re.error, ValueError, TypeError) as error:
        raise AspectError(f"{where}: {error}") from error


def _minute(hour: str, minute: str) -> int:
    """The minute of the day."""
    return int(hour) * 60 + int(minute)


@lru_cache(maxsize=1)
def _details() -> dict[str, Details]:
    """The details of DETAILS, read once."""
    return load_details()


@lru_cache(maxsize=1)
def _day_parts() -> tuple[DayPart, ...]:
    """The parts of the day of DAY_PARTS, read once."""
    return load_day_parts()


def details_of(question: str) -> Details:
    """What there is to tell of a common question beside its answer; nothing of most."""
    return _details().get(question, Details("", ""))


def at_that_time(text: str, told: str) -> str:
    """What to say of the part of the day or the day that a text asks for (那中午呢), if `told` gives hours or days.

    "" if `told` names it itself, or the text asks for none, or for an hour (早上八点半).
    """
    if _CLOCK_TIME.search(text):
        return ""
    asked = next((one for one in _day_parts() if one.asked.search(text)), None)
    if asked is None or asked.asked.search(told):
        return ""
    if asked.span is None:
        if asked.days.search(told):
            return asked.inside
        return asked.outside if asked.other_days.search(told) else ""
    return _within(asked, asked.span, told)


def _within(part: DayPart, span: tuple[int, int], told: str) -> str:
    """What to say of a part of the day by the hours that `told` gives; "" if it gives none."""
    hours = [(_minute(*found[:2]), _minute(*found[2:])) for found in _HOURS.findall(told)]
    if not hours:
        return ""
    if any(opens <= span[0] and span[1] <= closes for opens, closes in hours):
        return part.inside
    return part.partly if any(opens < span[1] and span[0] < closes for opens, closes in hours) else part.outside


def aspect_of(text: str) -> Aspect | None:
    """The aspect that a message asks for, the first of the file; None if it asks for none of them."""
    return next((one for one in _aspects() if one.asked.search(text)), None)


def without_aspects(text: str) -> str:
    """The text without the words that only ask for an aspect (罚款, 不同意, 去哪投诉), each replaced by a blank.

    Words that tell who is asked about (租房, 存款), which may be what another question is about, stay.
    """
    for one in _aspects():
        text = text if one.code in OF_WHOM else one.asked.sub(" ", text)
    return text


def told_of(answer: str, aspect: Aspect, asked: str = "") -> str:
    """The sentences of an answer that tell an aspect, MOST_SENTENCES at most, those with the most words of what is `asked` first to be kept; "" if none does."""
    told = [one for one in _sentences(answer) if aspect.told.search(one)]
    kept = sorted(told, key=lambda one: -_shared(one, asked))[:MOST_SENTENCES]
    return "".join(one for one in told if one in kept)


def _shared(sentence: str, text: str) -> int:
    """How many pairs of neighbouring characters of a text are in a sentence."""
    return sum(text[at : at + 2] in sentence for at in range(len(text) - 1))


def near_to(answer: str, aspect: Aspect) -> str:
    """The sentences of an answer that tell the aspect nearest to one that it does not tell; "" if none does."""
    near = next((one for one in _aspects() if one.code == aspect.near), None)
    return told_of(answer, near) if near is not None else ""


def sentences_with(answer: str, words: Sequence[str]) -> str:
    """The sentences of an answer that hold one of the words of two characters or more, MOST_SENTENCES at most; "" if none does."""
    told = [one for one in _sentences(answer) if any(word in one for word in words if len(word) > 1)]
    return "".join(told[:MOST_SENTENCES])


def closest_sentences(answer: str, words: Sequence[str]) -> str:
    """The sentences of an answer that hold the most of some words, MOST_SENTENCES at most, in their order; "" if none holds any."""
    held = {one: sum(word in one for word in words) for one in _sentences(answer)}
    kept = sorted((one for one, count in held.items() if count), key=lambda one: -held[one])[:MOST_SENTENCES]
    return "".join(one for one in held if one in kept)


def only_sentence_with(answer: str, characters: Sequence[str]) -> str:
    """The sentence of an answer that holds the most of some characters, if it alone holds so many; "" else."""
    held = {one: sum(any(char in one for char in alike) for alike in characters) for one in _sentences(answer)}
    most = max(held.values(), default=0)
    kept = [one for one, count in held.items() if count == most]
    return kept[0] if most and len(kept) == 1 and len(held) > 1 else ""


def unnamed() -> Aspect:
    """What a message asks for if it names no aspect: the last of the file, which no words ask for."""
    return _aspects()[-1]


def whom_to_ask(answer: str) -> str:
    """The sentence of an answer that says whom to ask; "" if none does."""
    return next((one for one in _sentences(answer) if _SAYS_WHOM_TO_ASK.search(one)), "")


def _sentences(answer: str) -> list[str]:
    """The sentences of an answer."""
    return [_ended(one.strip()) for one in _SENTENCES.findall(answer) if one.strip()]


def _ended(sentence: str) -> str:
    """The sentence as one that stands by itself."""
    return f"{sentence[:-1]}。" if sentence.endswith("；") else sentence
