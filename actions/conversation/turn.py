"""One message of one person, as the topics see it, and what the conversation remembers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

from actions.case_draft import CaseDraft, at_the_door, danger

LIMIT = 5000


class Faq(TypedDict):
    """A common question that the message asks (data/community/faq.csv), still valid."""

    question: str
    answer: str
    source: str


@dataclass(frozen=True)
class Wish:
    """A wish not to be named, as the portal read it: the words that say so (`said`), and what else the message says (`rest`)."""

    said: str
    rest: str


@dataclass(frozen=True)
class Turn:
    """What came. `contact` is the contact point's id; idempotency keys begin with `inbox_id`."""

    contact: int
    inbox_id: int
    channel: str
    text: str
    intent: str
    score: float
    draft: CaseDraft
    faq: Faq | None = None
    expecting: Mapping[str, Any] = field(default_factory=dict)
    photos: tuple[str, ...] = ()
    typed: str = ""  # the menu's number, where one was typed and `text` is what it stands for
    located: bool = False  # a place sent from the map; `text` is its name
    sent_at: str = ""  # RFC 3339
    wish: Wish | None = None

    @property
    def danger(self) -> str | None:
        return danger(self.draft)

    def surely(self, *intents: str, score: float = 0.6) -> bool:
        """The classifier says one of these, and means it."""
        return self.intent in intents and self.score >= score


@dataclass(frozen=True)
class Talk:
    """What the conversation remembers (the slot `talk`).

    `form`: the open case (`intake_flow.Form` as JSON). `pending`: what was asked outside a form and its material.
    `misses`: misunderstandings in a row.
    """

    form: dict[str, Any] | None = None
    pending: dict[str, Any] | None = None
    misses: int = 0

    def to_slot(self) -> dict[str, Any] | None:
        """As the slot keeps it; None when there is nothing to remember."""
        kept = {"form": self.form, "pending": self.pending, "misses": self.misses}
        return {name: value for name, value in kept.items() if value}

    def understood(self, **changes: Any) -> Talk:
        """The next memory after a turn that was understood."""
        return replace(self, **{"misses": 0, "pending": None, **changes})


def read_talk(slot: Any) -> Talk:
    """The memory. In a new epoch the channel has put the draft that the portal kept into the slot."""
    if not isinstance(slot, dict):
        return Talk()
    form = slot.get("form")
    return Talk(
        form if isinstance(form, dict) and "text" in form else None, slot.get("pending"), int(slot.get("misses", 0))
    )


def read_turn(sender_id: str, latest: Mapping[str, Any]) -> Turn:
    """The turn that a tracker's latest message is. `sender_id` is `{contact}.{epoch}`.

    `metadata.blank`: the channel put a mark where there was no text, since Rasa does not take none.
    """
    metadata = latest.get("metadata") or {}
    intent = latest.get("intent") or {}
    return Turn(
        contact=int(sender_id.partition(".")[0]),
        inbox_id=int(metadata["inbox_id"]),
        channel=str(metadata.get("channel") or "webchat"),
        text="" if metadata.get("blank") else str(latest.get("text") or "")[:LIMIT],
        intent=str(intent.get("name") or "nlu_fallback"),
        score=float(intent.get("confidence") or 0.0),
        draft=at_the_door(latest.get("case")),
        faq=_faq(latest.get("faq")),
        expecting=metadata.get("expecting") or {},
        photos=tuple(str(photo) for photo in metadata.get("photos") or ())[:9],
        typed=str(metadata.get("typed") or ""),
        located=isinstance(metadata.get("location"), dict),
        sent_at=str(metadata.get("sent_at") or ""),
        wish=_wish(metadata.get("wish")),
    )


def _wish(found: Any) -> Wish | None:
    if not isinstance(found, dict) or not found.get("said"):
        return None
    return Wish(str(found["said"]), str(found.get("rest") or ""))


def _faq(found: Any) -> Faq | None:
    if not isinstance(found, dict) or not found.get("answer"):
        return None
    return {
        "question": str(found.get("question", "")),
        "answer": str(found["answer"]),
        "source": str(found.get("source", "")),
    }
