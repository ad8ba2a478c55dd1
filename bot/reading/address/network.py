"""Two bidirectional LSTM networks that tag addresses, beside the conditional random field of `tagger`.

One starts from pretrained weights: the lower half of the layers of `language_model` is fine-tuned on the addresses, and
their output for each token is added to its `features`. The other reads the features alone. The two and the
random field make different mistakes, so that their average is better than any one.
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

from bot.reading.address.language_model import ATTENTION_HEADS, BEGIN, END, SPACE, UNKNOWN, language_model

# Kind of feature (what stands before the colon in `features.features`) → the size of its embedding; others are not read.
FIELDS = {
    "0": 64, "-12": 48, "02": 48, "t": 8, "q": 32, "p": 24, "sa": 24, "sb": 16, "sl": 12, "sr": 12, "w": 8, "ww": 32,
    "ws": 16, "g": 16, "k": 24, "d": 24, "en": 16, "ne": 16, "a0": 24, "a1": 12, "a3": 24, "a4": 24, "a8": 16, "a9": 24,
    "a11": 16,
}  # fmt: skip
LONGEST = 64
"""Tokens of an address that are read; those after them get equal shares for all tags."""
LAYERS = 6
"""Layers used of the language model's twelve: the upper ones are more about whole texts, and each costs the same."""
_EPOCHS, _FEWEST = 4, 240
"""Passes over the addresses in training, and the least number of batches, however few the addresses."""
_BATCH = 48  # addresses
_NEW_RATE, _PRETRAINED_RATE = 1.2e-3, 1.5e-4
"""Learning rates of the new weights and of the pretrained layers; both fall linearly to 0."""
_WARM_UP = 100
"""Batches until the full learning rate (warm-up)."""
_SMOOTHING = 0.07
"""Label smoothing: the share of the truth that is spread over all tags."""
_EMPTY, _UNSEEN = 0, 1
"""The number of a feature where there is no token, and of a value that is not in the vocabulary."""
Rows = list[list[str]]
"""The features of each token (`features.features`)."""
Numbers = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Vocabulary:
    """The vocabulary. `fields`: for each kind of feature (FIELDS) the values that occurred at least twice → number; `tags`: in order."""

    fields: list[dict[str, int]]
    tags: list[str]

    @classmethod
    def from_addresses(cls, addresses: Sequence[Rows], tags: Sequence[Sequence[str]]) -> Vocabulary:
        counts: list[Counter[str]] = [Counter() for _ in FIELDS]
        for rows in addresses:
            for row in rows:
                for count, value in zip(counts, _values_by_kind(row), strict=True):
                    count[value] += 1
        fields = [
            {
                value: number + 2
                for number, value in enumerate(sorted(value for value, times in count.items() if times > 1))
            }
            for count in counts
        ]
        return cls(fields, sorted({tag for one in tags for tag in one}))

    def encode(self, addresses: Sequence[Rows]) -> Numbers:
        """Encode features as numbers. Shape: addresses × tokens of the longest (at most LONGEST) × kinds of feature."""
        longest = min(LONGEST, max(map(len, addresses)))
        found = np.zeros((len(addresses), longest, len(FIELDS)), np.int32)
        for one, rows in enumerate(addresses):
            for at, row in enumerate(rows[:longest]):
                found[one, at] = [
                    field.get(value, _UNSEEN) for field, value in zip(self.fields, _values_by_kind(row), strict=True)
                ]
        return found


def _values_by_kind(row: Sequence[str]) -> list[str]:
    """The value of each kind of feature (FIELDS) of a token, "" where it has none."""
    values = dict(feature.split(":", 1) for feature in row if ":" in feature)
    return [values.get(kind, "") for kind in FIELDS]


