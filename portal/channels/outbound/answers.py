"""Messages to senders: writes `ChatMessage` rows, queues them to be sent, tells what our last message was about.

Everything here runs in the caller's transaction, with the conversation's row locked, so that ids increase in order for
each sender.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.cases.reading.of_reporters import child_reporter
from portal.channels import questions
from portal.channels.bot_client import Outgoing
from portal.channels.channel import CHANNELS, WECHAT
from portal.channels.models import Author, ChatMessage, Conversation, InboxMessage, InboxState
from portal.channels.outbound import alarm_advice, compose, for_children, in_english, not_taken, registered, silence
from portal.channels.text.open_questions import Meant
from portal.http import bot_state
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind, Purpose
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wording import templates
from portal.wording.community import community

NOTICE, NOTICE_AGAIN = "first_contact", "after_withdrawal"  # templates of the first notice, and of that after 撤回同意
HOLDING = "holding"  # template of the holding reply
PREPARING = "preparing"  # the same while the bot is being trained
STAFF_JOINS, BOT_BACK, STAFF_CHANGES = "staff_joins", "bot_back", "staff_changes"  # ids of templates, like HOLDING
_RECENT = timedelta(minutes=30)  # for so long our last message tells what is being talked about
# What a message is about, by its template or response name.
_OF_A_VOTE = re.compile("vote|consultation")
_OF_A_CASE = re.compile(
    r"utter_(?:registered|dropped|status|reminded|detail|number_noted|ask_|again_|confirm|still|nothing_asked|no_cases|offer_another"
    r"|withdrawn|not_withdrawn|cannot_withdraw|closed|reopened|not_resolved|wait|kept_secret|secret_with|wish_noted|danger|forbidden|till_help"
    r"|no_danger|call_|false_alarm|denied_danger|all_clear|not_noted)|case_|follow_up|closed_unconfirmed|unfinished_report|which_of_|number_after_alarm"
)
_VOTE_LATELY = timedelta(days=1)  # for so long a vote that was told, linked or refused may be meant by a mere 第二个
_SMALL_TALK = re.compile(
    r"utter_(?:greet|thank|capability|no_words|too_many|not_understood|out_of_scope)|holding|preparing|photo_received|voice"
)
_LOOKED_AT = 3  # how many of our last messages `spoke_of_a_case` looks at
_DANGER_PREFIXES = ("utter_danger", "alarm_")
_SPEAKS_AS = timedelta(hours=1)  # for how long a sender counts as a child after words that are plainly a child's
_HEARD_BACK = 10  # how many of the sender's messages are read for that


def lock_conversation(s: Session, contact_point_id: int) -> Conversation:
    """The contact point's conversation, made if needed, locked until the end of the transaction."""
    found = s.get(Conversation, contact_point_id, with_for_update=True)
    if found is not None:
        return found
    try:
        with s.begin_nested():
            found = Conversation(contact_point_id=contact_point_id, photos=[])
            s.add(found)
            s.flush()
    except IntegrityError:  # another process was first
        return s.get_one(Conversation, contact_point_id, with_for_update=True)
    return found


def write(
    s: Session,
    point: ContactPoint,
    said: Outgoing,
    now: datetime,
    *,
    inbox_id: int | None = None,
    outbox_id: int | None = None,
    sender: Author = Author.BOT,
    account_id: int | None = None,
) -> ChatMessage:
    """Write one message. In the web chat the page fetches it; elsewhere it must still be sent or returned (`via`)."""
    extra: dict[str, Any] = {
        "buttons": [{"title": title, "payload": payload} for title, payload in said.buttons],
        "link": said.link,
        "asks": said.asks,
        "fallback": said.fallback,
    }
    if said.params and point.channel == "sms":
        extra["params"] = {name: str(value) for name, value in said.params.items()}
    message = ChatMessage(
        contact_point_id=point.id,
        inbox_id=inbox_id,
        outbox_id=outbox_id,
        sender=sender,
        account_id=account_id,
        at=now,
        via="" if CHANNELS[point.channel].sends_by else "web",
        template=said.response[:60],
        text=said.text,
        extra=json.dumps(extra, ensure_ascii=False),
    )
    s.add(message)
    s.flush()
    return message


def from_template(parts: Parts, template: str, params: dict[str, str] | None = None) -> Outgoing:
    """One of the gateway's own texts, by its template id. Raises TextTemplateError."""
    return Outgoing(text=templates.render(parts.settings.community, template, params), response=template)


