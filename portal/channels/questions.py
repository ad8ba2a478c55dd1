"""Stores the open questions of a contact point, and the menu last offered; finds those that a message may answer.

Open questions are about cases (the follow-up, what staff ask, a claimed call or visit) or the bot's own (a vote, a
detail). Which of them a message answers is decided by `text/open_questions.py` alone.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent, ContactClaim
from portal.cases.records import contact_claims, presentation, queries
from portal.cases.records.contact_claims import Answer
from portal.cases.rules.lifecycle import CloseReason, State
from portal.channels.models import Conversation, OpenQuestion
from portal.channels.text import alarm_numbers, contact_answers, open_questions
from portal.channels.text.open_questions import (
    ALARM,
    CONTACT,
    FOLLOW_UP,
    KINDS,
    OF_AN_EMERGENCY,
    STAFF_QUESTION,
    Answerable,
    Meant,
    Menu,
    TwoAnswers,
)
from portal.channels.wire import Expecting

_OWN = open_questions.AnswerRule()  # for a kind that KINDS does not have: a question of the bot's own
# How long a question is open unless it says otherwise, and a claim may be answered unasked: as long as a closed case can
# be reopened by one word.
LIFE = timedelta(days=30)


def ask(
    s: Session, contact_point_id: int, expecting: Expecting, now: datetime, *, said_at: datetime | None = None
) -> None:
    """Store an open question. `expecting` has `kind`, maybe `case_no`, and maybe `until` (RFC 3339; otherwise LIFE).

    `said_at`: when the message came in that it follows. An emergency's hour (ALARM) begins then, so that what the sender said
    while that message waited for the bot (扑灭了) is about the emergency, too.

    That of a claimed contact also has `claim`, `how` and `title` (`Answerable`).

    It replaces an open question of the same kind and case (for a contact claim also the same `how`); a question of
    the bot's own replaces the bot's last one.
    """
    kind, case_no = str(expecting.get("kind", ""))[:40], str(expecting.get("case_no", ""))[:30]
    for earlier in _open(s, contact_point_id):
        if open_questions.replaces(kind, case_no, _asked(earlier), str(expecting.get("how") or "")):
            earlier.answered_at = now
    s.add(
        OpenQuestion(
            contact_point_id=contact_point_id,
            kind=kind,
            case_no=case_no,
            facts=dict(expecting),
            asked_at=said_at if said_at is not None and kind == ALARM else now,
            until=_until(expecting, now),
        )
    )
    s.flush()


def _until(expecting: Expecting, now: datetime) -> datetime:
    with contextlib.suppress(ValueError):
        until = datetime.fromisoformat(str(expecting.get("until", "")))
        return until if until.tzinfo else now + LIFE
    return now + LIFE


def mark_answered(s: Session, contact_point_id: int, question_id: int | None, now: datetime) -> None:
    """Mark a question as answered; without `question_id`, all of the bot's own."""
    for one in _open(s, contact_point_id):
        if one.id == question_id or (question_id is None and KINDS.get(one.kind, _OWN).own):
            one.answered_at = now


def end_all(s: Session, contact_point_id: int, now: datetime, *, but: Collection[str]) -> None:
    """Mark every open question as answered, except those of these kinds."""
    for one in _open(s, contact_point_id):
        if one.kind not in but:
            one.answered_at = now


def latest(s: Session, contact_point_id: int, at: datetime) -> OpenQuestion | None:
    """The last question that a message received at `at` may answer, or None."""
    return next(iter(_live(s, contact_point_id, at)), None)


def is_in_emergency(s: Session, contact_point_id: int, at: datetime) -> bool:
    """Whether a message received at `at` came in the hour of an emergency, or while the bot asked whether somebody is in danger."""
    return any(one.kind in OF_AN_EMERGENCY for one in _live(s, contact_point_id, at))


# scripts of advice on dangers that come from no person
_FROM_NOBODY = frozenset(
    (
        "fire", "oil", "smoke", "battery", "fire_seen", "gas", "gas_seen", "co", "trapped", "lift", "shaft", "flood", "water", "pit", "well",
        "live_wire", "missing", "no_answer", "collapse", "burn",
    )
)  # fmt: skip


def may_be_watched(s: Session, contact_point_id: int, at: datetime) -> bool:
    """Whether a message received at `at` came in the hour of an emergency, or of the question whether there is one, in which somebody near may read it."""
    asked = [one for one in _live(s, contact_point_id, at) if one.kind in OF_AN_EMERGENCY]
    return any(str(one.facts.get("danger") or "") not in _FROM_NOBODY for one in asked)


def meant(s: Session, talk: Conversation, text: str, at: datetime) -> Meant:
    """What a message received at `at` means, given the open questions and the menu last offered."""
    live = _answerable(s, talk.contact_point_id, text, at)
    menu = Menu(json.loads(talk.menu) if talk.menu else {}, talk.menu_at)
    return open_questions.decide(live, menu, text, at, lambda one: _case_in_words(s, one.case_no))


def two_answers(s: Session, talk: Conversation, text: str, at: datetime) -> TwoAnswers | None:
    """What a message received at `at` says both of a claimed contact and to the follow-up of the same case, or None."""
    return open_questions.two_answers(_answerable(s, talk.contact_point_id, text, at), text)


def expecting(s: Session, question: Answerable) -> Expecting | None:
    """The `expecting` object that the bot gets for this question; None if the gateway itself takes the answer."""
    if question.rule.by_gateway:
        return None
    return cast(Expecting, s.get_one(OpenQuestion, question.id).facts)


