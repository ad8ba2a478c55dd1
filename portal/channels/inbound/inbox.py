"""Takes messages in: the row is committed before the vendor gets an answer, and a repeated vendor id is one message.

What the gateway answers itself (退订, 撤回同意, a choice for a secret vote, a photo without text) is answered in the same
transaction; only the rest waits for the bot, or for a clerk who is talking.
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

from portal.cases.verbs.alarms import paging
from portal.cases.verbs.disclosure import confidentiality
from portal.channels import questions
from portal.channels.bot_client import Outgoing
from portal.channels.handover import readers, service
from portal.channels.inbound import limits, secret, vote_codes
from portal.channels.inbound.secret import ChoiceReading
from portal.channels.models import WAITING, Conversation, InboxKind, InboxMessage, InboxState
from portal.channels.outbound import answers
from portal.channels.text import apart, danger_words, keywords
from portal.channels.text.keywords import Keyword
from portal.http.throttle import throttle
from portal.kernel.errors import Invalid, TooMany
from portal.outbox.kinds import Purpose
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.db import MAX_ID
from portal.storage.parts import Parts

ERASE_PAGE = "/me/erase"
MOST_PHOTOS = 9  # of one message
SEARCHED_BACK = 10  # messages of one sender among which `photos_with` searches for the text
MOST_WAITING = 60  # unanswered messages of one sender
BACKLOG_RETRY = 60  # seconds after which a sender with too many may try again
WORKER_WAITS = timedelta(seconds=2)  # how long the worker leaves a message to the request that brought it
SUBSCRIBED = "subscribe"  # the event of a new follower
CODE_TRIES = (
    "10 per 1 hour"  # of one sender's SMS with six digits, which may be the code that acknowledges a case's alarm
)
_CODE = re.compile(r"[0-9]{6}")
_COUNTED = frozenset(("utter_vote_counted", "vote_counted"))  # responses saying that a vote was counted
_CHANGES = re.compile(r"改[成为投选主]|换成|重新投|重投")  # words that ask to change that vote
NOT_A_VOTE, NOT_A_VOTE_AND_MORE = "not_a_vote", "not_a_vote_and_more"  # ids of templates
_MOST_NAMED = 2  # case numbers that fit one parameter of a registered text
_OF_AN_EMERGENCY = frozenset({"danger_check", "detail"})  # kinds of open question (text/open_questions.py)
_PLACE = "place"
_NOT_ANSWERED_BY_A_STANCE = frozenset((_PLACE, "time", "detail"))  # codes of questions that 同意 or 反对 cannot answer
_NOT_OF_A_CASE = frozenset(
    ("vote_named", "detail", "danger_check")
)  # while one of these kinds of question is open, 同意 is not taken to be about a case
GRACE = timedelta(seconds=2)  # that a request may take beyond its budget to return the answer


@dataclass(frozen=True)
class Incoming:
    """One message as a channel's webhook read it.

    `budget`: seconds in which the request can return an answer; 0: it cannot, so every answer must be sent. `wait`: the
    request itself will drain the message; otherwise the worker does so at once. `sent_at`: by the vendor's clock.
    `place`: `lat`, `lng`, `label` of a location on a map.
    `alarm`: the kind of danger that its words tell of (data/alarms.csv), or "". `choice_cut`: the choice for a secret vote was cut out of `text`; of a
    withheld message: it said more than the choice.
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
    """The stored message. `new`: the vendor's id was not known; `waiting`: not answered yet; `alarm`: it is one."""

    inbox_id: int
    contact_point_id: int
    waiting: bool
    new: bool
    alarm: bool


def receive(parts: Parts, find_sender: Callable[[Session], ContactPoint], incoming: Incoming) -> Received:
    """Store the message in a transaction of its own. The same `vendor_id` again returns the existing row.

    Raises Invalid if a web chat used the id for another text before, and TooMany, storing nothing, if too many of the
    sender's messages are waiting (no alarm is refused so).
    """
    with parts.db.read() as s:
        if incoming.kind is InboxKind.TEXT:
            incoming = _cut_beside_danger(s, incoming)
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


