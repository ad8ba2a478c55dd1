"""A secret choice never passes through a channel: what is open, and whether a text is a choice for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.channels.text import keywords, stance
from portal.channels.text.stance import Ballot
from portal.consultations.verbs import queries
from portal.consultations.verbs.queries import SecretVote

_NUMBERS = tuple("123456789")  # options are numbered on the voting page too
_JUST_ASKED = -1.0  # the threshold where the link was handed out a moment ago
MOST_VOTES = 12  # readings of one text; a community has one vote or two at a time
_CLAUSE = re.compile(r"[,，。.!！?？;；、\s]+")


@dataclass(frozen=True)
class Heard:
    """What a text says of the secret votes that are open and not counted.

    A long text takes tens of milliseconds to read: all of it is read before the one writer's transaction, not in it.
    """

    text: str
    labels: tuple[str, ...] = ()
    chooses: bool = False  # a choice where nobody has asked anything else
    names: bool = False  # a choice whatever was asked: 同意 or a place alone is none
    replies: bool = False  # a choice where the link was handed out a moment ago

    def is_choice(self, expecting: dict[str, Any] | None, *, asked: bool = False) -> bool:
        """Whether the text states how somebody votes. Asked before it is stored.

        `expecting`: what the message may answer; `asked`: the bot has asked something else since, so 同意 or 1 answers that.
        """
        if asked:
            return self.names
        if expecting is None:
            return self.chooses
        if expecting.get("kind") == "vote_secret":
            return self.replies or self._is_one_of(expecting.get("choices"))
        answers_it = keywords.folded(self.text) in map(keywords.folded, expecting.get("choices") or ())
        return self.chooses and not answers_it

    def _is_one_of(self, offered: object) -> bool:
        meanings = {str(code): str(meaning) for code, meaning in offered.items()} if isinstance(offered, dict) else {}
        return keywords.is_choice(self.text, [*self.labels, *meanings.values()], [*_NUMBERS, *meanings])


def hear(s: Session, text: str) -> Heard:
    """Read the text for the votes that are open."""
    ballots = _ballots(queries.secret_votes(s))
    if not ballots:
        return Heard(text)
    reading = stance.read(text, ballots)
    labels = tuple(label for ballot in ballots for label in ballot.labels)
    return Heard(
        text,
        labels,
        chooses=reading.chooses(),
        names=reading.names,
        replies=reading.chooses(_JUST_ASKED) or any(keywords.is_choice(one, labels) for one in _CLAUSE.split(text)),
    )


def _ballots(votes: Sequence[SecretVote]) -> tuple[Ballot, ...]:
    """All of them in MOST_VOTES readings at most: where more are open, some are read as one that has the words of each."""
    dealt = [votes[at::MOST_VOTES] for at in range(min(len(votes), MOST_VOTES))]
    return tuple(
        Ballot(
            " ".join(vote.title for vote in together),
            tuple(question for vote in together for question in vote.questions),
            tuple(label for vote in together for label in vote.labels),
        )
        for together in dealt
    )


def names_a_choice(s: Session, text: str) -> bool:
    """The same where somebody writes for another purpose (on a case's page, to a person): 同意 or a place is no vote there."""
    return not stance.answers_something_else(text, _ballots(queries.secret_votes(s)))
