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
        ([], []),
    ],
)
def test_small_counts_are_left_out(counts: list[int], shown: list[int | None]) -> None:
    """Counts of one or two go; a single one takes the next smallest along, else the total would tell it."""
    assert without_small(counts) == shown
