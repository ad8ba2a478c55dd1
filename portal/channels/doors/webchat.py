"""The web chat's API (interfaces.md): open a chat, send messages and photos, fetch what has come since."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta
from typing import Annotated, Any

import sqlalchemy as sa
from apiflask import APIBlueprint
from apiflask.fields import UploadFile
from flask import request, session
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from portal.cases.doors import case_access
from portal.cases.records import ownership
from portal.channels.inbound import limits
from portal.channels.inbound.gateway import gateway, set_up
from portal.channels.inbound.inbox import MOST_PHOTOS, Received
from portal.channels.inbound.incoming import Incoming
from portal.channels.inbound.waiting import CommitWatch, watch_commits
from portal.channels.models import WAITING, ChatMedia, ChatMessage, InboxKind, InboxMessage, InboxState
from portal.channels.text import danger_words, keywords
from portal.http import photos
from portal.http.access import PUBLIC, VISITOR, access, bearer, caller_contact_point, own_page_only, without_csrf
from portal.http.current import parts
from portal.http.throttle import address_key, throttle
from portal.kernel.errors import Forbidden, Invalid, TooLarge
from portal.kernel.sealing import keyed
from portal.kernel.time_zone import SHANGHAI
from portal.residents import proving
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.db import MAX_ID, add_if_new

BUDGET = 10.0  # seconds for which a request waits for the bot
PHOTOS = 60  # of one visitor in an hour
HOLD_AFTER = timedelta(seconds=8)  # after that a polling visitor gets the holding reply; less than BUDGET
CHECK_EVERY = 1.0  # seconds between two checks for late messages
POLL = 25.0  # seconds that a request waits for news at most
POLL_AGAIN_MS = 2000  # after which a visitor asks again, if no thread was free for the request to wait in
MOST_AT_ONCE = 100  # messages of each side in one answer
_FORM_AROUND = 64 * 1024  # bytes that multipart may add to a file

api = APIBlueprint("webchat", __name__, url_prefix="/api/v1/chat", tag="chat")
api.record_once(set_up)


class SessionOut(BaseModel):
    """The token of a new chat."""

    token: str = Field(description="Send it as `Authorization: Bearer`.")


class EndedOut(BaseModel):
    """What is left on the device once the chat has ended."""

    signed_in: bool = Field(description="A resident is still signed in here, so `/me` still lists what is theirs.")


class MessageIn(BaseModel):
    """What the visitor says. The same `client_message_id` again is the same message."""

    text: str = Field(default="", json_schema_extra={"maxLength": keywords.MOST_CHARACTERS})
    client_message_id: Annotated[str, Field(min_length=1, max_length=100)]
    media: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=MOST_PHOTOS)] = []


class ButtonOut(BaseModel):
    """A tap sends `payload` as text."""

    title: str
    payload: str


class MessageOut(BaseModel):
    """One message to the visitor; in the history also by the visitor, with `from` "me" and `id` null."""

    model_config = ConfigDict(populate_by_name=True)

    id: int | None
    sender: str = Field(alias="from", description="bot, staff, me")
    at: str
    text: str
    buttons: list[ButtonOut] = []
    link: str | None = None
    asks: str | None = None
    fallback: bool = False
    media: list[str] = []
    kept: bool = Field(default=True, description="Of the visitor's own: false if nothing of it was stored.")


class MessagesOut(BaseModel):
    """`pending`: the bot has not answered yet; fetch the answer with `GET …/messages?after=`."""

    messages: list[MessageOut]
    pending: bool
    retry_after_ms: int | None = Field(default=None, description="Too many wait: ask again then.")


class AnswerOut(MessagesOut):
    """`kept`: false if nothing of the message just sent was stored, because it held a choice for a secret vote."""

    kept: bool


class SinceIn(BaseModel):
    """`after`: the highest id that the caller has. `wait`: wait at most so many seconds.

    `history`: return the last messages of both sides instead, without waiting.
    """

    after: Annotated[int, Field(ge=0, le=MAX_ID)] = 0
    wait: Annotated[float, Field(ge=0, le=POLL)] = POLL
    history: bool = False


class PhotoIn(BaseModel):
    """A photo, at most 10 MB."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    file: UploadFile


class MediaOut(BaseModel):
    """The id of the uploaded photo, for `media` of a message."""

    media_id: str


@api.post("/sessions")
@without_csrf
@access(PUBLIC)
@own_page_only
@api.output(SessionOut, status_code=201)
def open_session() -> Any:
    """Open a chat, without an account or a name; returns its token, which the session cookie gets, too.

    The body may hold `text`, what is about to be said: words of danger open one above the address's limit, too.
    """
    settings = parts().settings
    limits.spend_session(_about_to_be_said(), request.remote_addr or "")
    idle, life = timedelta(days=settings.chat_token_idle_days), timedelta(days=settings.chat_token_days)
    with parts().db.write() as s:
        _, token = residents.add_visitor(s, settings.secret_key, parts().clock.now(), idle=idle, life=life)
    session["chat_token"] = token
    return {"token": token}


