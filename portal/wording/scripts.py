"""Pure: a text in simplified characters, by the table of single characters in `data/search/traditional.csv`, rare ones too."""

from __future__ import annotations

import csv
from functools import lru_cache

from portal.kernel.config import PROJECT

TABLE = PROJECT / "data" / "search" / "traditional.csv"  # traditional,simplified: one character each


@lru_cache(maxsize=1)
def _pairs() -> dict[int, str]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {ord(row["traditional"]): row["simplified"] for row in csv.DictReader(file)}


def in_simplified(text: str) -> str:
    """The text with traditional characters as simplified ones; its length stays the same."""
    return text.translate(_pairs())