class _Encoder(tf.Module):
    """The language model's lower layers. Call: numbers of pieces (addresses × pieces) → vectors in context."""

    def __init__(self) -> None:
        super().__init__()
        model = language_model()
        self._rows = {piece: row for row, piece in enumerate(sorted({BEGIN, END, UNKNOWN, *model.pieces.values()}))}
        given = [model.tensor(f"emb.{name}") for name in ("pos", "type", "ln.w", "ln.b")]
        self._size = model.size
        self._words = tf.constant(model.embeddings(list(self._rows)) + given[1][: model.size])
        self._places = tf.constant(given[0].reshape(-1, model.size))  # position embeddings, enough for LONGEST tokens
        self._norm = given[2:]
        self.layers = [[tf.Variable(tensor) for tensor in model.layer(number)] for number in range(LAYERS)]

    def pieces(self, addresses: Sequence[Sequence[str]]) -> tuple[Numbers, Numbers]:
        """Encode tokens: (addresses × pieces, padded with 0; addresses × tokens, the index of the first piece)."""
        model = language_model()
        read: list[list[int]] = []
        firsts: list[list[int]] = []
        for tokens in addresses:
            row, first = [BEGIN, model.pieces[SPACE]], []
            for token in tokens[:LONGEST]:
                first.append(len(row))
                row += model.pieces_of(token)
            read.append([self._rows[piece] + 1 for piece in (*row, END)])
            firsts.append(first)
        return _padded(read), _padded(firsts)

    def __call__(self, pieces: tf.Tensor, training: bool) -> tf.Tensor:
        many, long = tf.shape(pieces)[0], tf.shape(pieces)[1]
        mask = (tf.cast(pieces > 0, tf.float32)[:, None, None, :] - 1) * 1e9
        layer = _layer_norm(tf.gather(self._words, tf.maximum(pieces - 1, 0)) + self._places[None, :long], *self._norm)
        dropped = (lambda some: tf.nn.dropout(some, 0.1)) if training else tf.identity

        def dense(given: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor) -> tf.Tensor:
            made = tf.matmul(tf.reshape(given, (-1, weights.shape[0])), weights) + bias
            return tf.reshape(made, (many, long, weights.shape[1]))

        def heads(given: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor) -> tf.Tensor:
            made = tf.reshape(dense(given, weights, bias), (many, long, ATTENTION_HEADS, self._size // ATTENTION_HEADS))
            return tf.transpose(made, (0, 2, 1, 3))

        layer = dropped(layer)
        for one in self.layers:
            queries, keys, values = (heads(layer, *one[at : at + 2]) for at in (0, 2, 4))
            attention = tf.nn.softmax(
                tf.matmul(queries, keys, transpose_b=True) / (self._size / ATTENTION_HEADS) ** 0.5 + mask
            )
            context = tf.reshape(tf.transpose(tf.matmul(attention, values), (0, 2, 1, 3)), (many, long, self._size))
            layer = _layer_norm(layer + dropped(dense(context, *one[6:8])), *one[8:10])
            made = dense(tf.nn.gelu(dense(layer, *one[10:12])), *one[12:14])
            layer = _layer_norm(layer + dropped(made), *one[14:16])
        return layer


def _padded(rows: Sequence[Sequence[int]]) -> Numbers:
    """Rows of different lengths as one array, padded with 0."""
    found = np.zeros((len(rows), max(map(len, rows))), np.int32)
    for at, row in enumerate(rows):
        found[at, : len(row)] = row
    return found


def _layer_norm(layer: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor) -> tf.Tensor:
    """Layer normalisation with these weights."""
    mean, variance = tf.nn.moments(layer, -1, keepdims=True)
    return (layer - mean) * tf.math.rsqrt(variance + 1e-12) * weights + bias


def _embed_features(values: Vocabulary, given: tf.Tensor) -> tf.Tensor:
    """Embed the features' numbers; in training with dropout of whole features."""
    embedded = []
    for number, (field, size) in enumerate(zip(values.fields, FIELDS.values(), strict=True)):
        one = tf.keras.layers.Embedding(len(field) + 2, size)(given[:, :, number])
        embedded.append(tf.keras.layers.Dropout(0.15, noise_shape=(None, None, 1))(one))
    return tf.keras.layers.Dropout(0.5)(tf.keras.layers.Concatenate()(embedded))


def _bidirectional_lstm(layer: tf.Tensor, given: tf.Tensor, size: int) -> tf.Tensor:
    """A bidirectional LSTM over a layer, with dropout; `given`: the features' numbers, 0 where there is no token."""
    both_ways = tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(size, return_sequences=True))
    return tf.keras.layers.Dropout(0.5)(both_ways(layer, mask=tf.not_equal(given[:, :, 0], _EMPTY)))


def _build_encoder_network(values: Vocabulary, size: int) -> tf.keras.Model:
    """Build the network with the language model: (numbers of the features, the encoder's vectors) → a logit per tag."""
    given, read = tf.keras.Input((None, len(FIELDS)), dtype="int32"), tf.keras.Input((None, size))
    vectors = tf.keras.layers.Dropout(0.2)(read)
    layer = _bidirectional_lstm(tf.keras.layers.Concatenate()([_embed_features(values, given), vectors]), given, 144)
    tags = tf.keras.layers.Dense(len(values.tags))(tf.keras.layers.Concatenate()([layer, vectors]))
    return tf.keras.Model([given, read], tags)


def _build_feature_network(values: Vocabulary) -> tf.keras.Model:
    """Build the network on features alone: numbers of the features → a logit per tag."""
    given = tf.keras.Input((None, len(FIELDS)), dtype="int32")
    layer = _embed_features(values, given)
    for size in (144, 128):
        layer = _bidirectional_lstm(layer, given, size)
    return tf.keras.Model(given, tf.keras.layers.Dense(len(values.tags))(layer))


class Networks:
    """The two networks, with the vocabulary of their features."""

    def __init__(self, values: Vocabulary) -> None:
        self.tags = values.tags
        self.encoder = _Encoder()
        self.encoder_network, self.feature_network = (
            _build_encoder_network(values, language_model().size),
            _build_feature_network(values),
        )
        self._vocabulary = values
        self._scores = tf.function(
            lambda *asked: self.scores(*asked, training=False),
            input_signature=[
                tf.TensorSpec((None, None, len(FIELDS)), tf.int32),
                tf.TensorSpec((None, None), tf.int32),
                tf.TensorSpec((None, None), tf.int32),
            ],
            autograph=False,
        )

    def scores(self, given: tf.Tensor, pieces: tf.Tensor, firsts: tf.Tensor, training: bool) -> tf.Tensor:
        """Scores (logits) from the arrays of `encode`. Shape: 2 networks × addresses × tokens × tags."""
        read = tf.gather(self.encoder(pieces, training), firsts, batch_dims=1)
        return tf.stack(
            [self.encoder_network([given, read], training=training), self.feature_network(given, training=training)]
        )

    def encode(self, addresses: Sequence[Rows], tokens: Sequence[Sequence[str]]) -> tuple[Numbers, Numbers, Numbers]:
        """Encode addresses: (features' numbers, pieces, each token's first piece), one row per address."""
        return self._vocabulary.encode(addresses), *self.encoder.pieces(tokens)

    @property
    def new_weights(self) -> list[tf.Variable]:
        """The weights that are initialised at random."""
        return [*self.encoder_network.weights, *self.feature_network.weights]

    @property
    def pretrained_weights(self) -> list[tf.Variable]:
        """The pretrained weights, which are fine-tuned."""
        return [tensor for layer in self.encoder.layers for tensor in layer]

    @classmethod
    def from_bytes(cls, stored: bytes) -> Networks:
        """Load networks from the bytes of `to_bytes`. Raises ModelMissing."""
        arrays = np.load(BytesIO(stored))
        told = json.loads(arrays["values"].tobytes().decode())
        networks = cls(Vocabulary(told["fields"], told["tags"]))
        for number, weights in enumerate((*networks.new_weights, *networks.pretrained_weights)):
            weights.assign(arrays[f"weights_{number}"].astype(np.float32))
        return networks

    def to_bytes(self) -> bytes:
        """The vocabulary and the weights, halved in precision, as one file."""
        told = json.dumps(
            {"fields": self._vocabulary.fields, "tags": self._vocabulary.tags}, ensure_ascii=False
        ).encode()
        halves = (tensor.numpy().astype(np.float16) for tensor in (*self.new_weights, *self.pretrained_weights))
        weights = {f"weights_{number}": array for number, array in enumerate(halves)}
        file = BytesIO()
        np.savez_compressed(file, values=np.frombuffer(told, np.uint8), **weights)
        return file.getvalue()

    def probabilities(self, rows: Rows, tokens: Sequence[str]) -> list[Scores]:
        """For each network the probability of each tag, tokens × tags; equal for all tags after LONGEST tokens."""
        opinions = []
        for scores in self._scores(*map(tf.constant, self.encode([rows], [tokens]))):
            shares: Scores = np.full((len(rows), len(self.tags)), 1 / len(self.tags), np.float32)
            shares[:LONGEST] = tf.nn.softmax(scores[0, : len(rows)]).numpy()
            opinions.append(shares)
        return opinions


def _batches(lengths: npt.NDArray[np.int64], drawn: np.random.Generator) -> Iterator[npt.NDArray[np.int64]]:
    """Batches of addresses of similar length, in random order; `_EPOCHS` passes, more if the addresses are few."""
    starts = range(0, len(lengths), _BATCH)
    for _ in range(max(_EPOCHS, -(-_FEWEST // len(starts)))):
        order = np.argsort(lengths + 4 * drawn.random(len(lengths)))
        yield from (order[start : start + _BATCH] for start in drawn.permutation(starts))


def train_networks(
    addresses: Sequence[Rows],
    tokens: Sequence[Sequence[str]],
    tags: Sequence[Sequence[str]],
    seed: int,
    say: Callable[[str], None],
) -> Networks:
    """Train both networks on addresses: their features, tokens and tags, in equal order. Raises ModelMissing."""
    tf.keras.utils.set_random_seed(seed)
    networks = Networks(Vocabulary.from_addresses(addresses, tags))
    number = {tag: at for at, tag in enumerate(networks.tags)}
    loss = tf.keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=_SMOOTHING)
    learners = [
        (tf.keras.optimizers.Adam(), networks.new_weights, _NEW_RATE),
        (tf.keras.optimizers.Adam(), networks.pretrained_weights, _PRETRAINED_RATE),
    ]
    for optimizer, weights, _ in learners:
        optimizer.build(weights)

    @tf.function(reduce_retracing=True, autograph=False)  # type: ignore[untyped-decorator]  # it has no types
    def learn(given: tf.Tensor, pieces: tf.Tensor, firsts: tf.Tensor, right: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            there = tf.cast(given[:, :, 0] != _EMPTY, tf.float32)
            scores = networks.scores(given, pieces, firsts, training=True)
            known = tf.one_hot(right, len(number))
            wrong = sum(loss(known, one, sample_weight=there) for one in tf.unstack(scores, num=2))
        gradients = tape.gradient(wrong, [weights for _, some, _ in learners for weights in some])
        gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        for optimizer, weights, _ in learners:
            optimizer.apply_gradients(zip(gradients[: len(weights)], weights, strict=True))
            gradients = gradients[len(weights) :]
        return wrong

    seen, pieces, firsts = networks.encode(addresses, tokens)
    wanted = _padded([[number[tag] for tag in told[:LONGEST]] for told in tags])
    lengths, long = (firsts > 0).sum(axis=1), (pieces > 0).sum(axis=1)
    batches = list(_batches(lengths, np.random.default_rng(seed)))
    losses = []
    for step, batch in enumerate(batches, start=1):
        share = min(1.0, step / _WARM_UP) * (1 - step / (len(batches) + 1))
        for optimizer, _, rate in learners:
            optimizer.learning_rate.assign(rate * share)
        at, upto = lengths[batch].max(), long[batch].max()
        given = (seen[batch, :at], pieces[batch, :upto], firsts[batch, :at], wanted[batch, :at])
        losses.append(float(learn(*map(tf.constant, given))))
        if step % _WARM_UP == 0:
            say(f"{step}/{len(batches)}: {np.mean(losses[-_WARM_UP:]):.3f}")
    return networks
