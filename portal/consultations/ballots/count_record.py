"""Record in `LINLI_KEYS` what was counted, and compare a counted vote with it."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import board, deed
from portal.consultations.ballots.board_rows import canonical_moment
from portal.consultations.ballots.keys import FileMissing, KeyEnd, KeyRing
from portal.consultations.ballots.opening_record import COUNTED, DEED, WAITING, evidence_hash, matches_deed, read_deed
from portal.consultations.law.template import Secrecy
from portal.consultations.models import BoardLine, Consultation, NamedBallot, OpenedBallot, RollEntry
from portal.storage.db import after_commit


class CountStatus(StrEnum):
    """Whether a counted vote is still what was counted. `UNKNOWN`: the folder holds nothing of this vote any more."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


def record_count(s: Session, ring: KeyRing, found: Consultation) -> None:
    """Write the hashes of the count to LINLI_KEYS: as waiting now, as counted once the transaction is committed."""
    ring.put(found.id, WAITING, _count(s, found))
    consultation_id = found.id
    after_commit(s, lambda: confirm_count(ring, consultation_id))


def confirm_count(ring: KeyRing, consultation_id: int) -> None:
    """Turn the waiting count into the counted one, after its commit. May be repeated."""
    if ring.has(consultation_id, WAITING):
        ring.put(consultation_id, COUNTED, ring.get(consultation_id, WAITING))
        ring.drop(consultation_id, WAITING)


def counted_vote_status(s: Session, ring: KeyRing, found: Consultation) -> CountStatus:
    """Compare a counted vote, all ballots included, with the hashes of the count."""
    left = _left(ring, found)
    if left is None:
        return CountStatus.DIFFERS if ring.has(found.id, DEED) else CountStatus.UNKNOWN
    if left != _count(s, found):
        return CountStatus.DIFFERS
    fixed = read_deed(ring, found)
    same = not deed.changed_fields(fixed, found) and evidence_hash(s, found) == fixed.get("evidence")
    return CountStatus.AGREES if same else CountStatus.DIFFERS


def result_status(ring: KeyRing, found: Consultation) -> CountStatus:
    """Compare only the result and the row, not the ballots: quick enough for pages."""
    left = _left(ring, found)
    if left is None:
        return CountStatus.DIFFERS if ring.has(found.id, DEED) else CountStatus.UNKNOWN
    same = left["result"] == deed.hash_value(found.result) and matches_deed(ring, found)
    return CountStatus.AGREES if same else CountStatus.DIFFERS


def end_of_key(ring: KeyRing, found: Consultation) -> KeyEnd | None:
    """What may be said to have become of the key; None if unknown.

    "Destroyed" in the database counts only if the folder agrees, or holds nothing of this vote.
    """
    if not found.key_end or found.public_key is None:
        return None
    end = KeyEnd(found.key_end)
    if end is KeyEnd.DESTROYED and ring.has(found.id, DEED) and not ring.is_destroyed(found.id, found.public_key):
        return None
    return end


def _left(ring: KeyRing, found: Consultation) -> dict[str, Any] | None:
    for name in (WAITING, COUNTED):
        try:
            return ring.get(found.id, name)
        except FileMissing:
            continue
    return None


def _count(s: Session, found: Consultation) -> dict[str, Any]:
    """Hashes of result and ballots. Names are left out, so that they can be erased later."""
    total = hashlib.sha256()
    if found.secrecy == Secrecy.SECRET:
        contents = sa.select(OpenedBallot.content).where(OpenedBallot.consultation_id == found.id)
        for content in s.scalars(contents.order_by(OpenedBallot.position)):
            total.update(board.canonical(content) + b"\n")
    else:
        named = sa.select(NamedBallot, RollEntry.area).join(RollEntry, RollEntry.id == NamedBallot.roll_entry_id)
        named = named.where(NamedBallot.consultation_id == found.id).order_by(NamedBallot.roll_entry_id)
        for ballot, area in s.execute(named):
            facts = [ballot.roll_entry_id, ballot.choices, ballot.channel, canonical_moment(ballot.cast_at), str(area)]
            total.update(board.canonical(facts) + b"\n")
    head = sa.select(BoardLine.head).where(BoardLine.consultation_id == found.id)
    return {
        "result": deed.hash_value(found.result),
        "closed_at": deed.hash_value(found.closed_at),
        "shared_phones": found.shared_phones,
        "ballots": total.hexdigest(),
        "head": s.scalar(head.order_by(BoardLine.seq.desc()).limit(1)),
    }
