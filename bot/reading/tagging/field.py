"""A conditional random field (CRF) over characters: trained by gradient descent, asked for the probability of each label.

NumPy and SciPy, no framework: the clues are numbers already (`clues`), so one message is read in a few milliseconds.
Deterministic for a seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from bot.reading.tagging.clues import BUCKETS, Clues

EPOCHS = 7
"""How many times training goes through all messages."""
RATE = 0.2
"""The length of a step (Adagrad)."""
DECAY = 1e-4
"""Weight decay (L2)."""
DROPPED = 0.3
"""The share of clues hidden at each step, so that the CRF relies on no clue alone."""
FEWEST = 2
"""How often a clue must occur to be learned."""
BATCH = 48
"""Messages per step."""
STRIP = 2_048
"""Weights that are moved at a time: so many stay in the processor's cache."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass
class Field:
    """A trained CRF. `keys`: the clues that it knows, sorted; `weights`: theirs, clues × labels.

    `labels`: O, and B or I with a code (`CODE_OF_LABEL` in candidates.py): the first or a further character of a span.
    """

    labels: tuple[str, ...]
    keys: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.float16]
    transitions: Floats
    """Weights of going from a label (row) to the next (column)."""

    def marginals(self, clues: Clues, begins: Sequence[int] = ()) -> Floats:
        """The probability of each label at each character: characters × labels.

        `begins`: where further sentences, or messages, begin. They are read side by side, as if independent, which takes a third of the time.
        """
        size = len(clues)
        if not size:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        starts = [0, *(at for at in begins if 0 < at < size)]
        lengths = np.diff([*starts, size])
        sentence = np.repeat(np.arange(len(starts)), lengths)
        place = np.arange(size) - np.repeat(starts, lengths)
        return _forward_backward(self._scores(clues), place, sentence, np.exp(self.transitions))

    def marginals_of_all(self, messages: Sequence[Clues]) -> list[Floats]:
        """The `marginals` of each of many messages: those of similar length are read side by side."""
        order = sorted(range(len(messages)), key=lambda at: len(messages[at]))
        found: dict[int, Floats] = {}
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            ends = np.cumsum([len(messages[at]) for at in part])
            likely = self.marginals(np.concatenate([messages[at] for at in part]), ends[:-1].tolist())
            found.update(zip(part, np.split(likely, ends[:-1]), strict=True))
        return [found[at] for at in range(len(messages))]

    def _scores(self, clues: Clues) -> Floats:
        """The sum of the weights of each character's clues."""
        known = self._is_known[clues]
        columns = np.searchsorted(self.keys, clues[known])
        ends = np.concatenate([[0], np.cumsum(known.sum(axis=1))])
        ones = np.ones(len(columns), dtype=np.float32)
        return np.asarray(csr_matrix((ones, columns, ends), shape=(len(clues), len(self.keys))) @ self._wide)

    @cached_property
    def _is_known(self) -> npt.NDArray[np.bool_]:
        """For each possible clue whether the CRF has learned it."""
        found = np.zeros(BUCKETS, dtype=np.bool_)
        found[self.keys] = True
        return found

    @cached_property
    def _wide(self) -> Floats:
        """The weights (stored as float16) in the precision of the sums."""
        return self.weights.astype(np.float32)

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name not in ("_is_known", "_wide")}


def _forward_backward(scores: Floats, place: Ints, sentence: Ints, transitions: Floats) -> Floats:
    """The probability of each label at each character; `place`: its position in its `sentence`; `transitions`: as in `_forward`."""
    likely, there = _side_by_side(scores, place, sentence)
    forward = _forward(likely, transitions)
    backward = np.ones_like(likely)
    for at in range(len(likely) - 2, -1, -1):
        row = (likely[at + 1] * backward[at + 1]) @ transitions.T
        backward[at] = np.where(there[at + 1], row / row.sum(axis=1, keepdims=True), 1)
    both = (forward * backward)[place, sentence]
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def _side_by_side(scores: Floats, place: Ints, sentence: Ints) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """(the unnormalised likelihoods, places × sentences × labels; which places a sentence has)."""
    shape = (int(place.max()) + 1, int(sentence.max()) + 1, scores.shape[1])
    likely, there = np.ones(shape, dtype=np.float32), np.zeros((*shape[:2], 1), dtype=np.bool_)
    likely[place, sentence] = np.exp(scores - scores.max(axis=1, keepdims=True))
    there[place, sentence] = True
    return likely, there


