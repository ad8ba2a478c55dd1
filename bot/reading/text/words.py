"""Split texts into words with jieba, and sort the words of its dictionary by whether names are made of them."""

from __future__ import annotations

import csv
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jieba

from bot.reading.text import homophones

jieba.setLogLevel(logging.WARNING)

CATEGORY_TERMS = Path(__file__).resolve().parents[3] / "data" / "lexicon" / "category.csv"

COMMON_ENOUGH = 60
"""Occurrences in jieba's corpus from which a verb or adjective is not part of a name; a function word from a sixth of that."""
COMMON_NOUN = 300
"""Occurrences from which a common noun is not part of a name, except right before its suffix."""
# jieba's tags for parts of speech: of verbs and adjectives, of other words that no name is made of, of names. Among the second
# is "nrfg": people of history and fiction (李自成, 刘备), whom jieba tags apart from other people ("nr").
_VERB_TAGS = {"v", "vd", "vn", "vi", "a", "an"}
_FUNCTION_TAGS = {
    "d",
    "p",
    "c",
    "r",
    "u",
    "y",
    "e",
    "o",
    "ad",
    "f",
    "q",
    "l",
    "i",
    "t",
    "z",
    "uj",
    "ul",
    "m",
    "mq",
    "nrfg",
    "ug",
    "uz",
    "ud",
    "k",
    "x",
    "zg",
}
_NUMERALS = set("一二三四五六七八九十百千万亿零两几多余半数来个第")
_NAME_TAGS = {"ns", "nt", "nz", "nr", "nrt"}


@dataclass(frozen=True)
class Dictionary:
    """Words sorted by whether they can be part of a name; only `names` always can."""

    verbs: frozenset[str]
    """Common verbs and adjectives of two or more characters."""
    function: frozenset[str]
    """Common adverbs, pronouns, measure words, words of time …, and people of history and fiction, of two or more characters."""
    nouns: frozenset[str]
    """Common nouns, and common words of any tag not listed above, of two or more characters."""
    category_terms: frozenset[str]
    """Words for what a message is about: the terms of data/lexicon/category.csv of two or more characters."""
    names: frozenset[str]
    """Names of places, institutions and people, and other proper nouns, of two or more characters."""


def split_words(text: str) -> list[str]:
    """Split a normal text into words; joined they are the text."""
    return [str(word) for word in jieba.cut(text)]


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """jieba's dictionary, sorted; read once per process."""
    verbs, function, nouns, names = set(), set(), set(), set()
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, tag = line.rstrip().split(" ")
            if len(word) < 2:
                continue
            if tag == "m" and not set(word) <= _NUMERALS:
                continue
            if tag in _VERB_TAGS and int(count) >= COMMON_ENOUGH:
                verbs.add(word)
            elif tag in _FUNCTION_TAGS and int(count) >= COMMON_ENOUGH // 6:
                function.add(word)
            elif tag in _NAME_TAGS:
                names.add(word)
            elif int(count) >= COMMON_NOUN:
                nouns.add(word)
    return Dictionary(frozenset(verbs), frozenset(function), frozenset(nouns), _category_terms(), frozenset(names))


def _category_terms() -> frozenset[str]:
    """The terms of category.csv, of two characters or more."""
    with CATEGORY_TERMS.open(encoding="utf-8", newline="") as file:
        return frozenset(term for row in csv.DictReader(file) for term in row["terms"].split() if len(term) > 1)


def add_names(names: list[str]) -> None:
    """Add the community's names, for the whole process: homophones of them are corrected, and jieba keeps those of 2 to 12 characters whole."""
    homophones.add_names(names)
    for name in names:
        if 2 <= len(name) <= 12:
            jieba.add_word(name)