def _cut_beside_danger(s: Session, incoming: Incoming) -> Incoming:
    """A message about danger, without the choice for a vote beside it; any other message unchanged."""
    alone = (secret.only_the_alarm if incoming.alarm else secret.without_choice_if_danger)(s, incoming.text)
    if alone == incoming.text:
        return incoming
    found = danger_words.plain_danger(alone)
    return replace(incoming, text=alone, choice_cut=True, alarm=found.danger if found else incoming.alarm)


def _existing(s: Session, incoming: Incoming) -> InboxMessage | None:
    return s.scalar(
        sa.select(InboxMessage).where(
            InboxMessage.channel == incoming.channel, InboxMessage.vendor_id == incoming.vendor_id
        )
    )


def _refuse_other_words(known: InboxMessage, incoming: Incoming) -> None:
    """Raise Invalid if a web chat reuses a message id for another text, which would be acknowledged but not stored.

    A row whose text was blanked, withheld or not kept cannot be compared, and passes.
    """
    if known.kind == InboxKind.TEXT and known.text and known.text != incoming.text and incoming.channel == "webchat":
        raise Invalid("这个消息编号已经用在另一句话上了，请换一个编号再发", field="client_message_id")


def photos_with(s: Session, contact_point_id: int, inbox_id: int, said: str) -> list[str]:
    """The media ids of the photos sent with message `inbox_id`, or else with the last earlier message of text `said`.

    The earlier one is meant where the bot first had to ask which case. Only photos of this contact point are returned.
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
        code_reply = vote_codes.handle(s, parts, point, incoming.text, now)
    if acknowledged:
        incoming = replace(incoming, kind=InboxKind.ACK, text="")
    elif code_reply is not None and code_reply.template:
        incoming = replace(incoming, kind=InboxKind.CODE, text="")
    else:
        if code_reply is not None and code_reply.text != incoming.text:
            incoming = replace(incoming, text=code_reply.text)
        incoming = _classified(s, talk, incoming, readings[incoming.text], now)
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
    if service.keep_for_clerk(s, talk, row, accused or {}):
        return row
    if incoming.kind in (InboxKind.TEXT, InboxKind.PLACE):
        row.media = [*talk.photos, *incoming.media][-MOST_PHOTOS:]
        talk.photos = []
        s.flush()
        return row
    if incoming.kind is InboxKind.PHOTO:
        talk.photos = [*talk.photos, *incoming.media][-MOST_PHOTOS:]
    _answer_directly(s, parts, talk, row)
    return row


def _acknowledge_case_alarms(
    s: Session, parts: Parts, point: ContactPoint, incoming: Incoming, now: datetime
) -> list[str]:
    """If the message is the code sent to somebody on call: acknowledge the alarms and return their case numbers.

    All tries of a sender are counted, right or wrong, so that no code can be guessed. Otherwise [].
    """
    code = keywords.folded(incoming.text[:20])
    if incoming.channel != "sms" or incoming.kind is not InboxKind.TEXT or not _CODE.fullmatch(code):
        return []
    try:
        throttle().spend(CODE_TRIES, "alarm_code", str(point.id))
    except TooMany:
        return []
    found = paging.acknowledge_by_code(s, parts.settings.secret_key, code, now)
    return [case.case_no for case in found[1]] if found else []


def _confirm_acknowledged(s: Session, parts: Parts, row: InboxMessage, case_nos: list[str]) -> None:
    """Tell the sender which cases' alarms were acknowledged."""
    named = "、".join(case_nos[:_MOST_NAMED]) + (f"等{len(case_nos)}件" if len(case_nos) > _MOST_NAMED else "")
    _reply_to(s, parts, row, answers.from_template(parts, "staff_acknowledged", {"cases": named}))


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


