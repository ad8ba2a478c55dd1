"""Who should handle a case: the duty list's line for its category and kind. Pure.

A suggestion: the clerk dispatches (PIPL 24, nothing that weighs on a person is decided by machine alone).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

DEFAULT_WORKING_DAYS = 5  # where the duty list has no line at all


@dataclass(frozen=True)
class DutyLine:
    """One line of the duty list. `category` is a code's prefix ("" = the rest), `kind` "" = any."""

    category: str
    kind: str
    body: str
    working_days: int


@dataclass(frozen=True)
class Route:
    """To whom, and in how many working days. `body` None: the desk decides."""

    body: str | None
    working_days: int


def route(category: str | None, kind: str, duties: Iterable[DutyLine], named: Collection[str] = ()) -> Route:
    """The line with the longest category prefix; among equals the one that names the kind.

    `named` are the bodies that the reporter names. A tip-off never goes to one of them: its material is kept from
    the accused (信访工作条例 30).
    """
    fitting = [line for line in duties if (category or "").startswith(line.category) and line.kind in ("", kind)]
    if not fitting:
        return Route(None, DEFAULT_WORKING_DAYS)
    best = max(fitting, key=lambda line: (len(line.category), line.kind != ""))
    accused = kind == "tip_off" and best.body in named
    return Route(None if accused else best.body, best.working_days)
