"""What the reading is worth on real messages it was not trained on: `python -m bench.nlu [category|intake|danger|speed]…`.

Reads EVAL (default ../shared/data) and says so when it is absent. Nothing of those files is trained on or kept.
"""

from __future__ import annotations

import importlib.util
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any

import numpy as np

from bench.results import EVAL, absent, letters, result, rows
from bot.reading import taxonomy
from bot.reading.heads import READ_FOR_CLASSES
from bot.reading.moment import SHANGHAI, sent_moment
from bot.reading.reader import Heads, Reader
from bot.reading.training import as_reading, train_all

KINDS = {
    "complaint": "投诉",
    "request": "求助",
    "inquiry": "咨询",
    "suggestion": "建议",
    "tip_off": "投诉",
    "praise": None,
}
Figure = float | tuple[float, ...]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_intake", EVAL / "score_intake.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def category_figures(heads: Heads) -> dict[str, Figure]:
    """Macro-F1 over the seven labels of dev.csv, expected calibration error, and what holds on the surest 80%."""
    asked = letters()
    readings = [as_reading(row["letter"][:READ_FOR_CLASSES]) for row in asked]
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


def as_prediction(draft: dict[str, Any], identity: str) -> dict[str, Any]:
    return {
        "id": identity,
        "kind": KINDS[draft["kind"]["code"]],
        "category": draft["category"]["path"][0],
        "place": [place["text"] for place in draft["places"] if place["score"] >= 0.5],
        "when": [when["text"] for when in draft["times"]],
        "body": draft["bodies"][0]["text"] if draft["bodies"] else None,
        "urgent": draft["urgency"]["level"] == "emergency",
    }


def intake_figures(reader: Reader) -> dict[str, Figure]:
    """The scorer's own figures on the 40 labelled messages, and the bootstrap interval of the main ones."""
    module = scorer()
    gold = module.load(EVAL / "complaints" / "intake_dev.jsonl")
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    told = {key: as_prediction(reader.read(row["text"], moment), key) for key, row in gold.items()}
    if os.environ.get("SHOW"):
        for key, row in gold.items():
            got = told[key]
            print(f"--- {key} {row['text'][:400]}")
            for field in ("kind", "place", "when", "body"):
                if got[field] != row[field]:
                    print(f"    {field}: gold {row[field]} {row.get(field + '_alt', '')} | got {got[field]}")
    figures: dict[str, Figure] = module.score(gold, told)
    keys = list(gold)
    drawn = random.Random(7)
    samples: list[dict[str, float]] = []
    for _ in range(200):
        picked = {f"{n}": gold[k] for n, k in enumerate(drawn.choices(keys, k=len(keys)))}
        again = {n: {**told[row["id"]], "id": n} for n, row in picked.items()}
        samples.append(module.score({n: {**row, "id": n} for n, row in picked.items()}, again))
    for name in ("kind_macroF1", "place_charF1", "place_span_half_covered", "when_charF1", "body_acc"):
        values = sorted(sample[name] for sample in samples)
        figures[f"{name} 95%"] = round(values[5], 3), round(values[194], 3)
    return figures


def danger_figures(reader: Reader) -> dict[str, Figure]:
    posts = rows(EVAL / "complaints" / "hot.csv")
    called = []
    for row in posts:
        draft = reader.read(f"{row['title']}。{row['text']}", sent_moment(row["time"]))
        if draft["urgency"]["level"] == "emergency":
            called.append(
                (row["title"].strip(), draft["urgency"]["danger"], [r["text"] for r in draft["urgency"]["reasons"]])
            )
    for title, danger, reasons in called:
        print("   ", danger, reasons, title[:40])
    return {"danger: share of hot.csv called emergency": len(called) / len(posts)}


def speed_figures(reader: Reader) -> dict[str, Figure]:
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    spent = []
    for row in letters()[:400]:
        began = time.perf_counter()
        reader.read(row["letter"], moment)
        spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    return {"parse p50 ms": spent[len(spent) // 2], "parse p95 ms": spent[int(len(spent) * 0.95)]}


def main(wanted: list[str]) -> None:
    if absent():
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
                tell(label, value)


def tell(label: str, value: Figure) -> None:
    """One figure for people and for bench/results.json; an interval or a class's three figures for people alone."""
    if isinstance(value, tuple):
        print(f"{label:44} {value}")
    else:
        result(f"nlu.{'_'.join(label.replace('%', '').replace(':', '').split())}", value)


if __name__ == "__main__":
    main(sys.argv[1:])
