"""Load the word lists of `data/lexicon/` with which cases are read (a row for each, words separated by spaces); simplify texts."""

from __future__ import annotations

import csv
import unicodedata
from functools import lru_cache

from portal.kernel.config import PROJECT

FOLDER = PROJECT / "data" / "lexicon"


@lru_cache(maxsize=8)
def lists(name: str) -> dict[str, tuple[str, ...]]:
    """{list: its words} of `data/lexicon/{name}.csv` (header list,note,words)."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["list"]: tuple(row["words"].split()) for row in csv.DictReader(file)}


@lru_cache(maxsize=1)
def _simple() -> dict[int, str]:
    """Code point of a traditional character → the simplified one, for the common ones."""
    pairs = lists("traditional")["traditional"]
    return {ord(pair[0]): pair[1] for pair in pairs}


def simplified(text: str) -> str:
    """The text in half width and simplified characters (common ones only); its length and offsets stay the same."""
    return "".join(_plain(character) for character in text).translate(_simple())


def _plain(character: str) -> str:
    """The character in half width, or as it is if that takes more than one."""
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character
