"""Shared by all benches: the evaluation files, scores, and printing the figures that `make bench` collects."""

from __future__ import annotations

import csv
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

PROJECT = Path(__file__).resolve().parent.parent
EVAL = Path(os.environ.get("EVAL", "../shared/data"))
Row = dict[str, str]


def must_skip() -> bool:
    """Whether the bench must be skipped because the evaluation files (EVAL) are absent; if so, says so."""
    if (EVAL / "complaints").is_dir():
        return False
    print(f"nothing to measure on: {EVAL} is absent (set EVAL)")
    return True


def rows(path: Path) -> list[Row]:
    """The rows of a CSV file: column → value."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def letters() -> list[Row]:
    """The rows of dev.csv, with `letter` added: title and text, as messages are given to the reading."""
    return [{**row, "letter": f"{row['title']}。{row['text']}"} for row in rows(EVAL / "complaints" / "dev.csv")]


def own_test(name: str) -> list[Row]:
    """The rows of bench/<name>.csv, a test written for the project and kept apart from its training data."""
    return rows(PROJECT / "bench" / f"{name}.csv")


def result(name: str, value: float) -> None:
    """Print one figure as a `RESULT` line, which devtools/bench.py collects; its name in one word."""
    print(f"RESULT {name.replace(' ', '_')} {value:.4f}", flush=True)


def macro_f1(right: list[str], said: list[str]) -> float:
    """The mean F1 over the classes that occur in `right`."""
    scores = []
    for name in sorted(set(right)):
        hits = sum(a == b == name for a, b in zip(right, said, strict=True))
        scores.append(2 * hits / max(1, right.count(name) + said.count(name)))
    return sum(scores) / max(1, len(scores))


def accuracy(right: list[str], said: list[str]) -> float:
    """The share of positions at which both lists agree."""
    return sum(a == b for a, b in zip(right, said, strict=True)) / max(1, len(right))


def percentile(values: Sequence[float], part: float) -> float:
    """A value that at least a share `part` (0 to 1) of the values do not exceed; 0 if there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def leave_tidily() -> None:
    """Let SIGTERM raise SystemExit(143), so that temporary folders are removed and children end."""
    signal.signal(signal.SIGTERM, _leave)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(143)
