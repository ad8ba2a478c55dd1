"""What passes through the bot's door, as the bot reads and writes it (`contract/bot_door.schema.json`). Pure.

`expecting` and `draft` are passed on as they are: their types are the actions' (`actions/conversation/expecting.py`).
"""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import NotRequired, TypedDict


class Wish(TypedDict):
    """A wish not to be named: its words, and what else the message says."""

    said: str
    rest: str


class Metadata(TypedDict):
    channel: Literal["webchat", "wechat", "sms"]
    first_contact: bool
    photos: list[str]
    sent_at: str
    expecting: Any
    draft: Any
    typed: NotRequired[str]
    wish: NotRequired[Wish]
    location: NotRequired[Any]


class Request(TypedDict):
    sender: str
    inbox_id: int
    text: str
    metadata: Metadata


class Button(TypedDict):
    title: str
    payload: str


class Message(TypedDict):
    text: str
    buttons: list[Button]
    link: str | None
    asks: str | None
    fallback: bool
    response: str
    params: dict[str, str]


class Answer(TypedDict):
    """`expecting`: absent leaves it as it is; None: what this message was expected to answer is answered; an object: what the next may answer."""

    messages: list[Message]
    retry: bool
    registered: bool
    expecting: NotRequired[Any]
