"""Whether a message states how somebody votes, judged by what it says and not by words of the title alone (pure).

A linear model over the features of a message (`vote_features`), which is first rewritten as slots (`vote_slots`).
Weights and training sentences are in `data/votes/`; `bench/choices.py` trains the model, and measures it on votes left
out.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from portal.channels.text import ticked
from portal.channels.text.simplified import simple
from portal.channels.text.vote_features import (
    ASKING,
    BARE,
    CLAUSE_END,
    SETS_ASIDE,
    STANDS,
    features,
    features_of,
    free_characters,
)
from portal.channels.text.vote_slots import Ballot, slots_in, words_of
from portal.kernel.config import PROJECT

FOLDER = PROJECT / "data" / "votes"
WINDOW = 240  # characters: a text up to this length is scored as a whole
# What a score (log odds) must pass:
THRESHOLD = 0.0  # for a whole message; bench/choices.py has it in the bias
ANSWERED = 1.0  # if the bot has asked something else: for a text about the vote itself
CHOSEN = 2.0  # if the bot has asked something else: for a clause with a chosen option
SENTENCE = 1.0  # for one sentence of several
CLAUSE = 0.5  # for one clause of a long sentence
LONG_SENTENCE = 40  # characters: a longer sentence is also scored clause by clause
_QUESTION = r"(?:D(?:道|个)?(?:题|问题|议题|问)|(?:问题|议题|题)[一二三四五六七八九\d]|[两三四五每各]道?题)"
_OF_A_QUESTION = re.compile(
    rf"{_QUESTION}[是的就都我要,，:： ]{{0,4}}(?:[YXAO]|[CV].{{0,3}}[ODYXA])|D[YXA]|T[^,，。]{{0,2}}[:：][是我]?[YXAO]|D题[,，:： ]{{0,2}}[1-9a-h](?=$|[,， ])"
)
_JUST_UNDER = -0.5  # of what is no choice, unless the voting link was given a moment ago
_WHOSE = re.compile(r"[^A-Za-z,，。 ]{3,60}的O[。!]?")
_STANDS_SAID = re.compile(r"同意|赞成|支持|反对|赞同")
_A_HOUSE = re.compile(r"\d{1,5}(?:栋|幢|号楼|号|单元|弄)")
_THAT_ONE = re.compile(r"[CV](?:P|它|他们)$")
_I_CHOOSE = re.compile(r"I[^他她]{0,4}C(?:由|是|了|的是|那个)?O")
_CHOOSES = re.compile(r"[CV].{0,3}O|O.{0,3}[CV]")
_VOTES = re.compile(r"V.{0,3}[YXA]|[YXA].{0,2}V")
_OF_THE_TOPIC = re.compile(r"T.{0,4}O")
_OF_AN_OPTION = re.compile(r"[YX].{0,2}O|O.{0,2}[YX]")
_IS_THERE = re.compile(r"(?<![建放装设])在|\d[栋号楼座单室]")
_OTHERS = re.compile(r"[他她]|物业|别人|人家|有人")
_SENTENCE = re.compile(r"[。!！;；…\r\n]+|(?<=[?？])")
_PHRASE = re.compile(r"[,，、\s]+")


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The model's weights by feature."""
    return dict(json.loads((FOLDER / "weights.json").read_text(encoding="utf-8")))


def score(text: str, ballot: Ballot, model: Mapping[str, float] | None = None) -> float:
    """Log odds that the message is a choice in this vote."""
    return _weighed(features(text, ballot), model)


def _weighed(found: Mapping[str, float], model: Mapping[str, float] | None) -> float:
    known = weights() if model is None else model
    return sum(known.get(name, 0.0) * value for name, value in found.items())


Model = Mapping[str, float]


def is_choice(
    text: str, ballots: Iterable[Ballot], *, threshold: float = THRESHOLD, model: Model | None = None
) -> bool:
    """Whether the message states a choice in one of these votes, if nothing else was asked."""
    return read(text, ballots, model).chooses(threshold)


def answers_something_else(text: str, ballots: Iterable[Ballot], model: Model | None = None) -> bool:
    """Whether the message may answer another open question rather than vote; so for 同意 and 1."""
    pieces = _pieces(text)
    return not any(_Read(piece, ballot, model).names for ballot in ballots for piece in pieces)


@dataclass(frozen=True)
class Reading:
    """What a message says about the votes. `margin`: the most by which a piece of it passes its bar.

    `names`: it is a choice whatever else was asked.
    """

    margin: float = -math.inf
    names: bool = False

    def chooses(self, threshold: float = THRESHOLD) -> bool:
        """Whether it is a choice if nothing else was asked; with `names`, at any threshold."""
        return self.names or self.margin > threshold


def read(text: str, ballots: Iterable[Ballot], model: Model | None = None) -> Reading:
    """Read a message once, for any threshold.

    A short message is scored as a whole, a longer one by sentences, a long sentence also by clauses: in one score for a
    whole report, five words about the vote would be lost.
    """
    pieces = _pieces(text)
    found = [_Read(piece, ballot, model) for ballot in ballots for piece in pieces]
    bare = BARE.fullmatch(simple(text)) is not None
    return Reading(
        math.inf if bare else max((one.margin for one in found), default=-math.inf), any(one.names for one in found)
    )


