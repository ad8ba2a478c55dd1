"""Leave out of a table the counts by which a reader could tell whose case it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 3  # a count from 1 up to below this is left out


def without_small(counts: Sequence[int]) -> list[int | None]:
    """The counts in their order; None for one that is left out.

    If the counts left out add up to less than LEAST, the next smallest, if any, is left out, too: otherwise the total would betray them.
    """
    left_out = {at for at, count in enumerate(counts) if 0 < count < LEAST}
    others = sorted((at for at, count in enumerate(counts) if count >= LEAST), key=lambda at: counts[at])
    if left_out and sum(counts[at] for at in left_out) < LEAST:
        left_out.update(others[:1])
    return [None if at in left_out else count for at, count in enumerate(counts)]
