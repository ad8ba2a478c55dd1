"""A named vote from the chat or by SMS: who may, casting it, and the code that an SMS vote needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.consultations.ballots.keys import KeyRing
from portal.consultations.ballots.tally import Choices
from portal.consultations.law.phases import State
from portal.consultations.law.template import Secrecy
from portal.consultations.models import Consultation, RollEntry
from portal.consultations.verbs import queries, sms_votes
from portal.consultations.verbs.voting import (
    EntryUnproven,
    SecretNotHere,
    VoteClosed,
    VotingRights,
    cast_named,
    checked_answers,
    contact_point,
    lock_for_voting,
    rights_by_phones,
    vote_of_key,
    voting_rights,
)
from portal.kernel.config import Settings
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.db import MAX_ID


@dataclass(frozen=True)
class SmsCount:
    """What came of a code. `title`: the consultation's, "" for a wrong code; `receipt`: the board's head, if it was counted."""

    outcome: sms_votes.CodeOutcome
    title: str = ""
    receipt: str = ""


def answer_in_chat(
    s: Session, ring: KeyRing, consultation_id: int, contact_id: int, given: object, *, source_key: str, now: datetime
) -> str:
    """Cast a named vote from the chat. Returns "counted"; by SMS "code_needed": it is parked for a code (`sms_votes`).

    The same `source_key` again, after the code of its SMS vote came back, gives "counted". Raises SecretNotHere,
    EntryUnproven (also after too many SMS votes in a day), VoteClosed, NotFound, Invalid, SourceKeyReused, and
    DataMismatch and Unavailable (`cast_named`).
    """
    point = contact_point(s, contact_id)
    consultation = queries.public_get(s, consultation_id)
    if consultation.secrecy == Secrecy.SECRET:
        raise SecretNotHere()
    consultation = lock_for_voting(s, consultation_id, now)
    entry = _only_entry(s, consultation, point, now)
    if point.channel == "sms" and vote_of_key(s, source_key) is None:
        choices = checked_answers(consultation, given)
        if not sms_votes.park(s, entry, point.id, choices, source_key=source_key, now=now):
            raise EntryUnproven("今天用短信投的次数太多了，请打开网页投")
        return "code_needed"
    cast_named(s, ring, consultation, entry, given, channel=point.channel, now=now, source_key=source_key)
    return "counted"


def count_sms_vote(s: Session, settings: Settings, contact_id: int, code: str, *, said: str, now: datetime) -> SmsCount:
    """Count the vote of a code that came back by SMS; `said`: the answer beside the code, or "".

    Each call counts a try; a counted vote's code is used up. Raises DataMismatch and Unavailable (`cast_named`).
    """
    vote = sms_votes.vote_of_code(s, settings.secret_key, contact_id, code, now)
    if vote is None:
        return SmsCount(sms_votes.CodeOutcome.WRONG)
    consultation = queries.get(s, vote.consultation_id)
    if consultation.state == State.HALTED:
        return SmsCount(sms_votes.CodeOutcome.HALTED, consultation.title)
    choices = sms_votes.complete_ballot(consultation, vote, said)
    if choices is None:
        return SmsCount(sms_votes.CodeOutcome.NO_CHOICE, consultation.title)
    try:
        consultation = lock_for_voting(s, vote.consultation_id, now)
    except VoteClosed:
        return SmsCount(sms_votes.CodeOutcome.CLOSED, consultation.title)
    point = contact_point(s, contact_id)
    rights = _rights_of_contact(s, consultation, point, now)
    entry = next((one for one in rights.entries if one.id == vote.roll_entry_id), None)
    if entry is None:  # the committee took its confirmation of this number back since the code was sent
        return SmsCount(sms_votes.CodeOutcome.UNPROVEN, consultation.title)
    key = vote.source_key or f"sms-vote:{vote.id}"
    head = cast_named(s, KeyRing(settings.keys), consultation, entry, choices, channel="sms", now=now, source_key=key)
    vote.used_at, vote.choices = now, {}
    return SmsCount(sms_votes.CodeOutcome.COUNTED, consultation.title, head or "")


def offer_sms_code(
    s: Session, secret: str, consultation_id: int, contact_id: int, *, question: str, given: Choices, now: datetime
) -> str | None:
    """A code to send with the last question by SMS; None if the number may not answer, or had too many codes in 24 hours."""
    point, consultation = contact_point(s, contact_id), queries.public_get(s, consultation_id)
    if not can_answer_here(s, consultation, contact_id, now):
        return None
    entry = _only_entry(s, consultation, point, now)
    return sms_votes.offer_code(s, secret, entry, point.id, question=question, given=given, now=now)


def can_answer_here(s: Session, consultation: Consultation, contact_id: int | None, now: datetime) -> bool:
    """Whether this contact point may answer in the chat or by SMS: a named vote, and exactly one roll entry to vote for.

    Not if a question takes several options: a chat asks for one, and the second would be lost.
    """
    if consultation.secrecy == Secrecy.SECRET or any(one.most > 1 for one in queries.questions_of(consultation)):
        return False
    if contact_id is None or not 0 < contact_id <= MAX_ID:
        return False
    point = s.get(ContactPoint, contact_id)
    return point is not None and len(_rights_of_contact(s, consultation, point, now).entries) == 1


def _rights_of_contact(s: Session, consultation: Consultation, point: ContactPoint, now: datetime) -> VotingRights:
    """The roll entries that a contact point may vote for.

    SMS: the entries of its number, which a code must still prove. WeChat: those of the resident whose openid it is;
    WeChat vouches for that. Web chat: those of the resident who proved a phone in this chat and is still signed in.
    """
    if point.channel == "sms":
        is_theirs = point.address and point.held_at is None
        return rights_by_phones(s, consultation, [point.address] if is_theirs else [])
    resident = residents.voter_in_chat(s, point.id, now) if point.channel == "webchat" else point.resident_id
    return voting_rights(s, consultation, resident)


def _only_entry(s: Session, consultation: Consultation, point: ContactPoint, now: datetime) -> RollEntry:
    rights = _rights_of_contact(s, consultation, point, now)
    if len(rights.entries) != 1:
        raise EntryUnproven()
    return rights.entries[0]
