"""Measure what an operator's own labels add: `python -m bench.with_corpus`.

Five folds of the evaluation letters: four serve as the operator's export, the fifth is read with the shipped category
model and with the one that also learned from the export. Reads EVAL (default ../shared/data); nothing of it is kept.
"""

from __future__ import annotations

import random
import sys
import time

from bench.results import letters, must_skip, result
from bot.evaluate_export import classify_rows, compute_figures
from bot.reading.classifying import taxonomy
from bot.reading.learning.corpus import ExportRow, combine_with_export
from bot.reading.learning.training import train_category

FOLDS = 5


def labelled() -> list[ExportRow]:
    """The letters of dev.csv whose label is a category, as the rows of an operator's export."""
    read = [(row["letter"], taxonomy.code_of(row["label"])) for row in letters()]
    return [ExportRow(text, code) for text, code in read if code]


def folds(rows: list[ExportRow]) -> list[list[int]]:
    """The row numbers of five folds, stratified by label."""
    drawn = random.Random(0)
    order = sorted(drawn.sample(range(len(rows)), len(rows)), key=lambda at: rows[at].top)
    return [order[start::FOLDS] for start in range(FOLDS)]


def main() -> int:
    if must_skip():
        return 0
    rows, base = labelled(), train_category()
    right: list[str] = []
    before: list[str] = []
    after: list[str] = []
    spent = 0.0
    for fold in folds(rows):
        ask, out = [rows[at] for at in fold], set(fold)
        began = time.monotonic()
        heads = combine_with_export(base, [row for at, row in enumerate(rows) if at not in out])
        spent += time.monotonic() - began
        right += [row.top for row in ask]
        before += classify_rows(base, ask)
        after += classify_rows(heads, ask)
        one = compute_figures([row.top for row in ask], classify_rows(heads, ask))
        print(f"fold of {len(ask)}: macro-F1 {one.macro_f1:.3f}", flush=True)
    names = taxonomy.load()
    for name, said in (("shipped sentences", before), ("with the corpus", after)):
        figures = compute_figures(right, said)
        classes = " ".join(f"{names[code][0]} {value:.3f}" for code, value in figures.by_class.items())
        result(f"with_corpus.{name.replace(' ', '_')}.macro_f1", figures.macro_f1)
        print(f"{name:20} accuracy {figures.accuracy:.3f}  macro-F1 {figures.macro_f1:.3f}  {classes}")
    print(f"training beside the shipped model: {spent / FOLDS:.1f} s a fold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
