"""Closing: check everything, open the envelopes, write the ballots sorted by content, count; then destroy the key.

One transaction makes all changes to the database. If it is killed before its commit, nothing has happened and the key
is still there; if after, the ballots are there and `destroy_key` only has to destroy the key, when the button is pressed
again or in the worker's job. If the check finds something that does not agree, nothing is counted, written or
published: a report lists it, and a supervisor may declare the vote void.
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

from portal.consultations.ballots import audit, count_record, opening_record, tally, urn
from portal.consultations.ballots.audit import Finding, FindingCode
from portal.consultations.ballots.count_record import CountStatus
from portal.consultations.ballots.keys import KeyEnd, KeyRing
from portal.consultations.ballots.opening_record import DataMismatch
from portal.consultations.ballots.tally import Ballot
from portal.consultations.law.phases import OVER, State, Step
from portal.consultations.law.quorum import Figures
from portal.consultations.law.template import Basis, Secrecy
from portal.consultations.models import Consultation, ConsultationEvent, Envelope, NamedBallot, OpenedBallot, RollEntry
from portal.consultations.verbs import acting, opening, queries
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import Role, StaffActor
from portal.storage.db import Database
from portal.storage.parts import Parts

log = logging.getLogger(__name__)

VOID = "void.json"
MAX_REASON = 500


class Stopped(DataMismatch):
    """The check found something that does not agree: nothing was counted (409). `findings` is the report."""

    title = "票箱和封定时的记录对不上，没有计票，什么也没有公布。报告给监票人和督查看"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = tuple(findings)


def close(parts: Parts, actor: StaffActor, consultation_id: int) -> KeyEnd | None:
    """Close, count, destroy the key. Called again on a closed vote, it does only what is left.

    Returns what became of the key; None for a named vote, or while the key still has to be destroyed. Raises Stopped,
    Forbidden, Conflict before the end if not everybody has voted.
    """
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    with _reported(parts, actor, consultation_id), parts.db.write() as s:
        found = queries.get_for(s, actor, consultation_id, act=True)
        if found.state in OVER:
            _must_agree(count_record.result_status(ring, found))
        else:
            count_and_close(s, found, ring, now, early=parts.settings.demo, actor=actor)
    destroy_key(parts.db, ring, consultation_id, now)
    with parts.db.read() as s:
        end = queries.get(s, consultation_id).key_end
    return KeyEnd(end) if end else None


def count_and_close(
    s: Session, found: Consultation, ring: KeyRing, now: datetime, *, early: bool, actor: StaffActor | None
) -> None:
    """Check, count and close in the caller's transaction. Raises Stopped, Conflict.

    `early`: allow it before the end of voting although not everybody has voted; for the demo only.
    """
    acting.require_step(found, Step.CLOSE)
    _stop(audit.deed_findings(s, ring, found))
    if now < found.closes_at and not early:
        voted = opening.turnout(s, found)
        if voted.took_part.count < voted.roll.count:
            raise Conflict("还没有到通知里写的结束时间，也还有人没投，不能提前结束")
    looked = audit.check_before_counting(s, ring, found)
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
    acting.log_event(s, found, "close", actor, now, early=now < found.closes_at)
    count_record.record_count(s, ring, found)


def _write(s: Session, found: Consultation, looked: audit.Examined) -> list[Ballot]:
    """Store the opened ballots, sorted, and empty the envelopes; returns the ballots without voter and nonce."""
    contents = urn.stored_contents(looked.ballots, whole=queries.template_of(found).whole_ballots)
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
    """Publish the result, if it is still what was counted. Raises Stopped, and Conflict until the key is destroyed."""
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    with parts.db.read() as s:
        queries.get_for(s, actor, consultation_id, act=True)
    destroy_key(parts.db, ring, consultation_id, now, at_last=True)
    with _reported(parts, actor, consultation_id), parts.db.write() as s:
        found = queries.get_for(s, actor, consultation_id, act=True)
        if found.state == State.CLOSED:
            _must_agree(count_record.counted_vote_status(s, ring, found))
            count_record.confirm_count(ring, found.id)
        opening.mark_published(s, actor, consultation_id, now)


# --- what does not agree ----------------------------------------------------------------------------------------


@contextmanager
def _reported(parts: Parts, actor: StaffActor, consultation_id: int) -> Iterator[None]:
    """On Stopped, write the report in a transaction of its own (the failing one is rolled back), then re-raise."""
    try:
        yield
    except Stopped as stop:
        log.error("consultation %s: stopped, %s", consultation_id, ", ".join(found.code for found in stop.findings))
        with parts.db.write() as s:
            found = queries.get(s, consultation_id, lock="change")
            report = [finding.as_dict() for finding in stop.findings]
            acting.log_event(s, found, "stopped", actor, parts.clock.now(), findings=report)
        raise


def _stop(findings: Sequence[Finding]) -> None:
    if findings:
        raise Stopped(findings)


def _must_agree(standing: CountStatus) -> None:
    if standing is CountStatus.DIFFERS:
        raise Stopped([Finding(FindingCode.NOT_COUNTED_HERE)])


_TROUBLE = ("stopped", "restored")


def last_report(s: Session, found: Consultation) -> ConsultationEvent | None:
    """Why this vote may be declared void: the last attempt to count or publish stopped, or a restore lost ballots.

    None if it was counted or published since, and once it is void.
    """
    if found.state == State.VOID:
        return None
    newest = sa.select(ConsultationEvent).where(
        ConsultationEvent.consultation_id == found.id, ConsultationEvent.verb.in_((*_TROUBLE, "close", "publish"))
    )
    event = s.scalar(newest.order_by(ConsultationEvent.id.desc()).limit(1))
    return event if event is not None and event.verb in _TROUBLE else None


def declare_void(parts: Parts, actor: StaffActor, consultation_id: int, reason: str) -> None:
    """Declare a vote void, as supervisor: empties the envelopes, destroys the key, counts nothing.

    Only with a `last_report`: nobody alone ends a vote that agrees.
    Raises Forbidden, Invalid without a reason (10 to 500 characters, residents see it), Conflict in other states than
    open and closed, and without that report.
    """
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    reason = " ".join(tally.clean_text(reason).split())
    if actor.role != Role.SUPERVISOR:
        raise Forbidden("只有督查能宣布一次表决作废")
    if not 10 <= len(reason) <= MAX_REASON:
        raise Invalid(f"作废的原因要写 10 到 {MAX_REASON} 个字，居民会看到", field="reason")
    with parts.db.write() as s:
        found = queries.get(s, consultation_id, lock="change")
        if last_report(s, found) is None:
            raise Conflict("这次表决没有对不上的地方，不能作废")
        acting.advance(found, Step.VOID)
        ring.put(found.id, VOID, {"at": now.isoformat()})
        s.execute(sa.delete(OpenedBallot).where(OpenedBallot.consultation_id == found.id))
        s.execute(sa.update(Envelope).where(Envelope.consultation_id == found.id).values(sealed=None))
        found.void_reason, found.result = reason, None
        found.closed_at = found.closed_at or now
        acting.log_event(s, found, "void", actor, now)
    destroy_key(parts.db, ring, consultation_id, now)


def was_counted(s: Session, found: Consultation) -> bool:
    """Whether the ballots were counted, also if the vote was declared void after that."""
    closed = sa.select(ConsultationEvent.id).where(
        ConsultationEvent.consultation_id == found.id, ConsultationEvent.verb == "close"
    )
    return s.scalar(closed.limit(1)) is not None


# --- the key ----------------------------------------------------------------------------------------------------


def destroy_key(db: Database, ring: KeyRing, consultation_id: int, now: datetime, *, at_last: bool = False) -> bool:
    """Destroy the key of a counted or void secret vote; True if that was recorded now. May be repeated at any point.

    First SQLite's write-ahead log is truncated: sealed envelopes may still be in it, and the key must not be called
    destroyed before they are gone. Then the key is destroyed, then that is recorded. If the key is missing, the folder
    may not be mounted, so nothing is recorded until somebody publishes (`at_last`), unless the deed is in the folder.
    """
    with db.read() as s:
        found = queries.get(s, consultation_id)
        if not _waits_for_its_end(ring, found):
            return False
    if not _empty_wal(db):
        log.warning("consultation %s: the database's log is in use, the key waits", consultation_id)
        return False
    with db.read() as s:
        if found.state != State.VOID and count_record.counted_vote_status(s, ring, found) is CountStatus.DIFFERS:
            return False
    assert found.public_key is not None
    end = ring.destroy(consultation_id, found.public_key)
    if end is not KeyEnd.DESTROYED and not (at_last or ring.has(consultation_id, opening_record.DEED)):
        return False
    with db.write() as s:
        found = queries.get(s, consultation_id, lock="change")
        if found.key_end == end:
            return False
        found.key_end, found.key_destroyed = str(end), end is KeyEnd.DESTROYED
        acting.log_event(s, found, f"key_{end}", None, now)
    return True


def _waits_for_its_end(ring: KeyRing, found: Consultation) -> bool:
    """Whether the key is still to be destroyed.

    Not for a state or a result that was written into the database by hand; but also if the database says "destroyed"
    and the folder does not.
    """
    if found.secrecy != Secrecy.SECRET or found.public_key is None or found.state not in OVER:
        return False
    if count_record.end_of_key(ring, found) is not None:
        return False
    if found.state == State.VOID:
        return ring.has(found.id, VOID)
    return count_record.result_status(ring, found) is not CountStatus.DIFFERS


def _empty_wal(db: Database) -> bool:
    """On SQLite, checkpoint and truncate the write-ahead log, so that no sealed envelope is left in it.

    False while another reader or writer prevents it (the first number of the pragma's answer is 1).
    """
    if not db.is_sqlite:
        return True
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout=1000")
        return _note_key_end(cursor) or _note_key_end(cursor)
    finally:
        raw.cursor().execute("PRAGMA busy_timeout=30000")
        raw.close()


def _note_key_end(cursor: Any) -> bool:
    busy, _frames, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def destroy_leftover_keys(parts: Parts) -> int:
    """The worker's job: destroy keys that are left from closings that were cut off or had to wait; returns how many."""
    waiting = sa.select(Consultation.id).where(
        Consultation.secrecy == Secrecy.SECRET, Consultation.state.in_(OVER), Consultation.key_end == ""
    )
    with parts.db.read() as s:
        ids = list(s.scalars(waiting))
    ring = KeyRing(parts.settings.keys)
    return sum(destroy_key(parts.db, ring, found, parts.clock.now()) for found in ids)
