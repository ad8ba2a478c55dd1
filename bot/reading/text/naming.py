"""The word lists of `data/lexicon/naming.csv`: how places and bodies are named, and what WeChat's faces are called."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "data" / "lexicon" / "naming.csv"


@lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[str, ...]]:
    """The name of each list → its words."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["list"]: tuple(row["words"].split()) for row in csv.DictReader(file)}


def words_of(name: str) -> tuple[str, ...]:
    """The words of one list. Raises KeyError if the file has no list of that name."""
    return _lists()[name]
