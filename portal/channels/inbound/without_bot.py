"""Takes in what tells of danger while the bot cannot read it: it makes a case at once, or joins the one that its sender's last made.

Only words that surely tell of a danger (`danger_words.sure_danger`) make a case; for doubtful ones the sender gets the number to
call, as ever, and the bot reads them later. What the same sender says next, mostly where it is, goes onto that case, too. When
the bot comes it reads every message in turn, joins these cases (`cases/verbs/reporter/unread.py`), and says what it has to say.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import dropwhile

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import numbers, queries
from portal.cases.rules.lifecycle import OPEN
from portal.cases.verbs.intake import resident_words
from portal.cases.verbs.reporter import unread
from portal.channels import questions
from portal.channels.bot_client import Outgoing
from portal.channels.models import WAITING, Handover, InboxKind, InboxMessage, InboxState, OpenQuestion
from portal.channels.outbound import answers
from portal.channels.text import danger_words
from portal.channels.text.open_questions import ALARM
from portal.channels.wire import Detail
from portal.kernel.errors import NotFound, Problem, TooMany
from portal.kernel.time_zone import SHANGHAI
from portal.residents.models import ContactPoint
from portal.storage.db import add_if_new
from portal.storage.parts import Parts

log = logging.getLogger(__name__)

HOUR = timedelta(hours=1)  # for so long the sender's next messages are about the emergency, as after the bot's own
MOST_AT_ONCE = 20  # messages of one sender, so that a flood costs each of its requests little
_NEEDS_A_PERSON = frozenset({"self_harm"})  # handed over to the desk at once, as the bot does
# ids of templates (data/sms_templates.csv)
_RAISED, _RAISED_QUIETLY = "utter_danger_raised", "utter_danger_raised_quietly"
_ADDED, _ASK_PLACE = "utter_danger_added", "utter_ask_danger_place"


def take_in(parts: Parts, contact_point_id: int) -> None:
    """Take in what the sender has said of danger and what they have said since, as far as it waits for the bot, in order.

    Each message is a transaction of its own and is taken in once. A failure is logged, and raises nothing.
    """
    try:
        with parts.db.read() as s:
            waiting = _not_taken_in(s, contact_point_id)
        for inbox_id, text in waiting[:MOST_AT_ONCE]:
            if not _take_in_one(parts, inbox_id, text):
                return
    except Exception:  # the sender must get the number to call all the same; the worker tries again
        log.exception("contact point %s: danger not taken in", contact_point_id)


def senders_in_danger(s: Session, until: datetime) -> Sequence[int]:
    """The senders whose words surely tell of danger, came in by `until`, and still wait to be read or taken in; the first said first."""
    rows = sa.select(InboxMessage.contact_point_id, InboxMessage.text).where(
        _waits(), InboxMessage.alarm != "", InboxMessage.received_at <= until
    )
    found = s.execute(rows.order_by(InboxMessage.id))
    return list(dict.fromkeys(sender for sender, text in found if danger_words.sure_danger(text)))


def _waits() -> sa.ColumnElement[bool]:
    """The condition for messages that wait for the bot and are not on a case yet."""
    told = InboxMessage.kind.in_((InboxKind.TEXT, InboxKind.PLACE))
    return sa.and_(InboxMessage.state.in_(WAITING), told, sa.not_(unread.was_taken(InboxMessage.id)))


def _not_taken_in(s: Session, contact_point_id: int) -> Sequence[tuple[int, str]]:
    """(id, text) of the sender's waiting messages that may be part of an emergency and are not on a case yet, oldest first.

    Without an emergency of this hour these begin with the first that surely tells of danger.
    """
    rows = sa.select(InboxMessage.id, InboxMessage.text).where(
        InboxMessage.contact_point_id == contact_point_id, _waits()
    )
    waiting = [(number, text) for number, text in s.execute(rows.order_by(InboxMessage.id))]
    if waiting and s.scalar(_emergencies(contact_point_id).limit(1)) is not None:
        return waiting
    return list(dropwhile(lambda one: danger_words.sure_danger(one[1]) is None, waiting))


def _emergencies(contact_point_id: int) -> sa.Select[OpenQuestion]:
    """The sender's emergencies about which more may be said, the last first."""
    found = sa.select(OpenQuestion).where(
        OpenQuestion.contact_point_id == contact_point_id,
        OpenQuestion.kind == ALARM,
        OpenQuestion.answered_at.is_(None),
    )
    return found.order_by(OpenQuestion.id.desc())