def _classified(s: Session, talk: Conversation, incoming: Incoming, reading: ChoiceReading, now: datetime) -> Incoming:
    """The message with its kind, set before it is stored; a choice for a secret vote loses its text (WITHHELD)."""
    if incoming.kind is InboxKind.PLACE and reading.is_explicit:
        return _withheld(incoming)
    if incoming.kind is not InboxKind.TEXT:
        return incoming
    if not incoming.text:
        return replace(incoming, kind=InboxKind.PHOTO if incoming.media else InboxKind.OTHER)
    asks = answers.asked_last(s, talk)
    keyword = keywords.keyword(incoming.text)
    if keyword is not None and (
        keyword is not Keyword.ERASE or asks is None or keywords.asks_to_erase_all(incoming.text)
    ):
        return replace(incoming, kind=InboxKind.KEYWORD)
    busy = asks is not None or bool(incoming.alarm)  # when in doubt, a call for help is not withheld
    asked = questions.latest(s, talk.contact_point_id, now)
    expecting = asked.facts if asked is not None else None
    if not reading.has_vote_words and _is_for_a_vote_by_name(s, talk, incoming.text, expecting, now):
        return incoming
    if (
        expecting is None
        and keywords.says_only_yes_or_no(incoming.text)
        and answers.spoke_of_other_matter(s, talk, now)
    ):
        return incoming
    if _awaits_place_time_or_detail(s, talk, expecting):
        return _cut_beside_answer(incoming, reading, expecting)
    withholds = reading.must_be_withheld(None if busy else expecting, asked=busy)
    if not busy and withholds != reading.is_explicit and _is_of_a_case(s, talk, expecting, incoming.text, now):
        withholds = reading.is_explicit
    return _withhold_or_cut(incoming, reading, expecting) if withholds else incoming


def _is_of_a_case(
    s: Session, talk: Conversation, expecting: Mapping[str, Any] | None, text: str, now: datetime
) -> bool:
    """Whether the talk is about a case (不用修了), or the message only assents to something that is no vote (好的同意)."""
    if expecting is None and keywords.assents(text) and answers.spoke_of_other_matter(s, talk, now):
        return True
    other = expecting is not None and expecting.get("kind") in _NOT_OF_A_CASE
    return not other and answers.spoke_of_a_case(s, talk, now)


def _is_for_a_vote_by_name(
    s: Session, talk: Conversation, text: str, expecting: Mapping[str, Any] | None, now: datetime
) -> bool:
    """Whether a vote by name is meant: its question is open, or a vote was just counted and is to be changed."""
    if expecting is not None:
        return expecting.get("kind") == "vote_named"
    return _CHANGES.search(text) is not None and answers.last_template(s, talk, now) in _COUNTED


def _withhold_or_cut(
    incoming: Incoming, reading: ChoiceReading, expecting: Mapping[str, Any] | None = None
) -> Incoming:
    """What a message says beside its choice, if that may tell of danger or answers a question of an emergency: life first.

    Otherwise nothing of the message is kept (WITHHELD).
    """
    emergency_answer = (
        reading.emergency_answer if expecting is not None and expecting.get("kind") in _OF_AN_EMERGENCY else ""
    )
    if emergency_answer and len(emergency_answer) > len(reading.urgent):
        found = danger_words.plain_danger(emergency_answer)
        return replace(
            incoming, text=emergency_answer, choice_cut=True, alarm=found.danger if found else incoming.alarm
        )
    if not reading.urgent:
        return replace(_withheld(incoming), choice_cut=reading.says_more)
    found = danger_words.plain_danger(reading.urgent)
    return replace(incoming, text=reading.urgent, choice_cut=True, alarm=found.danger if found else incoming.alarm)


def _awaits_place_time_or_detail(s: Session, talk: Conversation, expecting: Mapping[str, Any] | None) -> bool:
    """Whether the bot waits for a place, a time or details, even if a choice was refused in between."""
    open_place = expecting is not None and expecting.get("asks") == _PLACE
    return (
        open_place or answers.asked_last(s, talk, beside=(NOT_A_VOTE, NOT_A_VOTE_AND_MORE)) in _NOT_ANSWERED_BY_A_STANCE
    )


