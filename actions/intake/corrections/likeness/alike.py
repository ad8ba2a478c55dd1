"""Words that a correction exchanges in a place (data/likeness.csv): other sides (东 and 西), and units that mean the same (栋 and 幢)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[4] / "data" / "likeness.csv"


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, str], ...]:
    """The file's (kind, members)."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple((row["kind"], row["members"]) for row in csv.DictReader(file))


@lru_cache(maxsize=1)
def other_sides() -> Mapping[str, frozenset[str]]:
    """Each character that names a side → those of the other sides (入 → 出; 东 → 南, 西 and 北)."""
    sides = [members for kind, members in _rows() if kind == "side"]
    chars = {char for members in sides for char in members}
    return {
        char: frozenset(other for members in sides if char in members for other in members) - {char} for char in chars
    }


@lru_cache(maxsize=1)
def one_unit() -> Mapping[str, str]:
    """Each unit of a place that another stands for → that one (幢 → 栋), the longest first; a unit without it stands for itself."""
    units = [members.split() for kind, members in _rows() if kind == "unit"]
    return dict(sorted(((unit, members[0]) for members in units for unit in members[1:]), key=lambda one: -len(one[0])))
