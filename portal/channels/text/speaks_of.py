"""Which of several open votes a text speaks of, by the words of their titles and options (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from portal.channels.text.simplified import simple
from portal.channels.text.vote_slots import VoteTexts, slots, words_of

_PLACE = re.compile(
    r"^.{2,6}?(?:家园|小区|公寓|花园|社区|人家|苑)"
)  # a title may begin with the estate's name, which is no word of the vote
_STANCE = re.compile(r"(?:不?(?:同意|赞成|支持)|反对|弃权|是|否)")


def speaks_only_of(text: str, these: Sequence[VoteTexts], others: Sequence[VoteTexts]) -> bool:
    """Whether the text has words found in `these` votes but not in `others`, and no word found only in `others`.

    False, too, with an option of `others`, or an option given by its number, which any vote may have.
    """
    said = simple(text)
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    named, known = _pairs(these), _pairs(others)
    own = pairs & (_pairs(these, placeless=True) - known)
    if pairs & (known - named) or any(not {"O", "D"}.isdisjoint(slots(text, other)) for other in others):
        return False
    return bool(own) or any(label in said for label in _labels(these) - _labels(others))


def speaks_of_any(text: str, votes: Iterable[VoteTexts]) -> bool:
    """Whether the text has words of at least one of the votes: of its title, or of an option."""
    return any(not {"T", "O"}.isdisjoint(slots(text, vote)) for vote in votes)


def _pairs(votes: Iterable[VoteTexts], *, placeless: bool = False) -> set[str]:
    """The pairs of characters of their titles and questions; `placeless`: without an estate's name in front of a title."""
    shown = (VoteTexts(_PLACE.sub("", one.title), one.questions) if placeless else one for one in votes)
    return {pair for one in shown for pair in words_of(one).pairs}


def _labels(votes: Iterable[VoteTexts]) -> set[str]:
    """The options' labels, but for those that are a stance (同意), which any vote may have."""
    labels = (simple(label) for one in votes for label in one.labels)
    return {label for label in labels if len(label) >= 2 and not _STANCE.fullmatch(label)}