def _take_in_one(parts: Parts, inbox_id: int, text: str) -> bool:
    """Take in one message, if it surely tells of danger or its sender has an emergency; tell the sender what was done.

    Returns whether to go on: not if the case takes no more words today.
    """
    try:
        with resident_words.transaction_for_words(parts, text) as s:
            row = s.get(InboxMessage, inbox_id)
            if row is None:
                return True
            answers.lock_conversation(s, row.contact_point_id)
            still = s.scalar(sa.select(InboxMessage.id).where(InboxMessage.id == inbox_id, _waits()))
            if still is not None:
                s.refresh(row)
                _report_or_add(s, parts, row)
    except (Problem, IntegrityError) as refusal:  # refused, or the bot or another process was first
        log.info("inbox %s: not taken in (%s)", inbox_id, type(refusal).__name__)
        return not isinstance(refusal, TooMany)
    return True


def _report_or_add(s: Session, parts: Parts, row: InboxMessage) -> None:
    """Add the message to its sender's emergency of this hour; without one, register one if it surely tells of danger."""
    danger = danger_words.sure_danger(row.text)
    case = _emergency_of(s, row)
    if case is not None:
        unread.add(s, parts, case, message=row.id, text=row.text, danger=danger.danger if danger is not None else "")
        _tell(s, parts, row, case, [_ADDED])
    elif danger is not None:
        _report(s, parts, row, danger.danger)


def _emergency_of(s: Session, row: InboxMessage) -> Case | None:
    """The case, locked, of the emergency whose hour has not passed when the message came, whether the bot raised it or this module.

    None if there is none, if it is over for good (erased, withdrawn, closed, rejected), or if the message came before it.
    """
    at = row.received_at
    live = _emergencies(row.contact_point_id).where(OpenQuestion.asked_at <= at, OpenQuestion.until > at)
    hour = s.scalar(live.limit(1))
    if hour is None:
        return None
    with contextlib.suppress(NotFound):
        case = queries.get_of_reporter(s, hour.case_no, row.contact_point_id, to_change=True)
        return case if case.state in OPEN and not unread.was_said_before(case, row.id) else None
    return None


def _report(s: Session, parts: Parts, row: InboxMessage, danger: str) -> None:
    """Register the emergency, page people, hand the sender over if the danger needs a person, and open the emergency's hour."""
    now = parts.clock.now()
    case = unread.report(
        s, parts, contact=row.contact_point_id, message=row.id, text=row.text, danger=danger, photos=row.media
    )
    asks_place = not case.words.place and case.grid is None
    until = (row.received_at + HOUR).astimezone(SHANGHAI).isoformat(timespec="seconds")
    hour: Detail = {"kind": "detail", "case_no": case.case_no, "danger": case.danger or "other", "until": until}
    if asks_place:
        hour["asks"] = "place"
    questions.ask(s, row.contact_point_id, hour, now, said_at=row.received_at)
    if danger in _NEEDS_A_PERSON:
        key = f"{row.id}:handover"  # the bot's own, so that it makes no second one
        handover = Handover(contact_point_id=row.contact_point_id, source_key=key, reason=danger, text=row.text, at=now)
        add_if_new(s, handover)
    said = _RAISED_QUIETLY if danger == unread.SILENT else _RAISED
    _tell(s, parts, row, case, [said, _ASK_PLACE] if asks_place else [said])


def _tell(s: Session, parts: Parts, row: InboxMessage, case: Case, templates: Sequence[str]) -> None:
    """Say what became of the message; first, if it tells of danger and its sender does not have it yet, the number to call."""
    point, now = s.get_one(ContactPoint, row.contact_point_id), parts.clock.now()
    if row.alarm and row.state == InboxState.RECEIVED:
        answers.say_holding(s, parts, point, row, now)
    row.state, row.due_at = InboxState.HELD, min(row.due_at, now)
    if point.opted_out_at is not None and not row.alarm:  # after 退订 only danger is answered
        return
    said = [_said(parts, case, template) for template in templates]
    for one in answers.as_the_sender_reads_it(s, parts, point, row, said):
        answers.write(s, point, one, now, inbox_id=row.id)
    answers.release(s, parts, point, row, now)


def _said(parts: Parts, case: Case, template: str) -> Outgoing:
    """One of the bot's own texts, as the bot says it."""
    params = {} if template == _ASK_PLACE else {"case_no": case.case_no}
    said = answers.from_template(parts, template, params)
    link = numbers.link(parts.settings, case) if template in (_RAISED, _RAISED_QUIETLY) else None
    return replace(said, link=link, params=params, asks="place" if template == _ASK_PLACE else None)
