"""Our words about grids, by code (`data/grid_faults.csv`): faults of drawings, areas, nicknames, dates; reports; posts."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache

from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "grid_faults.csv"  # code,text


def sentence(code: str, /, **facts: object) -> str:
    """The sentence of this code with its facts filled in. Raises KeyError for an unknown code or a missing fact."""
    return texts()[code] % facts


@lru_cache(maxsize=1)
def texts() -> Mapping[str, str]:
    """Code → sentence."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["text"] for row in csv.DictReader(file)}
