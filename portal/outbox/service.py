"""Put rows into the outbox, lease the due ones, record what became of them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.outbox.kinds import APART, URGENT
from portal.outbox.models import Letter, OutboxRow, OutboxState

# how long a leased row is one worker's: longer than any call to a vendor takes, time-outs included
LEASE = timedelta(seconds=90)
MAX_ATTEMPTS = 12  # tries of a row until it is given up
LONGEST_PAUSE = 3600.0  # seconds, between two tries of a row
MAX_URGENT_ATTEMPTS = 60  # of an URGENT row: about one a minute for an hour, since yesterday's alarm is of no use
LONGEST_URGENT_PAUSE = 60.0  # seconds, between tries of an URGENT row


def put(
    s: Session,
    *,
    kind: str,
    payload: dict[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    dedupe_key: str | None = None,
    letter: tuple[str, str] | None = None,
) -> OutboxRow:
    """Add a row in the caller's transaction. The same `dedupe_key` again returns the existing row as it is.

    `letter` is (address, text), the personal data of the row.
    """
    if dedupe_key is not None:
        known = s.scalar(sa.select(OutboxRow).where(OutboxRow.dedupe_key == dedupe_key))
        if known is not None:
            return known
    row = OutboxRow(kind=kind, payload=payload, created_at=now, due_at=due_at or now, dedupe_key=dedupe_key)
    if letter is not None:
        row.letter = Letter(address=letter[0], text=letter[1])
    s.add(row)
    s.flush()
    return row


def lease_due(
    s: Session, now: datetime, limit: int = 20, *, urgent: bool | None = None, apart: bool | None = None
) -> list[OutboxRow]:
    """Lease up to `limit` due rows, the longest due first; each counts one more try. `urgent`, `apart`: as in `delivery.deliver_due`.

    A row may be leased again once its lease has run out, or if the lease ends later than now + LEASE: then the clock
    was set back.
    """
    lease = OutboxRow.lease_until
    free = sa.or_(lease.is_(None), lease <= now, lease > now + LEASE)
    due = (
        sa.select(OutboxRow)
        .where(OutboxRow.state == OutboxState.QUEUED, OutboxRow.due_at <= now, free, *_lane_filter(urgent, apart))
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=OutboxRow)
    )
    rows = list(s.scalars(due))
    for row in rows:
        row.lease_until = now + LEASE
        row.attempts += 1
    s.flush()
    return rows


def _lane_filter(urgent: bool | None, apart: bool | None) -> list[sa.ColumnElement[bool]]:
    """The WHERE conditions for `urgent` and `apart` of `lease_due`."""
    found: list[sa.ColumnElement[bool]] = []
    if urgent is not None:
        purpose = sa.func.coalesce(OutboxRow.payload["purpose"].as_string(), "")
        found.append(purpose.in_(URGENT) if urgent else purpose.not_in(URGENT))
    if apart is not None:
        found.append(OutboxRow.kind.in_(APART) if apart else OutboxRow.kind.not_in(APART))
    return found


def mark_delivered(s: Session, row_id: int, now: datetime, reference: str = "", *, blank: bool = False) -> None:
    """Record that the row was delivered, or held back (then `reference` begins with "not sent"). `blank`: erase its letter's text."""
    row = s.get_one(OutboxRow, row_id)
    if blank and row.letter is not None:
        row.letter.text = ""
    row.state, row.done_at, row.lease_until = OutboxState.DONE, now, None
    row.reference, row.code, row.reason, row.needs_operator = reference, "", "", False


def record_failure(
    s: Session,
    row_id: int,
    now: datetime,
    *,
    reason: str,
    code: str = "",
    retry: bool = True,
    attempt: int | None = None,
    needs_operator: bool = False,
    again_in: float | None = None,
) -> None:
    """Record a failed try: retry later with growing, jittered pauses, or give up (`linli outbox dead` lists them).

    `again_in`: retry after so many seconds, however often it was tried. `attempt`: the number of the caller's try; if it
    is given and the row is no longer in that try, nothing changes. The rest: as in `DeliveryFailed`.
    """
    row = s.get_one(OutboxRow, row_id, with_for_update={"of": OutboxRow})
    if attempt is not None and (row.attempts != attempt or row.state != OutboxState.QUEUED):
        return
    row.reason, row.code, row.lease_until, row.needs_operator = reason[:300], code[:40], None, needs_operator
    if again_in is not None:
        row.due_at = now + timedelta(seconds=again_in)
        return
    urgent = row.payload.get("purpose") in URGENT
    if not retry or row.attempts >= (MAX_URGENT_ATTEMPTS if urgent else MAX_ATTEMPTS):
        row.state = OutboxState.DEAD
        return
    pause = min(2.0**row.attempts, LONGEST_URGENT_PAUSE if urgent else LONGEST_PAUSE)
    row.due_at = now + timedelta(seconds=pause * random.uniform(0.5, 1.0))  # noqa: S311 (jitter, not a secret)


def requeue(s: Session, row_id: int, now: datetime) -> None:
    """Queue again, at the operator's request, a row that was given up; its tries count from 0. The caller checks its state."""
    row = s.get_one(OutboxRow, row_id)
    row.state, row.attempts, row.due_at, row.lease_until = OutboxState.QUEUED, 0, now, None


def key_begins(s: Session, begins: str) -> sa.ColumnElement[bool]:
    """The condition that a row's `dedupe_key` begins with `begins`, put so that SQLite can use the index."""
    same = OutboxRow.dedupe_key.startswith(begins, autoescape=True)
    if s.get_bind().dialect.name != "sqlite":
        return same  # on PostgreSQL the order of texts depends on the locale
    # SQLite's LIKE alone would read every row
    return sa.and_(same, OutboxRow.dedupe_key >= begins, OutboxRow.dedupe_key < begins + "\x7f")


def take_back(s: Session, begins: str, now: datetime) -> bool:
    """Close the rows whose `dedupe_key` begins with `begins`, so that none is sent any more.

    Returns whether one was sent, or may have been: a row that was tried counts as sent, also while it is being sent or waits for
    another try, unless it was held back or given up.
    """
    sent = False
    for row in s.scalars(sa.select(OutboxRow).where(key_begins(s, begins)).with_for_update(of=OutboxRow)):
        sent = sent or (row.attempts > 0 and row.state != OutboxState.DEAD and not row.reference.startswith("not sent"))
        if row.state != OutboxState.DONE:
            row.state, row.done_at, row.code, row.needs_operator = OutboxState.DONE, now, "recalled", False
    return sent


def discard(s: Session, row_id: int, now: datetime, *, reason: str) -> None:
    """Close a row that was given up, at the operator's request; the caller checks its state. It is kept, with `reason`."""
    row = s.get_one(OutboxRow, row_id)
    row.state, row.done_at, row.lease_until = OutboxState.DONE, now, None
    row.code, row.reason, row.needs_operator = "dropped", reason[:300], False
