"""Gather cases of one place, and decide whether they are enough to list it. Pure.

Two cases of one grid have the same place if they name the same place of the town's list or, if they name none, if their
words mean one place (`comparing.is_same_place`). A merged case has the place of its main case.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from portal.cases.duplicates import comparing
from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "key_places.csv"  # what,value,note
_NUMBERS = ("hazards", "cases", "days", "visit_days")
MOST = 365  # that each of these may be


@dataclass(frozen=True)
class Thresholds:
    """How many cases of hazards (`hazards`), or of any kind (`cases`), within how many `days` put a place on the list.

    `visit_days`: how many days lie between the visits; `too_wide`: kinds of places that are no single place.
    """

    hazards: int
    cases: int
    days: int
    visit_days: int
    too_wide: frozenset[str]

    @property
    def within(self) -> timedelta:
        """The time within which the cases were reported."""
        return timedelta(days=self.days)

    def are_met(self, cases: Sequence[CountedCase]) -> bool:
        """Whether these cases are enough."""
        return len(cases) >= self.cases or sum(one.hazard for one in cases) >= self.hazards


@dataclass(frozen=True)
class CountedCase:
    """A case as it counts for a place. `main`: the id of its main case, its own if it is not merged.

    `name`: of the place in the town's list, else ""; `words`: of the place, without names that are too wide, "" if too few;
    `hazard`: whether it tells of one; `at`: when it was reported.
    """

    case_id: int
    main: int
    grid: str
    name: str
    words: str
    hazard: bool
    at: datetime


@dataclass(frozen=True)
class Gathered:
    """The cases of one place, oldest first. `name`: the place's in the town's list, or ""."""

    grid: str
    name: str
    cases: list[CountedCase] = field(default_factory=list)


def gather(cases: Iterable[CountedCase]) -> list[Gathered]:
    """The places with their cases. A merged case is put where its main case is; one without name and words is a place alone."""
    found = sorted(cases, key=lambda one: one.case_id)
    mains = {one.case_id: one for one in found}
    places: list[Gathered] = []
    named: dict[tuple[str, str], Gathered] = {}
    told: dict[str, list[tuple[str, Gathered]]] = defaultdict(list)  # grid → (words, place) of those without a name
    of_main: dict[int, Gathered] = {}
    for one in found:
        at = mains.get(one.main, one)
        place = of_main.get(one.main) or (named.get((at.grid, at.name)) if at.name else _same(told[at.grid], at.words))
        if place is None:
            place = Gathered(at.grid, at.name)
            places.append(place)
            if at.name:
                named[at.grid, at.name] = place
            elif at.words:
                told[at.grid].append((at.words, place))
        of_main[one.main] = place
        place.cases.append(one)
    return places


def _same(told: Sequence[tuple[str, Gathered]], words: str) -> Gathered | None:
    """The place that these words mean, among those of the grid (words, place); None if there is none, or there are no words."""
    if not words:
        return None
    return next((place for other, place in told if comparing.is_same_place(other, words)), None)


@lru_cache(maxsize=4)
def thresholds(file: Path = FILE) -> Thresholds:
    """What the file declares. Raises ValueError that names a bad line."""
    numbers, wide = dict[str, int](), set[str]()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            what, value = row["what"], row["value"]
            if what == "too_wide":
                wide.add(value)
            elif what in _NUMBERS and value.isascii() and value.isdigit() and 1 <= int(value) <= MOST:
                numbers[what] = int(value)
            else:
                raise ValueError(f"{file.name} line {number}: no such line: {what},{value}")
    missing = [one for one in _NUMBERS if one not in numbers]
    if missing:
        raise ValueError(f"{file.name}: missing: {', '.join(missing)}")
    return Thresholds(**numbers, too_wide=frozenset(wide))
