"""Read the training sentences written for Linli, and train the heads on them."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from bot.reading.classifying import act, category, danger, intent, kind, taxonomy
from bot.reading.classifying.act import TurnReading
from bot.reading.classifying.category import CategoryHeads
from bot.reading.classifying.danger import DangerHead
from bot.reading.classifying.heads import Head, Reading, best_sharpness
from bot.reading.learning.side_by_side import run_side_by_side
from bot.reading.learning.span_training import span_writers, train_spans
from bot.reading.text.normal_form import normalise
from bot.reading.text.words import split_words
from bot.reading.trained import Heads

DATA = Path(__file__).resolve().parents[3] / "data"
SENTENCES = DATA / "nlu" / "category"
DANGERS = DATA / "nlu" / "danger"
ACTS = DATA / "nlu" / "acts"
KINDS = DATA / "nlu" / "kind"
WHOLE_LETTER = 3.0
"""The weight of a letter (a long message) in training the kind head; a sentence or another short message has 1."""


class SentenceError(ValueError):
    """A line of the training data cannot be read; the message says which."""


@dataclass(frozen=True)
class Sentence:
    """A training sentence, with its category's code and its kind."""

    text: str
    code: str
    kind: str


def _rows(path: Path, names: str, is_valid: Callable[[list[str]], bool]) -> Iterator[list[str]]:
    """The rows of a CSV file of training data, without comment lines. Raises SentenceError for another header, and, with its
    number, for a bad line or one with a blank field.

    `names`: the header that the file must have. `is_valid`: whether a row's fields may stand there.
    """
    with path.open(encoding="utf-8", newline="") as file:
        numbered = [
            (number, line) for number, line in enumerate(file, start=1) if line.strip() and not line.startswith("#")
        ]
    if not numbered or numbered[0][1].strip() != names:
        raise SentenceError(f"{path.name}: the header is not {names}")
    for number, line in numbered[1:]:
        fields = [field.strip() for field in next(csv.reader([line]))]
        if len(fields) != names.count(",") + 1 or not all(fields) or not is_valid(fields):
            raise SentenceError(f"{path.name} line {number}: {line.strip()[:40]}")
        yield fields


def read_sentence_file(path: Path) -> Iterator[Sentence]:
    """Read the sentences of one file: CSV `code,kind,text`. Raises SentenceError."""
    known = taxonomy.load()
    for code, of_kind, text in _rows(path, "code,kind,text", lambda row: row[0] in known and row[1] in kind.LABELS):
        yield Sentence(text, code, of_kind)


def sentences() -> list[Sentence]:
    """Every sentence of data/nlu/category, in the order of files and lines."""
    return [one for path in sorted(SENTENCES.glob("*.csv")) for one in read_sentence_file(path)]


