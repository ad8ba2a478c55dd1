"""Recognise danger told in English and its scene, by words alone (data/lexicon/english_danger.csv, english_scenes.csv): the heads have learned from Chinese only. Pure.

`portal/channels/text/english.py` reads the same file, for the number to call before the bot has answered.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.reading.classifying.danger import Advice
from bot.reading.text.spans import Span

_LEXICON = Path(__file__).resolve().parents[3] / "data" / "lexicon"
WORDS, SCENES = _LEXICON / "english_danger.csv", _LEXICON / "english_scenes.csv"
OTHER = "help"
"""The row of calls for help, which name no danger."""
MOST_READ = 600
"""Characters of a message that are read."""
LONG = 300
"""Characters above which a message tells of a danger rather than calls from it: its sender is asked."""
HAN_TO_A_WORD = 6
"""Chinese characters that may stand beside each English word: more, and the message is Chinese with a name in it."""
_HAN = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile("[a-z]{2,}")
_PRESSES = re.compile(r"\b(?:help|right now|quick\w*|hurry|emergency)\b")
"""Words that keep a danger from being read as past or feared only."""


@dataclass(frozen=True)
class EnglishDanger:
    """A danger (as `urgency.Urgency.danger`, None if it has no name there) and the words that tell of it; `sure`: beyond doubt; `advice`: the script of its scene, None without one."""

    danger: str | None
    span: Span
    sure: bool
    advice: Advice | None = None


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    """(danger, its sure words, words to ask about, words that take it back) of each row."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple((row["danger"], *(_pattern(row[name]) for name in ("sure", "asked", "unless"))) for row in rows)


@lru_cache(maxsize=1)
def _scenes() -> tuple[tuple[str, str, re.Pattern[str], re.Pattern[str]], ...]:
    """(script, its danger, words, words that rule it out) of each row of data/lexicon/english_scenes.csv."""
    with SCENES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple((row["script"], row["danger"], _pattern(row["words"]), _pattern(row["unless"])) for row in rows)


def _advice(danger: str, said: str) -> Advice | None:
    """The script of the first scene of this danger whose words are said; None without one."""
    fits = (
        script
        for script, of, words, unless in _scenes()
        if of == danger and words.search(said) and not unless.search(said)
    )
    script = next(fits, None)
    return None if script is None else Advice(script, 1.0)


def _pattern(words: str) -> re.Pattern[str]:
    """A pattern of these words, none of them inside a longer word; one that matches nothing if there are none."""
    return re.compile(rf"(?<![a-z])(?:{words or '(?!)'})(?![a-z])")


def english_danger(text: str) -> EnglishDanger | None:
    """The danger that an English text tells of, or None; in the order of the file the first sure one, else the first to be asked about."""
    said = text[:MOST_READ].lower().replace("’", "'")
    if len(_WORD.findall(said)) * HAN_TO_A_WORD < len(_HAN.findall(said)) or not _WORD.search(said):
        return None
    found = [one for row in _rows() if (one := _found(said, *row)) is not None]
    return next((one for one in found if one.sure), next(iter(found), None))


def _found(
    said: str, danger: str, sure: re.Pattern[str], asked: re.Pattern[str], unless: re.Pattern[str]
) -> EnglishDanger | None:
    """What a row finds in a text in small letters; None if nothing, or if words take it back and none of _PRESSES is there."""
    plain = sure.search(said)
    match = plain or asked.search(said)
    taken_back = unless.search(said) is not None
    if match is None or (taken_back and not _PRESSES.search(said)):
        return None
    is_sure = plain is not None and not taken_back and len(said) <= LONG
    return EnglishDanger(None if danger == OTHER else danger, Span(*match.span()), is_sure, _advice(danger, said))
