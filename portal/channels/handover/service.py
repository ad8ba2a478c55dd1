"""A clerk talks with a sender in the sender's own channel; meanwhile the bot is quiet, and no message is lost.

The bot is quiet from the clerk's first message until the clerk hands the conversation back, or half an hour after the
clerk's last message. Meanwhile the sender's messages are kept for the clerk. Messages about danger and answers to the
system's own open questions still go to the bot as well; in danger it gives the number to call and raises the alarm.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.drafts import open_drafts
from portal.channels import questions
from portal.channels.bot_client import Outgoing
from portal.channels.channel import CHANNELS
from portal.channels.handover import at_once, readers
from portal.channels.models import Author, ChatMessage, Conversation, Handover, InboxKind, InboxMessage, InboxState
from portal.channels.outbound import answers, registered
from portal.channels.text import danger_words, keywords
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import StaffActor
from portal.outbox import outcome
from portal.outbox.kinds import Purpose
from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts

QUIET = timedelta(minutes=30)  # of the bot, after each message of a clerk
_MOST_READ = 2000  # characters of a text that are read for danger
SHOWN = 60  # messages of each side on the page; also how many that went to the clerk are read for "not fixed"
UNANSWERED = "danger_unanswered"  # `Handover.reason`: the sender has not said whether somebody is in danger
TO_STAFF = "to_staff"  # `InboxMessage.reason` of a row that the clerk got instead of the bot
_DANGER = re.compile(
    "着火|起火|失火|火灾|爆炸|漏煤气|煤气漏|燃气漏|漏气|救命|被困|困在|不想活|砍人|捅|晕倒|没呼吸|跳楼|触电"
)
_DRAFT_WAITS = "draft_waits"  # id of a template
_FOR_STAFF = (InboxKind.TEXT, InboxKind.PLACE, InboxKind.PHOTO, InboxKind.VOICE)


class MustReadFirst(Exception):
    """A clerk is talking with this sender: call `readers.read_ahead` before the message is stored."""

    def __init__(self, contact_point_id: int) -> None:
        super().__init__(contact_point_id)
        self.contact_point_id = contact_point_id


def require_reading_first(talk: Conversation, kind: InboxKind, now: datetime) -> None:
    """Raise MustReadFirst if a clerk is talking and would get messages of this kind."""
    if kind in _FOR_STAFF and is_quiet(talk, now):
        raise MustReadFirst(talk.contact_point_id)


def keep_for_clerk(s: Session, talk: Conversation, row: InboxMessage, accused: readers.AccusedByText) -> bool:
    """Keep the row for the clerk who is talking, instead of the bot; returns whether it was kept.

    Either way the open handovers become unread, if the row is of a kind that clerks get (_FOR_STAFF). If it accuses that
    very clerk, the quiet time ends: other readers find the conversation unread, and the bot answers.
    """
    if row.kind in _FOR_STAFF and is_quiet(talk, row.received_at):
        _take_from_accused(s, talk, row.received_at, accused)
    if row.kind not in _FOR_STAFF or not is_quiet(talk, row.received_at) or _is_for_the_bot_too(s, talk, row):
        _mark_unread(s, talk.contact_point_id, row)
        return False
    row.media = [*talk.photos, *row.media]
    talk.photos = []
    row.state, row.answered_at, row.reason = InboxState.ANSWERED, row.received_at, TO_STAFF
    _mark_unread(s, talk.contact_point_id, row)
    s.flush()
    return True


def _take_from_accused(s: Session, talk: Conversation, now: datetime, accused: readers.AccusedByText) -> None:
    """End the quiet time if the conversation is now kept from the clerk who talks, and free it for others who may read it."""
    open_ones = sa.select(Handover).where(
        Handover.contact_point_id == talk.contact_point_id, Handover.done_at.is_(None), Handover.taken_by.is_not(None)
    )
    taken = list(s.scalars(open_ones.with_for_update()))
    if not taken:
        return
    takers = list(s.scalars(sa.select(Account).where(Account.id.in_([one.taken_by for one in taken]))))
    if not (kept_from := readers.kept_from(s, takers, talk.contact_point_id, accused)):
        return
    talk.quiet_until = now  # the bot's next answer announces it
    if readers.has_reader(s, talk.contact_point_id, accused):
        for one in taken:
            if one.taken_by in kept_from:
                one.taken_by = None
    s.flush()


def was_taken_away(s: Session, contact_point_id: int) -> bool:
    """Whether this conversation was taken from the clerk who talked, and nobody else has answered yet."""
    taken = sa.select(Handover.id).where(
        Handover.contact_point_id == contact_point_id,
        Handover.done_at.is_(None),
        Handover.said_at.is_not(None),
        Handover.taken_by.is_(None),
    )
    return s.scalar(taken.limit(1)) is not None


def _is_for_the_bot_too(s: Session, talk: Conversation, row: InboxMessage) -> bool:
    """Whether the bot gets the row although a clerk is talking: danger, and answers to open questions."""
    if row.alarm or is_danger(row.text) or (row.choice_cut and danger_words.may_be_danger(row.text)):
        return True
    if row.kind not in (InboxKind.TEXT, InboxKind.PLACE):
        return False
    staff_wrote_at = _staff_last_wrote(s, talk.contact_point_id)
    return questions.is_answered(s, talk, row.text, row.received_at, staff_wrote_at=staff_wrote_at)


def _staff_last_wrote(s: Session, contact_point_id: int) -> datetime | None:
    """When a clerk last said something; None if none did."""
    return s.scalar(
        sa.select(sa.func.max(ChatMessage.at)).where(
            ChatMessage.contact_point_id == contact_point_id, ChatMessage.sender == Author.STAFF
        )
    )


def cases_perhaps_not_fixed(s: Session, contact_point_id: int, now: datetime) -> list[str]:
    """The numbers of cases whose open follow-up a later message, which went to the clerk, may answer "not fixed"."""
    kept = sa.select(InboxMessage.received_at, InboxMessage.text).where(
        InboxMessage.contact_point_id == contact_point_id, InboxMessage.reason == TO_STAFF
    )
    said = [(at, text) for at, text in s.execute(kept.order_by(InboxMessage.id.desc()).limit(SHOWN))]
    return questions.perhaps_not_fixed(s, contact_point_id, said, now)


def is_danger(text: str) -> bool:
    """Whether the text may be about danger to life, by a short list of words. Such a message goes to the bot even while a clerk is talking.

    Coarser than `danger_words.plain_danger`: no other words cancel it, and it knows fewer; so that is asked besides. Far
    narrower than `sounds_like_danger` and `may_be_danger`, which are for where a false hit does no harm.
    """
    return _DANGER.search(text[:_MOST_READ]) is not None


@dataclass(frozen=True)
class Waiting:
    """How many handovers are open, and whether danger to life may be among them."""

    count: int
    danger: bool


_AT_ONCE = 200  # handovers fetched at a time


def open_to(s: Session, actor: StaffActor, *, after: int = 0) -> Iterator[Handover]:
    """The open handovers after this id that the actor may read (`readers`), oldest first; fetched in batches."""
    query = sa.select(Handover).where(Handover.done_at.is_(None)).order_by(Handover.id).limit(_AT_ONCE)
    while rows := list(s.scalars(query.where(Handover.id > after))):
        readable = readers.readable(s, actor, {one.contact_point_id for one in rows})
        yield from (one for one in rows if one.contact_point_id in readable)
        after = rows[-1].id


def waiting(s: Session, actor: StaffActor) -> Waiting:
    """Count the open handovers that the actor may read; danger is judged by reason, text, and the sender's alarms since."""
    alarms = sa.select(Handover.id).join(InboxMessage, Handover.contact_point_id == InboxMessage.contact_point_id)
    since = alarms.where(Handover.done_at.is_(None), InboxMessage.alarm != "", InboxMessage.received_at >= Handover.at)
    alarmed, count, danger = set(s.scalars(since.distinct())), 0, False
    for one in open_to(s, actor):
        count += 1
        danger = danger or one.id in alarmed or _in_danger(one)
    return Waiting(count, danger)


