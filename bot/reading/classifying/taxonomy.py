"""Read the categories of `data/taxonomy.csv`: two digits per level, level-one names as in the public data sets of municipal hotlines (12345)."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[3] / "data" / "taxonomy.csv"


class TaxonomyError(ValueError):
    """A line of taxonomy.csv cannot be read; the message says which."""


@lru_cache(maxsize=4)
def load(path: Path = FILE) -> dict[str, tuple[str, ...]]:
    """Each code → its path of names. Raises TaxonomyError with the line number."""
    paths: dict[str, tuple[str, ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            code, names = row["code"], tuple(name for name in (row["level1"], row["level2"]) if name)
            if not code.isdigit() or len(code) != 2 * len(names) or code in paths:
                raise TaxonomyError(f"{path.name} line {number}: code {code!r} does not fit {'/'.join(names)}")
            if len(names) == 2 and paths.get(code[:2]) != names[:1]:
                raise TaxonomyError(f"{path.name} line {number}: {code!r} does not stand under {names[0]}")
            paths[code] = names
    return paths


def code_of(path: str) -> str | None:
    """The code of a level-one name or of a path joined by "/"; None if there is none."""
    names = tuple(part.strip() for part in path.split("/") if part.strip())
    return next((code for code, known in load().items() if known == names), None)
