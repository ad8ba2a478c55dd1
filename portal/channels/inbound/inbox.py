"""Takes messages in: the row is committed before the vendor gets an answer, and a repeated vendor id is one message.

What the gateway answers itself (退订, 撤回同意, a choice for a secret vote, a photo without text) is answered in the same
transaction; only the rest waits for the bot, or for a clerk who is talking.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.verbs.alarms import paging
from portal.channels.bot_client import Outgoing
from portal.channels.handover import at_once, holders, readers, service
from portal.channels.inbound import limits, secret, vote_codes
from portal.channels.inbound.classifying import classified, cut_beside_danger
from portal.channels.inbound.incoming import Incoming
from portal.channels.inbound.own_answers import answer_directly
from portal.channels.inbound.secret import ChoiceReading
from portal.channels.models import WAITING, InboxKind, InboxMessage, InboxState
from portal.channels.outbound import answers
from portal.channels.text import keywords
from portal.http.throttle import throttle
from portal.kernel.errors import Invalid, TooMany
from portal.outbox.kinds import Purpose
from portal.residents.models import ContactPoint
from portal.storage.db import MAX_ID
from portal.storage.parts import Parts

MOST_PHOTOS = 9  # of one message
SEARCHED_BACK = 10  # messages of one sender among which `photos_with` searches for the text
MOST_WAITING = 60  # unanswered messages of one sender
BACKLOG_RETRY = 60  # seconds after which a sender with too many may try again
WORKER_WAITS = timedelta(seconds=2)  # how long the worker leaves a message to the request that brought it
CODE_TRIES = (
    "10 per 1 hour"  # of one sender's SMS with six digits, which may be the code that acknowledges a case's alarm
)
_CODE = re.compile(r"[0-9]{6}")
_MOST_NAMED = 2  # case numbers that fit one parameter of a registered text
GRACE = timedelta(seconds=2)  # that a request may take beyond its budget to return the answer


@dataclass(frozen=True)
class Received:
    """The stored message. `new`: the vendor's id was not known; `waiting`: not answered yet; `alarm`: it has plain words of danger."""

    inbox_id: int
    contact_point_id: int
    waiting: bool
    new: bool
    alarm: bool


def receive(parts: Parts, find_sender: Callable[[Session], ContactPoint], incoming: Incoming) -> Received:
    """Store the message in a transaction of its own. The same `vendor_id` again returns the existing row.

    Raises Invalid if a web chat used the id for another text; TooMany, storing nothing, if too many of the sender's wait (never an alarm).
    """
    with parts.db.read() as s:
        if incoming.kind is InboxKind.TEXT:
            incoming = cut_beside_danger(s, incoming)
        beside = vote_codes.beside_a_code(incoming.text), vote_codes.without_a_code(incoming.text)
        texts = dict.fromkeys((incoming.text, *filter(None, beside)))
        readings = {text: secret.read(s, text) for text in texts}
    try:
        return _stored(parts, find_sender, incoming, readings, None)
    except service.MustReadFirst as found:  # nothing is stored yet; the texts are read outside the write transaction
        with parts.db.read() as s:
            accused = readers.read_ahead(s, found.contact_point_id, {*readings, ""})
        return _stored(parts, find_sender, incoming, readings, accused)


def _stored(
    parts: Parts,
    find_sender: Callable[[Session], ContactPoint],
    incoming: Incoming,
    readings: Mapping[str, ChoiceReading],
    accused: readers.AccusedByText | None,
) -> Received:
    """The transaction of `receive`.

    `accused`: whom of the staff each text accuses, read before the transaction; None: not read yet. It is needed while a
    clerk is talking, since an accused clerk must not get the message: without it, raises MustReadFirst with nothing stored.
    """
    with parts.db.write() as s:
        known = _existing(s, incoming)
        if known is not None:
            _refuse_other_words(known, incoming)
            return _received(known, new=False)
        try:
            with s.begin_nested():
                row = _keep(s, parts, find_sender(s), incoming, readings, accused=accused)
        except IntegrityError:  # another process was first with the same vendor id
            known = _existing(s, incoming)
            if known is None:
                raise
            return _received(known, new=False)
        return _received(row, new=True)


