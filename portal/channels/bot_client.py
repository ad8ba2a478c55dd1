"""The HTTP client for the bot on loopback: asks it to answer a message, or to read a text that is no sender's message.

`POST /webhooks/linli/messages` and `/webhooks/linli/drafts` (`contract/bot_door.schema.json`).
"""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, cast

import httpx

from portal.channels.wire import Expecting, Metadata, Request

_NOT_READY = (
    401,
    403,
    404,
    429,
    502,
    503,
    504,
)  # the bot is loading, restarting or misconfigured: not the message's fault


class BotUnreachable(Exception):
    """The bot is down, starting, misconfigured, or slower than the caller can wait (`is_slow`). Send the message again later."""

    def __init__(self, reason: str, *, is_slow: bool = False) -> None:
        super().__init__(reason)
        self.is_slow = is_slow


class BotRefused(Exception):
    """The bot answered with an error or an invalid body. `reason` quotes nothing of the message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Outgoing:
    """One message to a sender, from the bot, the gateway itself or a clerk, before it is stored as a `ChatMessage`.

    - `buttons`: (title, payload); choosing one sends the payload as text.
    - `asks`: the code of the question that the message asks (such as "which_case"), or None if it asks nothing.
    - `fallback`: the bot did not understand.
    - `response`: the response's name in domain.yml, or the id of a template of data/sms_templates.csv; "" if neither.
    - `params`: the values in the response, which also fill the registered SMS template of the same name.
    """

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    link: str | None = None
    asks: str | None = None
    fallback: bool = False
    response: str = ""
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BotReply:
    """The bot's answer to one inbox message.

    - `retry`: the bot could not reach the portal; send the message again later.
    - `registered`: a case was registered, so the next message starts a new tracker.
    - `expecting`: the question that the bot now wants answered; None with `has_expecting`: the question sent with the
      message is answered (if none was sent, all of the bot's own are). Without `has_expecting` the open questions stay
      as they are.
    """

    messages: tuple[Outgoing, ...]
    retry: bool = False
    registered: bool = False
    has_expecting: bool = False
    expecting: Expecting | None = None


@dataclass(frozen=True)
class BotRequest:
    """One message for the bot. `sender`: `{contact_point_id}.{epoch}`; `inbox_id`: its idempotency key."""

    sender: str
    inbox_id: int
    text: str
    metadata: Metadata


@cache
def _authorities() -> ssl.SSLContext:
    """Loaded once per process, as it takes 10 ms; only an https:// bot needs them."""
    return httpx.create_ssl_context(trust_env=False)


class BotClient:
    """Calls the bot. One per process, since it keeps connections open."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            limits=httpx.Limits(max_connections=32, max_keepalive_connections=8, keepalive_expiry=20),
            trust_env=False,  # loopback: no proxy
            verify=_authorities(),
        )

    def ask(self, request: BotRequest, seconds: float) -> BotReply:
        """Ask the bot to answer one message within `seconds`. Raises BotUnreachable, BotRefused.

        Safe to repeat: for an `inbox_id` that it has handled, the bot returns the stored answers.
        """
        body: Request = {
            "sender": request.sender,
            "inbox_id": request.inbox_id,
            "text": request.text,
            "metadata": request.metadata,
        }
        answer = self._post("messages", body, seconds)
        try:
            return read_reply(answer.json())
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BotRefused(f"no answer ({type(error).__name__})") from None

    def read(self, text: str, sent_at: datetime, seconds: float) -> dict[str, Any]:
        """The case draft of a text, unchecked; no turn is taken. Raises BotUnreachable, BotRefused."""
        answer = self._post("drafts", {"text": text, "sent_at": sent_at.isoformat()}, seconds)
        try:
            return dict(answer.json()["draft"])
        except (ValueError, TypeError, KeyError) as error:
            raise BotRefused(f"no draft ({type(error).__name__})") from None

    def _post(self, route: str, body: Request | dict[str, str], seconds: float) -> httpx.Response:
        """The bot's answer with status 200. Raises BotUnreachable, BotRefused."""
        answer = self._send(route, body, seconds)
        if answer.status_code in _NOT_READY:
            raise BotUnreachable(f"HTTP {answer.status_code}")
        if answer.status_code != 200:
            raise BotRefused(f"HTTP {answer.status_code}")
        return answer

    def _send(self, route: str, body: Request | dict[str, str], seconds: float) -> httpx.Response:
        """The bot's answer, whatever its status; tried twice if the connection breaks off. Raises BotUnreachable."""
        begun = time.monotonic()
        try:
            try:
                return self._try(route, body, seconds)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):  # an idle connection was closed
                left = seconds - (time.monotonic() - begun)
                if left <= 0:
                    raise
                return self._try(route, body, left)
        except httpx.HTTPError as error:
            raise BotUnreachable(type(error).__name__, is_slow=isinstance(error, httpx.ReadTimeout)) from None

    def _try(self, route: str, body: Request | dict[str, str], seconds: float) -> httpx.Response:
        timeout = httpx.Timeout(seconds, connect=min(seconds, 2.0))
        return self._client.post(f"/webhooks/linli/{route}", json=body, timeout=timeout)


def read_reply(body: Any) -> BotReply:
    """The reply from the response's JSON. Raises ValueError, TypeError, KeyError or AttributeError if it is invalid."""
    expecting = body.get("expecting")
    if expecting is not None and not isinstance(expecting, dict):
        raise TypeError("expecting")
    return BotReply(
        messages=tuple(_outgoing(message) for message in body["messages"]),
        retry=bool(body.get("retry", False)),
        registered=bool(body.get("registered", False)),
        has_expecting="expecting" in body,
        expecting=cast("Expecting | None", expecting),
    )


def _outgoing(message: dict[str, Any]) -> Outgoing:
    link, asks = message.get("link"), message.get("asks")
    return Outgoing(
        text=_text(message.get("text")),
        buttons=tuple((_text(button["title"]), _text(button["payload"])) for button in message.get("buttons") or ()),
        link=None if link is None else _text(link),
        asks=None if asks is None else _text(asks),
        fallback=bool(message.get("fallback", False)),
        response=_text(message.get("response")),
        params=dict(message.get("params") or {}),
    )


def _text(value: Any) -> str:
    """The string as it can be stored (no NUL, no lone surrogate); "" for None. Raises TypeError for anything else."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError("text")
    return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
