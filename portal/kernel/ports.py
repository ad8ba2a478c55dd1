"""What the rooms need from outside, as Protocols. Adapters implement them; `app.py` hands them in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The moment, aware, UTC."""
        ...


class DeliveryFailed(Exception):
    """A vendor did not take it. `retry`: the same may succeed later; `code` is the vendor's own, `reason` in words.

    `alarm`: only the operator can mend it (the account, the signature, the templates); `no_such_number`: nothing will
    ever reach this address.
    """

    def __init__(
        self, reason: str, *, code: str = "", retry: bool = True, alarm: bool = False, no_such_number: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason, self.code, self.retry = reason, code, retry
        self.alarm, self.no_such_number = alarm, no_such_number


class ChoiceReader(Protocol):
    """Tells a choice for an open secret vote from other words; asked by every door before it keeps a resident's own."""

    def __call__(self, s: Session, text: str, /) -> bool: ...


class SmsSender(Protocol):
    """Sends one SMS."""

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        """`to` E.164. Returns the vendor's id. Raises DeliveryFailed.

        `template` is an id of data/sms_templates.csv and `params` what fills it: all that leaves of a provider which
        registers templates; `text` is the same, written out.
        """
        ...


class ResidentNotifier(Protocol):
    """Sends words to a resident outside an answer, in one channel (WeChat customer service, SMS …)."""

    def notify(self, address: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        """Returns the vendor's id. Raises DeliveryFailed."""
        ...


@dataclass(frozen=True)
class Submission:
    """A case as a governance backend gets it: codes, and the words that it needs to act."""

    case_no: str
    category: str
    kind: str
    urgency: str
    body: str | None
    grid: str | None
    place: str
    text: str
    due_at: datetime | None
    extra: dict[str, Any] = field(default_factory=dict)


class GovernanceBackend(Protocol):
    """Where cases are handled: the built-in desk, Open311, a signed webhook."""

    name: str

    def submit(self, submission: Submission, idempotency_key: str) -> str:
        """Hand a case over once. Returns the backend's own reference. Raises DeliveryFailed."""
        ...


class MediaStore(Protocol):
    """Keeps bytes by id."""

    def put(self, data: bytes, content_type: str) -> str:
        """Returns the id under which they can be had again."""
        ...

    def get(self, media_id: str) -> tuple[bytes, str]:
        """The bytes and their type. Raises KeyError."""
        ...

    def remove(self, media_id: str) -> None:
        """Delete them; nothing happens where they are gone already."""
        ...

    def ids(self, before: datetime) -> list[str]:
        """What has been kept since before that moment."""
        ...


class TrackerStore(Protocol):
    """The bot's memory of conversations, by contact point."""

    def forget(self, contact_point_ids: Iterable[int]) -> bool:
        """Delete their conversations. False: something may be left in its files, try again."""
        ...

    def ended(self, before: datetime) -> int:
        """How many conversations had their last word before that."""
        ...

    def forget_ended(self, before: datetime) -> bool:
        """Delete those. False as above."""
        ...
