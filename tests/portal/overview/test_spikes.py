"""An unusual week is told from chance, exactly, whatever the number of categories."""

from __future__ import annotations

from random import Random

import pytest

from portal.overview.spikes import BASELINE_WEEKS, by_chance, upper_tail


@pytest.mark.parametrize(
    ("now", "before", "chance"), [(0, 0, 1.0), (1, 0, 1 / 9), (2, 0, 1 / 81), (1, 1, 1 - (8 / 9) ** 2)]
)
def test_the_tail_is_exact(now: int, before: int, chance: float) -> None:
    """By hand: each report falls into the week with chance 1/9."""
    assert upper_tail(now, before) == pytest.approx(chance)


def test_a_large_count_is_neither_slow_nor_wrong() -> None:
    """Whole numbers do not overflow; 500 a week as ever is no rare chance."""
    assert 0.4 < upper_tail(500, 500 * BASELINE_WEEKS) < 0.6


def test_holm_corrects_and_keeps_the_order() -> None:
    """The least chance counts once for each category looked at; none grows smaller than one before it."""
    found = by_chance({"灯": (12, 8), "水": (3, 16), "路": (2, 16)})
    assert found[0].name == "灯"
    assert found[0].p == pytest.approx(3 * upper_tail(12, 8))
    assert found[0].is_unusual
    assert [week.p for week in found] == sorted(week.p for week in found)
    assert not found[1].is_unusual


def test_under_chance_alone_few_weeks_are_called_unusual() -> None:
    """Of 200 pages over 20 categories without a spike, at most about one in twenty shows any."""
    dice, wrong = Random(7), 0
    for _page in range(200):
        counts = {}
        for name in range(20):
            weeks = [sum(dice.random() < 0.1 for _ in range(40)) for _ in range(BASELINE_WEEKS + 1)]
            counts[str(name)] = (weeks[-1], sum(weeks[:-1]))
        wrong += any(week.is_unusual for week in by_chance(counts))
    assert wrong <= 16
