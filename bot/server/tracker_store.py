"""Rasa's SQL tracker store, with the latest conversations kept in memory: the same table, rows and durability.

The stock store opens and closes a connection for each of a turn's four accesses (with SQLite each close is a
checkpoint), reads the session three times and counts it once (figures in DECISIONS.md).
"""

from __future__ import annotations

import itertools
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.pool import StaticPool

MOST_KEPT = 64
"""The most conversations in memory; with the case drafts of its messages each takes up to some 100 kB."""

_EVENTS = SQLTrackerStore.SQLEvent.__table__
_Fingerprint = tuple[int, int, float]
"""How many rows a conversation has, its newest id, its latest moment."""
_NO_EVENTS: _Fingerprint = (0, 0, 0.0)


@dataclass(frozen=True)
class _Kept:
    """A tracker as it was last saved or read: its number of events, and the fingerprint of its stored rows."""

    tracker: DialogueStateTracker
    events: int
    fingerprint: _Fingerprint


class LeanTrackerStore(SQLTrackerStore):
    """The store at `host`, an SQLAlchemy URL.

    Use it within the conversation's lock: the cached tracker itself is returned, not a copy. It is used only if
    the conversation's stored rows have not changed since: the portal may have erased some, another process added some.
    A turn that broke off leaves a tracker with more events than were saved; that one is read anew, too.
    """

    def __init__(self, domain: Domain | None = None, host: str | None = None, **kwargs: Any) -> None:
        super().__init__(domain, host=host, **kwargs)
        if self.engine.dialect.name == "sqlite":  # stock: a new connection each time
            of_any_thread = {"check_same_thread": False}
            self.engine = sa.create_engine(self.engine.url, poolclass=StaticPool, connect_args=of_any_thread)
            self.sessionmaker.configure(bind=self.engine)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        kept = self._kept.pop(sender_id, None)
        with self.engine.connect() as connection:
            fingerprint = _fingerprint(connection, sender_id)
        if kept and (kept.fingerprint, kept.events) == (fingerprint, len(kept.tracker.events)):
            self._kept[sender_id] = kept
            return kept.tracker
        if fingerprint == _NO_EVENTS:
            return None
        tracker = await super().retrieve(sender_id)
        if tracker is not None:
            self._keep(tracker, fingerprint)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        if self.event_broker is not None:
            await self.stream_events(tracker)
        if not tracker.events:
            return
        kept = self._kept.pop(tracker.sender_id, None)
        first = kept.events if kept and kept.tracker is tracker else await self._count_of_session(tracker.sender_id)
        new = list(itertools.islice(tracker.events, first, None))
        if not new:
            return
        with self.engine.begin() as connection:
            connection.execute(sa.insert(_EVENTS), [_row(tracker.sender_id, event) for event in new])
            fingerprint = _fingerprint(connection, tracker.sender_id)
        if not any(isinstance(event, SessionStarted) for event in new):  # a new session is read anew
            self._keep(tracker, fingerprint)

    async def _count_of_session(self, sender_id: str) -> int:
        """How many events of the running session are stored."""
        with self.engine.connect() as connection:
            if _fingerprint(connection, sender_id) == _NO_EVENTS:
                return 0
        stored = await super().retrieve(sender_id)
        return len(stored.events) if stored is not None else 0

    def _keep(self, tracker: DialogueStateTracker, fingerprint: _Fingerprint) -> None:
        """Keep a tracker in memory, and drop the one unused longest if there are more than MOST_KEPT."""
        self._kept[tracker.sender_id] = _Kept(tracker, len(tracker.events), fingerprint)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def _fingerprint(connection: sa.engine.Connection, sender_id: str) -> _Fingerprint:
    """How many rows the conversation has, its newest id and its latest moment (SQLite reuses the ids of deleted rows)."""
    newest = sa.func.count(), sa.func.max(_EVENTS.c.id), sa.func.max(_EVENTS.c.timestamp)
    found: Sequence[Any] = connection.execute(sa.select(newest).where(_EVENTS.c.sender_id == sender_id)).one()
    return found[0], found[1] or 0, found[2] or 0.0


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    """The row of an event, as the stock store writes it."""
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": (data.get("parse_data") or {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
