"""Split addresses by a tagger that an operator trains on their own tagged addresses; no trained tagger is shipped.

A conditional random field (CRF) and two networks (`network`) read `features`: characters (a number is one token), words,
divisions, names from the tagged addresses, and the tags of the grammar (`grammar`). In training the names come only from
addresses other than the one read, so that they help no more than they would with a new address.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pycrfsuite

import bot.quiet  # noqa: F401 (TensorFlow reads the environment on import)
from bot.reading.address.features import NameTags, Rows, features, normalised_tokens
from bot.reading.address.grammar import Part
from bot.reading.address.network import Networks, Scores, train_networks
from bot.reading.address.tags import Tagged, parts_of, tags_of, tokens_of

FOLDS = 8
"""The folds into which the addresses are divided in training; the names for one fold come from the others."""
LEAST_SURE = 0.45
"""Half the expected F1: to give a part that is less probable than this lowers F1 (Lipton and others, 2014)."""
_CRF_PARAMETERS: dict[str, float] = {"feature.minfreq": 2, "max_iterations": 90, "c1": 0.0, "c2": 1.2}
# Tags of parts that have a name of their own.
_TAGS_OF_NAMES = frozenset(("poi", "subpoi", "road", "subRoad", "community", "town", "devZone", "person"))
_SWAPPED = 0.6
"""The share of names that `swap_names` exchanges."""
_MODEL_WEIGHTS = (1, 2, 1)
"""Weights of the CRF, of the network with the language model, and of the other network."""
_LEAST = 1e-5
"""The least probability of a tag, as logarithms are taken."""


def swap_names(addresses: Sequence[Tagged], rng: random.Random) -> list[Tagged]:
    """Copies of the addresses in which some names are exchanged for others of the same tag, so that the tagger does not
    learn names by their neighbours."""
    names: dict[str, list[str]] = defaultdict(list)
    for _, parts in addresses:
        for part in parts:
            if part.tag in _TAGS_OF_NAMES:
                names[part.tag].append(part.text)
    found = []
    for _, parts in addresses:
        text, changed = "", list[Part]()
        for part in parts:
            name = rng.choice(names[part.tag]) if part.tag in _TAGS_OF_NAMES and rng.random() < _SWAPPED else part.text
            changed.append(Part(len(text), len(text) + len(name), part.tag, name))
            text += name
        found.append((text, changed))
    return found


@dataclass
class _TrainingData:
    """The features, the tokens and the tags of each address, in equal order."""

    rows: list[Rows]
    tokens: list[list[str]]
    tags: list[list[str]]


def _training_data(addresses: Sequence[Tagged]) -> tuple[_TrainingData, _TrainingData]:
    """(training data of the addresses, of their copies by `swap_names`), each with features from names of the other folds only."""
    drawn = random.Random(0)  # noqa: S311 (folds are no secret)
    order = drawn.sample(range(len(addresses)), len(addresses))
    own, also = _TrainingData([], [], []), _TrainingData([], [], [])
    for start in range(FOLDS):
        fold = [addresses[at] for at in order[start::FOLDS]]
        names = NameTags.from_addresses(addresses[at] for number, at in enumerate(order) if number % FOLDS != start)
        for lessons, some in ((own, fold), (also, swap_names(fold, drawn))):
            lessons.rows += [features(address, names) for address, _ in some]
            lessons.tokens += [normalised_tokens(address) for address, _ in some]
            lessons.tags += [tags_of(address, parts) for address, parts in some]
    return own, also


def _train_crf(data: _TrainingData) -> bytes:
    """Train the CRF; returns its file's bytes."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=_CRF_PARAMETERS, verbose=False)
    for row, tag in zip(data.rows, data.tags, strict=True):
        trainer.append(row, tag)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "crf")
        trainer.train(str(file))
        return file.read_bytes()


