"""Closing: open the envelopes, write the ballots sorted by content, count; then destroy the key. Safe to repeat.

One transaction does all that the database must show. Killed before its commit, nothing has happened and the key is
there; killed after it, the ballots are there and `finish` has only the key to destroy, from the button pressed again
or from the worker's job.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations import service, tally, urn
from portal.consultations.keys import KeyMissing, KeyRing
from portal.consultations.models import Consultation, Envelope, NamedBallot, OpenedBallot, RollEntry
from portal.consultations.procedure import Basis, Secrecy, State
from portal.consultations.quorum import Figures
from portal.consultations.tally import Ballot
from portal.db import Database
from portal.errors import Conflict, Unavailable
from portal.web import Parts, StaffActor

log = logging.getLogger(__name__)


def close(parts: Parts, actor: StaffActor, consultation_id: int) -> None:
    """Close, count, destroy the key. Again on a closed one: only what is left to do."""
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    with parts.db.write() as s:
        found = service.get_for(s, actor, consultation_id, act=True)
        if found.state not in {State.CLOSED, State.PUBLISHED}:
            count(s, found, ring, now, early=parts.settings.demo, actor=actor)
    finish(parts.db, ring, consultation_id, now)


def count(
    s: Session, found: Consultation, ring: KeyRing, now: datetime, *, early: bool, actor: StaffActor | None
) -> None:
    """The one transaction. `early`: before its time, which only a demonstration may (or when everybody has voted)."""
    if found.state != State.OPEN:
        raise Conflict(f"这个议题{State(found.state).label}，不能结束投票")
    if now < found.closes_at and not early:
        voted = service.turnout(s, found)
        if voted.took_part.count < voted.roll.count:
            raise Conflict("还没有到通知里写的结束时间，也还有人没投，不能提前结束")
    ballots = _open_urn(s, found, ring) if found.secrecy == Secrecy.SECRET else _named(s, found)
    outcome = tally.count(
        service.template_of(found),
        Basis(found.basis),
        service.questions_of(found),
        Figures(found.roll_count or 0, found.roll_area),
        ballots,
    )
    found.result = tally.as_dict(outcome)
    found.state, found.closed_at = State.CLOSED, now
    service.note(s, found, "close", actor, now, early=now < found.closes_at)


def _open_urn(s: Session, found: Consultation, ring: KeyRing) -> list[Ballot]:
    """Open all envelopes, write their contents sorted, empty the envelopes."""
    assert found.public_key is not None
    try:
        private = ring.read(found.id, found.public_key)
    except KeyMissing:
        raise Unavailable("票箱的钥匙不在（LINLI_KEYS），不能开票，请联系运维") from None
    sealed = sa.select(Envelope.sealed).where(Envelope.consultation_id == found.id, Envelope.sealed.is_not(None))
    envelopes = (envelope for envelope in s.scalars(sealed) if envelope is not None)
    contents = urn.open_all(envelopes, private, service.questions_of(found))
    rows = [
        {"consultation_id": found.id, "position": position, "content": content}
        for position, content in enumerate(contents)
    ]
    if rows:
        s.execute(sa.insert(OpenedBallot), rows)
    s.execute(sa.update(Envelope).where(Envelope.consultation_id == found.id).values(sealed=None))
    return [Ballot(urn.read(content)) for content in contents]


def _named(s: Session, found: Consultation) -> Iterator[Ballot]:
    query = sa.select(NamedBallot.choices, RollEntry.area).join(RollEntry, RollEntry.id == NamedBallot.roll_entry_id)
    weighted = service.template_of(found).weighted
    for choices, area in s.execute(query.where(NamedBallot.consultation_id == found.id)):
        yield Ballot(choices, (area or Decimal(0)) if weighted else None)


def finish(db: Database, ring: KeyRing, consultation_id: int, now: datetime) -> bool:
    """Destroy the key of a counted secret vote; True when there was something to do. May be repeated at any point."""
    with db.read() as s:
        found = service.get(s, consultation_id)
        if found.secrecy != Secrecy.SECRET or found.key_destroyed:
            return False
        if found.state not in {State.CLOSED, State.PUBLISHED}:
            return False
    _empty_wal(db)
    ring.destroy(consultation_id)
    with db.write() as s:
        found = service.get(s, consultation_id, lock="change")
        found.key_destroyed = True
        service.note(s, found, "key_destroyed", None, now)
    return True


def _empty_wal(db: Database) -> None:
    """SQLite: bring the emptied envelopes into the file and cut the log, so that the sealed ones are nowhere."""
    if not db.is_sqlite:
        return
    raw = db.engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        raw.close()


def finish_all(parts: Parts) -> int:
    """The worker's job: finish closings that were cut off after their commit."""
    waiting = sa.select(Consultation.id).where(
        Consultation.secrecy == Secrecy.SECRET,
        Consultation.state.in_([State.CLOSED, State.PUBLISHED]),
        Consultation.key_destroyed.is_(False),
    )
    with parts.db.read() as s:
        ids = list(s.scalars(waiting))
    ring = KeyRing(parts.settings.keys)
    return sum(finish(parts.db, ring, found, parts.clock.now()) for found in ids)
