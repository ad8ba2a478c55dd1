"""Takes messages in: the row is committed before the vendor gets an answer, and a repeated vendor id is one message.

What the gateway answers itself (退订, 撤回同意, a choice for a secret vote, a photo without text) is answered in the same
transaction; only the rest waits for the bot.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.verbs import confidentiality, paging
from portal.channels import questions
from portal.channels.bot_client import Said
from portal.channels.handover import readers, service
from portal.channels.inbound import limits, secret, vote_codes
from portal.channels.inbound.secret import Heard
from portal.channels.models import WAITING, Conversation, InboxKind, InboxMessage, InboxState
from portal.channels.outbound import answers
from portal.channels.text import apart, danger_words, keywords
from portal.channels.text.keywords import Word
from portal.http.throttle import throttle
from portal.kernel.errors import Invalid, TooMany
from portal.outbox.kinds import Purpose
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.db import MAX_ID
from portal.storage.parts import Parts

ERASE_PAGE = "/me/erase"
MOST_PHOTOS = 9
LOOKED_BACK = 10  # messages of one sender among which `brought` searches for the text
MOST_WAITING = 60  # unanswered messages of one sender
BACKLOG = 60  # seconds after which a sender with too many may try again
PATIENCE = timedelta(seconds=2)  # how long the worker leaves a message to the request that brought it
SUBSCRIBED = "subscribe"  # the event of a new follower
CODES_A_SENDER = "10 per 1 hour"
_CODE = re.compile(r"[0-9]{6}")
_COUNTED = frozenset(("utter_vote_counted", "vote_counted"))
_CHANGES = re.compile(r"改[成为投选主]|换成|重新投|重投")
NOT_A_VOTE, NOT_A_VOTE_AND_MORE = "not_a_vote", "not_a_vote_and_more"
_NAMED = 2  # case numbers that fit one parameter of a registered text
_OF_AN_EMERGENCY = frozenset({"danger_check", "detail"})  # kinds of open question (text/open_questions.py)
_PLACE = "place"
_FOR_NO_STAND = frozenset((_PLACE, "time", "detail"))  # what the bot may ask that 同意 or 反对 does not answer
_NOT_OF_A_CASE = frozenset(("vote_named", "detail", "danger_check"))  # after an alarm only what is about it is heard
GRACE = timedelta(seconds=2)  # that a request may take beyond its budget to return the answer


@dataclass(frozen=True)
class Incoming:
    """One message as a channel's webhook read it.

    `budget`: seconds in which the request can return an answer; 0: it cannot, so every answer must be sent. `wait`: the
    request will drain it itself; otherwise the worker does so at once. `alarm`: the code of the danger in it, or "".
    `choice_cut`: `text` is without the choice for a secret vote that was said beside the danger; of a withheld message,
    that it said more than the choice.
    """

    channel: str
    vendor_id: str
    text: str = ""
    kind: InboxKind = InboxKind.TEXT
    media: tuple[str, ...] = ()
    place: dict[str, Any] = field(default_factory=dict)
    sent_at: datetime | None = None
    budget: float = 0
    wait: bool = False
    alarm: str = ""
    choice_cut: bool = False


@dataclass(frozen=True)
class Received:
    """The stored message. `new` is False if the vendor's id was known; `waiting`: it is not answered yet.

    `alarm`: it plainly tells of danger.
    """

    inbox_id: int
    contact_point_id: int
    waiting: bool
    new: bool
    alarm: bool


def receive(parts: Parts, find_sender: Callable[[Session], ContactPoint], incoming: Incoming) -> Received:
    """Store the message in a transaction of its own. The same `vendor_id` again returns the existing row.

    Raises Invalid if that row has other words: a vendor repeats a message as it was. Raises TooMany, and stores nothing, if too many of the sender's messages are waiting.
    """
    with parts.db.read() as s:
        if incoming.kind is InboxKind.TEXT:
            incoming = _without_the_choice(s, incoming)
        beside = vote_codes.beside_a_code(incoming.text), vote_codes.without_a_code(incoming.text)
        texts = dict.fromkeys((incoming.text, *filter(None, beside)))
        heard = {text: secret.hear(s, text) for text in texts}
    try:
        return _stored(parts, find_sender, incoming, heard, None)
    except service.MustReadFirst as found:  # nothing is stored yet; the texts are read outside the write transaction
        with parts.db.read() as s:
            accused = readers.read_ahead(s, found.contact_point_id, {*heard, ""})
        return _stored(parts, find_sender, incoming, heard, accused)


def _stored(
    parts: Parts,
    find_sender: Callable[[Session], ContactPoint],
    incoming: Incoming,
    heard: Mapping[str, Heard],
    accused: readers.Accused | None,
) -> Received:
    """`receive`'s transaction. Raises MustReadFirst, with nothing stored, where `accused` is needed and None."""
    with parts.db.write() as s:
        known = _known(s, incoming)
        if known is not None:
            _refuse_other_words(known, incoming)
            return _received(known, new=False)
        try:
            with s.begin_nested():
                row = _keep(s, parts, find_sender(s), incoming, heard, accused=accused)
        except IntegrityError:  # another process was first with the same vendor id
            known = _known(s, incoming)
            if known is None:
                raise
            return _received(known, new=False)
        return _received(row, new=True)


