"""What a bare number means after an alarm, by what the alarm asks (data/alarm_numbers.csv). Pure, but for its file."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "alarm_numbers.csv"  # asks,number,title,words


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, list[dict[str, str]]]:
    """What a `detail` asks, "" for nothing → its lines, in the file's order."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["asks"]].append(row)
    return found


def words_of_numbers(asks: str) -> dict[str, str]:
    """Number → the words that it stands for, as on the buttons of that question in domain.yml.

    {} if nothing is asked, or the file has no line for the question: `still`, whose number means the last menu, or `place`.
    """
    return {row["number"]: row["words"] for row in _rows().get(asks, ())} if asks else {}


def meanings() -> tuple[tuple[str, str], ...]:
    """(title, words) to choose from when the alarm asks nothing and a number comes: that there still is danger, or no longer."""
    return tuple((row["title"], row["words"]) for row in _rows()[""])
