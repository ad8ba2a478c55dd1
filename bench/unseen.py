"""Measure the reading on people who had seen neither the code nor the training data: `python -m bench.unseen [spans|danger|left_out]`.

`bench/unseen/*.csv`: letters and chat messages of three writers, with their places, times and bodies marked in the text:
`[原文](label)`, by the labels of `_FIELDS`; `chat.csv`: ordinary messages of two writers who did not think of danger
(empty `danger`), and a third one's real dangers. None of it is trained on. `left_out` (only if named, as it takes long):
each writer of data/training/spans too is left out of the training of the tagger once, and asked. Prints figures and line
numbers, no sentence.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from bench.letters import Letter, counted
from bench.letters import figures as letter_figures
from bench.results import PROJECT, absent, result, rows
from bot.reading.learning.span_training import WRITTEN, train_spans
from bot.reading.learning.training import train_all
from bot.reading.reader import Reader
from bot.reading.tagging.marked import read_marked
from bot.reading.text.moment import SHANGHAI

FOLDER = PROJECT / "bench" / "unseen"
WRITERS = ("farmer", "nurse", "teacher")
MANNERS = ("chat", "letter")
SHOWN = ("place_strict_P", "place_strict_R", "place_strict_F1", "place_half", "when_strict_F1", "when_half", "body_acc",
         "kind4_macroF1", "kind_lenient")  # fmt: skip
_MARK = re.compile(r"\[([^\[\]]+)\]\((place_other|place_body|place|when_other|when|body_alt|body)\)")
_FIELDS: dict[str, tuple[str, ...]] = {
    "place": ("place", "place_body"),
    "place_other": ("place_other",),
    "when": ("when",),
    "when_other": ("when_other",),
    "body_alt": ("body_alt", "body", "place_body"),
}


def letters(writer: str) -> list[Letter]:
    """A writer's messages in the shape of the annotated letters."""
    path = next(folder / f"{writer}.csv" for folder in (FOLDER, WRITTEN) if (folder / f"{writer}.csv").exists())
    return [_letter(f"{writer}:{line}", row) for line, row in enumerate(rows(path), start=2)]


def _letter(name: str, row: dict[str, str]) -> Letter:
    marked: dict[str, list[str]] = {label: [] for label in ("body", *_FIELDS, "place_body")}
    for text, label in _MARK.findall(row["text"]):
        marked[label].append(text)
    found: dict[str, Any] = {
        field: list(dict.fromkeys(text for label in labels for text in marked[label]))
        for field, labels in _FIELDS.items()
    }
    body = [*marked["body"], *marked["place_body"]]
    return {
        **found,
        "id": name,
        "manner": row["manner"],
        "text": _MARK.sub(r"\1", row["text"]),
        "kind": row["kind"],
        "kind_alt": [row["kind_alt"]] if row["kind_alt"] else [],
        "body": body[0] if body else None,
    }


def spans(reader: Reader) -> None:
    """The scorer's figures for each writer, and their mean: of chat messages and of letters."""
    found = [_figures_of(writer, reader) for writer in WRITERS]
    for manner in MANNERS:
        for name in SHOWN:
            result(f"unseen writers {manner} {name}", sum(one[manner][name] for one in found) / len(found))


def _figures_of(writer: str, reader: Reader) -> dict[str, dict[str, float]]:
    """Manner → the scorer's figures for a writer's messages of it, which are printed."""
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    found = {}
    for manner in MANNERS:
        asked = [letter for letter in letters(writer) if letter["manner"] == manner]
        found[manner] = letter_figures(counted(asked, [reader.read(letter["text"], moment) for letter in asked]))
        told = ", ".join(f"{name} {found[manner][name]:.3f}" for name in SHOWN)
        print(f"{writer} {manner} ({len(asked)}): {told}", flush=True)
    return found


def left_out(reader: Reader) -> None:
    """The figures for places, times and bodies when the tagger has learned from all writers but the one asked."""
    paths = {path.stem: path for path in (*WRITTEN.glob("*.csv"), *(FOLDER / f"{name}.csv" for name in WRITERS))}
    found = []
    for writer in sorted(paths):
        tagger = train_spans([list(read_marked(paths[other])) for other in sorted(paths) if other != writer])
        found.append(_figures_of(writer, reader.with_spans(tagger)))
    for manner in MANNERS:
        for name in SHOWN[:-2]:
            result(f"writers left out {manner} {name}", sum(one[manner][name] for one in found) / len(found))


def danger(reader: Reader) -> None:
    """How many ordinary messages raise an emergency, and how many real dangers raise none."""
    moment = datetime(2020, 1, 1, tzinfo=SHANGHAI)
    asked = rows(FOLDER / "chat.csv")
    raised = [reader.read(row["text"], moment)["urgency"]["level"] == "emergency" for row in asked]
    ordinary = [
        line for line, (row, hot) in enumerate(zip(asked, raised, strict=True), start=2) if not row["danger"] and hot
    ]
    missed = [
        line for line, (row, hot) in enumerate(zip(asked, raised, strict=True), start=2) if row["danger"] and not hot
    ]
    real = sum(bool(row["danger"]) for row in asked)
    print(f"raised falsely, lines of chat.csv: {_shown(ordinary)}; not raised: {_shown(missed)}")
    result("unseen ordinary messages raised as danger", len(ordinary) / max(1, len(asked) - real))
    result("unseen dangers not raised", len(missed) / max(1, real))


def _shown(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines)) or "none"


def _asked(names: Sequence[str]) -> Iterator[str]:
    yield from names or ("spans", "danger")


def main() -> None:
    reader = Reader(train_all())
    for name in _asked(sys.argv[1:]):
        if name == "danger":
            danger(reader)
        elif name == "left_out":
            left_out(reader)
        elif not absent():  # the scorer lies with the evaluation files
            spans(reader)


if __name__ == "__main__":
    main()
