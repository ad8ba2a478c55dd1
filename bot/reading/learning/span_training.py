"""Train the tagger (`bot/reading/tagging`) on the marked messages of data/training/spans, one file a writer.

It has a conditional random field (CRF, `Field`), which judges characters, and choosers, which judge spans. The CRF is trained
on all messages. The choosers must learn from what a CRF says of messages that it was not trained on: so the writers are split
into parts, and for each part a further CRF is trained on the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.reading.classifying.heads import READ_FOR_CLASSES
from bot.reading.community import Community
from bot.reading.spotting.bodies import find_bodies, possible_bodies
from bot.reading.spotting.places import find_places
from bot.reading.spotting.times import find_times, possible_times
from bot.reading.tagging.candidates import CODE_OF_LABEL, KINDS, ScoredText, candidates_of, clues_of_candidates, overlap
from bot.reading.tagging.chooser import Chooser, matrix_of, train_chooser
from bot.reading.tagging.clues import Clues, Ruled, clues_of
from bot.reading.tagging.field import Field, train_field
from bot.reading.tagging.marked import Mark, Marked, in_normal, read_marked
from bot.reading.tagging.tagger import SpanTagger
from bot.reading.text.moment import SHANGHAI
from bot.reading.text.normal_form import Normal, normalise
from bot.reading.text.spans import Span
from bot.reading.text.words import split_words

WRITTEN = Path(__file__).resolve().parents[3] / "data" / "training" / "spans"
PARTS = 2
"""Parts into which the writers are split."""
NOWHERE = Community()
"""An empty community: the training messages are from many towns."""
_MOMENT = datetime(2020, 1, 1, tzinfo=SHANGHAI)
"""Any moment will do: which days a time means plays no part here."""

Writers = Sequence[Sequence[Marked]]
"""The marked messages of each writer."""


@dataclass
class Example:
    """A marked message, with all that the tagger gets of it. `text`: the beginning of its normal form; `words`: of that."""

    marked: Marked
    normal: Normal
    text: str
    words: tuple[str, ...]
    ruled: Ruled
    clues: Clues

    def labels(self) -> list[str]:
        """The label of each character: B (first of a span) or I with a code of CODE_OF_LABEL; O outside of spans."""
        found = ["O"] * len(self.text)
        for mark in self.marked.marks:
            self._label(found, in_normal(self.normal.starts, mark, len(self.text)), mark.label)
        for said in self.marked.said("when"):  # a time said several times is marked only once
            for span in _occurrences(self, said) if len(said) > 1 else ():
                if set(found[max(0, span.start - 1) : span.end + 1]) == {"O"}:
                    self._label(found, span, "when")
        return found

    @staticmethod
    def _label(labels: list[str], span: Span | None, label: str) -> None:
        """Set the labels of a span; nothing if it is None."""
        if span:
            code = CODE_OF_LABEL[label]
            labels[span.start : span.end] = [f"B{code}", *[f"I{code}"] * (span.end - span.start - 1)]


def make_example(marked: Marked) -> Example:
    """Run the rules on a marked message, and make its clues."""
    normal = normalise(marked.text)
    text = normal.text[:READ_FOR_CLASSES]
    words = tuple(split_words(text))
    places = find_places(normal, words, NOWHERE)
    times = find_times(normal.text, _MOMENT, [place.span for place in places])
    bodies = find_bodies(normal.text, words, NOWHERE)
    ruled = Ruled(
        [(place.span, place.score) for place in places if place.span.end <= len(text)],
        [when.span for when in times if when.span.end <= len(text)],
        [body.span for body in bodies],
        possible_bodies(text, words),
        possible_times(text),
    )
    return Example(marked, normal, text, words, ruled, clues_of(text, words, ruled))


def span_writers(folder: Path = WRITTEN) -> list[list[Marked]]:
    """The messages of each writer, in the order of the files. Raises MarkError."""
    return [list(read_marked(path)) for path in sorted(folder.glob("*.csv"))]


def train_spans(writers: Writers | None = None) -> SpanTagger:
    """Train the tagger on these writers' messages; None: on the shipped ones."""
    seen = [[make_example(one) for one in messages] for messages in (span_writers() if writers is None else writers)]
    parts = [seen[start::PARTS] for start in range(PARTS)]
    held_out = [[one for messages in part for one in messages] for part in parts]
    learned = [
        [one for other in parts if other is not part for messages in other for one in messages] for part in parts
    ]
    fields = [
        train_field([(one.clues, one.labels()) for one in messages])
        for messages in ([one for messages in seen for one in messages], *learned)
    ]
    scored = [pair for field, part in zip(fields[1:], held_out, strict=True) for pair in _score(field, part)]
    return SpanTagger(fields[0], {kind: _train_one_chooser(kind, scored) for kind in KINDS})


def _score(field: Field, messages: Sequence[Example]) -> list[tuple[Example, ScoredText]]:
    """What the choosers judge by, of each message that is not empty, with the probabilities of this CRF."""
    said = [one for one in messages if one.text]
    likely = field.marginals_of_all([one.clues for one in said])
    return [
        (one, ScoredText(one.text, one.words, one.ruled, field.labels, of_it))
        for one, of_it in zip(said, likely, strict=True)
    ]


def _train_one_chooser(kind: str, scored: Sequence[tuple[Example, ScoredText]]) -> Chooser:
    """Train the chooser of a kind of span (one of KINDS) on the candidates of these messages."""
    rows, shares = [], []
    for one, look in scored:
        found = candidates_of(look, kind)
        rows += clues_of_candidates(look, kind, found)
        shares += _right_shares(one, kind, sorted(found))
    return train_chooser(matrix_of(rows), shares)


_RIGHT_LABELS: Mapping[str, tuple[str, ...]] = {
    "place": ("place", "place_body"),
    "when": ("when",),
    "body": ("body", "body_alt", "place_body"),
}
"""Kind of span → the labels with which a candidate of that kind is right."""


def _right_shares(one: Example, kind: str, order: Sequence[Span]) -> list[float]:
    """How far each candidate is right (0 to 1): a body wholly or not at all, a place or time by its overlap with a right one."""
    said = one.marked.said(*_RIGHT_LABELS[kind])
    if kind == "body":
        written = [one.normal.verbatim(span.start, span.end) for span in order]
        return [float(any(text in right or right in text for right in said)) for text in written]
    right = [span for text in said for span in _occurrences(one, text)]
    return [max((overlap(span, other) for other in right), default=0.0) for span in order]


def _occurrences(one: Example, said: str) -> list[Span]:
    """Every occurrence of the words in what is read of the message (`Example.text`), marked or not."""
    starts = [found.start() for found in re.finditer(f"(?={re.escape(said)})", one.normal.original)]
    marks = [Mark(start, start + len(said), "") for start in starts]
    return [span for mark in marks if (span := in_normal(one.normal.starts, mark, len(one.text)))]