@dataclass(frozen=True)
class _Piece:
    """A short message, a sentence, or a clause of a long sentence. `bar`: what its score must pass."""

    text: str
    bar: float = THRESHOLD
    clause: bool = False

    @cached_property
    def said(self) -> str:
        """The normalised text, made once for all votes."""
        return simple(self.text)


def _pieces(text: str) -> list[_Piece]:
    """The pieces of a text to score. Split before `simple`, which removes newlines."""
    sentences = [one for one in _SENTENCE.split(text) if one.strip()]
    found = [_Piece(text)] if len(text) <= WINDOW else []
    for sentence in sentences:
        if len(sentence) <= WINDOW and len(sentences) > 1:
            found.append(_Piece(sentence, SENTENCE))
        if len(sentence) > LONG_SENTENCE:
            found += [_Piece(clause, CLAUSE, clause=True) for clause in _PHRASE.split(sentence) if clause]
    return found


@dataclass(frozen=True)
class _Read:
    """One piece read for one vote; expensive results are computed only when needed."""

    piece: _Piece
    ballot: Ballot
    model: Model | None

    @cached_property
    def slots(self) -> str:
        return slots_in(self.piece.said, self.ballot)

    @cached_property
    def there(self) -> set[str]:
        return set(self.slots)

    @cached_property
    def score(self) -> float:
        return _weighed(features_of(self.piece.said, self.slots), self.model)

    @property
    def margin(self) -> float:
        """By how much it passes its bar. A sentence or clause without a stand is not scored, to save time."""
        if self.piece.bar > THRESHOLD and not self._takes_a_stand():
            return -math.inf
        if self.piece.bar == THRESHOLD and _is_of_something_else(self.piece.said, self.slots):
            return _JUST_UNDER
        return self.score - self.piece.bar

    def _takes_a_stand(self) -> bool:
        """Whether a sentence has an option, a stance or a wish about the vote; a clause must mention the vote too."""
        there = self.there
        if self.piece.clause:
            return _speaks(there) or ("C" in there and not there.isdisjoint(STANDS))
        return not there.isdisjoint(STANDS) or (not there.isdisjoint("ZWP") and not there.isdisjoint("TVC"))

    @cached_property
    def names(self) -> bool:
        """Whether it is a choice whatever else was asked: it is about the vote itself, or a clause names the choice."""
        if ticked.states(self.piece.text, self.ballot):
            return True
        if _speaks(self.there) and self.score > ANSWERED:
            return True
        longer = words_of(self.ballot).pieces
        if self.there.isdisjoint(STANDS) and not (longer and longer.search(self.piece.said)):
            return False
        said = slots_in(self.piece.said, self.ballot, strictly=True)
        sentences = re.split(r"[。!;；\n]|(?<=[?？])", said)
        if any(_OF_A_QUESTION.search(one) and not ASKING.search(one) for one in sentences):
            return True
        clauses = [one for one in CLAUSE_END.split(said) if "R" not in one and not ASKING.search(one)]
        if any(_names(clause) for clause in clauses) or ("O" in said and any(map(_THAT_ONE.search, clauses))):
            return True
        return any(_chooses(clause) for clause in clauses) and self.score > CHOSEN


def _is_of_something_else(said: str, marked: str) -> bool:
    """Whether a message takes no stand on the vote: who looks after a place, a repair wished for."""
    there = set(marked) & set("ODYXAZWVCITPR")
    if _WHOSE.fullmatch(marked):
        return True
    mends = SETS_ASIDE.search(said) is not None
    if there == {"O"} and not CLAUSE_END.search(marked):
        return mends and not marked.startswith("O,")
    stands = [one for one in CLAUSE_END.split(said) if _STANDS_SAID.search(one)]
    return mends and there <= set("YXI") and _A_HOUSE.search(said) is not None and all(map(_mends, stands))


def _mends(clause: str) -> bool:
    return SETS_ASIDE.search(clause) is not None


def _speaks(there: set[str]) -> bool:
    """Whether the slots have both the vote and a stand on it."""
    return bool("V" in there and there & set("YXAOD")) or bool("T" in there and there & set("YXA"))


def _names(clause: str) -> bool:
    free = free_characters(clause)
    if _VOTES.search(clause) or (_chooses(clause) and (free <= 1 or _I_CHOOSE.search(clause))):
        return True
    if SETS_ASIDE.search(clause) or _IS_THERE.search(clause):
        return False
    if free == 0 and (_OF_THE_TOPIC.search(clause) or _OF_AN_OPTION.search(clause)):
        return True
    return free <= 2 and "T" in clause and not set("YXA").isdisjoint(clause) and not _OTHERS.search(clause)


def _chooses(clause: str) -> bool:
    return _CHOOSES.search(clause) is not None and not SETS_ASIDE.search(clause)