def _without_the_choice(s: Session, incoming: Incoming) -> Incoming:
    """A call for help without the choice said beside it; any other message as it is."""
    alone = (secret.only_the_alarm if incoming.alarm else secret.perhaps_an_alarm)(s, incoming.text)
    if alone == incoming.text:
        return incoming
    found = danger_words.alarm(alone)
    return replace(incoming, text=alone, choice_cut=True, alarm=found.danger if found else incoming.alarm)


def _known(s: Session, incoming: Incoming) -> InboxMessage | None:
    return s.scalar(
        sa.select(InboxMessage).where(
            InboxMessage.channel == incoming.channel, InboxMessage.vendor_id == incoming.vendor_id
        )
    )


def _refuse_other_words(known: InboxMessage, incoming: Incoming) -> None:
    """Nothing is acknowledged that is not stored. Blanked and emptied rows, and codes, cannot be compared."""
    if known.kind == InboxKind.TEXT and known.text and known.text != incoming.text and incoming.channel == "webchat":
        raise Invalid("这个消息编号已经用在另一句话上了，请换一个编号再发", field="client_message_id")


def photos_with(s: Session, contact_point_id: int, inbox_id: int, said: str) -> list[str]:
    """The media ids of the photos that belong to the text `said`: of that message, or of an earlier one with that text.

    The latter if the bot had to ask which case is meant. Only photos of this contact point are returned.
    """
    mine = sa.select(InboxMessage).where(
        InboxMessage.contact_point_id == contact_point_id, InboxMessage.id <= min(inbox_id, MAX_ID)
    )
    rows = list(s.scalars(mine.order_by(InboxMessage.id.desc()).limit(LOOKED_BACK)))
    if not rows or rows[0].id != inbox_id:
        return []
    told = next((row for row in rows[1:] if said and row.text.strip() == said.strip()), None)
    return list(rows[0].media or (told.media if told is not None else ()))[:MOST_PHOTOS]


def _received(row: InboxMessage, *, new: bool) -> Received:
    return Received(row.id, row.contact_point_id, row.state in WAITING, new, bool(row.alarm))


def _keep(
    s: Session,
    parts: Parts,
    point: ContactPoint,
    incoming: Incoming,
    heard: Mapping[str, Heard],
    *,
    accused: readers.Accused | None,
) -> InboxMessage:
    """Store the message and answer it, if the gateway itself does. `heard`: text → its reading, made before."""
    now = parts.clock.now()
    talk = answers.conversation(s, point.id)
    if accused is None:
        service.require_reading_first(talk, incoming.kind, now)
    point.unreachable_at = None
    taken_on = _takes_an_alarm_on(s, parts, point, incoming, now)
    brought = None
    if not taken_on and incoming.kind is InboxKind.TEXT:
        brought = vote_codes.heard(s, parts, point, incoming.text, now)
    if taken_on:
        incoming = replace(incoming, kind=InboxKind.ACK, text="")
    elif brought is not None and brought.template:
        incoming = replace(incoming, kind=InboxKind.CODE, text="")
    else:
        if brought is not None and brought.text != incoming.text:
            incoming = replace(incoming, text=brought.text)
        incoming = _sorted_out(s, talk, incoming, heard[incoming.text], now)
    _refuse_more(s, parts, point, incoming)
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
        due_at=now + PATIENCE if incoming.wait else now,
        reply_by=now + timedelta(seconds=incoming.budget) + GRACE if incoming.budget else None,
        alarm=incoming.alarm if incoming.kind is InboxKind.TEXT else "",
        choice_cut=incoming.choice_cut and incoming.kind in (InboxKind.TEXT, InboxKind.WITHHELD),
    )
    s.add(row)
    s.flush()
    if taken_on:
        _confirm(s, parts, row, taken_on)
        return row
    if brought is not None and brought.template:
        _reply_to(s, parts, row, vote_codes.answer(parts, brought))
        return row
    if service.keep_for_clerk(s, talk, row, accused or {}):
        return row
    if incoming.kind in (InboxKind.TEXT, InboxKind.PLACE):
        row.media = [*talk.photos, *incoming.media][-MOST_PHOTOS:]
        talk.photos = []
        s.flush()
        return row
    if incoming.kind is InboxKind.PHOTO:
        talk.photos = [*talk.photos, *incoming.media][-MOST_PHOTOS:]
    _answer_here(s, parts, talk, row)
    return row


