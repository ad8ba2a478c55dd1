"""A secret choice never passes through a channel: what is open, and whether a text is a choice for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from portal.channels import stance, words
from portal.channels.stance import Ballot
from portal.consultations import service as consultations

_NUMBERS = tuple("123456789")  # options are numbered on the voting page too
_JUST_ASKED = -1.0  # the threshold where the link was handed out a moment ago
MOST_VOTES = 12  # that are read for; a community has one or two at a time


def is_secret_choice(s: Session, text: str, expecting: dict[str, Any] | None, *, asked: bool = False) -> bool:
    """Whether the text states how somebody votes in a secret consultation that is not counted yet. Asked before it is stored.

    `expecting`: what the message may answer; `asked`: the bot has asked something else since, so 同意 or 1 answers that.
    """
    ballots = _open(s)
    if asked:
        return bool(ballots) and not stance.answers_something_else(text, ballots)
    if expecting is not None and expecting.get("kind") == "vote_secret":
        offered = expecting.get("choices")
        meanings = [str(meaning) for meaning in offered.values()] if isinstance(offered, dict) else []
        labels = [label for ballot in ballots for label in ballot.labels]
        if words.is_choice(text, [*labels, *meanings], [*_NUMBERS, *(offered or ())]):
            return True
        return stance.is_choice(text, ballots, threshold=_JUST_ASKED)
    if expecting is not None and words.folded(text) in map(words.folded, expecting.get("choices") or ()):
        return False
    return bool(ballots) and stance.is_choice(text, ballots)


def names_a_choice(s: Session, text: str) -> bool:
    """The same where somebody writes for another purpose (on a case's page, to a person): 同意 or a place is no vote there."""
    return is_secret_choice(s, text, None, asked=True)


def _open(s: Session) -> list[Ballot]:
    return [Ballot(vote.title, vote.questions, vote.labels) for vote in consultations.secret_votes(s)[:MOST_VOTES]]
