"""Category and kind → body, by duty.csv."""

from __future__ import annotations

import pytest

from portal.cases.rules.routing import DEFAULT_WORKING_DAYS, DutyRow, Route, route

LINES = [
    DutyRow("", "", "hall", 7),
    DutyRow("", "tip_off", "street", 15),
    DutyRow("04", "", "city", 5),
    DutyRow("0403", "", "lamps", 3),
    DutyRow("0403", "inquiry", "window", 1),
]


@pytest.mark.parametrize(
    ("category", "kind", "body", "days"),
    [
        ("0403", "request", "lamps", 3),  # the longest prefix
        ("040312", "request", "lamps", 3),
        ("0403", "inquiry", "window", 1),  # among equals the one that names the kind
        ("0405", "request", "city", 5),
        ("0405", "tip_off", "city", 5),  # a longer prefix beats a named kind
        ("09", "request", "hall", 7),
        ("09", "tip_off", "street", 15),
        (None, "request", "hall", 7),
    ],
)
def test_the_longest_prefix_wins_then_the_kind(category: str | None, kind: str, body: str, days: int) -> None:
    """As the comment at the head of duty.csv says."""
    assert route(category, kind, LINES) == Route(body, days)


def test_without_a_line_the_desk_decides() -> None:
    """No body, the default number of days."""
    assert route("0403", "request", []) == Route(None, DEFAULT_WORKING_DAYS)