def _forward(likely: Floats, transitions: Floats) -> Floats:
    """The forward probabilities, scaled at each place. `transitions`: the likelihood of going from a label (row) to the next (column)."""
    forward = np.empty_like(likely)
    forward[0] = likely[0] / likely[0].sum(axis=1, keepdims=True)
    for at in range(1, len(likely)):
        row = (forward[at - 1] @ transitions) * likely[at]
        forward[at] = row / row.sum(axis=1, keepdims=True)
    return forward


@dataclass
class _Batch:
    """Messages read side by side. `columns`: the rows in the weights of the clues that the batch has."""

    columns: Ints
    clues: npt.NDArray[np.int32]
    """Each character's clues: characters × templates, as positions in `columns`; anything where `rare`."""
    rare: npt.NDArray[np.bool_]
    """Which of them are too rare to be learned."""
    right: Ints
    message: Ints
    place: Ints
    """For each character: its label's number, its message's number, its position in the message."""

    @property
    def longest(self) -> int:
        """The number of characters of the longest message."""
        return int(self.place.max()) + 1

    @property
    def messages(self) -> int:
        """How many messages the batch has."""
        return int(self.message.max()) + 1


def train_field(texts: Sequence[tuple[Clues, Sequence[str]]], epochs: int = EPOCHS, seed: int = 1) -> Field:
    """Train on (clues, label of each character) of messages."""
    with threadpool_limits(limits=1):  # small matrices: further threads only wait for each other
        return _Training([pair for pair in texts if len(pair[0])], seed).run(epochs)