def is_answered(s: Session, talk: Conversation, text: str, at: datetime, *, staff_wrote_at: datetime | None) -> bool:
    """Whether a message answers an open question while a clerk is talking, who last wrote at `staff_wrote_at`."""
    live = [_asked(one) for one in _live(s, talk.contact_point_id, at)]
    return any(
        open_questions.is_answered_by(one, text, spoken=staff_wrote_at is not None and staff_wrote_at > one.asked_at)
        for one in live
    )


def perhaps_not_fixed(
    s: Session, contact_point_id: int, texts: Sequence[tuple[datetime, str]], now: datetime
) -> list[str]:
    """Case numbers of open follow-ups to which one of `texts` (time, text), written later, may answer "not fixed".

    Shown to the clerk who talks with the sender and can ask which case is meant; nothing is recorded.
    """
    said = [at for at, text in texts if open_questions.says_not_fixed(text)]
    asked = [one for one in _live(s, contact_point_id, now) if one.kind == FOLLOW_UP] if said else []
    return [one.case_no for one in asked if any(at > one.asked_at for at in said)]


def store_menu(talk: Conversation, numbers: dict[str, str], now: datetime) -> None:
    """Store what the numbers offered in the last answer stand for (number → payload); {}: none were offered."""
    talk.menu = json.dumps(numbers, ensure_ascii=False) if numbers else ""
    talk.menu_at = now if numbers else None


def _asked(row: OpenQuestion) -> Answerable:
    asks = str(row.facts.get("asks") or "")
    title, how = str(row.facts.get("title") or ""), str(row.facts.get("how") or "")
    asks = asks if asks in KINDS else ""
    claim = int(row.facts.get("claim") or 0)
    choices = row.choices or alarm_numbers.words_of_numbers(asks)
    return Answerable(row.id, row.kind, row.case_no, row.asked_at, choices, asks, title, how, claim)


def _answerable(s: Session, contact_point_id: int, text: str, at: datetime) -> list[Answerable]:
    """What a text may answer: the open questions, last asked first; then claimed contacts of which it speaks unasked.

    Of these, only the unanswered ones (the latest of each case) or, if all are answered, the latest of all; and only
    those of cases that are followed up, if there are any.
    """
    live = [_asked(one) for one in _live(s, contact_point_id, at)]
    spoken_of = [
        one
        for one in _claims(s, contact_point_id, at)
        if contact_answers.speaks_of(text, one.how) and all(one.id != asked.claim for asked in live)
    ]
    silent = [one for one in spoken_of if one.answer == Answer.NONE]
    latest = {one.case_id: one for one in reversed(silent or spoken_of[:1])}
    followed_up = {one.case_no for one in live if one.kind == FOLLOW_UP}
    unasked = [_unasked(one) for one in latest.values()]
    return [*live, *([one for one in unasked if one.case_no in followed_up] or unasked)]


def _claims(s: Session, contact_point_id: int, at: datetime) -> Sequence[ContactClaim]:
    """What was claimed within LIFE in the cases of this sender, the latest first."""
    claims = sa.select(ContactClaim).join(ContactClaim.case).join(ContactClaim.event)
    theirs = claims.where(
        Case.contact_point_id == contact_point_id, CaseEvent.at <= at, CaseEvent.at > at - LIFE, queries.is_shown()
    )
    return s.scalars(theirs.order_by(ContactClaim.id.desc())).all()


def _unasked(claim: ContactClaim) -> Answerable:
    """A claim about which no question is open, as what words may answer."""
    title = contact_claims.wordings()[claim.how].title
    return Answerable(
        0, CONTACT, claim.case.case_no, claim.event.at, title=title, how=claim.how, claim=claim.id, unasked=True
    )


def _open(s: Session, contact_point_id: int) -> list[OpenQuestion]:
    """The unanswered questions, latest first."""
    rows = sa.select(OpenQuestion).where(
        OpenQuestion.contact_point_id == contact_point_id, OpenQuestion.answered_at.is_(None)
    )
    return list(s.scalars(rows.order_by(OpenQuestion.asked_at.desc(), OpenQuestion.id.desc())))


def _live(s: Session, contact_point_id: int, at: datetime) -> Sequence[OpenQuestion]:
    return [one for one in _open(s, contact_point_id) if one.asked_at <= at < one.until and _still_asks(s, one)]


def _still_asks(s: Session, question: OpenQuestion) -> bool:
    """False for an answered claim, a question of staff once the case is no longer paused, and a follow-up that is past.

    A follow-up is past unless its case is still resolved, or closed without an answer, or there is no such case. Any other
    question still asks.
    """
    if question.kind == CONTACT:
        claim = s.get(ContactClaim, int(question.facts.get("claim") or 0))
        return claim is not None and claim.answer == Answer.NONE
    if question.kind == STAFF_QUESTION:
        waiting = _case(s, question.case_no)
        return waiting is not None and waiting.paused_until is not None
    if question.kind != FOLLOW_UP or (case := _case(s, question.case_no)) is None:
        return True
    return case.state == State.RESOLVED or case.close_reason == CloseReason.UNCONFIRMED


def _case(s: Session, case_no: str) -> Case | None:
    return s.scalar(sa.select(Case).where(Case.case_no == case_no)) if case_no else None


def _case_in_words(s: Session, case_no: str) -> str:
    case = _case(s, case_no)
    return f"{presentation.title(case)} {case.words.place}" if case is not None else ""
