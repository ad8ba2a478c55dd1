"""Messages of senders and to them, photos, the state of each conversation, open questions, handovers and looks at them, unanswered questions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.outbox.models import SmsDelivery
from portal.storage.db import Base, PersonalText

__all__ = ["SmsDelivery"]  # a table of the outbox, exported here because this room takes in the delivery reports


class InboxState(StrEnum):
    """received (→ held) → answered | dead. held: told to wait, or waits behind a message that was; dead: given up."""

    RECEIVED = "received"
    HELD = "held"
    ANSWERED = "answered"
    DEAD = "dead"

    @property
    def label(self) -> str:
        return {"received": "待回复", "held": "已告知稍后回复", "answered": "已回复", "dead": "未能处理"}[self]


WAITING = (InboxState.RECEIVED, InboxState.HELD)  # the states of a message that is not settled yet


class InboxKind(StrEnum):
    """The kind of a message. Only text and place may go to the bot, together with photos sent before them.

    The gateway settles the others itself; photos and voice go to the clerk while one is talking.
    """

    TEXT = "text"
    PLACE = "place"
    PHOTO = "photo"
    VOICE = "voice"  # or a video
    EVENT = "event"  # somebody followed or left the Official Account
    OTHER = "other"  # cannot be read
    KEYWORD = "word"  # `keywords.Keyword`: 退订, 恢复, 撤回同意, 删掉我的信息
    ACK = "ack"  # the code by which staff acknowledge an alarm; its text is not kept
    CODE = "code"  # the code of a vote by SMS; its text is not kept
    WITHHELD = "withheld"  # a choice for a secret vote; its text is not kept


class InboxMessage(Base):
    """One message that came in, without what must not be stored (see `kind` and `choice_cut`).

    `vendor_id`: the vendor's own id (in the web chat the visitor's and a hash of the client's); the same id twice is one message.
    `reply_by`: until then a request waits to return the answer. `epoch`: set when the row first goes to the bot, so
    that a second try reaches the same tracker.
    """

    __tablename__ = "inbox_message"
    __table_args__ = (
        sa.UniqueConstraint("channel", "vendor_id"),
        sa.Index("ix_inbox_message_waiting", "state", "due_at"),
        sa.Index("ix_inbox_message_sender", "contact_point_id", "state", "id"),
        sa.CheckConstraint("state IN ('received','held','answered','dead')", name="state"),
        sa.CheckConstraint("channel IN ('webchat','wechat','sms')", name="channel"),
        {"sqlite_autoincrement": True},  # ids are idempotency keys, so none is used twice
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(sa.String(10))
    vendor_id: Mapped[str] = mapped_column(sa.String(200))
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"))
    kind: Mapped[str] = mapped_column(sa.String(10))
    text: Mapped[str] = mapped_column(PersonalText, default="")
    place: Mapped[str] = mapped_column(PersonalText, default="")  # {"lat","lng","label"} as JSON
    media: Mapped[list[str]]  # ids of the media store, or wechat:{media_id} while not fetched
    received_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]  # by the vendor
    state: Mapped[str] = mapped_column(sa.String(10), default=InboxState.RECEIVED)
    due_at: Mapped[datetime]  # when the worker takes it up
    reply_by: Mapped[datetime | None]
    epoch: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)  # calls to the bot that left it unanswered
    refusals: Mapped[int] = mapped_column(
        default=0
    )  # of these, calls on which the bot itself failed, or that it did not finish (`count_unanswered`)
    alarm: Mapped[str] = mapped_column(
        sa.String(20), default="", server_default=""
    )  # the danger in it (danger_words.TEMPLATES)
    noted: Mapped[bool] = mapped_column(default=False)  # the bot's note for `retry` was sent
    # TEXT: a choice was cut out of `text`, and the sender must still be told. WITHHELD: the message said more than the choice.
    choice_cut: Mapped[bool] = mapped_column(default=False, server_default=sa.text("false"))
    reason: Mapped[str] = mapped_column(sa.String(60), default="")  # why it was put off, or `handover.service.TO_STAFF`
    answered_at: Mapped[datetime | None]


class Conversation(Base):
    """The conversation with one contact point: the lease, the epoch, the numbers last offered, photos, notice, quiet time.

    Whoever holds the lease drains the sender's rows. `fence` is increased for each holder; answers of an earlier holder
    are refused. `epoch` counts the bot's trackers for this contact point.
    """

    __tablename__ = "conversation"

    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), primary_key=True)
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=1)
    turns: Mapped[int] = mapped_column(default=0)  # in this epoch
    last_at: Mapped[datetime | None]  # when the last message came in that `inbound/conversation.py` answered
    menu: Mapped[str] = mapped_column(PersonalText, default="")  # {"1": payload} as JSON: the numbers last offered
    menu_at: Mapped[datetime | None]  # when they were offered
    photos: Mapped[list[str]]  # sent without text, to go with the next message
    notice_at: Mapped[datetime | None]  # when the first-contact notice was sent; None again when it is to be sent anew
    # A clerk is talking: until then messages are for them and the bot is quiet. None again once the bot said that it is back.
    quiet_until: Mapped[datetime | None]


class OpenQuestion(Base):
    """A question that the sender's next message may answer (`questions`). `facts`: the `expecting` for the bot.

    `until`: when it lapses. `answered_at`: also set when a later question takes its place.
    """

    __tablename__ = "open_question"
    __table_args__ = (sa.Index("ix_open_question_contact_point", "contact_point_id", "answered_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))  # a key of KINDS in text/open_questions.py
    case_no: Mapped[str] = mapped_column(sa.String(30), default="")
    facts: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    @property
    def choices(self) -> dict[str, str]:
        """Number → the answer's text."""
        found = self.facts.get("choices")
        return {str(key): str(words) for key, words in found.items()} if isinstance(found, dict) else {}


