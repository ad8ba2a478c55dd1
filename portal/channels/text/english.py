"""Messages in English: whether a message is one, and the danger that it plainly tells of (pure).

The bot reads Chinese, and of English only the words of `data/lexicon/english_danger.csv` (bot/reading/danger/english_danger.py).
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from portal.kernel.config import PROJECT

WORDS = PROJECT / "data" / "lexicon" / "english_danger.csv"
_READ = 600  # characters in which English words are looked for
_LONG = 300  # characters: a longer message only tells about a danger, and is no alarm
_HAN_TO_A_WORD = 6  # a danger in English counts with at most so many Chinese characters to each English word
_HAN = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile("[a-z]{2,}")
_LONE_WORD = re.compile("[a-z]{4,}")
# what is in Latin letters in Chinese messages, too: addresses, codes with digits, everyday abbreviations
_NO_WORDS = re.compile(r"https?://\S+|(?<!\S)[^\s@]++@\S+|(?<![a-z])[a-z]*+\d[\w-]*|wifi|ktv|atm|app")


def is_english(text: str) -> bool:
    """Whether a text is English rather than Chinese: two English words or one long one, and no more Chinese characters than words."""
    said = _NO_WORDS.sub(" ", text[:_READ].casefold())
    words = _WORD.findall(said)
    if not words or (len(words) == 1 and not _LONE_WORD.fullmatch(words[0])):
        return False
    return len(_HAN.findall(said)) <= len(words)


def plain_danger(text: str) -> tuple[str, str] | None:
    """(danger, number to call) that a short English text tells of beyond doubt, or None."""
    said = text.casefold().replace("’", "'")
    if not (words := len(_WORD.findall(said[:_READ]))) or len(said) > _LONG:
        return None
    if words * _HAN_TO_A_WORD < len(_HAN.findall(said)):
        return None
    return next(
        ((danger, number) for danger, number, sure, unless in _rows() if sure.search(said) and not unless.search(said)),
        None,
    )


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, str, re.Pattern[str], re.Pattern[str]], ...]:
    """(danger, number to call, words that are sure to tell of it, words that cancel them) of each row with sure words."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sure"]]
    return tuple((row["danger"], row["number"], _pattern(row["sure"]), _pattern(row["unless"])) for row in rows)


def _pattern(words: str) -> re.Pattern[str]:
    """A pattern of whole words; of none for "", which would match every text."""
    return re.compile(rf"(?<![a-z])(?:{words or '(?!)'})(?![a-z])")
