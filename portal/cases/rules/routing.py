"""Which body should handle a case, and in how many working days, according to duty.csv. Pure.

Only a suggestion: a clerk dispatches (PIPL 24: no decision with major effect on a person by machine alone).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

DEFAULT_WORKING_DAYS = 5  # where no row of duty.csv fits


@dataclass(frozen=True)
class DutyRow:
    """One row of duty.csv. `category`: a prefix of the code ("" fits all); `kind`: "" fits all; `body`: its code."""

    category: str
    kind: str
    body: str
    working_days: int
    note: str = ""


@dataclass(frozen=True)
class Route:
    """The suggested body's code (None: the desk decides), and in how many working days the case is to be resolved. `note`: the row's, which may name others that share the duty."""

    body: str | None
    working_days: int
    note: str = ""


def route(category: str | None, kind: str, duties: Iterable[DutyRow]) -> Route:
    """The suggestion of the row with the longest category prefix; among equals, of the one that names the kind."""
    fits = [row for row in duties if (category or "").startswith(row.category) and row.kind in ("", kind)]
    if not fits:
        return Route(None, DEFAULT_WORKING_DAYS)
    best = max(fits, key=lambda row: (len(row.category), row.kind != ""))
    return Route(best.body, best.working_days, best.note)