def _takes_an_alarm_on(s: Session, parts: Parts, point: ContactPoint, incoming: Incoming, now: datetime) -> list[str]:
    """If the message is the code sent to somebody on call: acknowledge the alarms and return their case numbers.

    All tries of a sender are counted, right or wrong, so that no code can be guessed.
    """
    code = keywords.folded(incoming.text[:20])
    if incoming.channel != "sms" or incoming.kind is not InboxKind.TEXT or not _CODE.fullmatch(code):
        return []
    try:
        throttle().spend(CODES_A_SENDER, "alarm_code", str(point.id))
    except TooMany:
        return []
    found = paging.acknowledge_by_code(s, parts.settings.secret_key, code, now)
    return [case.case_no for case in found[1]] if found else []


def _confirm(s: Session, parts: Parts, row: InboxMessage, case_nos: list[str]) -> None:
    """Answer which alarms were acknowledged."""
    told = "、".join(case_nos[:_NAMED]) + (f"等{len(case_nos)}件" if len(case_nos) > _NAMED else "")
    _reply_to(s, parts, row, answers.from_template(parts, "staff_acknowledged", {"cases": told}))


def _reply_to(s: Session, parts: Parts, row: InboxMessage, said: Said) -> None:
    """Answer a code by the gateway itself and settle the row."""
    row.state, row.answered_at = InboxState.ANSWERED, row.received_at
    point = s.get_one(ContactPoint, row.contact_point_id)
    message = answers.say(s, point, said, row.received_at, inbox_id=row.id)
    if row.reply_by is None:
        answers.send(s, parts, point, [message], purpose=Purpose.KEYWORD, now=row.received_at)


def _refuse_more(s: Session, parts: Parts, point: ContactPoint, incoming: Incoming) -> None:
    """Raise TooMany if too many messages of the sender wait. Alarms and what the gateway answers are always taken."""
    if incoming.alarm or incoming.kind not in (InboxKind.TEXT, InboxKind.PLACE):
        return
    waiting = sa.select(sa.func.count()).where(
        InboxMessage.contact_point_id == point.id, InboxMessage.state.in_(WAITING)
    )
    if (s.scalar(waiting) or 0) >= MOST_WAITING:
        raise limits.too_many(parts.settings.community, BACKLOG)


def _sorted_out(s: Session, talk: Conversation, incoming: Incoming, heard: Heard, now: datetime) -> Incoming:
    """Set the kind before anything is stored. A choice for a secret vote is emptied (WITHHELD)."""
    if incoming.kind is InboxKind.PLACE and heard.is_explicit:
        return _withheld(incoming)
    if incoming.kind is not InboxKind.TEXT:
        return incoming
    if not incoming.text:
        return replace(incoming, kind=InboxKind.PHOTO if incoming.media else InboxKind.OTHER)
    asks = answers.asks(s, talk)
    word = keywords.word(incoming.text)
    if word is not None and (word is not Word.ERASE or asks is None or keywords.asks_to_erase_all(incoming.text)):
        return replace(incoming, kind=InboxKind.KEYWORD)
    busy = asks is not None or bool(incoming.alarm)  # when in doubt, a call for help is not withheld
    asked = questions.latest(s, talk.contact_point_id, now)
    expecting = asked.facts if asked is not None else None
    if not heard.of_it and _is_for_a_vote_by_name(s, talk, incoming.text, expecting, now):
        return incoming
    if _asks_what_no_stand_answers(s, talk, expecting):
        return _answer_alone(incoming, heard, expecting)
    is_choice = heard.is_choice(None if busy else expecting, asked=busy)
    if not busy and is_choice != heard.is_explicit and _is_of_a_case(s, talk, expecting, incoming.text, now):
        is_choice = heard.is_explicit
    return _without_choice(incoming, heard, expecting) if is_choice else incoming


def _is_of_a_case(
    s: Session, talk: Conversation, expecting: Mapping[str, Any] | None, text: str, now: datetime
) -> bool:
    """Whether the last thing talked about is a case, or a message only assents to what else was said: 不用修了, 同意."""
    if expecting is None and keywords.assents(text) and answers.spoke_of_else(s, talk, now):
        return True
    other = expecting is not None and expecting.get("kind") in _NOT_OF_A_CASE
    return not other and answers.spoke_of_a_case(s, talk, now)


def _is_for_a_vote_by_name(
    s: Session, talk: Conversation, text: str, expecting: Mapping[str, Any] | None, now: datetime
) -> bool:
    """Whether a vote by name is meant: its question is open, or one was counted a moment ago and is to be changed."""
    if expecting is not None:
        return expecting.get("kind") == "vote_named"
    return _CHANGES.search(text) is not None and answers.last_template(s, talk, now) in _COUNTED