def which_is_meant(parts: Parts, meant: Meant) -> Outgoing:
    """The question which of several a message answers, or what a number after an alarm means; without its buttons."""
    titles = [title for title, _ in meant.alternatives]
    named = dict(zip(("one", "two", "three"), titles, strict=False))
    if meant.unclear:
        template = "number_after_alarm" if len(titles) == 2 else "number_after_alarm_of_three"
        return from_template(parts, template, {"said": meant.unclear, **named})
    return from_template(parts, "which_of_two" if len(titles) == 2 else "which_of_three", named)


def with_notice(
    s: Session, parts: Parts, talk: Conversation, said: Sequence[Outgoing], now: datetime
) -> list[Outgoing]:
    """The answer with the first-contact notice in front, or behind an answer to danger.

    Once per contact point, and once more after consent was withdrawn or a follower came back; otherwise the answer is unchanged.
    Nor does it stand between the number to call and the question that ends an answer to danger (where, whether anybody is in it):
    it comes with the next answer (PIPL 18: in an emergency, afterwards). Records that the notice was given.
    """
    is_danger = bool(said) and said[0].response.startswith(_DANGER_PREFIXES)
    if talk.notice_at is not None or (is_danger and said[-1].asks is not None):
        return list(said)
    talk.notice_at = now
    residents.record_notice(s, talk.contact_point_id, now)
    notice = from_template(parts, NOTICE_AGAIN if residents.has_withdrawn(s, talk.contact_point_id) else NOTICE)
    return [*said, notice] if is_danger else [notice, *said]


def with_bot_back(
    parts: Parts, talk: Conversation, said: Sequence[Outgoing], now: datetime, *, taken_away: bool = False
) -> list[Outgoing]:
    """After a clerk talked, once: the answer with a note in front (behind an answer to danger) that the bot is back.

    Unchanged while the clerk still talks, or if none did. `taken_away`: the conversation was taken from the clerk because the
    sender complained of them.
    """
    if talk.quiet_until is None or now < talk.quiet_until or not said:
        return list(said)
    talk.quiet_until = None
    back = from_template(parts, STAFF_CHANGES if taken_away else BOT_BACK)
    return [*said, back] if said[0].response.startswith(_DANGER_PREFIXES) else [back, *said]


def with_choice_cut(parts: Parts, row: InboxMessage, said: Sequence[Outgoing]) -> list[Outgoing]:
    """The answer, and then, once, a note that the choice for a vote in the same message was not counted."""
    if not row.choice_cut or not said:
        return list(said)
    row.choice_cut = False
    return [*said, from_template(parts, registered.CHOICE_CUT)]


def as_the_sender_reads_it(
    s: Session, parts: Parts, point: ContactPoint, row: InboxMessage, said: Sequence[Outgoing]
) -> list[Outgoing]:
    """The answer to the row with the note that a choice was cut, if due, and whether an emergency is taken; to an English text with English.

    To a child what to do in a danger is said in a child's words. An SMS by registered templates keeps its words.
    """
    noted = with_choice_cut(parts, row, said)
    if is_registered_sms(parts, point):
        return noted
    if purpose_of(noted) == Purpose.DANGER or any(one.response.startswith(for_children.TILL_HELP) for one in noted):
        noted = for_children.in_a_childs_words(noted) if _is_from_a_child(s, row) else noted
    return in_english.with_english(row.text, not_taken.with_state(s, row, noted))


def _is_from_a_child(s: Session, row: InboxMessage) -> bool:
    """Whether the row, or a message of the same sender within _SPEAKS_AS before it, is plainly a child's."""
    lately = (InboxMessage.received_at > row.received_at - _SPEAKS_AS, InboxMessage.id <= row.id)
    said = sa.select(InboxMessage.text).where(InboxMessage.contact_point_id == row.contact_point_id, *lately)
    texts = s.scalars(said.order_by(InboxMessage.id.desc()).limit(_HEARD_BACK))
    return any(child_reporter.is_plainly_a_child(text) for text in texts)


def store_button_numbers(talk: Conversation, channel: str, said: Iterable[Outgoing], now: datetime) -> None:
    """Store the numbers that stand for the answer's buttons; in a channel with buttons, forget the last menu."""
    questions.store_menu(
        talk, {} if CHANNELS[channel].has_buttons else compose.menu([plain_message(one) for one in said]), now
    )


def asked_last(s: Session, talk: Conversation, *, beside: Sequence[str] = ()) -> str | None:
    """The code of what our last message asks, which 同意 or 1 may answer; None if it asks nothing.

    "" for a menu of numbers or a clerk's message. `beside`: templates of messages to skip; the note that a choice was
    cut, which follows a question, is always skipped.
    """
    last = sa.select(ChatMessage).where(
        ChatMessage.contact_point_id == talk.contact_point_id,
        ChatMessage.template.not_in((*beside, registered.CHOICE_CUT)),
    )
    message = s.scalars(last.order_by(ChatMessage.id.desc()).limit(1)).first()
    asked = outgoing_of(message).asks if message is not None else None
    if asked is None and (talk.menu or (message is not None and message.sender == Author.STAFF)):
        return ""
    return asked