def _in_danger(one: Handover) -> bool:
    return (
        one.reason in (*readers.URGENT, at_once.PERHAPS)
        or is_danger(one.text)
        or danger_words.plain_danger(one.text[:_MOST_READ]) is not None
    )


def last_with(s: Session, contact_point_id: int) -> int | None:
    """The id of this contact point's newest handover, whose page shows the conversation; None if there is none."""
    return s.scalar(sa.select(sa.func.max(Handover.id)).where(Handover.contact_point_id == contact_point_id))


def is_quiet(talk: Conversation, now: datetime) -> bool:
    """Whether a clerk is talking, so that the bot is quiet. A time more than QUIET ahead is void: the clock was set back since."""
    return talk.quiet_until is not None and now < talk.quiet_until <= now + QUIET


def _mark_unread(s: Session, contact_point_id: int, row: InboxMessage) -> None:
    """Mark the contact point's open handovers as unread, if the row is of a kind that clerks get (_FOR_STAFF)."""
    if row.kind in _FOR_STAFF:
        s.execute(
            sa.update(Handover)
            .where(Handover.contact_point_id == contact_point_id, Handover.done_at.is_(None))
            .values(unread=True)
        )


def answer(
    s: Session, parts: Parts, one: Handover, account_id: int, text: str, *, seen: int | None
) -> list[ChatMessage]:
    """Send a clerk's text in the sender's channel; returns the messages that it became.

    The bot is quiet for QUIET from now on, and the handover is this clerk's; if the bot was not quiet, the sender is first told
    that a person answers (`_announce_staff`).

    `seen`: the id of the last message to the sender that the clerk's page showed, if known. Raises Invalid (empty or
    too long), and Conflict if another clerk has answered since or the conversation was handed back.
    """
    now = parts.clock.now()
    point = s.get_one(ContactPoint, one.contact_point_id)
    text = keywords.clean(text)
    most = CHANNELS[point.channel].longest_answer
    if not text:
        raise Invalid("还没有写字")
    if len(text) > most:
        raise Invalid(f"太长了，请控制在{most}字以内（现在有{len(text)}字）")
    talk = answers.lock_conversation(s, point.id)
    s.refresh(one, with_for_update=True)
    if one.done_at is not None:
        raise Conflict("这段对话已经交还给机器人了；要接着说，请居民再说一声“转人工”")
    if seen is not None and _colleague_wrote_since(s, point.id, account_id, seen):
        raise Conflict("同事刚刚也回了一句，请先看看再发")
    if not is_quiet(talk, now):
        _announce_staff(s, parts, point, now)
    messages = [
        answers.write(s, point, said, now, sender=Author.STAFF, account_id=account_id)
        for said in _as_messages(parts, point, text)
    ]
    answers.send(s, parts, point, messages, purpose=Purpose.STAFF_REPLY, now=now)
    talk.quiet_until = now + QUIET
    one.taken_by, one.said_at, one.unread = account_id, now, False
    s.flush()
    return messages


