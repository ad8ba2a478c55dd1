"""Takes in what tells of danger while the bot cannot read it: it makes a case at once, or joins the one that its sender's last made.

Only words that surely tell of a danger (`danger_words.sure_danger`) make a case; for doubtful ones (`danger_words.is_doubtful`) the
sender gets the number to call, as ever, the desk is shown them at once, and the bot reads them later. What the same sender says next, mostly where it is, goes onto that case, too, and what
they said just before from something that may be danger on, or only of where they are (JUST_BEFORE). Whoever may want to die is handed over to a person. When the bot comes it reads every message in turn, joins these cases (`cases/verbs/reporter/unread.py`), and says what it has to say.
"""

from __future__ import annotations

import contextlib
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.reading import lexicon, partial_places
from portal.cases.reading.of_reporters import small_answers
from portal.cases.records import numbers, queries
from portal.cases.rules.lifecycle import OPEN
from portal.cases.verbs.intake import resident_words
from portal.cases.verbs.reporter import unread
from portal.channels import questions
from portal.channels.bot_client import Outgoing
from portal.channels.handover import at_once
from portal.channels.models import WAITING, InboxKind, InboxMessage, InboxState, OpenQuestion
from portal.channels.outbound import answers
from portal.channels.text import danger_words
from portal.channels.text.open_questions import ALARM
from portal.channels.wire import Detail
from portal.grids import service as grids
from portal.kernel.errors import NotFound, Problem
from portal.kernel.time_zone import SHANGHAI
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts

log = logging.getLogger(__name__)

HOUR = timedelta(hours=1)  # for so long the sender's next messages are about the emergency, as after the bot's own
JUST_BEFORE = timedelta(
    minutes=10
)  # what was said so long before it, from the first sign of danger on, is about it, too; and a mere place
MOST_AT_ONCE = (
    20  # messages of one sender, and so many sure dangers after them, so that a flood costs each of its requests little
)
MOST_WAITING = 1000  # messages that the worker looks at in one run
# ids of templates (data/sms_templates.csv)
_RAISED, _RAISED_QUIETLY = "utter_danger_raised", "utter_danger_raised_quietly"
_ADDED, _ASK_PLACE = "utter_danger_added", "utter_ask_danger_place"


def take_in(parts: Parts, contact_point_id: int) -> bool:
    """Take in what the sender has said of danger and what they have said since, as far as it waits for the bot, in order.

    Each message is a transaction of its own and is taken in once. A failure, even a programming error, is logged as an error and
    raises nothing: the sender must get the number to call all the same, and the worker tries again. In the tests of this room an
    error in this log is a failure. False: something was refused, or failed.
    """
    try:
        with parts.db.read() as s:
            waiting = _not_taken_in(s, contact_point_id)
    except Exception:
        log.exception("contact point %s: danger not taken in", contact_point_id)
        return False
    sure = [one for one in waiting[MOST_AT_ONCE:] if danger_words.sure_danger(one.text) is not None]
    tried = [_tried(parts, one) for one in [*waiting[:MOST_AT_ONCE], *sure[:MOST_AT_ONCE]]]
    return all(tried)


def _tried(parts: Parts, waiting: _Waiting) -> bool:
    """Take in one message; False if it was refused, or failed."""
    try:
        return _take_in_one(parts, waiting)
    except Exception:
        log.exception("inbox %s: danger not taken in", waiting.id)
        return False


def senders_in_danger(s: Session, until: datetime) -> dict[int, int]:
    """Sender → id of their last message that is to be taken in (`_to_be_taken_in`) and came in by `until`; the first said first.

    Of very many the last MOST_WAITING are looked at.
    """
    rows = sa.select(InboxMessage).where(_waits(), InboxMessage.alarm != "", InboxMessage.received_at <= until)
    last = s.scalars(rows.order_by(InboxMessage.id.desc()).limit(MOST_WAITING)).all()[::-1]
    taken = _to_be_taken_in(s, last)
    return {row.contact_point_id: row.id for row in last if row.id in taken}


def _to_be_taken_in(s: Session, rows: Sequence[InboxMessage]) -> set[int]:
    """The ids of those messages that surely tell of danger, or must be shown to the desk, which has not got them yet."""
    sure = {row.id for row in rows if danger_words.sure_danger(row.text) is not None}
    return sure | at_once.not_with_the_desk(s, [row for row in rows if row.id not in sure])


