"""Check and clean the gateway's requests for Rasa. The gateway has already replaced a typed number by what it stands for. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

MOST_CHARACTERS = 5000  # of a message; what follows is cut off
BLANK = "…"  # the placeholder for a message without text, which Rasa does not accept
_SENDER = re.compile(r"\d{1,18}\.\d{1,9}")
_CHANNELS = ("webchat", "wechat", "sms")


class Malformed(Exception):
    """The body breaks `contract/bot_door.schema.json` in a way that would do harm; the message names the field."""


@dataclass(frozen=True)
class Inbound:
    """One message for Rasa. `draft`: the open draft, sent with the first message of an epoch, else None.

    `metadata`: passed on to the actions: of `wire.Metadata` all but `first_contact` and `draft`; `inbox_id`; and `blank` (true) if
    the text is only the placeholder BLANK. `typed` and `wish` are cleaned; `expecting`, `location` and `sent_at` are as they came.
    """

    sender: str
    inbox_id: int
    text: str
    metadata: dict[str, Any]
    draft: dict[str, Any] | None

    @property
    def channel(self) -> str:
        return str(self.metadata["channel"])

    @property
    def log_name(self) -> str:
        return f"inbox {self.inbox_id}"


@dataclass(frozen=True)
class TextToRead:
    """A text of which the portal wants a draft: what a clerk types. `sent_at`: RFC 3339, or None for now."""

    text: str
    sent_at: str | None

    @property
    def log_name(self) -> str:
        return "draft"


def parse_text(body: Any) -> TextToRead:
    """Check and clean the JSON body `{"text", "sent_at"?}`; a blank text becomes BLANK. Raises Malformed."""
    if not isinstance(body, dict) or not isinstance(body.get("text"), str):
        raise Malformed("text")
    sent_at = body.get("sent_at")
    if sent_at is not None and not isinstance(sent_at, str):
        raise Malformed("sent_at")
    return TextToRead(clean(body["text"]) or BLANK, sent_at)


def parse_request(body: Any) -> Inbound:
    """Check and clean a message's JSON body; metadata that the actions do not use is dropped. Raises Malformed."""
    if not isinstance(body, dict):
        raise Malformed("body")
    sender, inbox_id, text = body.get("sender"), body.get("inbox_id"), body.get("text")
    metadata = body.get("metadata") or {}
    if not isinstance(sender, str) or not _SENDER.fullmatch(sender):
        raise Malformed("sender")
    if not isinstance(inbox_id, int) or isinstance(inbox_id, bool) or inbox_id < 1:
        raise Malformed("inbox_id")
    if not isinstance(text, str):
        raise Malformed("text")
    if not isinstance(metadata, dict) or metadata.get("channel", "webchat") not in _CHANNELS:
        raise Malformed("metadata")
    expecting = metadata.get("expecting")
    if expecting is not None and not isinstance(expecting, dict):
        raise Malformed("metadata.expecting")
    cleaned = clean(text)
    kept: dict[str, Any] = {
        "inbox_id": inbox_id,
        "channel": metadata.get("channel", "webchat"),
        "photos": _photos(metadata.get("photos")),
        "expecting": expecting,
        "sent_at": metadata.get("sent_at"),
    }
    kept |= _if_there(metadata)
    if not cleaned:
        kept["blank"] = True
    draft = metadata.get("draft")
    return Inbound(
        sender, inbox_id, cleaned or BLANK, kept, draft if isinstance(draft, dict) and draft.get("draft") else None
    )


def _if_there(metadata: dict[str, Any]) -> dict[str, Any]:
    """The metadata that only some messages have, checked and cleaned."""
    kept: dict[str, Any] = {}
    if isinstance(metadata.get("typed"), str) and metadata["typed"]:
        kept["typed"] = clean(metadata["typed"])[:10]
    if isinstance(metadata.get("location"), dict):
        kept["location"] = metadata["location"]
    if isinstance(metadata.get("raised"), str) and metadata["raised"]:
        kept["raised"] = metadata["raised"][:30]
    wish = metadata.get("wish")
    if isinstance(wish, dict):
        kept["wish"] = {name: clean(str(wish.get(name) or "")) for name in ("said", "rest")}
    if metadata.get("may_be_named") is True:
        kept["may_be_named"] = True
    return kept


def clean(text: str) -> str:
    """Strip a text and cut it to MOST_CHARACTERS; drop lone surrogates and control characters, but keep tabs, and line ends as
    newlines; make a leading "/" (a Rasa command) "／"."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")[: MOST_CHARACTERS * 2]
    kept = "".join(
        character for character in text if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
    )
    kept = kept.strip()[:MOST_CHARACTERS].strip()
    return f"／{kept[1:]}" if kept.startswith("/") else kept


def _photos(found: Any) -> list[str]:
    """The ids of the photos, nine at most; [] if it is no list."""
    return [str(photo)[:80] for photo in found[:9]] if isinstance(found, list) else []
