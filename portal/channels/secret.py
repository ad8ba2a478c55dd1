"""A secret choice never passes through a channel: what is open, and whether a text is a choice for it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.channels import words
from portal.consultations.models import Consultation

_NUMBERS = tuple("123456789")  # options are numbered on the voting page too


def is_secret_choice(s: Session, text: str, expecting: dict[str, Any] | None) -> bool:
    """Whether the text is (or plainly tries to be) a ballot in an open secret consultation. Asked before it is stored.

    `expecting`: what the message may answer; None where the bot has asked something else since.
    """
    open_ones = _open(s)
    labels = [label for _, options in open_ones for label in options]
    if expecting is not None and expecting.get("kind") == "vote_secret":
        offered = expecting.get("choices")
        meanings = [str(meaning) for meaning in offered.values()] if isinstance(offered, dict) else []
        return words.is_choice(text, [*labels, *meanings], [*_NUMBERS, *(offered or ())])
    return bool(open_ones) and words.casts_vote(text, [title for title, _ in open_ones], labels)


def _open(s: Session) -> list[tuple[str, list[str]]]:
    rows = s.execute(
        sa.select(Consultation.title, Consultation.questions).where(
            Consultation.state == "open", Consultation.secrecy == "secret"
        )
    )
    return [(title, _labels(questions)) for title, questions in rows]


def _labels(questions: list[Any]) -> list[str]:
    return [str(option.get("label", "")) for question in questions for option in question.get("options", ())]
