"""The Chinese sentences of the grids' room, by code (`data/grid_faults.csv`): mostly faults; also reports and labels."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache

from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "grid_faults.csv"  # code,text


def sentence(code: str, /, **values: object) -> str:
    """The sentence of this code with its values filled in. Raises KeyError for an unknown code or a missing value."""
    return texts()[code] % values


@lru_cache(maxsize=1)
def texts() -> Mapping[str, str]:
    """Code → sentence."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["text"] for row in csv.DictReader(file)}
