"""Read an operator's labelled export (`text,category`), and train on it in addition to the shipped data.

Further columns are used where the export has them: `kind`; `places`, `times` and `body`, each a JSON list of spans, either
texts or `{"text", "role"}` (matter or mention).

A local head learns from the export with full weight, and from the shipped sentences and terms with less. Its share in
the decision grows with the export: a large one shows the town's filing conventions better than the shipped data do.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np

from bot.reading.classifying import category, kind, taxonomy
from bot.reading.classifying.category import CategoryHeads
from bot.reading.classifying.heads import READ_FOR_CLASSES, Array, Head, Reading, Row, best_sharpness, grams, hash_files
from bot.reading.learning.span_training import span_writers, train_spans
from bot.reading.learning.training import (
    lexicon_terms,
    reading_of,
    sentences,
    shipped_trainers,
    train_category,
    train_heads,
    train_kind,
)
from bot.reading.tagging.marked import Mark, Marked
from bot.reading.tagging.tagger import SpanTagger
from bot.reading.trained import Heads

SHORTEST_LETTER = 90
"""Characters from which a message of the export counts as a letter."""
MOST_BYTES = 200 << 20
MOST_ROWS = 200_000
MOST_CHARACTERS = 20_000
FEWEST_CHARACTERS = 2
"""Limits of an export (its bytes, its usable rows) and of each text in it."""
SENTENCE_WEIGHT, TERM_WEIGHT = 0.1, 0.3
"""Weights, in a local head (the category's first level), of a shipped sentence and of a lexicon term; a message of the export has 1
(docs/understanding.md)."""
ROWS_FOR_HALF = 120
"""The size of an export, in messages, at which the local head has half of the say."""


class CorpusError(ValueError):
    """The export as a whole is unusable; the message says why and what is expected."""


@dataclass(frozen=True)
class ExportRow:
    """A labelled text of the export."""

    text: str
    code: str
    """The code of its category: two digits a level."""
    kind: str = ""
    """The code of its kind; "" if the export gives none."""
    marked: Marked | None = None
    """The text with its spans (none: []); None if its columns of spans are blank."""

    @property
    def top(self) -> str:
        """The level-one code."""
        return self.code[:2]


@dataclass(frozen=True)
class BadRow:
    """A row of the export that is not used, the line where it ends, and why (for people)."""

    line: int
    reason: str


@dataclass(frozen=True)
class Corpus:
    """An export as read."""

    rows: tuple[ExportRow, ...]
    bad: tuple[BadRow, ...]


def read_corpus(path: Path) -> Corpus:
    """Read an export; returns its usable rows, and its bad ones by line. Raises CorpusError.

    Encoded as UTF-8, or GB 18030 as Excel writes in China. Texts may be split into words by spaces. A text
    repeated with the same category counts once, as it stood first; repeated with another, it is a bad row. Past MOST_ROWS
    usable rows nothing more is read: the next is a bad row that says so.
    """
    if path.stat().st_size > MOST_BYTES:
        raise CorpusError(f"{path.name} 超过 {MOST_BYTES >> 20} MB (too large)")
    reader = csv.DictReader(io.StringIO(_decode(path).replace("\0", ""), newline=""))
    try:
        missing = {"text", "category"} - set(reader.fieldnames or ())
    except csv.Error as problem:
        raise CorpusError(f"{path.name} 的第一行读不了：{problem}") from problem
    if missing:
        raise CorpusError(f"{path.name} 的第一行应当是 text,category，缺 {'、'.join(sorted(missing))} (header)")
    seen: dict[str, ExportRow] = {}
    bad = []
    for line, entry in _entries(reader):
        if len(seen) >= MOST_ROWS:
            bad.append(BadRow(line, f"超过 {MOST_ROWS} 行，以后的不读"))
            break
        problem, row = _check_entry(entry, seen)
        if row is not None:
            seen[row.text] = row
        if problem:
            bad.append(BadRow(line, problem))
    return Corpus(tuple(seen.values()), tuple(bad))


def _decode(path: Path) -> str:
    """The file's text, from UTF-8 or GB 18030; in a file of neither, characters that are not UTF-8 become U+FFFD."""
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8-sig", errors="replace")  # lines with a broken character are reported as bad


def _entries(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Each row with the line where it ends; in place of one that cannot be parsed, the error's text."""
    while True:
        try:
            entry = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            yield reader.line_num, str(problem)
            continue
        yield reader.line_num, entry


def _check_entry(entry: dict[str, str] | str, seen: Mapping[str, ExportRow]) -> tuple[str | None, ExportRow | None]:
    """(why a row is bad, None), or (None, the row); (None, None) for a repeat of a row in `seen` (text → row)."""
    if isinstance(entry, str):
        return entry, None
    text, name = (entry["text"] or "").strip(), (entry["category"] or "").strip()
    if None in entry:
        return "列数多了（文字里有逗号时要加引号）", None
    if "\ufffd" in text:
        return "不是 UTF-8 的字", None
    if len(text) < FEWEST_CHARACTERS:
        return "text 是空的", None
    if len(text) > MOST_CHARACTERS:
        return f"text 超过 {MOST_CHARACTERS} 字", None
    code = taxonomy.code_of(name)
    if code is None:
        return f"没有这个类别：{name[:30]!r}", None
    if text in seen:
        return (None if seen[text].code == code else "同一段文字前面标的是别的类别"), None
    of_kind = (entry.get("kind") or "").strip()
    if of_kind and of_kind not in kind.LABELS:
        return f"没有这个性质：{of_kind[:30]!r}", None
    try:
        return None, ExportRow(text, code, of_kind, _marked(text, entry))
    except (ValueError, TypeError, AttributeError, KeyError):
        return "places、times、body 不是片段的 JSON，或片段不在 text 里", None


_LABELS = {
    "places": {"matter": "place", "mention": "place_other"},
    "times": {"matter": "when", "mention": "when_other"},
    "body": {"matter": "body", "mention": "body_alt"},
}
"""Each column of spans → the label of a span by its role."""


def _marked(text: str, entry: Mapping[str, str]) -> Marked | None:
    """The text with the spans of its row; None if all its columns of spans are blank ([] is not).

    Raises ValueError, TypeError or KeyError.
    """
    given = {name: entry.get(name) for name in _LABELS}
    if not any((value or "").strip() for value in given.values()):
        return None
    spans = [
        (span if isinstance(span, str) else span["text"], labels["matter" if isinstance(span, str) else span["role"]])
        for name, labels in _LABELS.items()
        for span in json.loads(given[name] or "[]")
    ]
    marks = [mark for said, label in spans for mark in _marks(text, said, label)]
    return Marked(text, tuple(marks), letter=len(text) >= SHORTEST_LETTER)


def _marks(text: str, said: str, label: str) -> list[Mark]:
    """A mark for each occurrence of the words in the text. Raises ValueError if there is none."""
    found = [Mark(*one.span(), label) for one in re.finditer(re.escape(said), text)] if said else []
    if said and not found:
        raise ValueError(said)
    return found


def accepted_corpus() -> Path | None:
    """The accepted export to train with (LINLI_CORPUS), or None."""
    path = os.environ.get("LINLI_CORPUS", "").strip()
    return Path(path) if path else None


def hash_of_corpus() -> str:
    """The hash of the accepted export; "" without one."""
    path = accepted_corpus()
    return hash_files([path]) if path else ""


def split_holdout(rows: Sequence[ExportRow], share: float = 0.2) -> tuple[list[ExportRow], list[ExportRow]]:
    """Split rows into (to learn from, held out), the same way each time.

    `share` of each level-one class is held out, nothing of a class with fewer than five rows.
    """
    by_top: dict[str, list[ExportRow]] = {}
    for row in rows:
        by_top.setdefault(row.top, []).append(row)
    drawn = Random(11)  # noqa: S311 (a split, not a secret)
    learn: list[ExportRow] = []
    held_out: list[ExportRow] = []
    for top in sorted(by_top):
        mixed = drawn.sample(by_top[top], len(by_top[top]))
        cut_at = round(len(mixed) * share) if len(mixed) >= 5 else 0
        held_out += mixed[:cut_at]
        learn += mixed[cut_at:]
    return learn, held_out


def split_folds(rows: Sequence[ExportRow], folds: int = 5) -> list[tuple[list[ExportRow], list[ExportRow]]]:
    """Split rows into `folds` pairs (to learn from, held out), the same way each time; [] if no class is large enough.

    Each row of a level-one class with at least `folds` rows is held out once.
    """
    by_top: dict[str, list[ExportRow]] = {}
    for row in rows:
        by_top.setdefault(row.top, []).append(row)
    drawn = Random(11)  # noqa: S311 (a split, not a secret)
    parts: list[list[ExportRow]] = [[] for _ in range(folds)]
    for top in sorted(by_top):
        mixed = drawn.sample(by_top[top], len(by_top[top]))
        for at, row in enumerate(mixed if len(mixed) >= folds else []):
            parts[at % folds].append(row)
    held_out = [{row.text for row in part} for part in parts if part]
    return [
        ([row for row in rows if row.text not in out], [row for row in rows if row.text in out]) for out in held_out
    ]


def reading_of_opening(text: str) -> Reading:
    """The reading of a text's beginning, as far as the heads read."""
    return reading_of(text[:READ_FOR_CLASSES])


def local_features(reading: Reading) -> list[str]:
    """Features without the lexicon, which does not know a town's own terms: runs of 1 to 4 characters, words of 2 or more."""
    return [*grams(reading.text, 1, 4), *(f"w{word}" for word in reading.words if len(word) > 1)]


@dataclass
class CorpusHeads(CategoryHeads):
    """Level one: the shipped head combined with a local one that also learned from the operator's export.

    Level two: a head that also learned from it, if the export has categories of that level; else the shipped one.
    """

    local_head: Head | None = None
    """The local head; it has the classes of the shipped heads."""
    local_share: float = 0.0
    """The local head's share of the decision. 0: the shipped heads alone; 1: the local head alone."""

    def logits_of(self, row: Row, reading: Reading) -> Array:
        assert self.local_head is not None, "set by combine_with_export"
        shipped = (1 - self.local_share) * _standardised(super().logits_of(row, reading))
        return np.asarray(shipped + self.local_share * _standardised(self.local_head.logits([reading])[0]))


def _standardised(values: Array) -> Array:
    """The values with mean 0 and standard deviation 1, so that two heads' logits can be added."""
    return np.asarray((values - values.mean()) / max(float(values.std()), 1e-9))


Examples = list[tuple[Reading, str, float]]
"""(reading, code, weight) of each example."""


@lru_cache(maxsize=1)
def shipped_examples() -> Examples:
    """The shipped sentences and lexicon terms as (reading, code, weight)."""
    written = [(reading_of(one.text), one.code, SENTENCE_WEIGHT) for one in sentences()]
    return written + [(reading, code, TERM_WEIGHT) for reading, code in zip(*lexicon_terms(), strict=True)]


def _train_local_head(rows: Sequence[ExportRow], written: Examples) -> Head:
    """Train the local head on the export's rows and on `written`, the shipped sentences and terms; classes of few examples weigh as much as others."""
    tops = [row.top for row in rows] + [code[:2] for _, code, _ in written]
    weights = [1.0] * len(rows) + [weight for _, _, weight in written]
    many = Counter(tops)
    even = [weight * len(tops) / (len(many) * many[top]) for weight, top in zip(weights, tops, strict=True)]
    readings = [*(reading_of_opening(row.text) for row in rows), *(reading for reading, _, _ in written)]
    return Head(local_features, inverse_regularisation=0.5, quick=True).fit(readings, tops, even)


def combine_with_export(base: CategoryHeads, rows: Sequence[ExportRow]) -> CorpusHeads:
    """The shipped heads `base`, with those that also learn from the export's rows. Deterministic."""
    written = shipped_examples()
    share = len(rows) / (len(rows) + ROWS_FOR_HALF)
    deep = [row for row in rows if len(row.code) >= 4]
    below = _train_level_two(base, deep, written) if deep else base.level_two

    def made(part: Sequence[ExportRow], sharpness: float) -> CorpusHeads:
        return CorpusHeads(
            base.level_one, below, sharpness, local_head=_train_local_head(part, written), local_share=share
        )

    learn, held_out = split_holdout(rows)
    if not held_out:
        return made(rows, base.sharpness)
    first = made(learn, 1.0)
    right = [first.classes.index(row.top) for row in held_out]
    return made(rows, best_sharpness(first.logits([reading_of_opening(row.text) for row in held_out]), right))


def _train_level_two(base: CategoryHeads, deep: Sequence[ExportRow], written: Examples) -> Head:
    """Train the head for level two on the export's rows with a level-two category, and on `written`."""
    readings = [*(reading_of_opening(row.text) for row in deep), *(reading for reading, _, _ in written)]
    codes = [*(row.code for row in deep), *(code for _, code, _ in written)]
    return Head(category.features, inverse_regularisation=0.5, quick=True).fit_vectors(
        base.level_one.sparse_vectors(readings), codes
    )


def train_installed_category() -> CategoryHeads:
    """Train this installation's category heads: the shipped ones, and the operator's export if there is one."""
    base = train_category()
    return combine_with_export(base, _accepted_rows()) if accepted_corpus() else base


def _accepted_rows() -> Sequence[ExportRow]:
    """The rows of the accepted export; none without one."""
    path = accepted_corpus()
    return _rows_of(path, hash_of_corpus()) if path else ()


@lru_cache(maxsize=1)
def _rows_of(path: Path, _hash: str) -> Sequence[ExportRow]:
    """The rows of the export, read once per training. `_hash`: of the file, so that a changed file is read anew."""
    return read_corpus(path).rows


def train_installed_kind() -> Head:
    """Train this installation's kind head, also on the kinds of the operator's export."""
    rows = _accepted_rows()
    return train_kind([(row.text, row.kind, len(row.text) >= SHORTEST_LETTER) for row in rows if row.kind])


def train_installed_spans() -> SpanTagger:
    """Train this installation's tagger, also on the spans of the operator's export, which count as those of one more writer."""
    own = [row.marked for row in _accepted_rows() if row.marked]
    return train_spans([*span_writers(), *([own] if own else [])])


def train_installed(examples: list[tuple[str, str]]) -> Heads:
    """Train this installation's heads. `examples`: the (text, intent) pairs that Rasa has read."""
    installed = {"kind": train_installed_kind, "category": train_installed_category, "spans": train_installed_spans}
    return train_heads(shipped_trainers(examples) | installed)


def corpus_csv(rows: Sequence[ExportRow]) -> str:
    """The rows as the text of a CSV file, sorted, so that the same export always has the same hash."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("text", "category", "kind", *_LABELS))
    names = taxonomy.load()
    for row in sorted(rows, key=lambda one: (one.text, one.code)):
        writer.writerow((row.text, "/".join(names[row.code]), row.kind, *_spans_of(row)))
    return out.getvalue()


def _spans_of(row: ExportRow) -> list[str]:
    """The columns of spans of a row, as `_marked` reads them."""
    if row.marked is None:
        return [""] * len(_LABELS)
    columns = []
    for labels in _LABELS.values():
        spans = [{"text": said, "role": role} for role, label in labels.items() for said in row.marked.said(label)]
        columns.append(json.dumps(spans, ensure_ascii=False))
    return columns