def _about_to_be_said() -> str:
    """What the body of a request for a new chat says will be sent first; "" if nothing."""
    body = request.get_json(silent=True)
    text = body.get("text") if isinstance(body, dict) else None
    return text[: keywords.MOST_CHARACTERS] if isinstance(text, str) else ""


@api.delete("/session")
@without_csrf
@access(PUBLIC)
@own_page_only
@api.output(EndedOut)
def end_session() -> Any:
    """End the chat of the bearer token (without one, of the cookie), in every copy of its token, and what links opened here.

    For a phone that others use, too: `/me` then lists none of its cases, unless they are the signed-in resident's, who
    keeps them as on signing out (`ownership.claim`). A chat that has ended already is no error.
    """
    now, secret = parts().clock.now(), parts().settings.secret_key
    with parts().db.write() as s:
        resident = residents.resident_by_token(s, secret, str(session.get(proving.TOKEN, "")), now)
        in_cookie = residents.visitor(s, secret, str(session.get(proving.VISITOR, "")), now)
        cookies_chat = in_cookie.id if in_cookie is not None else None
        ends = caller_contact_point() if bearer() else cookies_chat
        if ends is not None:
            if resident is not None:
                ownership.claim(s, resident, ends)
            residents.end_chat(s, ends, now)
    if cookies_chat in (None, ends):  # else the next person's chat began in the meantime
        session.pop(proving.VISITOR, None)
        case_access.end_all_access()
    return {"signed_in": resident is not None}


@api.post("/messages")
@without_csrf
@access(VISITOR)
@api.input(MessageIn, location="json")
@api.output(AnswerOut)
def say(json_data: MessageIn) -> Any:
    """Send a message; returns the answer if the bot is quick enough, else the holding reply or, while that is not due, nothing."""
    visitor = _visitor()
    text = _checked_text(json_data)
    alarm = danger_words.plain_danger(text)
    limits.spend_message(str(visitor), alarm, request.remote_addr or "")
    gate = gateway()
    incoming = Incoming(
        channel="webchat",
        vendor_id=f"{visitor}:{_hashed_id(json_data.client_message_id)}",
        text=text,
        media=tuple(dict.fromkeys(json_data.media)),
        alarm=alarm.danger if alarm else "",
    )
    taken = gate.take_in(lambda s: _sender(s, visitor, incoming.media), incoming, BUDGET, alarm)
    received = taken.received
    if received.waiting and (taken.waited or gate.is_bot_away):
        gate.hold(received)
    with parts().db.read() as s:
        row = s.get(InboxMessage, received.inbox_id)
        if row is None:  # its author was erased in the meantime
            raise Forbidden()
        said = s.scalars(sa.select(ChatMessage).where(ChatMessage.inbox_id == row.id).order_by(ChatMessage.id))
        messages = [_message_out(message) for message in said]
        return {"messages": messages, "pending": row.state in WAITING, "kept": _is_kept(row)}


@api.get("/messages")
@access(VISITOR)
@api.input(SinceIn, location="query")
@api.output(MessagesOut)
def since(query_data: SinceIn) -> Any:
    """The messages since `after`, at most MOST_AT_ONCE; without any, waits for one at most `wait` seconds, be an answer pending or not.

    The waiting also ends when the last pending message has been dealt with. A message that has waited for HOLD_AFTER gets the holding
    reply now. Without a free thread to wait in, the answer comes at once, with `retry_after_ms`.
    """
    visitor = _visitor()
    if query_data.history:
        return _history(visitor)
    _hold_late(visitor)
    found = _messages_since(visitor, query_data.after)
    if found["messages"] or not query_data.wait:
        return found
    with gateway().polling.seat() as seated, watch_commits(parts().db) as commits:
        if not seated:
            return found | {"retry_after_ms": POLL_AGAIN_MS}
        return _long_poll(commits, visitor, query_data, was_pending=found["pending"])


@api.post("/media")
@without_csrf
@access(VISITOR)
@api.input(PhotoIn, location="files")
@api.output(MediaOut, status_code=201)
def upload_photo(files_data: PhotoIn) -> Any:
    """Upload a photo; a message then refers to it by its id."""
    visitor = _visitor()
    throttle().spend(f"{PHOTOS} per hour", "chat_media", str(visitor))
    throttle().spend(f"{PHOTOS * limits.SHARED} per hour", "chat_media_address", address_key(request.remote_addr or ""))
    if (request.content_length or 0) > photos.MOST_BYTES + _FORM_AROUND:
        raise TooLarge("照片太大了，请换一张小一点的（10 MB 以内）")
    media_id = parts().media.put(photos.reencoded(files_data.file.stream), "image/jpeg")
    with parts().db.write() as s:
        if s.get(ChatMedia, (media_id, visitor)) is None:
            add_if_new(s, ChatMedia(media_id=media_id, contact_point_id=visitor, at=parts().clock.now()))
    return {"media_id": media_id}