class _Training:
    """Trains one CRF: its weights so far, and the batches that it learns from."""

    def __init__(self, texts: Sequence[tuple[Clues, Sequence[str]]], seed: int) -> None:
        self._labels = ("O", *sorted({label for _, labels in texts for label in labels} - {"O"}))
        counts = np.bincount(np.concatenate([clues.ravel() for clues, _ in texts]), minlength=BUCKETS)
        self._keys = np.flatnonzero(counts >= FEWEST).astype(np.uint32)
        self._table = np.full(BUCKETS, len(self._keys), dtype=np.int32)
        self._table[self._keys] = np.arange(len(self._keys), dtype=np.int32)
        self._drawn = np.random.RandomState(seed)
        order = sorted(range(len(texts)), key=lambda at: (len(texts[at][0]), at))
        parts = [[texts[at] for at in order[start : start + BATCH]] for start in range(0, len(order), BATCH)]
        self._batches = [self._batch(part) for part in parts]
        shape = (len(self._keys), len(self._labels))
        # the weights, and the sums of their squared slopes
        self._weights, self._seen = np.zeros(shape, dtype=np.float32), np.full(shape, 1e-3, dtype=np.float32)
        # the same of going from a label (row) to the next (column)
        self._transitions = np.zeros((shape[1], shape[1]), dtype=np.float32)
        self._transitions_seen = np.full_like(self._transitions, 1e-3)

    def _batch(self, part: Sequence[tuple[Clues, Sequence[str]]]) -> _Batch:
        """Make a batch of messages of similar length."""
        rows = np.concatenate([self._table[clues] for clues, _ in part])
        has = np.zeros(len(self._keys) + 1, dtype=np.bool_)  # (the last: clues too rare to be learned)
        has[rows] = True
        columns = np.flatnonzero(has[:-1])
        position = np.zeros(len(has), dtype=np.int32)
        position[columns] = np.arange(len(columns), dtype=np.int32)
        number = {label: at for at, label in enumerate(self._labels)}
        return _Batch(
            columns,
            position[rows],
            rows == len(self._keys),
            np.array([number[label] for _, labels in part for label in labels]),
            np.concatenate([np.full(len(clues), at) for at, (clues, _) in enumerate(part)]),
            np.concatenate([np.arange(len(clues)) for clues, _ in part]),
        )

    def run(self, epochs: int) -> Field:
        """Train; the result is the mean of the weights at the end of each epoch of the second half."""
        weights, transitions = np.zeros_like(self._weights), np.zeros_like(self._transitions)
        kept = epochs - epochs // 2
        for epoch in range(epochs):
            for at in self._drawn.permutation(len(self._batches)):
                self._learn(self._batches[at])
            if epoch >= epochs // 2:
                weights += self._weights / kept
                transitions += self._transitions / kept
        strong = np.abs(weights).max(axis=1) > LEAST_WEIGHT
        return Field(self._labels, self._keys[strong], weights[strong].astype(np.float16), transitions)

    def _learn(self, batch: _Batch) -> None:
        """One step of gradient descent (Adagrad), on one batch."""
        weights, shown = self._weights.take(batch.columns, axis=0), self._shown(batch)
        likely, pairs = _expected(shown @ weights, batch, self._transitions)
        likely[np.arange(len(batch.right)), batch.right] -= 1
        slope = np.asarray(shown.T @ likely)
        for start in range(0, len(slope), STRIP):
            self._step(
                batch.columns[start : start + STRIP],
                weights[start : start + STRIP],
                slope[start : start + STRIP],
                batch.messages,
            )
        follows = batch.place[1:] > 0
        np.add.at(pairs, (batch.right[:-1][follows], batch.right[1:][follows]), -1)
        pairs /= batch.messages
        self._transitions_seen += pairs * pairs
        self._transitions = self._transitions - RATE * pairs / np.sqrt(self._transitions_seen)

    def _step(self, columns: Ints, weights: Floats, slope: Floats, messages: int) -> None:
        """Move some of the weights, those in these rows, against their slope; `weights` and `slope` are overwritten."""
        slope /= messages
        slope += DECAY * weights
        seen = self._seen.take(columns, axis=0)
        seen += slope * slope
        self._seen[columns] = seen
        slope *= RATE
        slope /= np.sqrt(seen, out=seen)
        weights -= slope
        self._weights[columns] = weights

    def _shown(self, batch: _Batch) -> csr_matrix:
        """The batch's clues without those hidden at this step: characters × clues; what is shown counts for the hidden, too."""
        drawn = self._drawn.random_sample(batch.clues.size).reshape(batch.clues.shape)
        shown = (drawn > DROPPED) & ~batch.rare
        ends = np.concatenate([[0], np.cumsum(np.count_nonzero(shown, axis=1))]).astype(np.int32)
        values = np.full(ends[-1], 1 / (1 - DROPPED), dtype=np.float32)
        return csr_matrix((values, batch.clues[shown], ends), shape=(len(shown), len(batch.columns)))


LEAST_WEIGHT = 0.02
"""A clue whose every weight is smaller is not kept."""


def _expected(scores: Floats, batch: _Batch, weights: Floats) -> tuple[Floats, Floats]:
    """(the probability of each label at each character, how many times each pair of labels is expected).

    `weights`: of the transitions, as in `Field`.
    """
    transitions = np.exp(weights)
    likely, there = _side_by_side(scores, batch.place, batch.message)
    forward, backward = _forward(likely, transitions), np.ones_like(likely)
    onward = np.empty_like(likely[1:])
    for at in range(batch.longest - 2, -1, -1):
        np.multiply(likely[at + 1], backward[at + 1], out=onward[at])
        row = onward[at] @ transitions.T
        backward[at] = np.where(there[at + 1], row / row.sum(axis=1, keepdims=True), 1)
    both = forward * backward
    both /= both.sum(axis=2, keepdims=True)
    return both[batch.place, batch.message], _pairs(forward[:-1], onward, there[1:], transitions)


def _pairs(forward: Floats, onward: Floats, there: npt.NDArray[np.bool_], transitions: Floats) -> Floats:
    """How many times each pair of labels is expected, at all places but the last. `onward`: how likely what follows is, by the label of the next place."""
    whole = ((forward @ transitions) * onward).sum(axis=2, keepdims=True)
    share = np.where(there, forward / whole, 0)
    count = len(transitions)
    return np.asarray((share.reshape(-1, count).T @ onward.reshape(-1, count)) * transitions)
