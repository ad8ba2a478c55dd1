"""Which cases tell of a hazard (隐患), and how many working days after its resolution it is inspected. Pure."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "hazards.csv"  # category,danger,urgency,working_days,note
MOST_WORKING_DAYS = 60  # that a line may have
# the least urgency in a line → the urgencies of cases that it fits
_URGENT = {"": ("normal", "urgent", "emergency"), "urgent": ("urgent", "emergency"), "emergency": ("emergency",)}
_OF_TROUBLE = ("complaint", "request", "tip_off")  # kinds of cases: a question about a hazard leaves none behind


@dataclass(frozen=True)
class HazardRow:
    """A line of FILE. `category`: a prefix of the code; `danger`: as in `Case.danger`; `urgency`: at least; "" fits all."""

    category: str
    danger: str
    urgency: str
    working_days: int

    def fits(self, category: str, danger: str, urgency: str) -> bool:
        """Whether this line applies to a case with this category (a code), danger and urgency."""
        fits_danger = self.danger in ("", danger)
        return category.startswith(self.category) and fits_danger and urgency in _URGENT[self.urgency]


def days_until_inspection(kind: str, category: str | None, danger: str, urgency: str) -> int | None:
    """Working days from the resolution of such a case to its inspection, by the first line that fits.

    None if it tells of no hazard.
    """
    if kind not in _OF_TROUBLE:
        return None
    return next((row.working_days for row in rows() if row.fits(category or "", danger, urgency)), None)


@lru_cache(maxsize=4)
def rows(file: Path = FILE) -> Sequence[HazardRow]:
    """The lines of the file, in its order. Raises ValueError that names a bad line."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(_row(number, row) for number, row in enumerate(csv.DictReader(lines), start=2))


def _row(number: int, row: dict[str, str]) -> HazardRow:
    """The line of this number in the file, checked. Raises ValueError that names it."""
    days = row["working_days"]
    if not (days.isascii() and days.isdigit() and 1 <= int(days) <= MOST_WORKING_DAYS):
        raise ValueError(f"{FILE.name} line {number}: working_days: expected 1 to {MOST_WORKING_DAYS}, got {days!r}")
    if row["urgency"] not in _URGENT:
        raise ValueError(f"{FILE.name} line {number}: urgency: expected urgent, emergency or nothing")
    if not (row["category"] or row["danger"]):
        raise ValueError(f"{FILE.name} line {number}: a line needs a category or a danger")
    return HazardRow(row["category"], row["danger"], row["urgency"], int(days))
