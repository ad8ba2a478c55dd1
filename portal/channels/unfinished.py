"""Reports that nobody finished: half an hour after they were last stored the sender is reminded, after another the desk gets them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.drafts.models import OpenDraft
from portal.channels.models import Handover
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind
from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.storage.db import add_if_new
from portal.storage.parts import Parts

SILENCE = timedelta(minutes=30)  # from the last storing of the draft to the reminder; twice as long, to the handover
KEPT = timedelta(days=30)  # older drafts are deleted by retention
REASON = "unfinished"  # `Handover.reason`; the keys of reminders and handovers begin with it, too
_QUOTED = 20  # characters of the report in the reminder
_ANSWERED = "answered"  # in an open draft: it was a common question and was answered, so nothing is left open
_AT_ONCE = 50  # drafts in one run of the worker


def chase_unfinished(parts: Parts) -> int:
    """Remind the senders of open reports when SILENCE has passed since the bot last stored the draft; hand over after twice SILENCE.

    A message after which it was not stored (one not understood) changes nothing; each storing begins anew. A report that waited for
    twice SILENCE before the worker came to it is handed over without a reminder. At most _AT_ONCE drafts; returns how many reminders
    and handovers there were.
    """
    now = parts.clock.now()
    with parts.db.read() as s:
        left_open = (draft for draft in _silent(s, now) if _report_text(draft) is not None)
        found = [(draft.contact_point_id, draft.inbox_id) for draft in islice(left_open, _AT_ONCE)]
    return sum(_remind_or_hand_over(parts, contact, inbox_id, now) for contact, inbox_id in found)


def _silent(s: Session, now: datetime) -> Iterable[OpenDraft]:
    """The open drafts that are due for a reminder or a handover, oldest first, whatever they say."""
    handed = sa.exists().where(Handover.source_key == _key_column())
    reminded = sa.exists().where(OutboxRow.dedupe_key == _key_column())
    query = sa.select(OpenDraft).where(
        OpenDraft.updated_at <= now - SILENCE,
        OpenDraft.updated_at > now - KEPT,
        OpenDraft.state != "",
        ~handed,
        sa.or_(OpenDraft.updated_at <= now - 2 * SILENCE, ~reminded),
    )
    return s.scalars(query.order_by(OpenDraft.updated_at))


def _key_column() -> sa.ColumnElement[str]:
    """In SQL, the key of an open draft's reminder and handover: `unfinished:{contact point}:{message after which it was stored}`."""
    contact, inbox = (sa.cast(one, sa.String) for one in (OpenDraft.contact_point_id, OpenDraft.inbox_id))
    return sa.literal(f"{REASON}:") + contact + ":" + inbox


def _remind_or_hand_over(parts: Parts, contact: int, inbox_id: int, now: datetime) -> int:
    with parts.db.write() as s:
        draft, point = s.get(OpenDraft, contact), s.get(ContactPoint, contact)
        if draft is None or point is None or point.erased_at is not None or draft.inbox_id != inbox_id:
            return 0
        said = _report_text(draft)
        key = f"{REASON}:{contact}:{inbox_id}"
        if said is None:
            return 0
        if now - draft.updated_at >= 2 * SILENCE:
            handed = Handover(contact_point_id=contact, source_key=key, reason=REASON, text=said, at=now)
            return int(add_if_new(s, handed))
        payload = {"contact_point_id": contact, "template": "unfinished_report", "params": {}}
        row = outbox.put(
            s, kind=Kind.PUSH_RESIDENT, payload=payload, now=now, dedupe_key=key, letter=("", said[:_QUOTED])
        )
        return int(row.created_at == now)


def _report_text(draft: OpenDraft) -> str | None:
    """The words of the open report; None if there are none, or nothing is left open."""
    state = json.loads(draft.state or "null")
    if not isinstance(state, dict) or state.get("stage") == _ANSWERED:
        return None
    answers = state.get("answers") or {}
    said = [str(state.get("text") or ""), *(str(answers.get(name) or "") for name in ("place", "time", "detail"))]
    return "；".join(part for part in said if part) or None
