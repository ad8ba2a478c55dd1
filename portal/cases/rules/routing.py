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


def route(category: str | None, kind: str, duties: Iterable[DutyLine], accused: Collection[str] = ()) -> Route:
    """The line with the longest category prefix; among equals the one that names the kind.

    `accused` are the bodies whose conduct it is about: none of them is suggested (信访工作条例 30).
    """
    fitting = [line for line in duties if (category or "").startswith(line.category) and line.kind in ("", kind)]
    if not fitting:
        return Route(None, DEFAULT_WORKING_DAYS)
    best = max(fitting, key=lambda line: (len(line.category), line.kind != ""))
    return Route(None if best.body in accused else best.body, best.working_days)