def _as_messages(parts: Parts, point: ContactPoint, text: str) -> list[Outgoing]:
    """The clerk's text as one message; for registered SMS templates, cut into messages that fit a parameter."""
    if point.channel == "sms" and parts.settings.sends_templates_only:
        return [
            answers.from_template(parts, registered.STAFF_REPLY, {"words": piece})
            for piece in registered.cut_to_fit(text)
        ]
    return [Outgoing(text=text, response=registered.STAFF_REPLY)]


def _announce_staff(s: Session, parts: Parts, point: ContactPoint, now: datetime) -> None:
    """Announce that a person answers, before a clerk's first message, and that a report read out just before is not registered.

    Not by SMS after 退订, nor with registered templates: there the clerk's text itself names its author as staff.
    """
    if point.channel == "sms" and (parts.settings.sends_templates_only or point.opted_out_at is not None):
        return
    told = [answers.STAFF_JOINS, *([_DRAFT_WAITS] if open_drafts.is_unconfirmed(s, point.id, now) else [])]
    announced = [answers.write(s, point, answers.from_template(parts, one), now) for one in told]
    answers.send(s, parts, point, announced, purpose="staff_reply", now=now)


def _colleague_wrote_since(s: Session, contact_point_id: int, account_id: int, seen: int) -> bool:
    newer = sa.select(ChatMessage.id).where(
        ChatMessage.contact_point_id == contact_point_id,
        ChatMessage.sender == Author.STAFF,
        ChatMessage.account_id.is_not(None),
        ChatMessage.account_id != account_id,
        ChatMessage.id > seen,
    )
    return s.scalar(newer.limit(1)) is not None