class Author(StrEnum):
    """Who wrote a message to a sender: the bot (or the gateway itself), or a clerk."""

    BOT = "bot"
    STAFF = "staff"


class ChatMessage(Base):
    """One message to a sender. `inbox_id`: the message that it answers; `outbox_id`: the push that it comes from.

    `via`, how it leaves: web (fetched by the page), reply (returned in the vendor's own request), send (an outbox row);
    "" as long as a request may still return it. `sender`: which of ours wrote it (`Author`), not the glossary's sender.
    `extra`: the rest of the message as JSON.
    """

    __tablename__ = "chat_message"
    __table_args__ = (
        sa.Index("ix_chat_message_contact_point", "contact_point_id", "id"),
        sa.CheckConstraint("sender IN ('bot','staff')", name="sender"),
        sa.CheckConstraint("via IN ('','web','reply','send')", name="via"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"))
    inbox_id: Mapped[int | None] = mapped_column(sa.ForeignKey("inbox_message.id"), index=True)
    outbox_id: Mapped[int | None] = mapped_column(sa.ForeignKey("outbox.id"), unique=True)
    sender: Mapped[str] = mapped_column(sa.String(10), default=Author.BOT)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))  # the clerk who wrote it
    at: Mapped[datetime]
    via: Mapped[str] = mapped_column(sa.String(10), default="")
    template: Mapped[str] = mapped_column(sa.String(60), default="")  # response name or template id
    text: Mapped[str] = mapped_column(PersonalText)
    extra: Mapped[str] = mapped_column(PersonalText, default="")


class ChatMedia(Base):
    """Which contact point uploaded a photo; only that one may send it with a message."""

    __tablename__ = "chat_media"

    media_id: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), primary_key=True)
    at: Mapped[datetime]


class Handover(Base):
    """A conversation that waits for a person. Open until a clerk hands it back to the bot, or the sender is erased.

    `source_key`: what it came from; the same key twice is one handover. `reason`: a code (`handover.…` in
    data/case_events.csv); `text`: the sender's words. `done_by`: the clerk who handed it back. `taken_by`: the clerk who
    answered last, None again once it was taken from them; `said_at`: when a clerk last answered. `unread`: no clerk has
    answered since the sender wrote.
    """

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    source_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    reason: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(PersonalText, default="")
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    taken_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    said_at: Mapped[datetime | None]
    unread: Mapped[bool] = mapped_column(default=True)


class UnansweredQuestion(Base):
    """A question that the bot could not answer, one row each time (`unanswered/asked.py`). `source_key`: as in `Handover`.

    `words`: masked; `plain`: the form by which two are the same. `outcome`: "" while on the list, answered, dismissed.
    `faq_id`: of the common question that answered it, kept when that is deleted.
    """

    __tablename__ = "unanswered_question"
    __table_args__ = (sa.CheckConstraint("outcome IN ('','answered','dismissed')", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    source_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    words: Mapped[str] = mapped_column(PersonalText)
    plain: Mapped[str] = mapped_column(PersonalText)
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(sa.String(20), default="")
    done_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    done_at: Mapped[datetime | None]
    faq_id: Mapped[int | None]


class HandoverLook(Base):
    """A record that a staff member unmasked a conversation (PIPL 28: sensitive data only when needed)."""

    __tablename__ = "handover_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(sa.ForeignKey("handover.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    at: Mapped[datetime]
