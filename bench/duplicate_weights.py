"""Fit the weights of duplicate reports to reports that were written for it: `python -m bench.duplicate_weights`.

Reports of data/duplicates/written_reports.csv are of one matter if their `matter` is the same number; no letter of the
evaluation is read. Each report is paired with the others whose openings are most like its own. Prints the values for
`comparing.WEIGHTS` and for `comparing.ADDED`, the constant that is added.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from portal.cases.duplicates import comparing
from portal.cases.duplicates.comparing import ComparedReport
from portal.kernel.config import PROJECT

# matter,day,heading,text: reports of one matter have its number; the day from an arbitrary first one, drawn at random
WRITTEN = PROJECT / "data" / "duplicates" / "written_reports.csv"
LIKEST = 6  # others, by their openings, with which each report is paired
STRENGTH = 3.0  # weight of the pairs against the penalty that pulls every weight to 0
STEPS = 25  # of Newton's method; it has converged after ten

Example = tuple[list[float], bool]
"""(1 and the figures in the order of comparing.WEIGHTS, whether both reports are of one matter)."""


def main() -> int:
    """Print the weights and the constant that is added; returns 0."""
    added, weights = fit(read_examples())
    print(
        f"WEIGHTS = {{{', '.join(f'{name!r}: {value:.2f}' for name, value in weights.items())}}}\nADDED = {added:.2f}"
    )
    return 0


def read_examples() -> list[Example]:
    """Each report of WRITTEN with its LIKEST others, every pair once."""
    reports = list(_read_reports())
    figures = {
        (one, other): comparing.figures(reports[one][1], reports[other][1])
        for other in range(len(reports))
        for one in range(other)
    }
    return [
        ([1.0, *(figures[pair][name] for name in comparing.WEIGHTS)], reports[pair[0]][0] == reports[pair[1]][0])
        for pair in _likest(len(reports), {pair: found["opening"] for pair, found in figures.items()})
    ]


def fit(examples: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """Fit a logistic regression with a ridge penalty by Newton's method; returns (the constant that is added, the weights)."""
    size = 1 + len(comparing.WEIGHTS)
    found = [0.0] * size
    for _ in range(STEPS):
        slope = [0.0, *found[1:]]
        bend = [[float(row == column and row > 0) for column in range(size)] for row in range(size)]
        for values, same in examples:
            chance = 1 / (1 + math.exp(-sum(weight * value for weight, value in zip(found, values, strict=True))))
            for row in range(size):
                slope[row] += STRENGTH * (chance - same) * values[row]
                for column in range(size):
                    bend[row][column] += STRENGTH * chance * (1 - chance) * values[row] * values[column]
        found = [weight - step for weight, step in zip(found, _solve(bend, slope), strict=True)]
    return found[0], dict(zip(comparing.WEIGHTS, found[1:], strict=True))


def _read_reports() -> list[tuple[str, ComparedReport]]:
    """Each report with the number of its matter."""
    with WRITTEN.open(encoding="utf-8", newline="") as file:
        return [(row["matter"], _report(row)) for row in csv.DictReader(file)]


def _report(row: Mapping[str, str]) -> ComparedReport:
    first = datetime(2026, 1, 1)  # noqa: DTZ001 (only the days between are used)
    at = first + timedelta(days=int(row["day"]))
    return ComparedReport(row["heading"], f"{row['heading']}。{row['text']}", at=at)


def _likest(reports: int, opening: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs of each report, by its place in the file, and its LIKEST others."""
    pairs = set()
    for one in range(reports):
        others = [(min(one, other), max(one, other)) for other in range(reports) if other != one]
        pairs.update(sorted(others, key=lambda pair: -opening[pair])[:LIKEST])
    return sorted(pairs)


def _solve(matrix: list[list[float]], wanted: list[float]) -> list[float]:
    """The solution of a symmetric, positive system of linear equations (Gauss)."""
    rows = [[*row, value] for row, value in zip(matrix, wanted, strict=True)]
    size = len(rows)
    for pivot in range(size):
        for row in range(pivot + 1, size):
            share = rows[row][pivot] / rows[pivot][pivot]
            rows[row] = [value - share * above for value, above in zip(rows[row], rows[pivot], strict=True)]
    solved = [0.0] * size
    for row in reversed(range(size)):
        known = sum(rows[row][column] * solved[column] for column in range(row + 1, size))
        solved[row] = (rows[row][size] - known) / rows[row][row]
    return solved


if __name__ == "__main__":
    sys.exit(main())