def hand_back(s: Session, one: Handover, account_id: int, now: datetime) -> None:
    """Let the bot answer again, and close all open handovers of this contact point."""
    talk = answers.lock_conversation(s, one.contact_point_id)
    talk.quiet_until = now if talk.quiet_until is not None else None  # the bot's next answer announces it
    open_ones = sa.select(Handover).where(Handover.contact_point_id == one.contact_point_id, Handover.done_at.is_(None))
    for each in s.scalars(open_ones.with_for_update()):
        each.done_at, each.done_by, each.unread = now, account_id, False
    s.flush()


@dataclass(frozen=True)
class TranscriptMessage:
    """One message of a transcript. `by`: me (the sender), bot or staff; `account_id`: the clerk's; `fate`: see `fate_of_message`.

    `media`: ids of photos and voice; `kind`: an `InboxKind`.
    """

    at: datetime
    by: str
    text: str
    media: tuple[str, ...] = ()
    account_id: int | None = None
    kind: str = "text"
    fate: str = ""


def transcript(s: Session, contact_point_id: int) -> list[TranscriptMessage]:
    """The last SHOWN messages of each side, without events, in order of time."""
    mine = s.scalars(
        sa.select(InboxMessage)
        .where(InboxMessage.contact_point_id == contact_point_id, InboxMessage.kind != InboxKind.EVENT)
        .order_by(InboxMessage.id.desc())
        .limit(SHOWN)
    )
    ours = s.scalars(
        sa.select(ChatMessage)
        .where(ChatMessage.contact_point_id == contact_point_id)
        .order_by(ChatMessage.id.desc())
        .limit(SHOWN)
    )
    lines = [(row.received_at, 0, row.id, _sender_line(row)) for row in mine]
    lines += [(message.at, 1, message.id, _our_line(s, message)) for message in ours]
    return [line for *_, line in sorted(lines, key=lambda entry: entry[:3])]


def _sender_line(row: InboxMessage) -> TranscriptMessage:
    place = json.loads(row.place).get("label", "") if row.place else ""
    return TranscriptMessage(row.received_at, "me", row.text or place, media=tuple(row.media), kind=row.kind)


def _our_line(s: Session, message: ChatMessage) -> TranscriptMessage:
    fate = fate_of_message(s, message) if message.sender == Author.STAFF else ""
    return TranscriptMessage(message.at, message.sender, message.text, account_id=message.account_id, fate=fate)


def fate_of_message(s: Session, message: ChatMessage) -> str:
    """What became of a message sent through the outbox, as a `Fate`; "" for any other, or if unknown."""
    if message.via != "send":
        return ""
    row = s.scalar(sa.select(OutboxRow).where(OutboxRow.dedupe_key == f"chat:{message.id}:0"))
    return outcome.fate_of(s, row) if row is not None else ""


def last_of_ours(s: Session, contact_point_id: int) -> int:
    """The id of the last message to this contact point; 0 if there is none."""
    last = sa.select(sa.func.max(ChatMessage.id)).where(ChatMessage.contact_point_id == contact_point_id)
    return s.scalar(last) or 0
