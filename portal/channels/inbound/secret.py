"""A secret choice never passes through a channel: what is open, and whether a text is a choice for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.channels.text import keywords, stance
from portal.channels.text.stance import Ballot
from portal.consultations.verbs import queries

_NUMBERS = tuple("123456789")  # options are numbered on the voting page too
_JUST_ASKED = -1.0  # the threshold where the link was handed out a moment ago
MOST_VOTES = 12  # that are read for; a community has one or two at a time


@dataclass(frozen=True)
class Heard:
    """What a text says of the secret votes that are open and not counted.

    A long text takes tens of milliseconds to read: it is read before the one writer's transaction, not in it.
    """

    text: str
    ballots: tuple[Ballot, ...] = ()
    chooses: bool = False  # a choice where nobody has asked anything else
    names: bool = False  # a choice whatever was asked: 同意 or a place alone is none

    def is_choice(self, expecting: dict[str, Any] | None, *, asked: bool = False) -> bool:
        """Whether the text states how somebody votes. Asked before it is stored.

        `expecting`: what the message may answer; `asked`: the bot has asked something else since, so 同意 or 1 answers that.
        """
        if asked:
            return self.names
        if expecting is None:
            return self.chooses
        if expecting.get("kind") == "vote_secret":
            return self._answers_the_link(expecting.get("choices"))
        answers_it = keywords.folded(self.text) in map(keywords.folded, expecting.get("choices") or ())
        return self.chooses and not answers_it

    def _answers_the_link(self, offered: object) -> bool:
        meanings = {str(code): str(meaning) for code, meaning in offered.items()} if isinstance(offered, dict) else {}
        labels = [label for ballot in self.ballots for label in ballot.labels]
        if keywords.is_choice(self.text, [*labels, *meanings.values()], [*_NUMBERS, *meanings]):
            return True
        return stance.is_choice(self.text, self.ballots, threshold=_JUST_ASKED)


def hear(s: Session, text: str) -> Heard:
    """Read the text for the votes that are open."""
    ballots = tuple(Ballot(vote.title, vote.questions, vote.labels) for vote in queries.secret_votes(s)[:MOST_VOTES])
    if not ballots:
        return Heard(text)
    return Heard(text, ballots, stance.is_choice(text, ballots), names=not stance.answers_something_else(text, ballots))


def names_a_choice(s: Session, text: str) -> bool:
    """The same where somebody writes for another purpose (on a case's page, to a person): 同意 or a place is no vote there."""
    return hear(s, text).names