class AddressTagger:
    """A trained tagger, loaded from the file that `train` wrote. `stored_crf`: the bytes of the CRF's own file."""

    def __init__(self, names: NameTags, stored_crf: bytes, networks: Networks) -> None:
        self._names, self._networks, self._tags = names, networks, networks.tags
        self._stored_crf = stored_crf  # the CRF reads from these bytes as long as it exists
        self._crf = pycrfsuite.Tagger()
        self._crf.open_inmemory(stored_crf)
        self._begins = np.array([tag[0] == "B" for tag in self._tags])
        self._may_follow = np.array(
            [[tag[0] == "B" or tag[2:] == last[2:] for tag in self._tags] for last in self._tags]
        )

    @classmethod
    def load(cls, file: Path) -> AddressTagger:
        """Load a tagger. Raises ModelMissing; OSError, zipfile.BadZipFile or KeyError if `train` did not write it."""
        with zipfile.ZipFile(file) as stored:
            names = NameTags(json.loads(stored.read("names.json")))
            return cls(names, stored.read("field"), Networks.from_bytes(stored.read("networks")))

    def split(self, address: str, least_sure: float = LEAST_SURE) -> list[Part]:
        """The parts with at least the probability `least_sure`, in order. With 0 it gives all parts, which joined are the address.

        A part is as probable as the least probable of its tags and of its end.
        """
        if not address:
            return []
        shares = self._probabilities(features(address, self._names), normalised_tokens(address))
        chosen = self._likeliest(shares)
        parts = parts_of(address, [self._tags[at] for at in chosen])
        begins = shares[:, self._begins].sum(axis=1)
        sure = shares[range(len(chosen)), chosen]
        kept = []
        spans = tokens_of(address)
        for part in parts:
            inside = [at for at, (start, _) in enumerate(spans) if part.start <= start < part.end]
            ends = begins[inside[-1] + 1] if inside[-1] + 1 < len(spans) else 1.0
            if min(*sure[inside], ends) >= least_sure:
                kept.append(part)
        return kept

    def _probabilities(self, rows: Rows, read: Sequence[str]) -> Scores:
        """Probability of each tag, tokens × tags: the weighted geometric mean of the three models."""
        self._crf.set(rows)
        known = set(self._crf.labels())
        marginals = [
            [self._crf.marginal(tag, at) if tag in known else 0.0 for tag in self._tags] for at in range(len(rows))
        ]
        opinions = [np.array(marginals, np.float32), *self._networks.probabilities(rows, read)]
        logarithms = [np.log(np.maximum(opinion, _LEAST)) for opinion in opinions]
        shares = np.exp(np.average(logarithms, axis=0, weights=_MODEL_WEIGHTS))
        scaled: Scores = shares / shares.sum(axis=1, keepdims=True)
        return scaled

    def _likeliest(self, shares: Scores) -> list[int]:
        """The likeliest valid sequence of tags (Viterbi): I-road only after B-road or I-road."""
        scores = np.log(shares)
        best = np.where(self._begins, scores[0], -np.inf)
        back = []
        for row in scores[1:]:
            ways = np.where(self._may_follow, best[:, None], -np.inf)
            back.append(ways.argmax(axis=0))
            best = ways.max(axis=0) + row
        chosen = [int(best.argmax())]
        for step in reversed(back):
            chosen.append(int(step[chosen[-1]]))
        return chosen[::-1]


def train(addresses: Sequence[Tagged], file: Path, say: Callable[[str], None] = lambda _: None) -> None:
    """Train on these addresses and write the tagger to `file`, which appears when complete. Raises ModelMissing.

    `say`: called with a line of progress every hundred batches.
    """
    own, also = _training_data(addresses)
    networks = train_networks(own.rows + also.rows, own.tokens + also.tokens, own.tags + also.tags, 0, say)
    crf = _train_crf(own)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as stored:
        stored.writestr("names.json", json.dumps(NameTags.from_addresses(addresses).tags, ensure_ascii=False))
        stored.writestr("field", crf)
        stored.writestr("networks", networks.to_bytes())
    os.replace(beside, file)
