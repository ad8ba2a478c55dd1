"""Measure the reading on real messages it was not trained on: `python -m bench.nlu [category|intake|danger|speed]…`.

Reads EVAL (default ../shared/data); says so if it is absent. Nothing of those files is trained on or kept.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np

from bench.letters import Letter, annotated, counted, intervals
from bench.letters import figures as letter_figures
from bench.results import EVAL, letters, must_skip, result, rows
from bot.reading.classifying import taxonomy
from bot.reading.classifying.heads import READ_FOR_CLASSES
from bot.reading.learning.training import reading_of, train_all
from bot.reading.reader import Reader
from bot.reading.text.moment import SHANGHAI, parse_sent_at
from bot.reading.trained import Heads

Figure = float | tuple[float, ...]
"""One figure; or a 95% interval, or the precision, recall and F1 of a class."""


def category_figures(heads: Heads) -> dict[str, Figure]:
    """On dev.csv: figures of its seven labels, accuracy (also of the surest 80%), macro-F1, calibration error, share of other labels."""
    asked = letters()
    readings = [reading_of(row["letter"][:READ_FOR_CLASSES]) for row in asked]
    tops, scores = heads.category.classes, heads.category.scores(readings)
    names = taxonomy.load()
    labels = [row["label"] for row in asked]
    best = scores.argmax(axis=1)
    said = [names[tops[index]][0] for index in best]
    figures: dict[str, Figure] = {}
    f1s = []
    for name in sorted(set(labels)):
        hits = sum(a == b == name for a, b in zip(labels, said, strict=True))
        precision, recall = hits / max(1, said.count(name)), hits / labels.count(name)
        f1s.append(2 * precision * recall / max(1e-9, precision + recall))
        figures[f"category {name} P/R/F1"] = round(precision, 3), round(recall, 3), round(f1s[-1], 3)
    right = np.array([a == b for a, b in zip(labels, said, strict=True)])
    sure = scores.max(axis=1)
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        inside = (sure > low) & (sure <= low + 0.1)
        if inside.any():
            error += inside.mean() * abs(sure[inside].mean() - right[inside].mean())
    surest = np.argsort(-sure)[: int(0.8 * len(sure))]
    figures |= {
        "category accuracy": float(right.mean()),
        "category macro-F1": statistics.mean(f1s),
        "category calibration error": error,
        "category right on the surest 80%": float(right[surest].mean()),
        "category outside the seven": sum(name not in set(labels) for name in said) / len(said),
    }
    return figures


def intake_figures(reader: Reader) -> dict[str, Figure]:
    """The scorer's figures on the `look` letters and on the `check` letters; SHOW=1 prints the former."""
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    figures: dict[str, Figure] = {}
    for part in ("look", "check"):
        asked = annotated(part)
        drafts = [reader.read(letter["text"], moment) for letter in asked]
        if part == "look" and os.environ.get("SHOW"):
            for letter, draft in zip(asked, drafts, strict=True):
                show(letter, draft)
        counts = counted(asked, drafts)
        figures |= {f"{part} {name}": value for name, value in letter_figures(counts).items()}
        figures |= {
            f"{part} {name} 95%": (round(low, 3), round(high, 3)) for name, (low, high) in intervals(counts).items()
        }
    return figures


def show(letter: Letter, draft: dict[str, Any]) -> None:
    """Print a letter, then its marked places, times and body | those that were found."""
    print(f"--- {letter['id']} {letter['text'][:400]}")
    for field, key in (("place", "places"), ("when", "times"), ("body", "bodies")):
        print(f"    {field}: {letter[field]} | {[span['text'] for span in draft[key]]}")


def danger_figures(reader: Reader) -> dict[str, Figure]:
    """The share of the posts of hot.csv, none of them an emergency, that are read as one; prints each of these."""
    posts = rows(EVAL / "complaints" / "hot.csv")
    called = []
    for row in posts:
        draft = reader.read(f"{row['title']}。{row['text']}", parse_sent_at(row["time"]))
        if draft["urgency"]["level"] == "emergency":
            called.append(
                (row["title"].strip(), draft["urgency"]["danger"], [r["text"] for r in draft["urgency"]["reasons"]])
            )
    for title, danger, reasons in called:
        print("   ", danger, reasons, title[:40])
    return {"danger: share of hot.csv called emergency": len(called) / len(posts)}


def speed_figures(reader: Reader) -> dict[str, Figure]:
    """How long the reading of a letter takes, over the first 400 of dev.csv."""
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    spent = []
    for row in letters()[:400]:
        began = time.perf_counter()
        reader.read(row["letter"], moment)
        spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    return {"parse p50 ms": spent[len(spent) // 2], "parse p95 ms": spent[int(len(spent) * 0.95)]}


def main(wanted: list[str]) -> None:
    """Print the figures of the wanted sections, or of all if none is named."""
    if must_skip():
        return
    began = time.perf_counter()
    heads = train_all()
    print(f"trained in {time.perf_counter() - began:.1f} s")
    reader = Reader(heads)
    sections: dict[str, Callable[[], dict[str, Figure]]] = {
        "category": lambda: category_figures(heads),
        "intake": lambda: intake_figures(reader),
        "danger": lambda: danger_figures(reader),
        "speed": lambda: speed_figures(reader),
    }
    for name, figures in sections.items():
        if not wanted or name in wanted:
            for label, value in figures().items():
                print_figure(label, value)


def print_figure(label: str, value: Figure) -> None:
    """Print a single figure also for bench/results.json; an interval or a class's three figures for people only."""
    if isinstance(value, tuple):
        print(f"{label:44} {value}")
    else:
        result(f"nlu.{'_'.join(label.replace('%', '').replace(':', '').split())}", value)


if __name__ == "__main__":
    main(sys.argv[1:])
