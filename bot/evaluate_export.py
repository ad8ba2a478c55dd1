"""Judge an operator's labelled export (messages with their category, from `linli nlu export`): does training on it make the category model better or worse?

`python -m bot.evaluate_export --corpus export.csv [--keep DIR] [--anyway]` splits the export into five folds and
classifies each with a model of the project's own sentences alone ("before", which is not the model that serves if an
export was accepted already) and with one that also learned from the other four ("after"). It prints the figures of
both. Exit 2: the export is unusable. Exit 3: it is refused, as a paired test says that the model became worse, on the
whole or for a class; --anyway accepts it.

The models it trains are thrown away. If the export is accepted, DIR gets `corpus.csv` and `figures.json`; `linli train`
then trains the model that serves, with `corpus.csv`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy.stats import binomtest

from bot.reading.classifying import taxonomy
from bot.reading.classifying.category import CategoryHeads
from bot.reading.learning.corpus import (
    Corpus,
    CorpusError,
    ExportRow,
    combine_with_export,
    corpus_csv,
    read_corpus,
    reading_of_opening,
    split_folds,
)
from bot.reading.learning.training import train_category

SIGNIFICANCE = 0.05
"""A loss counts if chance alone would cause it with less than this probability (one-sided sign test; see `losses`)."""
FEWEST_ROWS = 20
"""The fewest usable rows with which an export can be judged."""
MOST_LISTED = 20
"""Bad rows listed one by one; the rest are only counted."""
UNUSABLE, REFUSED = 2, 3
"""Exit codes."""


@dataclass(frozen=True)
class Figures:
    """How well a model classifies the held-out rows."""

    accuracy: float
    macro_f1: float
    by_class: dict[str, float]
    """Level-one code → F1."""
    right: tuple[bool, ...] = ()
    """Row by row, whether it was classified right."""

    def to_json(self) -> dict[str, Any]:
        """For figures.json: rounded, and the classes by name instead of code."""
        names = taxonomy.load()
        shown = {names[code][0]: round(value, 4) for code, value in self.by_class.items()}
        return {"accuracy": round(self.accuracy, 4), "macro_f1": round(self.macro_f1, 4), "f1": shown}


def compute_figures(labels: Sequence[str], predicted: Sequence[str]) -> Figures:
    """Compare the labels with what the model chose (both level-one codes), row by row. Macro-F1 is over the classes in `labels`."""
    pairs = list(zip(labels, predicted, strict=True))
    by_class = {}
    for code in sorted(set(labels)):
        hits = sum(a == b == code for a, b in pairs)
        by_class[code] = 2 * hits / (sum(a == code for a, _ in pairs) + sum(b == code for _, b in pairs))
    right = tuple(a == b for a, b in pairs)
    return Figures(sum(right) / len(pairs), sum(by_class.values()) / len(by_class), by_class, right)


def classify_rows(heads: CategoryHeads, rows: Sequence[ExportRow]) -> list[str]:
    """Classify each row; return the likeliest level-one code of each."""
    return [
        heads.classes[index] for index in heads.logits([reading_of_opening(row.text) for row in rows]).argmax(axis=1)
    ]


def compare(base: CategoryHeads, rows: Sequence[ExportRow]) -> tuple[list[str], Figures, Figures]:
    """Return (level-one codes of the held-out rows, figures before, figures after). `base`: trained on the project's own sentences alone.

    Each row of a class with at least five rows is held out once. Raises CorpusError if there are too few rows, or no
    such class.
    """
    folds = split_folds(rows)
    if len(rows) < FEWEST_ROWS or not folds:
        raise CorpusError(
            f"能用的只有 {len(rows)} 行，至少要 {FEWEST_ROWS} 行、有一类满 5 行，才量得出好坏 (too few rows)"
        )
    tops: list[str] = []
    before: list[str] = []
    after: list[str] = []
    for learn, held_out in folds:
        tops += [row.top for row in held_out]
        before += classify_rows(base, held_out)
        after += classify_rows(combine_with_export(base, learn), held_out)
    return tops, compute_figures(tops, before), compute_figures(tops, after)


def sign_test(lost: int, won: int) -> float:
    """The p-value of a one-sided sign test: that chance alone turns at least `lost` of `lost + won` changed rows wrong."""
    return float(binomtest(lost, lost + won, alternative="greater").pvalue)


def losses(tops: Sequence[str], before: Figures, after: Figures) -> list[str]:
    """A sentence for each loss beyond chance: on the whole, or of a class (whose SIGNIFICANCE is divided by the number of classes)."""
    names, classes = taxonomy.load(), sorted(set(tops))
    tests = [("合起来", range(len(tops)), SIGNIFICANCE)]
    tests += [
        (names[code][0], [at for at, top in enumerate(tops) if top == code], SIGNIFICANCE / len(classes))
        for code in classes
    ]
    sentences = []
    for name, rows, level in tests:
        lost = sum(before.right[at] and not after.right[at] for at in rows)
        won = sum(after.right[at] and not before.right[at] for at in rows)
        if lost > won and (chance := sign_test(lost, won)) < level:
            sentences.append(
                f"{name} 变差了：{len(rows)} 条里原来对、现在错的 {lost} 条，原来错、现在对的 {won} 条，碰巧如此的可能只有 {chance:.3f} (worse)"
            )
    return sentences


def figures_table(before: Figures, after: Figures, held: dict[str, int]) -> str:
    """The table to print: a line for accuracy, macro-F1 and each class. `held`: code → how many rows of that class were held out."""
    names = taxonomy.load()
    lines = [f"{'':<10}{'before':>8}{'after':>8}"]
    lines += [f"{'accuracy':<10}{before.accuracy:>8.3f}{after.accuracy:>8.3f}"]
    lines += [f"{'macro-F1':<10}{before.macro_f1:>8.3f}{after.macro_f1:>8.3f}"]
    for code in before.by_class:
        name = names[code][0]
        wide = " " * max(0, 16 - 2 * len(name))
        lines.append(f"  {name}{wide}{before.by_class[code]:.3f}   {after.by_class[code]:.3f}   ({held[code]})")
    return "\n".join(lines)


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _print_bad_rows(corpus: Corpus) -> None:
    for bad in corpus.bad[:MOST_LISTED]:
        _print(f"第 {bad.line} 行没有用：{bad.reason}")
    if len(corpus.bad) > MOST_LISTED:
        _print(f"…还有 {len(corpus.bad) - MOST_LISTED} 行没有用")


def store_accepted(folder: Path, rows: Sequence[ExportRow], before: Figures, after: Figures, bad: int) -> None:
    """Write the accepted rows and the figures to `folder`. `bad`: how many rows of the export were unusable."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    figures = {"rows": len(rows), "bad_rows": bad, "before": before.to_json(), "after": after.to_json()}
    (folder / "corpus.csv").write_text(corpus_csv(rows), encoding="utf-8")
    (folder / "figures.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


def judge(path: Path, folder: Path | None, anyway: bool) -> int:
    """Judge the export at `path`, and store it in `folder` if accepted; returns the exit code. Raises CorpusError."""
    corpus = read_corpus(path)
    _print_bad_rows(corpus)
    _print(f"{len(corpus.rows)} 行能用，{len(corpus.bad)} 行不能；分成五份，轮流留一份来量 (measuring)…")
    if len(corpus.rows) < FEWEST_ROWS:
        raise CorpusError(f"能用的只有 {len(corpus.rows)} 行，至少要 {FEWEST_ROWS} 行 (too few rows)")
    tops, before, after = compare(train_category(), corpus.rows)
    _print(figures_table(before, after, {code: tops.count(code) for code in before.by_class}))
    worse = losses(tops, before, after)
    for sentence in worse:
        _print(sentence)
    if worse and not anyway:
        _print("变差了，没有换上新模型；仍要换，加 ANYWAY=1（linli train --anyway） (not promoted)")
        return REFUSED
    if folder is not None:
        store_accepted(folder, corpus.rows, before, after, len(corpus.bad))
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bot.evaluate_export", description="自己的标注加上去，好了多少")
    parser.add_argument("--corpus", type=Path, required=True, help="text,category 的 CSV")
    parser.add_argument("--keep", type=Path, default=None, help="通过了就把语料和数字写到这个文件夹")
    parser.add_argument("--anyway", action="store_true", help="有一类变差也换")
    asked = parser.parse_args(arguments)
    if not asked.corpus.is_file():
        sys.stderr.write(f"找不到 {asked.corpus} (not found)\n")
        return UNUSABLE
    try:
        return judge(asked.corpus, asked.keep, asked.anyway)
    except CorpusError as problem:
        sys.stderr.write(f"{problem}\n")
        return UNUSABLE


if __name__ == "__main__":
    raise SystemExit(main())