def _existing(s: Session, incoming: Incoming) -> InboxMessage | None:
    return s.scalar(
        sa.select(InboxMessage).where(
            InboxMessage.channel == incoming.channel, InboxMessage.vendor_id == incoming.vendor_id
        )
    )


def _refuse_other_words(known: InboxMessage, incoming: Incoming) -> None:
    """Raise Invalid if a web chat reuses a message id for another text, which would be acknowledged but not stored.

    Only a row of kind TEXT whose text is still there can be compared; any other passes.
    """
    if known.kind == InboxKind.TEXT and known.text and known.text != incoming.text and incoming.channel == "webchat":
        raise Invalid("这个消息编号已经用在另一句话上了，请换一个编号再发", field="client_message_id")


def photos_with(s: Session, contact_point_id: int, inbox_id: int, said: str) -> list[str]:
    """The media ids of the photos sent with message `inbox_id`, or else with the last earlier message of text `said`.

    The earlier one is meant where the bot first had to ask which case. [] if `inbox_id` is no message of this contact point.
    """
    mine = sa.select(InboxMessage).where(
        InboxMessage.contact_point_id == contact_point_id, InboxMessage.id <= min(inbox_id, MAX_ID)
    )
    rows = list(s.scalars(mine.order_by(InboxMessage.id.desc()).limit(SEARCHED_BACK)))
    if not rows or rows[0].id != inbox_id:
        return []
    named = next((row for row in rows[1:] if said and row.text.strip() == said.strip()), None)
    return list(rows[0].media or (named.media if named is not None else ()))[:MOST_PHOTOS]


def _received(row: InboxMessage, *, new: bool) -> Received:
    return Received(row.id, row.contact_point_id, row.state in WAITING, new, bool(row.alarm))


def _keep(
    s: Session,
    parts: Parts,
    point: ContactPoint,
    incoming: Incoming,
    readings: Mapping[str, ChoiceReading],
    *,
    accused: readers.AccusedByText | None,
) -> InboxMessage:
    """Store the message, and answer it if that is the gateway's part. `readings`: text → its reading, made before.

    Raises MustReadFirst (see `_stored`).
    """
    now = parts.clock.now()
    talk = answers.lock_conversation(s, point.id)
    if accused is None:
        service.require_reading_first(talk, incoming.kind, now)
    point.unreachable_at = None
    acknowledged = _acknowledge_case_alarms(s, parts, point, incoming, now)
    code_reply = None
    if not acknowledged and incoming.kind is InboxKind.TEXT:
        code_reply = vote_codes.vote_by_code(s, parts, point, incoming.text, now)
    if acknowledged:
        incoming = replace(incoming, kind=InboxKind.ACK, text="")
    elif code_reply is not None and code_reply.template:
        incoming = replace(incoming, kind=InboxKind.CODE, text="")
    else:
        if code_reply is not None and code_reply.text != incoming.text:
            incoming = replace(incoming, text=code_reply.text)
        incoming = classified(s, talk, incoming, readings[incoming.text], now)
    _refuse_backlog(s, parts, point, incoming)
    row = InboxMessage(
        channel=incoming.channel,
        vendor_id=incoming.vendor_id,
        contact_point_id=point.id,
        kind=incoming.kind,
        text=incoming.text,
        place=json.dumps(incoming.place, ensure_ascii=False) if incoming.place else "",
        media=list(incoming.media),
        received_at=now,
        sent_at=incoming.sent_at,
        due_at=now + WORKER_WAITS if incoming.wait else now,
        reply_by=now + timedelta(seconds=incoming.budget) + GRACE if incoming.budget else None,
        alarm=incoming.alarm if incoming.kind is InboxKind.TEXT else "",
        choice_cut=incoming.choice_cut and incoming.kind in (InboxKind.TEXT, InboxKind.WITHHELD),
    )
    s.add(row)
    s.flush()
    if acknowledged:
        _confirm_acknowledged(s, parts, row, acknowledged)
        return row
    if code_reply is not None and code_reply.template:
        _reply_to(s, parts, row, vote_codes.answer(parts, code_reply))
        return row
    if incoming.kind is InboxKind.TEXT and not row.alarm and holders.may_be_another(s, point, row.text, is_answer=True):
        holders.hold(s, point, at_once.NEW_HOLDER, now, key=f"{row.id}:{at_once.NEW_HOLDER}", text=row.text)
    if service.keep_for_clerk(s, talk, row, accused or {}):
        return row
    if incoming.kind in (InboxKind.TEXT, InboxKind.PLACE):
        row.media = [*talk.photos, *incoming.media][-MOST_PHOTOS:]
        talk.photos = []
        s.flush()
        return row
    if incoming.kind is InboxKind.PHOTO:
        talk.photos = [*talk.photos, *incoming.media][-MOST_PHOTOS:]
    answer_directly(s, parts, talk, row)
    return row


