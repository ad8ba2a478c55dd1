"""Which body should handle a case, and in how many working days, by the responsibilities of duty.csv. Pure.

Only a suggestion: the clerk dispatches (PIPL 24: no decision that weighs on a person by machine alone).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

DEFAULT_WORKING_DAYS = 5  # where no row of duty.csv fits


@dataclass(frozen=True)
class DutyRow:
    """One row of duty.csv. `category`: a prefix of the code ("" fits all), `kind`: "" fits all."""

    category: str
    kind: str
    body: str
    working_days: int


@dataclass(frozen=True)
class Route:
    """The suggested body (None: the desk decides), and in how many working days."""

    body: str | None
    working_days: int


def route(category: str | None, kind: str, duties: Iterable[DutyRow], accused: Collection[str] = ()) -> Route:
    """The row with the longest category prefix; among equals the one that names the kind.

    `accused`: the bodies that the case is about or must stay unaware; none of them is suggested (信访工作条例 30).
    """
    fitting = [line for line in duties if (category or "").startswith(line.category) and line.kind in ("", kind)]
    if not fitting:
        return Route(None, DEFAULT_WORKING_DAYS)
    best = max(fitting, key=lambda line: (len(line.category), line.kind != ""))
    return Route(None if best.body in accused else best.body, best.working_days)
