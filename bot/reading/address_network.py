"""A second opinion on an address's tags: a small recurrent network over the features of `bot.reading.address_tagger`.

It reads the address in both directions and errs elsewhere than the field does; the two are worth more than either.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt
import tensorflow as tf

# Kind of feature → how many numbers stand for one of its values.
FIELDS = {
    "0": 64, "-12": 48, "02": 48, "t": 8, "q": 32, "p": 24, "sa": 24, "sb": 16, "sl": 12, "sr": 12, "w": 8, "ww": 32,
    "ws": 16, "g": 16, "k": 24, "d": 24, "en": 16, "ne": 16, "a0": 24, "a1": 12, "a3": 24, "a4": 24, "a8": 16, "a9": 24,
    "a11": 16,
}  # fmt: skip
LONGEST = 64
"""Tokens of an address; of what is behind them the network has no opinion."""
_RATES = (1e-3, 1e-3, 1e-3, 3e-4, 3e-4, 1e-4)
"""How fast it learns, epoch by epoch."""
_BATCH, _FEWEST = 48, 40
"""Addresses of a batch; batches that it learns from at each rate, however few the addresses."""
_SMOOTHING = 0.07
_EMPTY, _UNSEEN = 0, 1
Rows = list[list[str]]
Numbers = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Values:
    """The values of each kind of feature that stood twice or more, and the tags; each by its number."""

    fields: list[dict[str, int]]
    tags: list[str]

    @classmethod
    def of(cls, addresses: Sequence[Rows], tags: Sequence[Sequence[str]]) -> Values:
        counts: list[Counter[str]] = [Counter() for _ in FIELDS]
        for rows in addresses:
            for row in rows:
                for count, value in zip(counts, _values(row), strict=True):
                    count[value] += 1
        fields = [
            {
                value: number + 2
                for number, value in enumerate(sorted(value for value, times in count.items() if times > 1))
            }
            for count in counts
        ]
        return cls(fields, sorted({tag for one in tags for tag in one}))

    def numbers(self, addresses: Sequence[Rows]) -> Numbers:
        """Addresses × tokens (as many as the longest has, at most LONGEST) × kinds."""
        longest = min(LONGEST, max(map(len, addresses)))
        found = np.zeros((len(addresses), longest, len(FIELDS)), np.int32)
        for one, rows in enumerate(addresses):
            for at, row in enumerate(rows[:longest]):
                found[one, at] = [
                    field.get(value, _UNSEEN) for field, value in zip(self.fields, _values(row), strict=True)
                ]
        return found


def _values(row: Sequence[str]) -> list[str]:
    told = dict(feature.split(":", 1) for feature in row if ":" in feature)
    return [told.get(kind, "") for kind in FIELDS]


def _network(values: Values) -> tf.keras.Model:
    given = tf.keras.Input((None, len(FIELDS)), dtype="int32")
    there = tf.not_equal(given[:, :, 0], _EMPTY)
    read = []
    for number, (field, size) in enumerate(zip(values.fields, FIELDS.values(), strict=True)):
        one = tf.keras.layers.Embedding(len(field) + 2, size)(given[:, :, number])
        read.append(tf.keras.layers.Dropout(0.15, noise_shape=(None, None, 1))(one))
    layer = tf.keras.layers.Dropout(0.5)(tf.keras.layers.Concatenate()(read))
    for size in (144, 128):
        both_ways = tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(size, return_sequences=True))
        layer = tf.keras.layers.Dropout(0.5)(both_ways(layer, mask=there))
    return tf.keras.Model(given, tf.keras.layers.Dense(len(values.tags))(layer))


class Network:
    def __init__(self, values: Values, model: tf.keras.Model) -> None:
        self.tags = values.tags
        self._values, self._model = values, model
        self._scores = tf.function(
            lambda given: model(given, training=False),
            input_signature=[tf.TensorSpec((1, None, len(FIELDS)), tf.int32)],
            autograph=False,
        )

    @classmethod
    def load(cls, stored: bytes) -> Network:
        arrays = np.load(BytesIO(stored))
        told = json.loads(arrays["values"].tobytes().decode())
        values = Values(told["fields"], told["tags"])
        model = _network(values)
        model.set_weights([arrays[f"weights_{number}"] for number in range(len(model.get_weights()))])
        return cls(values, model)

    def stored(self) -> bytes:
        told = json.dumps({"fields": self._values.fields, "tags": self._values.tags}, ensure_ascii=False).encode()
        weights = {f"weights_{number}": array for number, array in enumerate(self._model.get_weights())}
        file = BytesIO()
        np.savez_compressed(file, values=np.frombuffer(told, np.uint8), **weights)
        return file.getvalue()

    def shares(self, rows: Rows) -> Scores:
        """Tokens × tags: how likely each is; all alike behind LONGEST tokens."""
        scores = self._scores(tf.constant(self._values.numbers([rows])))
        shares: Scores = np.full((len(rows), len(self.tags)), 1 / len(self.tags), np.float32)
        shares[:LONGEST] = tf.nn.softmax(scores[0, : len(rows)]).numpy()
        return shares


def _batches(lengths: npt.NDArray[np.int64], drawn: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """Addresses of about one length, in a random order of batches; all of them, again where they are few."""
    starts = range(0, len(lengths), _BATCH)
    for _ in range(-(-_FEWEST // len(starts))):
        order = np.argsort(lengths + 4 * drawn.random(len(lengths)))
        yield from (order[start : start + _BATCH] for start in drawn.permutation(starts))


def train_network(
    addresses: Sequence[Rows], tags: Sequence[Sequence[str]], seed: int, say: Callable[[str], None]
) -> Network:
    """A network that learned these addresses' tags."""
    tf.keras.utils.set_random_seed(seed)
    drawn = np.random.default_rng(seed)
    values = Values.of(addresses, tags)
    number = {tag: at for at, tag in enumerate(values.tags)}
    model = _network(values)
    loss = tf.keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=_SMOOTHING)
    optimizer = tf.keras.optimizers.Adam()

    @tf.function(reduce_retracing=True, autograph=False)  # type: ignore[untyped-decorator]  # it has no types
    def learn(given: tf.Tensor, right: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            there = tf.cast(given[:, :, 0] != _EMPTY, tf.float32)
            wrong = loss(tf.one_hot(right, len(number)), model(given, training=True), sample_weight=there)
        slopes = tape.gradient(wrong, model.trainable_variables)
        optimizer.apply_gradients(zip(slopes, model.trainable_variables, strict=True))
        return wrong

    seen = values.numbers(addresses)
    wanted = np.zeros(seen.shape[:2], np.int32)
    for one, told in enumerate(tags):
        known = [number[tag] for tag in told[: seen.shape[1]]]
        wanted[one, : len(known)] = known
    lengths = (seen[:, :, 0] != _EMPTY).sum(axis=1)
    for epoch, rate in enumerate(_RATES, start=1):
        optimizer.learning_rate.assign(rate)
        losses = []
        for batch in _batches(lengths, drawn):
            longest = lengths[batch].max()
            losses.append(float(learn(tf.constant(seen[batch, :longest]), tf.constant(wanted[batch, :longest]))))
        say(f"{epoch}/{len(_RATES)}: {np.mean(losses):.3f}")
    return Network(values, model)