def _without_choice(incoming: Incoming, heard: Heard, expecting: Mapping[str, Any] | None = None) -> Incoming:
    """What else a choice says, if it may tell of danger, or is about the emergency that is open: life first.

    Otherwise nothing of the message is kept.
    """
    of_it = heard.of_an_emergency if expecting is not None and expecting.get("kind") in _OF_AN_EMERGENCY else ""
    if of_it and len(of_it) > len(heard.urgent):
        found = danger_words.alarm(of_it)
        return replace(incoming, text=of_it, choice_cut=True, alarm=found.danger if found else incoming.alarm)
    if not heard.urgent:
        return replace(_withheld(incoming), choice_cut=heard.says_more)
    found = danger_words.alarm(heard.urgent)
    return replace(incoming, text=heard.urgent, choice_cut=True, alarm=found.danger if found else incoming.alarm)


def _asks_what_no_stand_answers(s: Session, talk: Conversation, expecting: Mapping[str, Any] | None) -> bool:
    """Whether the bot waits for a place, a time or details; also still, after a choice was refused."""
    open_place = expecting is not None and expecting.get("asks") == _PLACE
    return open_place or answers.asks(s, talk, beside=(NOT_A_VOTE, NOT_A_VOTE_AND_MORE)) in _FOR_NO_STAND


def _answer_alone(incoming: Incoming, heard: Heard, expecting: Mapping[str, Any] | None) -> Incoming:
    """An answer to a question that 反对 does not answer, without the choice said in its place or beside it.

    Only where that leaves a place; else nothing is kept, and whoever said more is told to say it again.
    """
    if heard.rest == incoming.text:
        return _without_choice(incoming, heard, expecting) if heard.is_explicit else incoming
    if not apart.tells_where(heard.rest):
        return _without_choice(incoming, heard, expecting)
    return replace(incoming, text=heard.rest, choice_cut=True)


def _withheld(incoming: Incoming) -> Incoming:
    return replace(incoming, kind=InboxKind.WITHHELD, text="", media=(), place={}, sent_at=None)


def _answer_here(s: Session, parts: Parts, talk: Conversation, row: InboxMessage) -> None:
    """Answer the row by the gateway itself and settle it."""
    now = row.received_at
    point = s.get_one(ContactPoint, row.contact_point_id)
    row.state, row.answered_at = InboxState.ANSWERED, now
    said = _own_words(s, parts, point, row, now)
    if row.kind == InboxKind.EVENT and row.text == SUBSCRIBED:
        talk.notice_at = None  # a follower who comes back gets the notice again
        said = answers.with_notice(s, parts, talk, [], now)
    elif said and row.kind != InboxKind.KEYWORD:
        said = answers.with_notice(s, parts, talk, said, now)
    messages = [answers.say(s, point, one, now, inbox_id=row.id) for one in said]
    if row.reply_by is None:
        purpose = Purpose.KEYWORD if row.kind == InboxKind.KEYWORD else Purpose.ANSWER
        answers.send(s, parts, point, messages, purpose=purpose, now=now)


_OWN = {
    InboxKind.WITHHELD: NOT_A_VOTE,
    InboxKind.PHOTO: "photo_received",
    InboxKind.VOICE: "voice_received",
    InboxKind.OTHER: "cannot_read",
}


def _own_words(s: Session, parts: Parts, point: ContactPoint, row: InboxMessage, now: datetime) -> list[Said]:
    word = keywords.word(row.text) if row.kind == InboxKind.KEYWORD else None
    if word is Word.ERASE:
        return [replace(answers.from_template(parts, "how_to_erase"), link=ERASE_PAGE)]
    template = _heed(s, parts, point, word, now) if word is not None else _OWN.get(InboxKind(row.kind), "")
    if template == NOT_A_VOTE and row.choice_cut:
        template = NOT_A_VOTE_AND_MORE
    return [answers.from_template(parts, template)] if template else []


def _heed(s: Session, parts: Parts, point: ContactPoint, heard: Word | None, now: datetime) -> str:
    """Do what the word says; returns the template that answers it.

    Consent once withdrawn, the next message is told again what for and how long (PIPL 17), as the very first was.
    """
    talk = answers.conversation(s, point.id)
    if heard is Word.BACK:
        gave = residents.opt_in(s, point, now)
        talk.notice_at = talk.notice_at or (now if gave else None)
        return "consent_restored" if gave else "opted_in"
    if heard is Word.WITHDRAW:
        residents.withdraw_consent(s, point, now)
        confidentiality.withdraw_naming_consent(s, parts, point.id)
        talk.notice_at = None
        return "consent_withdrawn"
    first = residents.opt_out(s, point, now)
    if point.channel == "sms":
        return "opted_out" if first else ""  # confirmed only once
    return "opted_out_chat"
