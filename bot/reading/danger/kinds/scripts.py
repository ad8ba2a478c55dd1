"""The scripts of advice, each with the dangers in which it may be given (data/situations.csv, data/danger_scenes.csv). Pure, but for its files.

The actions say the script's words; here only which danger, and so which number, a script belongs to.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from bot.reading.classifying.danger import SIGNS_OF, Advice

_DATA = Path(__file__).resolve().parents[4] / "data"
FILES = (_DATA / "situations.csv", _DATA / "danger_scenes.csv")


@lru_cache(maxsize=1)
def scripts() -> dict[str, tuple[str, ...]]:
    """Each script → the dangers in which it may be given, first the one that it belongs to; every danger has a script of its own name."""
    found = {danger: (danger,) for danger in SIGNS_OF}
    for path in FILES:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["script"] in SIGNS_OF:
                    continue  # a danger's own script fits no other danger
                found[row["script"]] = tuple(dict.fromkeys((*found.get(row["script"], ()), *row["of"].split())))
    return found


LEAST_TOLD = 0.2
"""Score from which the head's script is passed on: of writers left out, it was more often right than none at all."""


def advised(told: Advice, danger: str | None) -> Advice | None:
    """The likeliest script `told`, if it is likely enough and may be given in the danger that was read (None: one without a name); else None."""
    fits = (danger or "other") in scripts().get(told.script, ())
    return told if fits and told.score >= LEAST_TOLD else None