def _waits() -> sa.ColumnElement[bool]:
    """The condition for messages that wait for the bot and are not on a case yet."""
    told = InboxMessage.kind.in_((InboxKind.TEXT, InboxKind.PLACE))
    return sa.and_(InboxMessage.state.in_(WAITING), told, sa.not_(unread.was_taken(InboxMessage.id)))


@dataclass(frozen=True)
class _Waiting:
    """A message to be taken in. `before`: it was said just before the one that made, or makes, its sender's emergency."""

    id: int
    text: str
    before: bool


def _not_taken_in(s: Session, contact_point_id: int) -> Sequence[_Waiting]:
    """The sender's waiting messages that may be part of an emergency and are not on a case yet.

    Oldest first, but those said just before the emergency last. Messages that may not be part of it wait for the bot.
    """
    theirs = InboxMessage.contact_point_id == contact_point_id
    rows = s.scalars(sa.select(InboxMessage).where(theirs, _waits()).order_by(InboxMessage.id)).all()
    asked = s.scalar(_emergencies(contact_point_id).limit(1)) if rows else None
    first = _first_of_emergency(s, contact_point_id, asked, rows)
    rows = [row for row in rows if row.alarm or asked is None or not _is_small(row, asked)]
    taken = _to_be_taken_in(s, [row for row in rows if row.id < first])
    later = [_Waiting(row.id, row.text, False) for row in rows if row.id >= first or row.id in taken]
    began = s.get(InboxMessage, first) if first and math.isfinite(first) else None
    if began is None:
        return later
    earlier = [row for row in rows if row.id < first and began.received_at - row.received_at <= JUST_BEFORE]
    sign = next((row.id for row in earlier if danger_words.may_be_danger(row.text)), math.inf)
    joining = (row for row in earlier if row.id >= sign or _says_only_where(s, row.text))
    return [*later, *(_Waiting(row.id, row.text, True) for row in joining)]


_MOST_BESIDE_A_PLACE = 2  # characters


def _says_only_where(s: Session, text: str) -> bool:
    """Whether a text names a place of the list and hardly anything else, or is an address."""
    plain = lexicon.simplified(text)
    longest = max((len(one) for one in grids.places_in(s, text)), default=0)
    return partial_places.address_in(plain) != "" or (longest > 0 and len(plain) <= longest + _MOST_BESIDE_A_PLACE)


def _is_small(row: InboxMessage, question: OpenQuestion) -> bool:
    """Whether the message says nothing of the emergency of this question."""
    if danger_words.sounds_like_danger(row.text):
        return False
    return small_answers.is_small(row.text, asks=str(question.facts.get("asks") or ""))


def _first_of_emergency(
    s: Session, contact_point_id: int, asked: OpenQuestion | None, waiting: Sequence[InboxMessage]
) -> float:
    """The id of the message that made the sender's last emergency, else of the first waiting one that surely tells of danger.

    0 if no message made that emergency; infinity if there is no emergency.
    """
    if asked is not None:
        with contextlib.suppress(NotFound):
            return unread.made_by(queries.get_of_reporter(s, asked.case_no, contact_point_id, to_add=True))
    return next((row.id for row in waiting if danger_words.sure_danger(row.text)), math.inf)


def _emergencies(contact_point_id: int) -> sa.Select[OpenQuestion]:
    """The sender's emergencies about which more may be said, the last first."""
    found = sa.select(OpenQuestion).where(
        OpenQuestion.contact_point_id == contact_point_id,
        OpenQuestion.kind == ALARM,
        OpenQuestion.answered_at.is_(None),
    )
    return found.order_by(OpenQuestion.id.desc())


def _take_in_one(parts: Parts, waiting: _Waiting) -> bool:
    """Take in one message, if it surely tells of danger or its sender has an emergency; tell the sender what was done.

    False if it was refused.
    """
    inbox_id = waiting.id
    try:
        with resident_words.transaction_for_words(parts, waiting.text) as s:
            row = s.get(InboxMessage, inbox_id)
            if row is None:
                return True
            answers.lock_conversation(s, row.contact_point_id)
            still = s.scalar(sa.select(InboxMessage.id).where(InboxMessage.id == inbox_id, _waits()))
            if still is not None:
                s.refresh(row)
                _report_or_add(s, parts, row, before=waiting.before)
    except (Problem, IntegrityError) as refusal:  # refused, or the bot or another process was first
        log.info("inbox %s: not taken in (%s)", inbox_id, type(refusal).__name__)
        return False
    return True


