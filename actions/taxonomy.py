"""The categories' names (`data/taxonomy.csv`): for the second opinion (`actions/opinion`), its prompt and the check of its answer."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "taxonomy.csv"


@lru_cache(maxsize=1)
def _rows() -> dict[str, dict[str, str]]:
    """Code → the row of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def paths() -> dict[str, tuple[str, ...]]:
    """Each category code → its path of names."""
    return {code: tuple(name for name in (row["level1"], row["level2"]) if name) for code, row in _rows().items()}
