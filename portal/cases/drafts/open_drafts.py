"""The open draft: what the bot needs to go on with a report that is not confirmed yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.models import OpenDraft
from portal.cases.records.queries import contact_point
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts

MAX_CHARACTERS = 200_000


def keep_draft(s: Session, parts: Parts, contact: int, inbox_id: int, state: Mapping[str, Any] | None) -> None:
    """Store the open draft of a contact point; `state` None drops it. Raises NotFound, Invalid (too large).

    `inbox_id`: the message it follows from. While a draft is stored, a late call for an older message changes nothing;
    once it was dropped, such a call stores its draft again.
    """
    contact_point(s, contact)
    kept = s.get(OpenDraft, contact)
    if kept is not None and kept.inbox_id > inbox_id:
        return
    if state is None:
        if kept is not None:
            s.delete(kept)
        s.flush()
        return
    text = json.dumps(state, ensure_ascii=False)
    if len(text) > MAX_CHARACTERS:
        raise Invalid("草稿太大了")
    if kept is None:
        kept = OpenDraft(contact_point_id=contact)
        s.add(kept)
    kept.inbox_id, kept.state, kept.updated_at = inbox_id, text, parts.clock.now()
    s.flush()


def open_draft(s: Session, contact: int) -> dict[str, Any] | None:
    """The stored draft of a contact point, or None; sent to the bot as `metadata.draft`."""
    kept = s.get(OpenDraft, contact)
    if kept is None or not kept.state:
        return None
    found = json.loads(kept.state)
    return found if isinstance(found, dict) else None