def intent_examples() -> list[tuple[str, str]]:
    """The (text, intent) pairs of data/nlu/*.yml, for training without Rasa."""
    pairs = []
    for path in sorted((DATA / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = re.findall(r"^- (.+)$", entry["examples"], flags=re.MULTILINE)
            pairs += [(line, entry["intent"]) for line in lines]
    return pairs


_KEPT: ContextVar[dict[str, Reading] | None] = ContextVar("kept readings", default=None)
"""Text → its reading, within `readings_kept`; None outside, as jieba may learn names between two calls."""


@contextmanager
def readings_kept() -> Iterator[None]:
    """Within it, no text is read twice: several heads learn from the same sentences."""
    before = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(before)


def reading_of(text: str) -> Reading:
    """Normalise a text and split it into words: the input of a head."""
    kept = _KEPT.get()
    if kept is not None and text in kept:
        return kept[text]
    plain = normalise(text).text
    reading = Reading(plain, tuple(split_words(plain)))
    if kept is not None:
        kept[text] = reading
    return reading


def train_intent(examples: list[tuple[str, str]]) -> Head:
    """Train the intent head; a quarter of the category sentences are added as reports."""
    reports = [(one.text, "report_case") for one in sentences()[::4]]
    pairs = [*examples, *reports]
    return intent.fit([reading_of(text) for text, _ in pairs], [name for _, name in pairs])


@dataclass(frozen=True)
class ActTurn:
    """A message in a conversation. `state`: what the bot said last; `act`: what the message does (`act.STATES`, `act.ACTS`)."""

    state: str
    act: str
    text: str

    def turn_reading(self) -> TurnReading:
        """The input of the act head, which does not know that an emergency was raised."""
        reading = reading_of(self.text)
        return TurnReading(reading.text, reading.words, act.OPEN if self.state == "emergency" else self.state)


def read_act_file(path: Path) -> Iterator[ActTurn]:
    """Read the turns of one file: CSV `state,act,text`. Raises SentenceError."""
    rows = _rows(path, "state,act,text", lambda row: row[0] in act.STATES and row[1] in act.ACTS)
    return (ActTurn(state, of_act, text) for state, of_act, text in rows)


def act_writers() -> list[list[ActTurn]]:
    """The turns of data/nlu/acts, a list a writer (a file), in the order of files and lines."""
    return [list(read_act_file(path)) for path in sorted(ACTS.glob("*.csv"))]


def train_act(writers: Sequence[Sequence[ActTurn]] | None = None) -> Head:
    """Train the act head on the turns of the writers; by default of all."""
    turns = [one for written in (act_writers() if writers is None else writers) for one in written]
    return act.fit([one.turn_reading() for one in turns], [one.act for one in turns])


def read_kind_file(path: Path) -> Iterator[tuple[str, str]]:
    """The (text, kind) pairs of one file: CSV `kind,text`. Raises SentenceError."""
    rows = _rows(path, "kind,text", lambda row: row[0] in kind.LABELS)
    return ((text, of_kind) for of_kind, text in rows)


def kind_letters() -> list[tuple[str, str]]:
    """Every letter of data/nlu/kind, in the order of files and lines."""
    return [pair for path in sorted(KINDS.glob("*.csv")) for pair in read_kind_file(path)]


def train_kind(more: Sequence[tuple[str, str, bool]] = ()) -> Head:
    """Train the kind head on the category sentences, the kind letters and the marked messages; letters count more.

    `more`: further (text, kind, whether it is a letter).
    """
    labelled = [(one.text, one.kind, 1.0) for one in sentences()]
    labelled += [(text, of_kind, WHOLE_LETTER) for text, of_kind in kind_letters()]
    labelled += [
        (one.text, one.kind, WHOLE_LETTER if one.letter else 1.0) for messages in span_writers() for one in messages
    ]
    labelled += [(text, of_kind, WHOLE_LETTER if letter else 1.0) for text, of_kind, letter in more]
    return kind.fit(
        [reading_of(text) for text, _, _ in labelled],
        [of_kind for _, of_kind, _ in labelled],
        [weight for _, _, weight in labelled],
    )


class DangerSentence(NamedTuple):
    """A sentence of data/nlu/danger. `danger`, `script`: the name of the danger, and the script of advice that fits it, or NONE."""

    text: str
    danger: str
    script: str


def read_danger_file(path: Path) -> Iterator[DangerSentence]:
    """The sentences of one file: CSV `text,danger,script`. Raises SentenceError."""
    dangers = {danger.NONE, *danger.SIGNS_OF}
    rows = _rows(
        path, "text,danger,script", lambda row: row[1] in dangers and (row[1] == danger.NONE) == (row[2] == danger.NONE)
    )
    return (DangerSentence(*row) for row in rows)


def danger_sentences() -> list[DangerSentence]:
    """Every sentence of data/nlu/danger, in the order of files and lines."""
    return [one for path in sorted(DANGERS.glob("*.csv")) for one in read_danger_file(path)]


def train_danger(examples: list[tuple[str, str]]) -> DangerHead:
    """Train the danger head; the sentences for intents and categories serve as ordinary messages.

    An example for an intent that is also in data/nlu/danger is used only as labelled there.
    """
    labelled = danger_sentences()
    known = {one.text for one in labelled}
    ordinary = [text for text, _ in examples if text not in known] + [one.text for one in sentences()]
    told = [danger.Told(reading_of(one.text), one.danger, one.script) for one in labelled]
    return danger.fit(told, [reading_of(text) for text in ordinary])


def lexicon_terms() -> tuple[list[Reading], list[str]]:
    """The lexicon's terms of exactly one category, at level two, as (readings, codes) of short messages."""
    terms = [(term, codes[0]) for term, codes in category.lexicon().items() if len(codes) == 1 and len(codes[0]) == 4]
    return [reading_of(term) for term, _ in terms], [code for _, code in terms]


def _letters(written: list[tuple[Reading, str]], count: int, rng: Random) -> list[tuple[Reading, str]]:
    """Make longer messages for calibration, like letters: three sentences of one category each."""
    by_code: dict[str, list[Reading]] = defaultdict(list)
    for reading, code in written:
        by_code[code].append(reading)
    rich = [code for code, readings in by_code.items() if len(readings) >= 3]
    letters = []
    for _ in range(count):
        code = rng.choice(rich)
        parts = rng.sample(by_code[code], 3)
        letters.append((Reading("。".join(p.text for p in parts), tuple(w for p in parts for w in p.words)), code))
    return letters


def _sharpness(examples: category.Examples) -> float:
    """Measure the sharpness of the level-one scores on a held-out fifth, as sentences and as letters made of them."""
    rng = Random(5)  # noqa: S311 (a split, not a secret)
    written = list(zip(*examples.sentences, strict=True))
    shuffled = rng.sample(range(len(written)), len(written))
    cut_at = len(shuffled) // 5
    held_out = [written[at] for at in shuffled[:cut_at]]
    head, _ = examples.fit_level_one(shuffled[cut_at:])
    measured = [*held_out, *_letters(held_out, 2 * len(held_out), rng)]
    right = [head.classes.index(code[:2]) for _, code in measured]
    return best_sharpness(head.logits([reading for reading, _ in measured]), right)


MODESTY = 0.85
"""Factor that lowers the measured sharpness, as each town has its own filing conventions, which we do not know."""


def train_category() -> CategoryHeads:
    """Train the category heads on the shipped sentences and lexicon terms, and calibrate them."""
    written = sentences()
    examples = category.Examples(
        lexicon_terms(), ([reading_of(one.text) for one in written], [one.code for one in written])
    )
    heads = category.fit(examples)
    heads.sharpness = MODESTY * _sharpness(examples)
    return heads


BESIDE = ("spans", "act")
"""The heads that are trained beside the others: half of the work. They share no sentence with them."""


def train_heads(trainers: Mapping[str, Callable[[], Any]]) -> Heads:
    """Train each head. `trainers`: for each field of Heads what trains it; those of BESIDE must be picklable.

    The heads of either half share readings and embeddings.
    """
    beside = {name: trainers[name] for name in BESIDE}
    here = {name: train for name, train in trainers.items() if name not in BESIDE}
    trained, others = run_side_by_side(partial(_train_each, here), partial(_train_each, beside))
    return Heads(**trained, **others)


def _train_each(trainers: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    with readings_kept():
        return {name: train() for name, train in trainers.items()}


def shipped_trainers(examples: list[tuple[str, str]]) -> dict[str, Callable[[], Any]]:
    """For each field of Heads what trains it on the shipped data. `examples`: (text, intent) pairs."""
    return {
        "danger": partial(train_danger, examples),
        "intent": partial(train_intent, examples),
        "act": train_act,
        "kind": train_kind,
        "category": train_category,
        "spans": train_spans,
    }


def train_all() -> Heads:
    """Train every head on the shipped data, without Rasa."""
    return train_heads(shipped_trainers(intent_examples()))
