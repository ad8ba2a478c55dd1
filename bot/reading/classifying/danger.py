"""Recognise danger to life now, as opposed to danger past, feared, reported of others or over.

The scores of two models are added: one over characters, words and *signs* (phrases of data/lexicon/danger.csv), one
over the embedding of the message. A third model, the naming head, says which danger it is; a fourth, the advice head, which script
of advice a fireman, nurse or policewoman would give this sender first.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.reading.classifying.heads import Array, Head, Reading, grams, opening_embeddings
from bot.reading.classifying.solving.rbf import RbfScorer, balanced_costs, train_rbf
from bot.reading.text.spans import Span

LEXICON = Path(__file__).resolve().parents[3] / "data" / "lexicon" / "danger.csv"
NONE, NOW, OTHER = "none", "now", "other"
"""No danger; danger now, whichever; a danger without a number and advice of its own."""
SIGNS_OF = {
    "fire": ("fire_sign",),
    "gas": ("gas_sign", "sick_by_gas"),
    "trapped": ("trapped_sign",),
    "injury": ("hurt_sign",),
    "violence": ("violence_sign", "weapon"),
    "home_violence": ("home_sign", "violence_sign", "weapon"),
    "self_harm": ("death_wish", "death_means", "high_place"),
    "missing": ("missing_sign",),
    "live_wire": ("wire_sign",),
    "no_answer": ("door_sign",),
    "other": ("other_sign",),
}
"""Danger → its signs, the clearest first. `other`: any danger without a number and advice of its own."""
NO_SIGN_ALONE = ("high_place",)
"""Signs that speak for a danger only beside another: a balcony or a railing is nothing that happens."""
SIGNS_OF_NO_DANGER = (
    "past",
    "resolved",
    "feared",
    "asks",
    "habit",
    "told",
    "figure",
    "smoke_common",
    "beast",
    "praise",
)
"""Signs against danger now, in this order: it was at another time, is over, is only feared, asked about, usual, told of others, a figure of speech, everyday
smoke (cooking, bonfires), about an animal, words of letters of thanks and of notices."""
_WEAK, _HARM, _LIVING = "weak", "harm", ("person", "family", "body_part")
_KINDS_OF_WORDS = (_WEAK, _HARM, *_LIVING)
"""Rows of danger.csv that speak neither for danger nor against it: words said of mere things, too; words of harm; words for somebody."""
CHARACTERS_READ = 200
"""Characters of a message in which signs and character features are looked for."""
ONE_ORDINARY_IN = 3
"""One in so many ordinary sentences trains the embedding model, whose cost grows with the square of their number."""
EMBEDDING_COST = 3.0
"""The cost of an error of the embedding model (scikit-learn's C)."""
ORDINARY_WEIGHT = 0.4
"""The weight of an ordinary sentence in training; one written about danger has 1."""
EMBEDDING_WEIGHT = 2.1
"""The weight of the embedding model's score; that of the word model is 1."""
CAUTION = 0.8
"""Added to the sum of scores: to overlook a danger is worse than to ask once too often."""

LEAST_NAMING = 0.4
"""Score of the naming head from which a danger is named although the text has no sign of it."""
ADVICE_READINGS = 5
"""In how many sentences a feature must occur for the advice head: with a hundred scripts, 2 cost four times the memory and gave less on a writer left out (.883, .891)."""
SIGN_FACTOR = 3.0
"""Factor of a danger's naming score if the text has an explicit sign of it."""

_STOPS = re.compile(r"[^\w]+")
_SOMEBODY = re.compile(
    r"[我俺咱他她伢崽囡]|(?<![工本私个商法客])人(?![行民工事们家口])|里[头面]有|[一二两三四五六七八九十]岁|同事|工友|妹|姐|哥"
)
_AT_THE_EDGE = re.compile(r"(?:护栏|栏杆|窗户?|窗台|阳台|天台边|楼顶边)(?:的)?(?:外面|外头|外沿|沿上|边沿)")
"""Where whoever stands may jump: 我在14楼护栏外面."""


class SignError(ValueError):
    """A line of the signs cannot be read, or a sign has no line; the message says which."""


@lru_cache(maxsize=2)
def sign_patterns(path: Path = LEXICON) -> dict[str, re.Pattern[str]]:
    """Each sign → a pattern of its phrases. Raises SignError.

    In the file, `…` inside a phrase matches up to six characters within one clause.
    """
    known = {*(sign for shown in SIGNS_OF.values() for sign in shown), *SIGNS_OF_NO_DANGER, *_KINDS_OF_WORDS}
    table: dict[str, re.Pattern[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            words = sorted(set((row["words"] or "").split()), key=lambda word: (-len(word), word))
            if not row["sign"] or not words:
                raise SignError(f"{path.name} line {number}: a sign and its words are wanted")
            table[row["sign"]] = re.compile(
                "|".join(re.escape(one).replace("…", r"[^，。！？；]{0,6}?") for one in words)
            )
    if missing := known - set(table):
        raise SignError(f"{path.name}: no line for {', '.join(sorted(missing))}")
    return table


def features(reading: Reading) -> list[str]:
    """Features: characters, words, signs alone and in pairs, and how many of them speak for or against danger."""
    text = reading.text[:CHARACTERS_READ]
    patterns = {sign: pattern for sign, pattern in sign_patterns().items() if sign not in (_WEAK, _HARM)}
    found = Counter({sign: len(pattern.findall(text)) for sign, pattern in patterns.items()})
    seen = sorted(+found)
    shown = [sign for sign in seen if any(sign in of for of in SIGNS_OF.values())]
    calm = [sign for sign in seen if sign in SIGNS_OF_NO_DANGER]
    many, few = sum(found[sign] for sign in shown), sum(found[sign] for sign in calm)
    made = [f"c{gram}" for gram in grams(f"^{_STOPS.sub('·', text)}$", 1, 4)]
    made += [f"w{word}" for word in reading.words]
    made += [f"sign {sign}" for sign in seen] * 2
    made += [f"pair {one} {other}" for one, other in combinations(seen, 2)]
    for name, count, most in (("shown", len(shown), 5), ("calm", len(calm), 5), ("shows", many, 7), ("calms", few, 7)):
        made += [f"{name} {step}" for step in range(1, most + 1) if count >= step]
    made.append(f"all {min(many, 3)} {min(few, 3)} {bool(found['now'])}")
    return made


def signs_of(text: str, danger: str) -> list[Span]:
    """The phrases of the clearest sign of a danger (a key of SIGNS_OF) that the text has; [] if it has none."""
    for sign in SIGNS_OF[danger]:
        if found := [Span(*match.span()) for match in sign_patterns()[sign].finditer(text[:CHARACTERS_READ])]:
            return found
    return []


def has_sign(text: str) -> bool:
    """Whether the text has a sign of any danger, be it only one of NO_SIGN_ALONE."""
    return any(signs_of(text, danger) for danger in SIGNS_OF)


def dangers_with_sign(text: str) -> set[str]:
    """The dangers of which the text has an explicit sign.

    A phrase that is also said of mere things (`weak` in danger.csv: 漏了) counts only if the text speaks of somebody. Of
    high places only their edge counts (我在14楼护栏外面).
    """
    said = text[:CHARACTERS_READ]
    lives = _SOMEBODY.search(said) or any(sign_patterns()[one].search(said) for one in _LIVING)
    edge = {"self_harm"} if _AT_THE_EDGE.search(said) else set()
    return edge | {
        danger
        for danger, signs in SIGNS_OF.items()
        for sign in signs
        if sign not in NO_SIGN_ALONE
        for found in sign_patterns()[sign].finditer(said)
        if lives or not sign_patterns()[_WEAK].fullmatch(found.group())
    }


def has_word_of_harm(text: str) -> bool:
    """Whether the text has a word with which harm is told (`harm` in danger.csv: 血, 打)."""
    return sign_patterns()[_HARM].search(text[:CHARACTERS_READ]) is not None


class Told(NamedTuple):
    """A training sentence: its reading, its danger (a key of SIGNS_OF, or NONE), and the script of advice that fits it (NONE without danger)."""

    reading: Reading
    danger: str
    script: str


class Advice(NamedTuple):
    """A script of advice that the advice head gives, and its score (0 to 1)."""

    script: str
    score: float


@dataclass
class DangerHead:
    """Whether there is danger now (`word_head` and `embedding_scorer`, added up), which (`naming_head`), and what to advise (`advice_head`)."""

    word_head: Head
    embedding_scorer: RbfScorer
    naming_head: Head
    advice_head: Head

    def scores(self, readings: Sequence[Reading]) -> Array:
        """One score per reading: the higher, the likelier is danger now; `asking.Bands` say from where it counts."""
        said = self.word_head.logits(readings)[:, self.word_head.classes.index(NOW)]
        return np.asarray(said + EMBEDDING_WEIGHT * self.embedding_scorer(opening_embeddings(readings)) + CAUTION)

    def named_danger(self, reading: Reading, signed: Collection[str]) -> str | None:
        """The likeliest danger, given that there is one; None where the text has no sign of it and the head is unsure, or
        where it is none of those that have a number and advice of their own. `signed`: the `dangers_with_sign` of the text."""
        scores = self.naming_head.scores([reading])[0]
        counted = [
            score * (SIGN_FACTOR if name in signed else 1.0)
            for name, score in zip(self.naming_head.classes, scores, strict=True)
        ]
        at = int(np.argmax(counted))
        best = self.naming_head.classes[at]
        return best if best != OTHER and (best in signed or scores[at] >= LEAST_NAMING) else None

    def likeliest_advice(self, reading: Reading) -> Advice:
        """The likeliest script of advice, given that there is danger."""
        scores = self.advice_head.scores([reading])[0]
        at = int(np.argmax(scores))
        return Advice(self.advice_head.classes[at], float(scores[at]))

    def evidence_spans(self, reading: Reading, danger: str | None, most: int = 3) -> list[Span]:
        """At most `most` spans that show the danger (a key of SIGNS_OF; None: as OTHER): its clearest sign, else the deciding run of characters, else the first clause, else the whole text."""
        text = reading.text
        if found := signs_of(text, danger or OTHER):
            return found[:most]
        for feature in self.word_head.deciding_features(self.word_head.rows([reading])[0], NOW):
            run = feature[1:].strip("^$")
            if feature[0] == "c" and len(run) > 1 and (at := text.find(run)) >= 0:
                return [Span(at, at + len(run))]
        clause = re.search(r"\w+", text)
        return [Span(*clause.span())] if clause else [Span(0, len(text))]


def fit(written: Sequence[Told], ordinary: Sequence[Reading]) -> DangerHead:
    """Train a head. `ordinary`: readings without danger, beside those that were written about it."""
    readings = [*(one.reading for one in written), *ordinary]
    real = np.array([one.danger != NONE for one in written] + [False] * len(ordinary))
    weights = np.array([1.0] * len(written) + [ORDINARY_WEIGHT] * len(ordinary))
    words = Head(features, inverse_regularisation=20.0, min_readings=2)
    counts = words.count(readings)
    words.fit_counts(counts, readings, [NOW if one else NONE for one in real], weights, range(len(readings)))
    few = [at for at in range(len(readings)) if at < len(written) or at % ONE_ORDINARY_IN == 0]
    vectors = opening_embeddings([readings[at] for at in few])
    by_embedding = train_rbf(vectors, real[few], balanced_costs(EMBEDDING_COST, real[few], weights[few]), gamma=2.0)
    some, even = np.flatnonzero(real).tolist(), np.ones(len(readings))
    names = Head(features, min_readings=2, embed=opening_embeddings)
    advice = Head(features, min_readings=ADVICE_READINGS, embed=opening_embeddings)
    names.fit_counts(counts, readings, [one.danger for one in written], even, some)
    advice.fit_counts(counts, readings, [one.script for one in written], even, some)
    return DangerHead(words, by_embedding, names, advice)
