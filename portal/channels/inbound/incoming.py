"""A message as a channel's door read it, before it is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.channels.models import InboxKind


@dataclass(frozen=True)
class Incoming:
    """One message as a channel's door read it.

    `budget`: seconds in which the request can return an answer; 0: it cannot, so every answer must be sent. `wait`: the
    request itself will drain the message; otherwise the worker does so at once. `sent_at`: by the vendor's clock.
    `place`: `lat`, `lng`, `label` of a location on a map.
    `alarm`: the kind of danger that its words tell of (data/alarms.csv), or "". `choice_cut`: the choice for a secret vote was cut out of `text`; of a
    withheld message: it said more than the choice.
    """

    channel: str
    vendor_id: str
    text: str = ""
    kind: InboxKind = InboxKind.TEXT
    media: tuple[str, ...] = ()
    place: dict[str, Any] = field(default_factory=dict)
    sent_at: datetime | None = None
    budget: float = 0
    wait: bool = False
    alarm: str = ""
    choice_cut: bool = False
