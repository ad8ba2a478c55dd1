"""Closing: look everything over, open the envelopes, write the ballots sorted by content, count; then destroy the key.

One transaction does all that the database must show. Killed before its commit, nothing has happened and the key is
there; killed after it, the ballots are there and `finish` has only the key to destroy, from the button pressed again
or from the worker's job. Where the look finds something that does not agree, nothing is counted, written or published:
a report names it, and a supervisor may declare the vote void.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import audit, tally, urn
from portal.consultations.ballots.audit import Code, Disagrees, Finding, Standing
from portal.consultations.ballots.keys import KeyEnd, KeyRing
from portal.consultations.ballots.tally import Ballot
from portal.consultations.law.phases import OVER, Step
from portal.consultations.law.procedure import Basis, Secrecy, State
from portal.consultations.law.quorum import Figures
from portal.consultations.models import Consultation, ConsultationEvent, Envelope, NamedBallot, OpenedBallot, RollEntry
from portal.consultations.verbs import acting, opening, queries
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import Role, StaffActor
from portal.storage.db import Database
from portal.storage.parts import Parts

log = logging.getLogger(__name__)

VOID = "void.json"
MAX_REASON = 500


class Stopped(Disagrees):
    """Something does not agree: nothing was counted (409). `findings` is the report."""

    title = "票箱和封定时的记录对不上，没有计票，什么也没有公布。报告给监票人和督查看"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = tuple(findings)


def close(parts: Parts, actor: StaffActor, consultation_id: int) -> KeyEnd | None:
    """Close, count, destroy the key. Again on a closed one: only what is left to do.

    Returns what became of the key of a secret vote; None when there is none, or the work on it is still going on.
    """
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    with _reported(parts, actor, consultation_id), parts.db.write() as s:
        found = queries.get_for(s, actor, consultation_id, act=True)
        if found.state in OVER:
            _must_agree(audit.result_standing(ring, found))
        else:
            count(s, found, ring, now, early=parts.settings.demo, actor=actor)
    finish(parts.db, ring, consultation_id, now)
    with parts.db.read() as s:
        end = queries.get(s, consultation_id).key_end
    return KeyEnd(end) if end else None


def count(
    s: Session, found: Consultation, ring: KeyRing, now: datetime, *, early: bool, actor: StaffActor | None
) -> None:
    """The one transaction. `early`: before its time, which only a demonstration may (or when everybody has voted).

    Raises Stopped.
    """
    acting.check(found, Step.CLOSE)
    _stop(audit.fixed(s, ring, found))
    if now < found.closes_at and not early:
        voted = opening.turnout(s, found)
        if voted.took_part.count < voted.roll.count:
            raise Conflict("还没有到通知里写的结束时间，也还有人没投，不能提前结束")
    looked = audit.examine(s, ring, found)
    _stop(looked.findings)
    ballots = _write(s, found, looked) if found.secrecy == Secrecy.SECRET else _named(s, found)
    outcome = tally.count(
        queries.template_of(found),
        Basis(found.basis),
        queries.questions_of(found),
        Figures(found.roll_count or 0, found.roll_area),
        ballots,
    )
    found.result = tally.as_dict(outcome)
    acting.advance(found, Step.CLOSE)
    found.closed_at = now
    acting.note(s, found, "close", actor, now, early=now < found.closes_at)
    audit.note_count(s, ring, found)


def _write(s: Session, found: Consultation, looked: audit.Examined) -> list[Ballot]:
    """Write what the envelopes held, sorted, and empty them. Whose they were and their nonces are not handed on."""
    contents = urn.contents(looked.ballots, whole=queries.template_of(found).whole_ballots)
    rows = [
        {"consultation_id": found.id, "position": position, "content": content}
        for position, content in enumerate(contents)
    ]
    if rows:
        s.execute(sa.insert(OpenedBallot), rows)
    s.execute(sa.update(Envelope).where(Envelope.consultation_id == found.id).values(sealed=None))
    return [Ballot(choices) for choices in looked.ballots]


def _named(s: Session, found: Consultation) -> Iterator[Ballot]:
    query = sa.select(NamedBallot.choices, RollEntry.area).join(RollEntry, RollEntry.id == NamedBallot.roll_entry_id)
    weighted = queries.template_of(found).weighted
    for choices, area in s.execute(query.where(NamedBallot.consultation_id == found.id)):
        yield Ballot(choices, (area or Decimal(0)) if weighted else None)


def publish(parts: Parts, actor: StaffActor, consultation_id: int) -> None:
    """Post the result, if it is still what was counted. Raises Stopped, Conflict while the key is being destroyed."""
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    with parts.db.read() as s:
        queries.get_for(s, actor, consultation_id, act=True)
    finish(parts.db, ring, consultation_id, now, at_last=True)
    with _reported(parts, actor, consultation_id), parts.db.write() as s:
        found = queries.get_for(s, actor, consultation_id, act=True)
        if found.state == State.CLOSED:
            _must_agree(audit.standing(s, ring, found))
            audit.settle(ring, found.id)
        opening.publish(s, actor, consultation_id, now)


# --- what does not agree ----------------------------------------------------------------------------------------


@contextmanager
def _reported(parts: Parts, actor: StaffActor, consultation_id: int) -> Iterator[None]:
    """The report of a stop is written in a transaction of its own: that of the work is thrown away."""
    try:
        yield
    except Stopped as stop:
        log.error("consultation %s: stopped, %s", consultation_id, ", ".join(found.code for found in stop.findings))
        with parts.db.write() as s:
            found = queries.get(s, consultation_id, lock="change")
            report = [finding.as_dict() for finding in stop.findings]
            acting.note(s, found, "stopped", actor, parts.clock.now(), findings=report)
        raise


def _stop(findings: Sequence[Finding]) -> None:
    if findings:
        raise Stopped(findings)


def _must_agree(standing: Standing) -> None:
    if standing is Standing.DIFFERS:
        raise Stopped([Finding(Code.NOT_COUNTED_HERE)])


def last_report(s: Session, found: Consultation) -> ConsultationEvent | None:
    """The report that a vote which is not settled stands under, if any."""
    if found.state == State.VOID:
        return None
    newest = sa.select(ConsultationEvent).where(
        ConsultationEvent.consultation_id == found.id, ConsultationEvent.verb.in_(("stopped", "close", "publish"))
    )
    event = s.scalar(newest.order_by(ConsultationEvent.id.desc()).limit(1))
    return event if event is not None and event.verb == "stopped" else None


def declare_void(parts: Parts, actor: StaffActor, consultation_id: int, reason: str) -> None:
    """A supervisor ends a vote that cannot be settled: envelopes emptied, key destroyed, nothing counted.

    Raises Forbidden, Invalid without a reason, Conflict for one that is not open or is published.
    """
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    reason = " ".join(tally.plain(reason).split())
    if actor.role != Role.SUPERVISOR:
        raise Forbidden("只有督查能宣布一次表决作废")
    if not 10 <= len(reason) <= MAX_REASON:
        raise Invalid(f"作废的原因要写 10 到 {MAX_REASON} 个字，居民会看到", field="reason")
    with parts.db.write() as s:
        found = queries.get(s, consultation_id, lock="change")
        acting.advance(found, Step.VOID)
        ring.put(found.id, VOID, {"at": now.isoformat()})
        s.execute(sa.delete(OpenedBallot).where(OpenedBallot.consultation_id == found.id))
        s.execute(sa.update(Envelope).where(Envelope.consultation_id == found.id).values(sealed=None))
        found.void_reason, found.result = reason, None
        found.closed_at = found.closed_at or now
        acting.note(s, found, "void", actor, now)
    finish(parts.db, ring, consultation_id, now)


# --- the key ----------------------------------------------------------------------------------------------------


def finish(db: Database, ring: KeyRing, consultation_id: int, now: datetime, *, at_last: bool = False) -> bool:
    """Destroy the key of a counted secret vote; True when it is known what became of it. May be repeated at any point.

    The log is cut first: while somebody reads in it, sealed envelopes may stand there, and the key is not said to be
    destroyed before they are gone. Then the key, then the word in the database. A key that is not there is waited for
    (the folder may not be mounted) until somebody publishes (`at_last`), unless the folder is there without it.
    """
    with db.read() as s:
        found = queries.get(s, consultation_id)
        if not _waits_for_its_end(ring, found):
            return False
    if not _empty_wal(db):
        log.warning("consultation %s: the database's log is in use, the key waits", consultation_id)
        return False
    with db.read() as s:
        if found.state != State.VOID and audit.standing(s, ring, found) is Standing.DIFFERS:
            return False
    assert found.public_key is not None
    end = ring.destroy(consultation_id, found.public_key)
    if end is not KeyEnd.DESTROYED and not (at_last or ring.has(consultation_id, audit.DEED)):
        return False
    with db.write() as s:
        found = queries.get(s, consultation_id, lock="change")
        if found.key_end == end:
            return False
        found.key_end, found.key_destroyed = str(end), end is KeyEnd.DESTROYED
        acting.note(s, found, f"key_{end}", None, now)
    return True


def _waits_for_its_end(ring: KeyRing, found: Consultation) -> bool:
    """A state or a result that was written by hand destroys no key, and a word that it is gone does not keep one."""
    if found.secrecy != Secrecy.SECRET or found.public_key is None or found.state not in OVER:
        return False
    if audit.end_of_key(ring, found) is not None:
        return False
    if found.state == State.VOID:
        return ring.has(found.id, VOID)
    return audit.result_standing(ring, found) is not Standing.DIFFERS


def _empty_wal(db: Database) -> bool:
    """SQLite: bring the emptied envelopes into the file and cut the log, so that the sealed ones are nowhere.

    False while a reader or a writer keeps it from being cut (the first figure of the pragma's answer is 1).
    """
    if not db.is_sqlite:
        return True
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout=1000")
        return _cut(cursor) or _cut(cursor)
    finally:
        raw.cursor().execute("PRAGMA busy_timeout=30000")
        raw.close()


def _cut(cursor: Any) -> bool:
    busy, _frames, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def finish_all(parts: Parts) -> int:
    """The worker's job: finish closings that were cut off after their commit, or whose key had to wait."""
    waiting = sa.select(Consultation.id).where(
        Consultation.secrecy == Secrecy.SECRET, Consultation.state.in_(OVER), Consultation.key_end == ""
    )
    with parts.db.read() as s:
        ids = list(s.scalars(waiting))
    ring = KeyRing(parts.settings.keys)
    return sum(finish(parts.db, ring, found, parts.clock.now()) for found in ids)