def _acknowledge_case_alarms(
    s: Session, parts: Parts, point: ContactPoint, incoming: Incoming, now: datetime
) -> paging.TakenByCode | None:
    """If the message is the code sent to somebody on call: acknowledge the alarms that the SMS with it named; return what it did.

    None for any other message, and after CODE_TRIES: a sender's tries are counted, right or wrong, so that no code can be guessed.
    """
    code = keywords.folded(incoming.text[:20])
    if incoming.channel != "sms" or incoming.kind is not InboxKind.TEXT or not _CODE.fullmatch(code):
        return None
    try:
        throttle().spend(CODE_TRIES, "alarm_code", str(point.id))
    except TooMany:
        return None
    return paging.acknowledge_by_code(s, parts.settings.secret_key, code, now)


def _confirm_acknowledged(s: Session, parts: Parts, row: InboxMessage, did: paging.TakenByCode) -> None:
    """Tell the sender which cases' alarms were acknowledged, and for which the code is too old."""
    for template, cases in (("staff_acknowledged", did.taken), ("staff_code_old", did.raised_since)):
        if cases:
            _reply_to(s, parts, row, answers.from_template(parts, template, {"cases": _numbers_of(cases)}))


def _numbers_of(cases: Sequence[Case]) -> str:
    """The cases' numbers, at most _MOST_NAMED of them."""
    numbers = [case.case_no for case in cases]
    return "、".join(numbers[:_MOST_NAMED]) + (f"等{len(numbers)}件" if len(numbers) > _MOST_NAMED else "")


def _reply_to(s: Session, parts: Parts, row: InboxMessage, said: Outgoing) -> None:
    """Settle a row that brought a code (of an alarm or a vote), with the gateway's own answer."""
    row.state, row.answered_at = InboxState.ANSWERED, row.received_at
    point = s.get_one(ContactPoint, row.contact_point_id)
    message = answers.write(s, point, said, row.received_at, inbox_id=row.id)
    if row.reply_by is None:
        answers.send(s, parts, point, [message], purpose=Purpose.KEYWORD, now=row.received_at)


def _refuse_backlog(s: Session, parts: Parts, point: ContactPoint, incoming: Incoming) -> None:
    """Raise TooMany if too many messages of the sender wait. Alarms and what the gateway answers are always taken."""
    if incoming.alarm or incoming.kind not in (InboxKind.TEXT, InboxKind.PLACE):
        return
    waiting = sa.select(sa.func.count()).where(
        InboxMessage.contact_point_id == point.id, InboxMessage.state.in_(WAITING)
    )
    if (s.scalar(waiting) or 0) >= MOST_WAITING:
        raise limits.too_many(parts.settings.community, BACKLOG_RETRY)
