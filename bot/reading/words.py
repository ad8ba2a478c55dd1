"""Words by jieba, with what its dictionary knows about them."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

import jieba

jieba.setLogLevel(logging.WARNING)

COMMON_ENOUGH = 60
"""Occurrences in jieba's corpus from which a verb or adverb does not belong to a name."""
_NO_NAME_TAGS = {"v", "vd", "vn", "d", "p", "c", "r", "u", "y", "e", "o", "a", "ad", "vi", "f", "q", "l", "i", "t", "z", "uj", "ul", "m"}


def cut(text: str) -> list[str]:
    """The words of a normal text, in order; joined they give the text again."""
    return [str(word) for word in jieba.cut(text)]


@lru_cache(maxsize=1)
def never_in_names() -> frozenset[str]:
    """Words of two characters and more that hardly ever stand inside a place's or a company's name."""
    found = set()
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, tag = line.split(" ")
            if len(word) >= 2 and tag.strip() in _NO_NAME_TAGS and int(count) >= COMMON_ENOUGH:
                found.add(word)
    return frozenset(found)


def add_names(names: list[str]) -> None:
    """Let jieba keep these names whole."""
    for name in names:
        if 2 <= len(name) <= 12:
            jieba.add_word(name)
