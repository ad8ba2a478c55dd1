"""What passes through the bot's door, as the bot reads and writes it (`contract/bot_door.schema.json`). Pure.

`expecting` and `draft` are passed on as they are: their types are the actions' (`actions/conversation/expecting.py`, and `Form` in
`actions/intake/form.py`).
"""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import NotRequired, TypedDict


class Wish(TypedDict):
    """A wish not to be named: its words, and what else the message says."""

    said: str
    rest: str


class Metadata(TypedDict):
    """What comes with a message. `first_contact`: the first-contact notice goes out with its answer. `sent_at`: RFC 3339 with offset.

    `expecting`: the open question that the message answers, or None. `draft`: the open draft that the portal kept, with the
    first message of an epoch; else None.
    `photos`: their ids. `typed`: the number that was typed, if the text is the words that it stands for. `location`: sent from the map.
    `raised`: the danger of the emergency that the portal registered of this message before the bot read it.
    `may_be_named`: the message lets handlers know of its sender (不用保密了).
    """

    channel: Literal["webchat", "wechat", "sms"]
    first_contact: bool
    photos: list[str]
    sent_at: str
    expecting: Any
    draft: Any
    typed: NotRequired[str]
    wish: NotRequired[Wish]
    may_be_named: NotRequired[bool]
    location: NotRequired[Any]
    raised: NotRequired[str]


class Request(TypedDict):
    """A message to the bot. `sender`: {contact_point_id}.{epoch}.

    `inbox_id`: the same again gets the stored answer, but after `retry` is handled again.
    """

    sender: str
    inbox_id: int
    text: str
    metadata: Metadata


class Button(TypedDict):
    """A button. `payload`: what a tap sends as the sender's text."""

    title: str
    payload: str


class Message(TypedDict):
    """A message from the bot. `asks`: the code of what it asks, if anything. `fallback`: whether it is a form of 没听懂.

    `response`: its name in domain.yml; `params`: what was filled into that.
    """

    text: str
    buttons: list[Button]
    link: str | None
    asks: str | None
    fallback: bool
    response: str
    params: dict[str, str]


class Answer(TypedDict):
    """The answer to a request. `expecting`: absent leaves the open question as it is; None: it is answered; an object: what the next message may answer.

    `retry`: an action could not reach the portal: send the same inbox_id again later. `registered`: a case was registered.
    """

    messages: list[Message]
    retry: bool
    registered: bool
    expecting: NotRequired[Any]