def _cut_beside_answer(incoming: Incoming, reading: ChoiceReading, expecting: Mapping[str, Any] | None) -> Incoming:
    """The answer to a question about place, time or details, without the choice for a vote in it.

    Only if a place is left; otherwise as `_withhold_or_cut`, and a sender who said more is asked to say it again.
    """
    if reading.without_choice == incoming.text:
        return _withhold_or_cut(incoming, reading, expecting) if reading.is_explicit else incoming
    if not apart.tells_where(reading.without_choice):
        return _withhold_or_cut(incoming, reading, expecting)
    return replace(incoming, text=reading.without_choice, choice_cut=True)


def _withheld(incoming: Incoming) -> Incoming:
    return replace(incoming, kind=InboxKind.WITHHELD, text="", media=(), place={}, sent_at=None)


def _answer_directly(s: Session, parts: Parts, talk: Conversation, row: InboxMessage) -> None:
    """Settle the row with the gateway's own answer."""
    now = row.received_at
    point = s.get_one(ContactPoint, row.contact_point_id)
    row.state, row.answered_at = InboxState.ANSWERED, now
    said = _own_answer(s, parts, point, row, now)
    if row.kind == InboxKind.EVENT and row.text == SUBSCRIBED:
        talk.notice_at = None  # a follower who comes back gets the notice again
        said = answers.with_notice(s, parts, talk, [], now)
    elif said and row.kind != InboxKind.KEYWORD:
        said = answers.with_notice(s, parts, talk, said, now)
    messages = [answers.write(s, point, one, now, inbox_id=row.id) for one in said]
    if row.reply_by is None:
        purpose = Purpose.KEYWORD if row.kind == InboxKind.KEYWORD else Purpose.ANSWER
        answers.send(s, parts, point, messages, purpose=purpose, now=now)


_OWN_TEMPLATES = {
    InboxKind.WITHHELD: NOT_A_VOTE,
    InboxKind.PHOTO: "photo_received",
    InboxKind.VOICE: "voice_received",
    InboxKind.OTHER: "cannot_read",
}


def _own_answer(s: Session, parts: Parts, point: ContactPoint, row: InboxMessage, now: datetime) -> list[Outgoing]:
    keyword = keywords.keyword(row.text) if row.kind == InboxKind.KEYWORD else None
    if keyword is Keyword.ERASE:
        return [replace(answers.from_template(parts, "how_to_erase"), link=ERASE_PAGE)]
    template = (
        _act_on_keyword(s, parts, point, keyword, now)
        if keyword is not None
        else _OWN_TEMPLATES.get(InboxKind(row.kind), "")
    )
    if template == NOT_A_VOTE and row.choice_cut:
        template = NOT_A_VOTE_AND_MORE
    return [answers.from_template(parts, template)] if template else []


def _act_on_keyword(s: Session, parts: Parts, point: ContactPoint, word: Keyword | None, now: datetime) -> str:
    """Do what the keyword says; returns the id of the template that answers it, or "" for no answer.

    After consent is withdrawn, the next message gets the notice of purpose and retention again (PIPL 17).
    """
    talk = answers.lock_conversation(s, point.id)
    if word is Keyword.OPT_IN:
        gave = residents.opt_in(s, point, now)
        talk.notice_at = talk.notice_at or (now if gave else None)
        return "consent_restored" if gave else "opted_in"
    if word is Keyword.WITHDRAW_CONSENT:
        residents.withdraw_consent(s, point, now)
        confidentiality.withdraw_naming_consent(s, parts, point.id)
        talk.notice_at = None
        return "consent_withdrawn"
    first = residents.opt_out(s, point, now)
    if point.channel == "sms":
        return "opted_out" if first else ""  # confirmed only once
    return "opted_out_chat"