def _visitor() -> int:
    visitor = caller_contact_point()
    if visitor is None:
        raise Forbidden()
    return visitor


def _checked_text(said: MessageIn) -> str:
    if len(said.text) > keywords.MOST_CHARACTERS:
        raise Invalid(f"太长了，请控制在{keywords.MOST_CHARACTERS}字以内（现在有{len(said.text)}字）", field="text")
    if not said.client_message_id.strip() or not said.client_message_id.isprintable():
        raise Invalid("消息编号不对", field="client_message_id")
    text = keywords.clean(said.text)
    if not text and not said.media:
        raise Invalid("还没有写字，请说一句话或发一张照片", field="text")
    return text


def _hashed_id(client_message_id: str) -> str:
    """The keyed hash of the client's message id; the id itself is free text from outside, so it is not stored."""
    return keyed(parts().settings.secret_key, "client_message", client_message_id)


def _sender(s: Session, visitor: int, media: tuple[str, ...]) -> ContactPoint:
    """The visitor's contact point. Raises Invalid if the visitor did not upload each of these photos."""
    own = sa.select(ChatMedia.media_id).where(ChatMedia.contact_point_id == visitor, ChatMedia.media_id.in_(media))
    if media and set(s.scalars(own)) != set(media):
        raise Invalid("照片没有找到，请重新选照片", field="media")
    return s.get_one(ContactPoint, visitor)


def _messages_since(visitor: int, after: int) -> dict[str, Any]:
    with parts().db.read() as s:
        said = s.scalars(
            sa.select(ChatMessage)
            .where(ChatMessage.contact_point_id == visitor, ChatMessage.id > after)
            .order_by(ChatMessage.id)
            .limit(MOST_AT_ONCE)
        ).all()
        waiting = sa.select(InboxMessage.id).where(
            InboxMessage.contact_point_id == visitor, InboxMessage.state.in_(WAITING)
        )
        pending = s.scalar(waiting.limit(1)) is not None
        return {"messages": [_message_out(message) for message in said], "pending": pending}


def _hold_late(visitor: int) -> None:
    """Give the holding reply (`Gateway.hold`) to the visitor's first message that came HOLD_AFTER ago and is neither answered nor held."""
    with parts().db.read() as s:
        row = s.scalars(
            sa.select(InboxMessage)
            .where(
                InboxMessage.contact_point_id == visitor,
                InboxMessage.state == InboxState.RECEIVED,
                InboxMessage.received_at <= parts().clock.now() - HOLD_AFTER,
            )
            .order_by(InboxMessage.id)
            .limit(1)
        ).first()
    if row is not None:
        gateway().hold(Received(row.id, visitor, waiting=True, new=False, alarm=bool(row.alarm)))


def _long_poll(commits: CommitWatch, visitor: int, wanted: SinceIn, *, was_pending: bool) -> dict[str, Any]:
    until, next_check = time.monotonic() + wanted.wait, time.monotonic() + CHECK_EVERY
    while True:
        if time.monotonic() >= next_check:
            _hold_late(visitor)
            next_check = time.monotonic() + CHECK_EVERY
        found = _messages_since(visitor, wanted.after) if commits.has_new() else None
        if found and (found["messages"] or (was_pending and not found["pending"])):
            return found
        if time.monotonic() >= until:
            return found or _messages_since(visitor, wanted.after)
        time.sleep(commits.pause)


def _history(visitor: int) -> dict[str, Any]:
    """The last MOST_AT_ONCE messages of each side, in order of time."""
    with parts().db.read() as s:
        said = s.scalars(
            sa.select(ChatMessage)
            .where(ChatMessage.contact_point_id == visitor)
            .order_by(ChatMessage.id.desc())
            .limit(MOST_AT_ONCE)
        ).all()
        mine = s.scalars(
            sa.select(InboxMessage)
            .where(InboxMessage.contact_point_id == visitor)
            .order_by(InboxMessage.id.desc())
            .limit(MOST_AT_ONCE)
        ).all()
        whole = [(row.received_at, 0, row.id, _own_message_out(row)) for row in mine]
        whole += [(message.at, 1, message.id, _message_out(message)) for message in said]
        ordered = [shown for *_, shown in sorted(whole, key=lambda entry: entry[:3])]
        return {"messages": ordered, "pending": any(row.state in WAITING for row in mine)}


def _message_out(message: ChatMessage) -> dict[str, Any]:
    extra = json.loads(message.extra) if message.extra else {}
    return {"id": message.id, "from": message.sender, "at": _timestamp(message.at), "text": message.text} | extra


def _own_message_out(row: InboxMessage) -> dict[str, Any]:
    return {
        "id": None,
        "from": "me",
        "at": _timestamp(row.received_at),
        "text": row.text,
        "media": [media for media in row.media if ":" not in media],
        "kept": _is_kept(row),
    }


def _is_kept(row: InboxMessage) -> bool:
    return row.kind != InboxKind.WITHHELD


def _timestamp(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="milliseconds")
