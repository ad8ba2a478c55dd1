"""Recognises choices for secret votes in messages, so that none is stored: no channel carries secret votes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.channels.text import apart, brief_choice, danger_words, keywords, speaks_of, stance
from portal.channels.text.vote_slots import VoteTexts
from portal.consultations.verbs import queries
from portal.consultations.verbs.queries import SecretVote

_NUMBERS = tuple("123456789")  # options are numbered on the voting page too
_JUST_ASKED = -1.0  # lower threshold, for when the voting link was given a moment ago
_ABSTAINS = frozenset(("弃权", "我弃权", "弃票", "投弃权", "我家弃权"))
_LONGEST_CHOICE = 20  # characters: what is longer may say more
MOST_VOTES = 12  # readings of one text at most; a community usually has one or two votes at a time
_CLAUSE = re.compile(r"[,，。.!！?？;；、\s]+")


@dataclass(frozen=True)
class Heard:
    """A reading of a text: whether it states a choice for one of the uncounted secret votes.

    Reading a long text takes tens of milliseconds, so it is done before the write transaction, not in it.
    """

    text: str
    labels: tuple[str, ...] = ()
    chooses: bool = False  # it is a choice if nothing else was asked
    is_explicit: bool = False  # it is a choice whatever was asked or is talked about (同意 or a place alone is not)
    replies: bool = False  # it is a choice if the voting link was given a moment ago
    rest: str = ""  # what is left without the choice: an answer to 在哪里, as far as it is one
    of_it: bool = False  # it has words of a secret vote's own: of its title, or an option
    of_an_emergency: str = ""  # what it answers to an open question of an emergency, if it is a choice besides
    beside: str = ""  # what else it says, clause by clause, if it is a choice in any of these senses

    def is_choice(self, expecting: dict[str, Any] | None, *, asked: bool = False) -> bool:
        """Whether the text states how somebody votes, and so must not be stored.

        `expecting`: the open question that the message may answer, if any. `asked`: something else was asked
        last or is talked about, so that 同意, 不用 or 1 is of that.
        """
        if asked:
            return self.is_explicit
        if expecting is None:
            return self.chooses
        if expecting.get("kind") == "vote_secret":
            return self.replies or self._is_one_of(expecting.get("choices"))
        answers_it = keywords.folded(self.text) in map(keywords.folded, expecting.get("choices") or ())
        return self.chooses and not answers_it

    @property
    def says_more(self) -> bool:
        """Whether it says, or is long enough to say, more than the choice."""
        return bool(self.beside) or len(self.text) > _LONGEST_CHOICE

    @property
    def urgent(self) -> str:
        """What else it says, if that has any sign of danger; else "", as where nothing could be told apart."""
        return self.beside if self.beside != self.text and apart.tells_of_danger(self.beside) else ""

    def _is_one_of(self, offered: object) -> bool:
        meanings = {str(code): str(meaning) for code, meaning in offered.items()} if isinstance(offered, dict) else {}
        return keywords.is_choice(self.text, [*self.labels, *meanings.values()], [*_NUMBERS, *meanings])


def hear(s: Session, text: str) -> Heard:
    """Read the text for all uncounted secret votes."""
    votes = _texts_of(queries.secret_votes(s))
    if not votes:
        return Heard(text, rest=text)
    labels = tuple(label for vote in votes for label in vote.labels)
    by_name = _texts_of(queries.votes_by_name(s))
    if by_name and speaks_of.only(text, by_name, votes):
        return Heard(text, rest=text)
    if keywords.asks_to_vote(text, labels):
        return Heard(text, rest=text)
    reading = stance.read(text, votes)
    short = len(text) <= stance.WINDOW
    replies = (
        reading.chooses(_JUST_ASKED)
        or any(keywords.is_choice(one, labels) for one in _CLAUSE.split(text))
        or brief_choice.chooses(text, votes)
    )
    named = _abstains(text) or brief_choice.is_explicit(text, votes)
    rest = _rest(text, votes)
    may_be_one = replies or named or reading.chooses() or rest != text
    return Heard(
        text,
        labels,
        chooses=reading.chooses() or named,
        is_explicit=reading.is_explicit or named,
        replies=replies,
        rest=rest,
        of_an_emergency=apart.of_an_emergency(text, votes) if short and may_be_one else "",
        of_it=speaks_of.either(text, votes),
        beside=_beside(text, votes) if may_be_one else "",
    )


def _abstains(text: str) -> bool:
    return keywords.folded(text) in _ABSTAINS


def _is_explicit(text: str, votes: Sequence[VoteTexts]) -> bool:
    """Whether the text is a choice in one of these votes whatever was asked or is talked about."""
    return bool(votes) and (_abstains(text) or stance.is_explicit(text, votes) or brief_choice.is_explicit(text, votes))


def _beside(text: str, votes: Sequence[VoteTexts]) -> str:
    """What a choice says besides; "" if that cannot be told from the choice, and for a long text without an alarm."""
    if len(text) > stance.WINDOW and not any(danger_words.alarm(one) for one in _CLAUSE.split(text)):
        return ""
    said = apart.beside_choice(text, votes)
    return "" if _is_explicit(said, votes) else said


def _rest(text: str, votes: Sequence[VoteTexts]) -> str:
    """The text without its choice, however it is said; "" if nothing or still a choice is left."""
    if len(text) > stance.WINDOW:
        return text
    rest = apart.without_choice(text, votes)
    return rest if rest == text or not _is_explicit(rest, votes) else ""


def only_the_alarm(s: Session, text: str) -> str:
    """A call for help without the choice said beside it: whole if there is none.

    Life first: an alarm is never withheld for the vote in the same breath, and that vote is not stored either. Where
    the two cannot be told apart, only the words of the alarm are left.
    """
    rest = apart.without_choice(text, _texts_of(queries.secret_votes(s)))
    clauses = "，".join(one for one in _CLAUSE.split(rest) if danger_words.alarm(one))
    tried = (rest, clauses, danger_words.words_of(text))
    return next((one for one in tried if danger_words.alarm(one) and not names_a_choice(s, one)), text)


def perhaps_an_alarm(s: Session, text: str) -> str:
    """What is left of a text without its choice, if that sounds of danger; else the text.

    For what `danger_words.alarm` does not take, maybe only because of the choice (着火了。我没意见).
    """
    if len(text) > stance.WINDOW or not danger_words.sounds_of_danger(text):
        return text
    rest = apart.without_choice(text, _texts_of(queries.secret_votes(s)))
    urgent = danger_words.sounds_of_danger(rest) and apart.tells_of_danger(rest)
    return rest if urgent and not names_a_choice(s, rest) else text


def _texts_of(votes: Sequence[SecretVote]) -> tuple[VoteTexts, ...]:
    """The texts to read for, at most MOST_VOTES; if there are more votes, several are read as one."""
    dealt = [votes[at::MOST_VOTES] for at in range(min(len(votes), MOST_VOTES))]
    return tuple(
        VoteTexts(
            " ".join(vote.title for vote in together),
            tuple(question for vote in together for question in vote.questions),
            tuple(label for vote in together for label in vote.labels),
        )
        for together in dealt
    )


def names_a_choice(s: Session, text: str) -> bool:
    """Whether a text written for another purpose (to a person, on a case's page) states a choice; 同意 alone does not.

    弃权 does: nobody says that of a case.
    """
    return _is_explicit(text, _texts_of(queries.secret_votes(s)))