def spoke_of_other_matter(s: Session, talk: Conversation, now: datetime) -> bool:
    """Whether our last message, within half an hour, is the bot's and about something other than a vote (好的同意 answers it)."""
    template = last_template(s, talk, now)
    return template.startswith("utter_") and not _OF_A_VOTE.search(template)


def spoke_of_a_vote(s: Session, talk: Conversation, now: datetime) -> bool:
    """Whether our last message, within half an hour, was about a vote (a link, a refused choice)."""
    return _OF_A_VOTE.search(last_template(s, talk, now)) is not None


def spoke_of_a_case(s: Session, talk: Conversation, now: datetime) -> bool:
    """Whether our last message within half an hour, small talk aside, was about a case of the sender, or a report that is being made."""
    last = sa.select(ChatMessage.template, ChatMessage.at).where(
        ChatMessage.contact_point_id == talk.contact_point_id,
        ChatMessage.template.not_in((NOTICE, NOTICE_AGAIN, BOT_BACK, registered.CHOICE_CUT)),
    )
    for template, at in s.execute(last.order_by(ChatMessage.id.desc()).limit(_LOOKED_AT)):
        if now - at > _RECENT or _OF_A_VOTE.search(template):
            return False
        if _OF_A_CASE.match(template):
            return True
        if not _SMALL_TALK.match(template):
            return False
    return False


def told_of_a_vote_lately(s: Session, talk: Conversation, now: datetime, *, within: timedelta = _VOTE_LATELY) -> bool:
    """Whether any message of ours `within` this time was about a vote: its list, its link, its question, or a choice refused."""
    of_a_vote = sa.select(ChatMessage.id).where(
        ChatMessage.contact_point_id == talk.contact_point_id,
        ChatMessage.at > now - within,
        sa.or_(*(ChatMessage.template.contains(word) for word in ("vote", "consultation", registered.CHOICE_CUT))),
    )
    return s.scalars(of_a_vote.limit(1)).first() is not None


def last_template(s: Session, talk: Conversation, now: datetime) -> str:
    """The template of our last message, if within half an hour; else ""."""
    last = sa.select(ChatMessage).where(ChatMessage.contact_point_id == talk.contact_point_id)
    message = s.scalars(last.order_by(ChatMessage.id.desc()).limit(1)).first()
    return message.template if message is not None and now - message.at <= _RECENT else ""


def is_registered_sms(parts: Parts, point: ContactPoint) -> bool:
    """Whether the sender gets SMS by registered templates, whose words must not change."""
    return point.channel == "sms" and parts.settings.sends_templates_only


def plain_message(said: Outgoing) -> compose.PlainMessage:
    """What a text-only channel shows of a message."""
    return compose.PlainMessage(
        said.text,
        said.buttons,
        said.link,
        alone=said.response in (NOTICE, NOTICE_AGAIN, BOT_BACK, registered.CHOICE_CUT),
    )


def outgoing_of(message: ChatMessage) -> Outgoing:
    """The message that was given to `write`, read back from its row; `params` only in SMS."""
    extra = json.loads(message.extra) if message.extra else {}
    return Outgoing(
        text=message.text,
        buttons=tuple((button["title"], button["payload"]) for button in extra.get("buttons", ())),
        link=extra.get("link"),
        asks=extra.get("asks"),
        fallback=bool(extra.get("fallback", False)),
        response=message.template,
        params=dict(extra.get("params") or {}),
    )


def texts(parts: Parts, channel: str, said: Sequence[Outgoing]) -> list[str]:
    """The messages as texts for `channel` ("wechat" or "sms"), in the order in which they are sent (`compose`)."""
    lines = [plain_message(one) for one in said]
    if channel == "wechat":
        return compose.wechat(lines, parts.settings.public_url)
    sign, danger = community(parts.settings.community).name, purpose_of(said) == Purpose.DANGER
    return compose.sms(lines, parts.settings.public_url, sign, danger=danger)


def purpose_of(said: Sequence[Outgoing]) -> str:
    """`DANGER` for an answer to danger, whose first line is sent even after 退订 (channels.md); else `ANSWER`."""
    return Purpose.DANGER if any(one.response.startswith(_DANGER_PREFIXES) for one in said) else Purpose.ANSWER


