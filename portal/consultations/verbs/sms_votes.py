"""Named votes by SMS. A sender can be forged, so a vote counts only when a code sent to the number comes back from it.

Either a text that states a whole vote is parked (`park`), its code is sent (`issue_code`), and the code comes back. Or
the last question is sent together with a code (`offer_code`), and the answer's number comes back with the code. Whoever
forges a sender never receives the code; a parked vote expires, and its SMS tells the owner what was about to be cast.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import board
from portal.consultations.ballots.tally import Choices
from portal.consultations.models import Consultation, RollEntry, SmsVote
from portal.consultations.verbs import queries
from portal.kernel.sealing import keyed

LIFE = timedelta(minutes=10)  # of a code, and of a parked vote without one
TRIES = 5  # after which a code is no longer valid
CODES_A_DAY = 20  # codes, and votes parked for one, per number and day: with 5 tries each, at most 100 guesses at one in a million


class CodeOutcome(StrEnum):
    """The outcome of a code that came back."""

    COUNTED = "counted"
    WRONG = "wrong"
    NO_CHOICE = "no_choice"  # beside the code stood no answer to its question, or another vote than the parked one
    CLOSED = "closed"
    HALTED = "halted"
    UNPROVEN = "unproven"  # the number may no longer vote for that entry


@dataclass(frozen=True)
class IssuedCode:
    """A code for a parked vote, with the consultation's title and the choices in words, for the SMS."""

    code: str
    title: str
    choice: str


def park(s: Session, entry: RollEntry, contact_id: int, choices: Choices, *, source_key: str, now: datetime) -> bool:
    """Store a vote that waits for its code; returns whether it is stored.

    The same `source_key` (the call's Idempotency-Key) again is the same vote. False, and nothing is kept, once the
    number has had `CODES_A_DAY` codes, or votes waiting for one, in the last 24 hours.
    """
    if s.scalar(sa.select(SmsVote.id).where(SmsVote.source_key == source_key)) is not None:
        return True
    if _codes_in_a_day(s, contact_id, now) >= CODES_A_DAY:
        return False
    s.add(_vote(entry, contact_id, now, choices=dict(choices), source_key=source_key))
    s.flush()
    return True


def offer_code(
    s: Session, secret: str, entry: RollEntry, contact_id: int, *, question: str, given: Choices, now: datetime
) -> str | None:
    """A code to send together with the last question; None if the number has had its `CODES_A_DAY` (as in `park`).

    `question`: the key of that question. `given`: the answers to the questions before it.
    """
    if _codes_in_a_day(s, contact_id, now) >= CODES_A_DAY:
        return None
    code = _new_code()
    vote = _vote(entry, contact_id, now, choices=dict(given), question=question)
    vote.code_hash = _hash(secret, vote, code)
    s.add(vote)
    s.flush()
    return code


def issue_code(s: Session, secret: str, contact_id: int, now: datetime) -> IssuedCode | None:
    """Make the code for the vote that this number parked last; None if no parked vote waits for a code."""
    waiting = sa.select(SmsVote).where(
        SmsVote.contact_point_id == contact_id, SmsVote.code_hash == "", _is_pending(now)
    )
    vote = s.scalars(waiting.order_by(SmsVote.id.desc()).limit(1).with_for_update()).first()
    if vote is None:
        return None
    code = _new_code()
    vote.code_hash, vote.expires_at = _hash(secret, vote, code), now + LIFE
    consultation = queries.get(s, vote.consultation_id)
    s.flush()
    return IssuedCode(code, consultation.title, choices_in_words(consultation, vote.choices))


def has_valid_code(s: Session, contact_id: int, now: datetime) -> bool:
    """Whether a code sent to this number is still valid."""
    return s.scalar(sa.select(SmsVote.id).where(*_with_valid_code(contact_id, now)).limit(1)) is not None


def vote_of_code(s: Session, secret: str, contact_id: int, code: str, now: datetime) -> SmsVote | None:
    """The vote that this code belongs to, or None. Either way, one try is counted for every valid code of the number."""
    found = None
    for vote in s.scalars(
        sa.select(SmsVote).where(*_with_valid_code(contact_id, now)).order_by(SmsVote.id).with_for_update()
    ):
        vote.tries += 1
        if hmac.compare_digest(vote.code_hash, _hash(secret, vote, code)):
            found = vote
    s.flush()
    return found


def complete_ballot(consultation: Consultation, vote: SmsVote, said: str) -> Choices | None:
    """The whole ballot; None if `said`, the text beside the code, is no answer.

    A parked vote is returned as parked, if `said` is empty or states the same. An offered one gets `said` (an option's
    label, or its number from 1) as the answer to the question that was asked.
    """
    if not vote.question:
        return dict(vote.choices) if said in ("", choices_in_words(consultation, vote.choices)) else None
    question = next((one for one in queries.questions_of(consultation) if one.key == vote.question), None)
    codes = [option.code for option in question.options] if question is not None else []
    labels = [option.label for option in question.options] if question is not None else []
    if said in labels:
        return {**vote.choices, vote.question: [codes[labels.index(said)]]}
    if said.isdigit() and 1 <= int(said) <= len(codes):
        return {**vote.choices, vote.question: [codes[int(said) - 1]]}
    return None


def delete_old(s: Session, now: datetime) -> int:
    """Delete all rows that are older than a day, counted or not; returns how many."""
    old = sa.delete(SmsVote).where(SmsVote.made_at < now - timedelta(days=1))
    return int(s.execute(old).rowcount)  # type: ignore[attr-defined]  # a cursor result, for a DELETE


def choices_in_words(consultation: Consultation, choices: Choices) -> str:
    """The labels of the chosen options, in Chinese."""
    labels = {
        (question.key, option.code): option.label
        for question in queries.questions_of(consultation)
        for option in question.options
    }
    return "；".join(
        "、".join(labels.get((key, code), code) for code in codes) for key, codes in sorted(choices.items())
    )


def _vote(
    entry: RollEntry,
    contact_id: int,
    now: datetime,
    *,
    choices: Choices,
    question: str = "",
    source_key: str | None = None,
) -> SmsVote:
    return SmsVote(
        consultation_id=entry.consultation_id,
        roll_entry_id=entry.id,
        contact_point_id=contact_id,
        choices=choices,
        question=question,
        code_hash="",
        source_key=source_key,
        made_at=now,
        expires_at=now + LIFE,
    )


def _with_valid_code(contact_id: int, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """The WHERE conditions for this number's votes whose code is still valid."""
    return (SmsVote.contact_point_id == contact_id, SmsVote.code_hash != "", SmsVote.tries < TRIES, _is_pending(now))


def _is_pending(now: datetime) -> sa.ColumnElement[bool]:
    """The WHERE condition for votes that are neither used nor expired."""
    return sa.and_(SmsVote.used_at.is_(None), SmsVote.expires_at > now)


def _codes_in_a_day(s: Session, contact_id: int, now: datetime) -> int:
    made = sa.select(sa.func.count(SmsVote.id)).where(SmsVote.contact_point_id == contact_id)
    return s.scalar(made.where(SmsVote.made_at > now - timedelta(days=1))) or 0


def _new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def _hash(secret: str, vote: SmsVote, code: str) -> str:
    """Keyed hash of the code and of what it confirms: once a row is edited in the database, its code no longer fits."""
    about = [vote.contact_point_id, vote.consultation_id, vote.roll_entry_id, vote.question]
    return keyed(secret, "sms-vote", f"{board.canonical([*about, vote.choices]).decode()}\0{code}")