def _report_or_add(s: Session, parts: Parts, row: InboxMessage, *, before: bool) -> None:
    """Add the message to its sender's emergency of this hour; without one, register one if it surely tells of danger.

    `before`: as of `_Waiting`. What is about no emergency (`small_answers`) waits for the bot; the desk is shown what may be one.
    """
    if row.alarm in at_once.NEEDS_A_PERSON:
        at_once.hand_over(s, row, row.alarm, parts.clock.now())
    danger = danger_words.sure_danger(row.text)
    question = _emergency_of(s, row, before=before)
    case = _open_case(s, question.case_no, row, before=before) if question is not None else None
    if question is not None and case is not None:
        if danger is not None or not _is_small(row, question):
            told = danger.danger if danger is not None else ""
            unread.add(s, parts, case, message=row.id, text=row.text, danger=told)
            _tell(s, parts, row, case, [_ADDED])
    elif danger is not None:
        _report(s, parts, row, danger.danger)
    elif at_once.not_with_the_desk(s, [row]):
        at_once.hand_over(s, row, at_once.reason_for(row), parts.clock.now())


def _emergency_of(s: Session, row: InboxMessage, *, before: bool) -> OpenQuestion | None:
    """The question of the emergency whose hour has not passed when the message came, whether the bot raised it or this module."""
    at = row.received_at
    begun = OpenQuestion.asked_at <= (at + JUST_BEFORE if before else at)
    return s.scalar(_emergencies(row.contact_point_id).where(begun, OpenQuestion.until > at).limit(1))


def _open_case(s: Session, case_no: str, row: InboxMessage, *, before: bool) -> Case | None:
    """The emergency's case, locked; None once it is over for good (erased, withdrawn, closed, rejected).

    Also None if the message came before the one that made it, unless just `before`.
    """
    with contextlib.suppress(NotFound):
        case = queries.get_of_reporter(s, case_no, row.contact_point_id, to_change=True, to_add=True)
        return case if case.state in OPEN and (before or row.id >= unread.made_by(case)) else None
    return None


def _report(s: Session, parts: Parts, row: InboxMessage, danger: str) -> None:
    """Register the emergency, page people, and open the emergency's hour."""
    now = parts.clock.now()
    case = unread.report(
        s, parts, contact=row.contact_point_id, message=row.id, text=row.text, danger=danger, photos=row.media
    )
    asks_place = not case.words.place and case.grid is None and not _was_told_where(s, row)
    until = (row.received_at + HOUR).astimezone(SHANGHAI).isoformat(timespec="seconds")
    hour: Detail = {"kind": "detail", "case_no": case.case_no, "danger": case.danger or "other", "until": until}
    if asks_place:
        hour["asks"] = "place"
    questions.ask(s, row.contact_point_id, hour, now, said_at=row.received_at)
    said = _RAISED_QUIETLY if unread.is_silent(danger, row.text) else _RAISED
    _tell(s, parts, row, case, [said, _ASK_PLACE] if asks_place else [said])


def _was_told_where(s: Session, row: InboxMessage) -> bool:
    """Whether another message of the sender's that waits, and was said just before this one or since, says where it is: only that, or beside a sign of danger.

    It goes onto the case. Of many the last are read.
    """
    since = InboxMessage.received_at >= row.received_at - JUST_BEFORE
    others = sa.select(InboxMessage.text).where(
        InboxMessage.contact_point_id == row.contact_point_id, _waits(), since, InboxMessage.id != row.id
    )
    last = others.order_by(InboxMessage.id.desc()).limit(MOST_AT_ONCE)
    return any(_says_only_where(s, text) or _tells_danger_there(s, text) for text in s.scalars(last))


def _tells_danger_there(s: Session, text: str) -> bool:
    """Whether a text has a sign of danger, though it may not surely tell of it, and where that is."""
    return danger_words.may_be_danger(text) and unread.place_in(s, text) != ""


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
