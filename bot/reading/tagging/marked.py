"""Messages with marked spans, as data/training/spans/*.csv has them: `在[丽景苑2幢](place)修灯`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.reading.text.spans import Span

LABELS = ("place", "place_other", "place_body", "when", "when_other", "body", "body_alt")
"""The matter's place, time (when) and body; with _other, one only mentioned; place_body: both at once; body_alt: another
body that would be right."""
HEADER = ("manner", "kind", "kind_alt", "category", "urgency", "text")
"""manner: letter or chat; kind_alt: another kind that would be right. Only manner, kind, category (a level-one name) and text are read."""
_MARK = re.compile(r"\[([^\[\]]+)\]\((" + "|".join(sorted(LABELS, key=len, reverse=True)) + r")\)")


class MarkError(ValueError):
    """A file of marked messages has another header, or a line that cannot be read; the message says which."""


@dataclass(frozen=True)
class Mark:
    """A span of the original text (not of its normal form), and its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Marked:
    """A message without its marks, and the marks. `kind`: the code of its kind of case (complaint …), or ""; `letter`: whether it is a letter, not a chat message."""

    text: str
    marks: tuple[Mark, ...]
    kind: str = ""
    category: str = ""
    """A level-one name."""
    letter: bool = False

    def said(self, *labels: str) -> list[str]:
        """The texts marked with these labels, without repeats."""
        return list(dict.fromkeys(self.text[mark.start : mark.end] for mark in self.marks if mark.label in labels))


def unmarked(written: str) -> tuple[str, tuple[Mark, ...]]:
    """The text without marks, and its marks."""
    plain, marks, at, last = [], [], 0, 0
    for match in _MARK.finditer(written):
        plain.append(written[last : match.start()])
        at += match.start() - last
        marks.append(Mark(at, at + len(match[1]), match[2]))
        plain.append(match[1])
        at += len(match[1])
        last = match.end()
    return "".join([*plain, written[last:]]), tuple(marks)


def read_marked(path: Path) -> Iterator[Marked]:
    """The messages of one file: CSV with HEADER. Raises MarkError, naming the line or the header."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if tuple(rows.fieldnames or ()) != HEADER:
            raise MarkError(f"{path.name}: the header is not {','.join(HEADER)}")
        for row in rows:
            text, marks = unmarked(row["text"] or "")
            if not text.strip() or "](" in text:
                raise MarkError(f"{path.name} line {rows.line_num}: {text[:40]}")
            yield Marked(text, marks, row["kind"], row["category"], row["manner"] == "letter")


def in_normal(starts: Sequence[int], mark: Mark, size: int) -> Span | None:
    """A mark as a span of the normal form (`starts`: the original place of each of its characters), within `size` of them.

    None if nothing of it is there.
    """
    inside = [at for at, origin in enumerate(starts[:size]) if mark.start <= origin < mark.end]
    return Span(inside[0], inside[-1] + 1) if inside else None
