"""What is left out of a table cannot be told from what stands in it."""

from __future__ import annotations

import pytest

from portal.overview.small_counts import without_small


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([7, 3, 0], [7, 3, 0]),
        ([7, 1, 2], [7, None, None]),
        ([7, 4, 1], [7, None, None]),
        ([1], [None]),
        ([9, 0, 2, 5], [9, 0, None, None]),
        ([0, 2, 0], [None, None, None]),
        ([1, 0, 1, 0], [None, None, None, None]),
        ([1, 1, 1, 0], [None, None, None, None]),
        ([2, 8, 2, 5], [None, 8, None, None]),
        ([1, 2, 0], [None, None, 0]),
        ([], []),
    ],
)
def test_small_counts_are_left_out(counts: list[int], shown: list[int | None]) -> None:
    """Counts of one or two go; where the total would tell them, the next smallest goes along, or, without one, every nought."""
    assert without_small(counts) == shown