def send(
    s: Session, parts: Parts, point: ContactPoint, messages: Sequence[ChatMessage], *, purpose: str, now: datetime
) -> None:
    """Queue the messages in the outbox, to be sent by the channel (`via` "send"). Does nothing in the web chat."""
    if not messages or CHANNELS[point.channel].sends_by is None:
        return
    for message in messages:
        message.via = "send"
    said = [outgoing_of(message) for message in messages]
    if is_registered_sms(parts, point):
        written = registered.letters(parts, said)
    else:
        written = [("", text) for text in texts(parts, point.channel, said)]
    send_letters(s, point, written, purpose=purpose, first_id=messages[0].id, now=now)


def send_texts(
    s: Session, point: ContactPoint, written: Sequence[str], *, purpose: str, first_id: int, now: datetime
) -> None:
    """Queue texts in the outbox. `first_id`: id of the first ChatMessage in them, so that each is queued only once."""
    send_letters(s, point, [("", text) for text in written], purpose=purpose, first_id=first_id, now=now)


def send_letters(
    s: Session,
    point: ContactPoint,
    written: Sequence[tuple[str, str]],
    *,
    purpose: str,
    first_id: int,
    now: datetime,
) -> None:
    """Queue (template id, text) pairs in the outbox; "" for a text of no template.

    `first_id`: id of the first ChatMessage in them, so that each is queued only once.
    """
    for number, (template, text) in enumerate(written):
        own_purpose = (
            Purpose.ANSWER if purpose == Purpose.DANGER and point.channel == "sms" and number else purpose
        )  # after 退订 only the first is sent
        outbox.put(
            s,
            kind=Kind.SEND_WECHAT if point.channel == WECHAT.name else Kind.SEND_SMS,
            payload={"purpose": own_purpose, "contact_point_id": point.id, "chat_message_id": first_id}
            | ({"template": template} if template else {}),
            now=now,
            dedupe_key=f"chat:{first_id}:{number}",
            letter=(point.address, text),
        )


def holding(parts: Parts, row: InboxMessage) -> Outgoing:
    """The holding reply, for while the bot has no answer yet; for an alarm it gives the number to call.

    While the bot is being trained it says so. By SMS it does not: few get one then, and each text must be registered.
    """
    if row.alarm:
        found = alarm_advice.template_to_send(row.alarm, row.text, row.channel, parts.settings)
        return from_template(parts, found or HOLDING)
    if row.channel == "sms" or not bot_state.is_training(parts.settings.home):
        return from_template(parts, HOLDING)
    return from_template(parts, PREPARING)


def say_holding(s: Session, parts: Parts, point: ContactPoint, row: InboxMessage, now: datetime) -> list[ChatMessage]:
    """Write the holding reply to the row, and the note that a choice was cut, if due; not sent yet. None where silence is wanted."""
    due = () if silence.is_wanted(s, point, row) else (holding(parts, row),)
    return [write(s, point, one, now, inbox_id=row.id) for one in as_the_sender_reads_it(s, parts, point, row, due)]


def hold(s: Session, parts: Parts, row: InboxMessage, now: datetime) -> None:
    """Mark the row as HELD, due now. Give the holding reply to an alarm, or if no other message of the sender is HELD."""
    told = sa.select(InboxMessage.id).where(
        InboxMessage.contact_point_id == row.contact_point_id, InboxMessage.state == InboxState.HELD
    )
    was_informed = s.scalar(told.limit(1)) is not None
    row.state, row.due_at = InboxState.HELD, min(row.due_at, now)
    if row.alarm or not was_informed:
        point = s.get_one(ContactPoint, row.contact_point_id)
        say_holding(s, parts, point, row, now)
        release(s, parts, point, row, now)


def first_lines(s: Session, inbox_id: int) -> set[str]:
    """The first line of each message written for the row so far, the holding reply included."""
    said = s.scalars(sa.select(ChatMessage).where(ChatMessage.inbox_id == inbox_id))
    return {message.text.partition("\n")[0] for message in said}


def unreturned_answers(s: Session, inbox_id: int) -> list[ChatMessage]:
    """The row's answers that were neither returned in the vendor's request nor queued to be sent."""
    rows = sa.select(ChatMessage).where(ChatMessage.inbox_id == inbox_id, ChatMessage.via == "")
    return list(s.scalars(rows.order_by(ChatMessage.id)))


def release(s: Session, parts: Parts, point: ContactPoint, row: InboxMessage, now: datetime) -> None:
    """Send the row's `unreturned_answers`, unless a request still waits to return them."""
    if CHANNELS[point.channel].sends_by is None or (row.reply_by is not None and row.reply_by > now):
        return
    messages = unreturned_answers(s, row.id)
    send(s, parts, point, messages, purpose=purpose_of([outgoing_of(message) for message in messages]), now=now)
