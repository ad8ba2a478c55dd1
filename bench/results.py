"""What every bench has in common: where the evaluation files are, and the figures that `make bench` collects."""

from __future__ import annotations

import csv
import os
import signal
import sys
from pathlib import Path
from types import FrameType

PROJECT = Path(__file__).resolve().parent.parent
EVAL = Path(os.environ.get("EVAL", "../shared/data"))
Row = dict[str, str]


def absent() -> bool:
    """Whether there is nothing to measure on; says so."""
    if (EVAL / "complaints").is_dir():
        return False
    print(f"nothing to measure on: {EVAL} is absent (set EVAL)")
    return True


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def letters() -> list[Row]:
    """The letters of dev.csv, with `letter`: title and text as residents' messages are given to the reading."""
    return [{**row, "letter": f"{row['title']}。{row['text']}"} for row in rows(EVAL / "complaints" / "dev.csv")]


def own_test(name: str) -> list[Row]:
    """A test written for the project and kept apart from its training data: bench/<name>.csv."""
    return rows(PROJECT / "bench" / f"{name}.csv")


def result(name: str, value: float) -> None:
    """One figure for people and for bench/results.json (devtools/bench.py collects the lines)."""
    print(f"RESULT {name} {value:.4f}", flush=True)


def macro_f1(right: list[str], said: list[str]) -> float:
    """The mean F1 over the classes that stand in `right`."""
    scores = []
    for name in sorted(set(right)):
        hits = sum(a == b == name for a, b in zip(right, said, strict=True))
        scores.append(2 * hits / max(1, right.count(name) + said.count(name)))
    return sum(scores) / max(1, len(scores))


def share(right: list[str], said: list[str]) -> float:
    return sum(a == b for a, b in zip(right, said, strict=True)) / max(1, len(right))


def percentile(values: list[float], part: float) -> float:
    """The value that `part` of them do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def leave_tidily() -> None:
    """A SIGTERM unwinds like Ctrl-C, so that temporary folders go and children end."""
    signal.signal(signal.SIGTERM, _leave)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(143)
