"""Leave out of a table the counts by which a reader could tell whose case it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 3  # a count from 1 up to below this is left out


def without_small(counts: Sequence[int]) -> list[int | None]:
    """The counts in their order; None for one that is left out.

    If the total would betray those left out, as all are 1 or all LEAST - 1, or add up to less than LEAST, the next smallest is left
    out, too; where there is none, every 0.
    """
    left_out = {at for at, count in enumerate(counts) if 0 < count < LEAST}
    others = sorted((at for at, count in enumerate(counts) if count >= LEAST), key=lambda at: counts[at])
    total = sum(counts[at] for at in left_out)
    if left_out and (total < LEAST or total in (len(left_out), (LEAST - 1) * len(left_out))):
        left_out.update(others[:1] or range(len(counts)))
    return [None if at in left_out else count for at, count in enumerate(counts)]
