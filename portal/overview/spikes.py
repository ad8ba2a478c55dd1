"""Whether a week has unusually many reports: an exact test of Poisson rates, corrected for how many were looked at. Pure.

If reports come at one rate all the time, then of all that came in a week and in the BASELINE_WEEKS before it, the week's
share is binomial with chance 1 / (BASELINE_WEEKS + 1) (the exact conditional test of Przyborowski and Wilenski, 1940). Its upper tail
is p; Holm's method corrects it for the number of categories.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb

BASELINE_WEEKS = 8  # before the last week, with which it is compared
UNUSUAL = 0.05  # corrected p, below which a week is called unusual


@dataclass(frozen=True)
class Week:
    """How many reports of the category `name` came in the last seven days (`now`) and in the BASELINE_WEEKS before.

    `p`: the corrected chance of so many, set by `by_chance`.
    """

    name: str
    now: int
    before: int
    p: float = 1.0

    @property
    def usual(self) -> float:
        """The mean number of reports a week in the BASELINE_WEEKS."""
        return self.before / BASELINE_WEEKS

    @property
    def is_unusual(self) -> bool:
        """Whether so many in a week are unlikely to be chance (`p` below UNUSUAL)."""
        return self.p < UNUSUAL


def upper_tail(now: int, before: int) -> float:
    """The exact chance of at least `now` reports in the week, given how many came in all."""
    total, weeks = now + before, BASELINE_WEEKS + 1
    ways: int = sum(comb(total, many) * BASELINE_WEEKS ** (total - many) for many in range(now, total + 1))
    return float(Fraction(ways, weeks**total))


def by_chance(counts: Mapping[str, tuple[int, int]]) -> list[Week]:
    """The weeks of all categories, the most unusual first. `counts`: name → (last week's, those of the weeks before)."""
    raw = sorted((upper_tail(*both), name) for name, both in counts.items())
    found, least = [], 0.0
    for rank, (chance, name) in enumerate(raw):
        least = max(least, min(1.0, chance * (len(raw) - rank)))
        found.append(Week(name, *counts[name], least))
    return found
