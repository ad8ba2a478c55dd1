"""All that a request or a job may use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from portal.kernel.config import Settings
from portal.kernel.ports import (
    ChoiceReader,
    Clock,
    DangerReader,
    DraftReader,
    Endpoint,
    GovernanceBackend,
    MediaStore,
    Notifier,
    OtherSystem,
    SmsSender,
    TrackerStore,
)
from portal.storage.db import Database

PhotosWith = Callable[[Session, int, int, str], Sequence[str]]
"""(session, contact point's id, inbox message's id, text) → media ids of the photos that came with that text."""

HoldsNumbers = Callable[[Session, int, datetime], None]
"""(session, resident's id, now): the numbers that the resident proved are somebody else's now."""


def _not_connected(endpoint: Endpoint) -> OtherSystem:
    raise LookupError(endpoint.name)


@dataclass(frozen=True)
class Parts:
    """All that a request or a job may use, wired once in `portal.wiring.app`."""

    settings: Settings
    db: Database
    clock: Clock
    media: MediaStore
    sms: SmsSender
    backend: GovernanceBackend  # the built-in desk
    trackers: TrackerStore  # the bot's record of conversations, which erasing must reach
    names_a_choice: ChoiceReader  # whether a text states a choice in a secret vote
    notifiers: dict[str, Notifier] = field(default_factory=dict)  # by channel
    connect: Callable[[Endpoint], OtherSystem] = _not_connected  # reaches a system that handles cases
    danger_in: Callable[[str], str] = lambda _text: ""  # the code of the danger that the words plainly name, or ""
    danger_told: DangerReader = lambda _text: None  # the danger that words tell of, surely or perhaps
    # the template of the advice for the scene that the words tell of in this danger, or "": code, words → id
    advice_on: Callable[[str, str], str] = lambda _danger, _text: ""
    read_draft: DraftReader = lambda _text, _sent_at: None  # has the bot read what a clerk types
    hold_numbers: HoldsNumbers = lambda _s, _resident, _now: None
    photos_with: PhotosWith = lambda _s, _contact, _message, _words: ()
