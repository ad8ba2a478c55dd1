"""Closing: check everything, open the envelopes, write the ballots sorted by content, count; then destroy the key.

One transaction makes all changes of the count. A kill before its commit leaves the database as it was, and the key
is still there; after a kill later on, the ballots are stored and only the key remains to be destroyed (`destroy_key`),
when the button is pressed again or in the worker's job. If the check finds something that does not agree, nothing is counted or
published: a report in the log of events lists it, and a supervisor may declare the vote void.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots import audit, count_record, opening_record, tally, urn
from portal.consultations.ballots.audit import Finding, FindingCode
from portal.consultations.ballots.count_record import CountStatus
from portal.consultations.ballots.keys import KeyEnd, KeyRing
from portal.consultations.ballots.opening_record import DataMismatch
from portal.consultations.ballots.tally import Ballot
from portal.consultations.law.phases import ENDED_WITHOUT_RESULT, OVER, Act, State
from portal.consultations.law.quorum import Figures
from portal.consultations.law.template import Basis, Secrecy
from portal.consultations.models import Consultation, ConsultationEvent, Envelope, NamedBallot, OpenedBallot, RollEntry
from portal.consultations.verbs import acting, opening, queries
from portal.consultations.verbs.watching import objections
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import Role, StaffActor
from portal.storage.db import Database
from portal.storage.parts import Parts

log = logging.getLogger(__name__)

MAX_REASON = 500  # characters


class Stopped(DataMismatch):
    """The check found something that does not agree: nothing was counted or published (409). `findings`: the report."""

    title = "票箱和封定时的记录对不上，没有计票，什么也没有公布。报告给监票人和督查看"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = tuple(findings)


def close(parts: Parts, actor: StaffActor, consultation_id: int) -> KeyEnd | None:
    """Close, count, destroy the key. On a closed vote, do only what is left to do.

    Returns what became of the key; None for a named vote, or while the key still has to be destroyed. Raises Stopped,
    NotFound, Forbidden, Unavailable (LINLI_KEYS lacks something), and Conflict: in a vote that never opened or is void,
    or before its end while somebody has not voted.
    """
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    with _reported(parts, actor, consultation_id), parts.db.write() as s:
        consultation = queries.get_for(s, actor, consultation_id, act=True)
        if consultation.state in ENDED_WITHOUT_RESULT:
            acting.require_allowed(consultation, Act.CLOSE)
        if consultation.state in OVER:
            _stop_if_it_differs(count_record.result_status(ring, consultation))
        else:
            count_and_close(s, consultation, ring, now, early=parts.settings.demo, actor=actor)
    destroy_key(parts.db, ring, consultation_id, now)
    with parts.db.read() as s:
        end = queries.get(s, consultation_id).key_end
    return KeyEnd(end) if end else None


def count_and_close(
    s: Session, consultation: Consultation, ring: KeyRing, now: datetime, *, early: bool, actor: StaffActor | None
) -> None:
    """Check, count and close in the caller's transaction; LINLI_KEYS gets the hashes of the count.

    Raises Stopped, Conflict (also while a supervisor has to decide whether it is the committee's matter at all), Unavailable
    (LINLI_KEYS lacks something).
    `early`: close before the end of voting although not everybody has voted; for the demo only.
    """
    acting.require_allowed(consultation, Act.CLOSE)
    _stop_if_any(audit.deed_findings(s, ring, consultation))
    if objections.is_undecided(s, consultation):
        raise Conflict(_("监票人说这件事不归本委员会定。督查定了以前不能计票：要么停止，要么写明为什么可以"))
    if now < consultation.closes_at and not early:
        voted = opening.turnout(s, consultation)
        if voted.took_part.count < voted.roll.count:
            raise Conflict(_("还没有到通知里写的结束时间，也还有人没投，不能提前结束"))
    audited = audit.check_before_counting(s, ring, consultation)
    _stop_if_any(audited.findings)
    ballots = (
        _store_opened(s, consultation, audited)
        if consultation.secrecy == Secrecy.SECRET
        else _named_ballots(s, consultation)
    )
    outcome = tally.count(
        queries.template_of(consultation),
        Basis(consultation.basis),
        queries.questions_of(consultation),
        Figures(consultation.roll_count or 0, consultation.roll_area),
        ballots,
    )
    consultation.result = tally.as_dict(outcome)
    acting.advance(consultation, Act.CLOSE)
    consultation.closed_at = now
    acting.log_event(s, consultation, "close", actor, now, early=now < consultation.closes_at)
    count_record.record_count(s, ring, consultation)


def _store_opened(s: Session, consultation: Consultation, audited: audit.AuditResult) -> list[Ballot]:
    """Store the opened ballots, sorted, and empty the envelopes; returns the ballots without voter and nonce."""
    contents = urn.stored_contents(audited.ballots, whole=queries.template_of(consultation).whole_ballots)
    rows = [
        {"consultation_id": consultation.id, "position": position, "content": content}
        for position, content in enumerate(contents)
    ]
    if rows:
        s.execute(sa.insert(OpenedBallot), rows)
    s.execute(sa.update(Envelope).where(Envelope.consultation_id == consultation.id).values(sealed=None))
    return [Ballot(choices) for choices in audited.ballots]


def _named_ballots(s: Session, consultation: Consultation) -> Iterator[Ballot]:
    query = sa.select(NamedBallot.choices, RollEntry.area).join(RollEntry, RollEntry.id == NamedBallot.roll_entry_id)
    weighted = queries.template_of(consultation).weighted
    for choices, area in s.execute(query.where(NamedBallot.consultation_id == consultation.id)):
        yield Ballot(choices, (area or Decimal(0)) if weighted else None)


def publish(parts: Parts, actor: StaffActor, consultation_id: int) -> None:
    """Publish the result, unless it differs from what was counted; without any record of the count it is published, and shown as unproven.

    Raises Stopped; Conflict until the key's end is known, or if the vote is not closed (open, void, published already);
    NotFound; Forbidden.
    """
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    with parts.db.read() as s:
        queries.get_for(s, actor, consultation_id, act=True)
    destroy_key(parts.db, ring, consultation_id, now, at_last=True)
    with _reported(parts, actor, consultation_id), parts.db.write() as s:
        consultation = queries.get_for(s, actor, consultation_id, act=True)
        if consultation.state == State.CLOSED:
            _stop_if_it_differs(count_record.counted_vote_status(s, ring, consultation))
            count_record.confirm_count(ring, consultation.id)
        opening.mark_published(s, actor, consultation_id, now)


# --- reports of what does not agree -----------------------------------------------------------------------------


@contextmanager
def _reported(parts: Parts, actor: StaffActor, consultation_id: int) -> Iterator[None]:
    """On Stopped, write the report in a transaction of its own (the failing one is rolled back), then re-raise."""
    try:
        yield
    except Stopped as stop:
        log.error("consultation %s: stopped, %s", consultation_id, ", ".join(finding.code for finding in stop.findings))
        with parts.db.write() as s:
            consultation = queries.get(s, consultation_id, lock="change")
            report = [finding.as_dict() for finding in stop.findings]
            acting.log_event(s, consultation, "stopped", actor, parts.clock.now(), findings=report)
        raise


def _stop_if_any(findings: Sequence[Finding]) -> None:
    if findings:
        raise Stopped(findings)


def _stop_if_it_differs(status: CountStatus) -> None:
    """Raise Stopped if the vote differs from what was counted; one of which LINLI_KEYS knows nothing (UNKNOWN) passes."""
    if status is CountStatus.DIFFERS:
        raise Stopped([Finding(FindingCode.NOT_COUNTED_HERE)])


_REPORTS = ("stopped", "restored")  # verbs of the log after which a vote may be declared void


def last_report(s: Session, consultation: Consultation) -> ConsultationEvent | None:
    """The event because of which this vote may be declared void: a count or publication that stopped, or a restore.

    None if the vote was counted or published since, and once it is void or halted.
    """
    if consultation.state in ENDED_WITHOUT_RESULT:
        return None
    event = queries.last_event(s, consultation, *_REPORTS, "close", "publish")
    return event if event is not None and event.verb in _REPORTS else None


def declare_void(parts: Parts, actor: StaffActor, consultation_id: int, reason: str) -> None:
    """Declare a vote void, as supervisor: empty the envelopes, delete opened ballots and result, destroy the key.

    Only with a `last_report`: without one, no vote can be ended by one person. Raises Forbidden, Invalid
    without a reason (10 to 500 characters, which residents see), and Conflict without that report or in
    other states than open and closed.
    """
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    reason = " ".join(tally.without_invisible(reason).split())
    if actor.role != Role.SUPERVISOR:
        raise Forbidden(_("只有督查能宣布一次表决作废"))
    if not 10 <= len(reason) <= MAX_REASON:
        raise Invalid(f"作废的原因要写 10 到 {MAX_REASON} 个字，居民会看到", field="reason")
    with parts.db.write() as s:
        consultation = queries.get(s, consultation_id, lock="change")
        if last_report(s, consultation) is None:
            raise Conflict(_("这次表决没有对不上的地方，不能作废"))
        acting.advance(consultation, Act.VOID)
        ring.put(consultation.id, opening_record.VOID, {"at": now.isoformat()})
        s.execute(sa.delete(OpenedBallot).where(OpenedBallot.consultation_id == consultation.id))
        s.execute(sa.update(Envelope).where(Envelope.consultation_id == consultation.id).values(sealed=None))
        consultation.void_reason, consultation.result = reason, None
        consultation.closed_at = consultation.closed_at or now
        acting.log_event(s, consultation, "void", actor, now)
    destroy_key(parts.db, ring, consultation_id, now)


def was_counted(s: Session, consultation: Consultation) -> bool:
    """Whether the ballots were counted, also if the vote was declared void after that."""
    return queries.last_event(s, consultation, "close") is not None


# --- the key ----------------------------------------------------------------------------------------------------


def destroy_key(db: Database, ring: KeyRing, consultation_id: int, now: datetime, *, at_last: bool = False) -> bool:
    """Destroy the key of a counted, void or halted secret vote; returns whether its end was recorded now. May be repeated.

    SQLite's write-ahead log is truncated first: sealed envelopes may still be in it, and the key must not be called
    destroyed before they are gone. While the database differs from what was counted, the key is kept, unless the vote
    is void or halted. If the key file is missing, the folder may not be mounted; so its end is recorded only if the deed is there,
    or when somebody publishes (`at_last`).
    """
    with db.read() as s:
        consultation = queries.get(s, consultation_id)
        if not _must_destroy_key(ring, consultation):
            return False
    if not _empty_wal(db):
        log.warning("consultation %s: the database's log is in use, the key waits", consultation_id)
        return False
    with db.read() as s:
        if (
            consultation.state not in ENDED_WITHOUT_RESULT
            and count_record.counted_vote_status(s, ring, consultation) is CountStatus.DIFFERS
        ):
            return False
    assert consultation.public_key is not None
    end = ring.destroy(consultation_id, consultation.public_key)
    if end is not KeyEnd.DESTROYED and not (at_last or ring.has(consultation_id, opening_record.DEED)):
        return False
    with db.write() as s:
        consultation = queries.get(s, consultation_id, lock="change")
        if consultation.key_end == end:
            return False
        consultation.key_end, consultation.key_destroyed = str(end), end is KeyEnd.DESTROYED
        acting.log_event(s, consultation, f"key_{end}", None, now)
    return True


def _must_destroy_key(ring: KeyRing, consultation: Consultation) -> bool:
    """Whether the key must still be destroyed.

    True, too, if the database says "destroyed" but the folder does not. False if the state or the result was written
    into the database by hand.
    """
    if consultation.secrecy != Secrecy.SECRET or consultation.public_key is None or consultation.state not in OVER:
        return False
    if count_record.confirmed_key_end(ring, consultation) is not None:
        return False
    if consultation.state in ENDED_WITHOUT_RESULT:
        return ring.has(consultation.id, opening_record.VOID)
    return count_record.result_status(ring, consultation) is not CountStatus.DIFFERS


def _empty_wal(db: Database) -> bool:
    """On SQLite, checkpoint and truncate the write-ahead log, so that no sealed envelope is left in it.

    Returns False while another reader or writer prevents it.
    """
    if not db.is_sqlite:
        return True
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout=1000")
        return _truncate_wal(cursor) or _truncate_wal(cursor)
    finally:
        raw.cursor().execute("PRAGMA busy_timeout=30000")
        raw.close()


def _truncate_wal(cursor: Any) -> bool:
    busy, _frames, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def destroy_leftover_keys(parts: Parts) -> int:
    """The worker's job: destroy keys left by a kill or a wait; returns how many keys' ends it recorded."""
    waiting = sa.select(Consultation.id).where(
        Consultation.public_key.is_not(None), Consultation.state.in_(OVER), Consultation.key_end == ""
    )
    with parts.db.read() as s:
        ids = list(s.scalars(waiting))
    ring = KeyRing(parts.settings.keys)
    return sum(destroy_key(parts.db, ring, consultation_id, parts.clock.now()) for consultation_id in ids)
