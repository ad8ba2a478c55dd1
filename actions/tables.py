"""Read a table of words under data/, checking its header and that what must be filled is. Pure, but for the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path


def read_table(
    path: Path, header: Sequence[str], error: type[ValueError], *, filled: int
) -> Iterator[tuple[list[str], str]]:
    """Each row below the header, and where it stands ("danger_acts.csv line 4"); its first `filled` fields are not empty.

    Raises `error` when it comes to a bad line, with its number.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if not rows or rows[0] != list(header):
        raise error(f"{path.name} line 1: the header must be {','.join(header)}")
    for number, row in enumerate(rows[1:], start=2):
        where = f"{path.name} line {number}"
        if len(row) != len(header) or not all(row[:filled]):
            raise error(f"{where}: {len(header)} fields, not empty: {', '.join(header[:filled])}")
        yield row, where
