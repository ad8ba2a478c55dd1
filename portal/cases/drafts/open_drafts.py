"""The open draft: what the bot needs to go on with a report that is not confirmed yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.drafts.models import OpenDraft
from portal.cases.records.queries import contact_point
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts

LATELY = timedelta(hours=1)  # after its last turn, during which an open draft is what was talked about just now
MAX_CHARACTERS = 200_000  # of an open draft as JSON


def keep_draft(s: Session, parts: Parts, contact: int, inbox_id: int, state: Mapping[str, Any] | None) -> None:
    """Store the open draft of the contact point `contact`; `state` None drops it. Raises NotFound, Invalid (too large).

    `inbox_id`: the message it follows from. A late call for an older message than the last one changes nothing; so that
    this holds after a drop, too, the row stays, without words, until retention deletes it.
    """
    contact_point(s, contact)
    text = "" if state is None else json.dumps(state, ensure_ascii=False)
    if len(text) > MAX_CHARACTERS:
        raise Invalid("草稿太大了")
    kept = s.get(OpenDraft, contact)
    if kept is None or kept.inbox_id <= inbox_id:
        _put(s, kept or OpenDraft(contact_point_id=contact), inbox_id, text, parts.clock.now())


def drop_draft(s: Session, contact: int, inbox_id: int, now: datetime) -> None:
    """Drop the open draft, whatever it is, because a report was registered after the message `inbox_id` (0: unknown)."""
    kept = s.get(OpenDraft, contact) or OpenDraft(contact_point_id=contact, inbox_id=0)
    _put(s, kept, max(inbox_id, kept.inbox_id), "", now)


def _put(s: Session, kept: OpenDraft, inbox_id: int, state: str, now: datetime) -> None:
    """Write the row; `state`: as JSON, "" for a dropped draft."""
    s.add(kept)
    kept.inbox_id, kept.state, kept.updated_at = inbox_id, state, now
    s.flush()


def is_unconfirmed(s: Session, contact: int, now: datetime) -> bool:
    """Whether the contact point `contact` was asked about a report lately (LATELY) that is not registered yet."""
    kept = s.get(OpenDraft, contact)
    return kept is not None and bool(kept.state) and now - kept.updated_at <= LATELY


def open_draft(s: Session, contact: int) -> dict[str, Any] | None:
    """The open draft of the contact point `contact`, or None; it goes to the bot as `metadata.draft`."""
    kept = s.get(OpenDraft, contact)
    if kept is None or not kept.state:
        return None
    found = json.loads(kept.state)
    return found if isinstance(found, dict) else None
