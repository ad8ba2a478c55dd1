"""A secret choice never passes through a channel: what is open, and whether a text is a choice for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from portal.channels import words
from portal.consultations import service as consultations

_NUMBERS = tuple("123456789")  # options are numbered on the voting page too


def is_secret_choice(s: Session, text: str, expecting: dict[str, Any] | None) -> bool:
    """Whether the text is (or plainly tries to be) a ballot in an open secret consultation. Asked before it is stored.

    `expecting`: what the message may answer; None where the bot has asked something else since.
    """
    votes = consultations.secret_votes(s)
    labels = [label for vote in votes for label in vote.labels]
    if expecting is not None and expecting.get("kind") == "vote_secret":
        offered = expecting.get("choices")
        meanings = [str(meaning) for meaning in offered.values()] if isinstance(offered, dict) else []
        return words.is_choice(text, [*labels, *meanings], [*_NUMBERS, *(offered or ())])
    return bool(votes) and words.casts_vote(text, [vote.title for vote in votes], labels)
