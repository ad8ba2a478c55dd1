"""What an operator's own labels add: `python -m bench.with_corpus`.

Five folds of the evaluation letters: four play the operator's export, the fifth is read with the shipped category model
and with the one that learned from the export too. Reads EVAL (default ../shared/data); nothing of it is kept.
"""

from __future__ import annotations

import csv
import os
import random
import sys
import time
from pathlib import Path

from bot.reading import taxonomy
from bot.reading.corpus import Row, with_corpus
from bot.reading.training import train_category
from bot.train import answers, figures

EVAL = Path(os.environ.get("EVAL", "../shared/data"))
FOLDS = 5


def letters() -> list[Row]:
    with (EVAL / "complaints" / "dev.csv").open(encoding="utf-8", newline="") as file:
        read = [(f"{row['title']}。{row['text']}", taxonomy.code_of(row["label"])) for row in csv.DictReader(file)]
    return [Row(text, code) for text, code in read if code]


def folds(rows: list[Row]) -> list[list[int]]:
    """Stratified by label."""
    drawn = random.Random(0)
    order = sorted(drawn.sample(range(len(rows)), len(rows)), key=lambda at: rows[at].top)
    return [order[start::FOLDS] for start in range(FOLDS)]


def main() -> int:
    if not EVAL.is_dir():
        print(f"没有找到评测数据 {EVAL}，请用 EVAL= 指明 (evaluation files not found; set EVAL=)")
        return 1
    rows, base = letters(), train_category()
    right: list[str] = []
    before: list[str] = []
    after: list[str] = []
    spent = 0.0
    for fold in folds(rows):
        ask, out = [rows[at] for at in fold], set(fold)
        began = time.monotonic()
        heads = with_corpus(base, [row for at, row in enumerate(rows) if at not in out])
        spent += time.monotonic() - began
        right += [row.top for row in ask]
        before += answers(base, ask)
        after += answers(heads, ask)
        one = figures([row.top for row in ask], answers(heads, ask))
        print(f"fold of {len(ask)}: macro-F1 {one.macro_f1:.3f}", flush=True)
    names = taxonomy.load()
    for name, said in (("shipped sentences", before), ("with the corpus", after)):
        told = figures(right, said)
        classes = " ".join(f"{names[code][0]} {value:.3f}" for code, value in told.by_class.items())
        print(f"{name:20} accuracy {told.accuracy:.3f}  macro-F1 {told.macro_f1:.3f}  {classes}")
    print(f"training beside the shipped model: {spent / FOLDS:.1f} s a fold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
