"""What the rooms need from outside, as Protocols: `portal.adapters` implements them, `portal.wiring` passes them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy.orm import Session


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The present time, aware, in UTC."""
        ...


class DeliveryFailed(Exception):
    """A delivery was not made: a vendor did not accept a message, or another system did not accept a case.

    `code` is the vendor's own or ours, `reason` its meaning in English. `retry`: a later try may succeed.
    `needs_operator`: only the operator can mend it (the account, the signature, the templates). `no_such_number`:
    nothing will ever reach this address. `again_in`: it is tried again after so many seconds, however
    often it was tried.
    """

    def __init__(
        self,
        reason: str,
        *,
        code: str = "",
        retry: bool = True,
        needs_operator: bool = False,
        no_such_number: bool = False,
        again_in: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason, self.code, self.retry = reason, code, retry
        self.needs_operator, self.no_such_number, self.again_in = needs_operator, no_such_number, again_in


class InDoubt(DeliveryFailed):
    """It is not known whether it arrived: the answer did not come, was a server's fault, or could not be read."""


class ChoiceReader(Protocol):
    """Tells whether a text states a choice in an open secret vote. Call it before storing a sender's own words."""

    def __call__(self, s: Session, text: str, /) -> bool: ...


@dataclass(frozen=True)
class ToldDanger:
    """Danger that words tell of without the bot. `danger`: its code, "" if they may only be about some danger.

    `sure`: people may be paged for it at once. `advice`: the template whose first line has the number to call. `bare`: the words that alone tell it.
    """

    danger: str
    sure: bool
    advice: str
    bare: str


class DangerReader(Protocol):
    """Looks for danger in words that no bot reads, as the gateway does in a message (`data/alarms.csv`)."""

    def __call__(self, text: str, /) -> ToldDanger | None:
        """What the words tell of, None if of nothing."""
        ...


class DraftReader(Protocol):
    """Has the bot read a text that is no sender's message. Call it with no database session open."""

    def __call__(self, text: str, sent_at: datetime, /) -> dict[str, Any] | None:
        """The case draft, unchecked; None if the bot cannot be reached now."""
        ...


class SmsSender(Protocol):
    """Sends one SMS."""

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        """Send `text` to the E.164 number `to`; returns the vendor's id of the message. Raises DeliveryFailed.

        `template`, an id of data/sms_templates.csv, and `params` give the same text: a provider that registers
        templates is sent only these two.
        """
        ...


class Notifier(Protocol):
    """Sends a message that answers no request, in one channel (WeChat customer service)."""

    def notify(self, address: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        """Send `text` to `address` (an openid); returns the vendor's id, if it gives one. Raises DeliveryFailed.

        `template`, `params`: as of `SmsSender`.
        """
        ...


@dataclass(frozen=True)
class Submission:
    """A case as a governance backend gets it: codes and the text needed to act, never who reported the case.

    `category`, `kind`, `urgency`, `body`, `grid`: codes; `extra`: further fields, now only `title`. `operation`: what
    happened to the case (an `Operation`); `reference`: the backend's own number of the case, "" until it has one;
    `words`: what the supervisor wrote, if the operation is a supervision.
    """

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
    operation: str = "dispatch"
    reference: str = ""
    words: str = ""


class Operation(StrEnum):
    """What happened to a case, as its governance backend is told."""

    DISPATCH = "dispatch"  # a case is the backend's to handle
    WITHDRAWAL = "withdrawal"  # it is not any more: withdrawn, handled elsewhere or dispatched to another body
    REOPENING = "reopening"  # it is still the backend's, and was reopened
    SUPERVISION = "supervision"  # a supervisor supervises it, with words


@dataclass(frozen=True)
class Receipt:
    """What a backend gives for a delivery. `reference`: its number of the case, "" while there is only a `token` to ask for it by."""

    reference: str
    token: str = ""


@dataclass(frozen=True)
class News:
    """What a backend says of a case, by its `reference`. `id`: the same if the same news comes again; `status`: a `NewsStatus`."""

    id: str
    reference: str
    status: str
    text: str
    at: datetime


class NewsStatus(StrEnum):
    """What a backend may say of a case."""

    ACKNOWLEDGED = "acknowledged"
    PROGRESS = "progress"
    RESOLVED = "resolved"
    SENT_BACK = "sent_back"


class GovernanceBackend(Protocol):
    """Where cases are handled: the built-in desk, or another system (`OtherSystem`)."""

    name: str

    def submit(self, submission: Submission, idempotency_key: str) -> str:
        """Put a registered case on the built-in desk; returns its reference there. The desk acts once on each key.

        Raises DeliveryFailed. Nothing calls this on another system, which gets deliveries (`OtherSystem.deliver`).
        """
        ...


@dataclass(frozen=True)
class Endpoint:
    """Where another system is reached. `kind`: webhook or open311; `keys`: secrets shared with it, the newest first.

    `jurisdiction`: its Open311 jurisdiction_id, if any.
    """

    name: str
    kind: str
    url: str
    keys: tuple[str, ...]
    jurisdiction: str = ""


class OtherSystem(GovernanceBackend, Protocol):
    """A governance backend that is reached over the network, where what was sent may be in doubt."""

    repeats_safely: bool
    """Whether the same key sent twice is acted on once. If not, `find` must be asked before anything is sent again."""

    def deliver(self, submission: Submission, key: str) -> Receipt:
        """Tell it the submission's operation. Raises DeliveryFailed if it has not arrived, InDoubt if it may have."""
        ...

    def find(self, submission: Submission, key: str, token: str, since: datetime) -> Receipt | None:
        """The receipt of the delivery with this key, sent at `since` or later; None if it is not there.

        `token`: the one in an earlier receipt of that delivery, or "". Raises DeliveryFailed if it cannot be asked.
        """
        ...

    def news(self, references: Sequence[str], since: datetime, until: datetime) -> list[News]:
        """What it says happened in that span to the cases that have these references there. Raises DeliveryFailed."""
        ...


class MediaStore(Protocol):
    """Stores photos by id."""

    def put(self, data: bytes, content_type: str) -> str:
        """Store the bytes; returns the id to get them by."""
        ...

    def get(self, media_id: str) -> tuple[bytes, str]:
        """(bytes, content type). Raises KeyError if there is no such photo."""
        ...

    def remove(self, media_id: str) -> None:
        """Delete the bytes, if they are there."""
        ...

    def ids(self, before: datetime) -> list[str]:
        """The ids of the photos last stored before that time."""
        ...


class TrackerStore(Protocol):
    """The bot's memory of conversations, by contact point."""

    def forget(self, contact_point_ids: Iterable[int]) -> bool:
        """Delete their conversations. False: traces may be left in the files; call it again."""
        ...

    def count_ended(self, before: datetime) -> int:
        """How many conversations had their last event before that time."""
        ...

    def forget_ended(self, before: datetime) -> bool:
        """Delete the conversations that had their last event before that time. False: traces may be left; call again."""
        ...
