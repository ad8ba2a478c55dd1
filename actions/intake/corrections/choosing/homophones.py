"""Which characters sound the same (data/lexicon/sounds.csv)."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[4] / "data" / "lexicon" / "sounds.csv"


@lru_cache(maxsize=1)
def _sounds() -> dict[str, str]:
    """Each character → its sound, without its tone."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {char: row["sound"] for row in csv.DictReader(file) for char in row["characters"]}


def sounds_alike(one: str, other: str) -> bool:
    """Whether two characters sound the same, whatever the tone."""
    return one != other and _sounds().get(one, one) == _sounds().get(other, other)
