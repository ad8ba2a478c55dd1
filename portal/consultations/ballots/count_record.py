"""Records in `LINLI_KEYS` what was counted, and compares a counted vote with that record."""

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
    """Whether a counted vote is still as it was counted. `UNKNOWN`: LINLI_KEYS has no deed and no count of it."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


def record_count(s: Session, ring: KeyRing, consultation: Consultation) -> None:
    """Write the hashes of the count to LINLI_KEYS: to the file WAITING now, to COUNTED after the commit."""
    ring.put(consultation.id, WAITING, _count_hashes(s, consultation))
    consultation_id = consultation.id
    after_commit(s, lambda: confirm_count(ring, consultation_id))


def confirm_count(ring: KeyRing, consultation_id: int) -> None:
    """Move the hashes from WAITING to COUNTED, once the count is committed. May be repeated."""
    if ring.has(consultation_id, WAITING):
        ring.put(consultation_id, COUNTED, ring.get(consultation_id, WAITING))
        ring.drop(consultation_id, WAITING)


def counted_vote_status(s: Session, ring: KeyRing, consultation: Consultation) -> CountStatus:
    """Compare a counted vote, all ballots included, with the hashes of the count and with the deed.

    Raises Unavailable if LINLI_KEYS has the hashes but no deed.
    """
    stored = _stored_count(ring, consultation)
    if stored is None:
        return CountStatus.DIFFERS if ring.has(consultation.id, DEED) else CountStatus.UNKNOWN
    if stored != _count_hashes(s, consultation):
        return CountStatus.DIFFERS
    fixed = read_deed(ring, consultation)
    same = not deed.changed_fields(fixed, consultation) and evidence_hash(s, consultation) == fixed.get("evidence")
    return CountStatus.AGREES if same else CountStatus.DIFFERS


def result_status(ring: KeyRing, consultation: Consultation) -> CountStatus:
    """Compare only the result and what was fixed in the consultation's row, no ballots or evidence: quick enough for pages.

    If LINLI_KEYS has the count but no deed, only the result is compared.
    """
    stored = _stored_count(ring, consultation)
    if stored is None:
        return CountStatus.DIFFERS if ring.has(consultation.id, DEED) else CountStatus.UNKNOWN
    same = stored["result"] == deed.hash_value(consultation.result) and matches_deed(ring, consultation)
    return CountStatus.AGREES if same else CountStatus.DIFFERS


def confirmed_key_end(ring: KeyRing, consultation: Consultation) -> KeyEnd | None:
    """What became of the key, as far as LINLI_KEYS confirms it; None for a named vote, and while it is not certain.

    "Destroyed" in the database counts only if LINLI_KEYS agrees, or has no deed of this vote.
    """
    if not consultation.key_end or consultation.public_key is None:
        return None
    end = KeyEnd(consultation.key_end)
    if (
        end is KeyEnd.DESTROYED
        and ring.has(consultation.id, DEED)
        and not ring.is_destroyed(consultation.id, consultation.public_key)
    ):
        return None
    return end


def _stored_count(ring: KeyRing, consultation: Consultation) -> dict[str, Any] | None:
    """The hashes in LINLI_KEYS, from WAITING if it is there, else from COUNTED; None if neither is."""
    for name in (WAITING, COUNTED):
        try:
            return ring.get(consultation.id, name)
        except FileMissing:
            continue
    return None


def _count_hashes(s: Session, consultation: Consultation) -> dict[str, Any]:
    """What is recorded of a count: hashes of result, closing time and ballots, and the board's last head.

    `shared_phones` is `Consultation.phones_for_more_than_two`. Names are left out, so that they can be erased later.
    """
    total = hashlib.sha256()
    if consultation.secrecy == Secrecy.SECRET:
        contents = sa.select(OpenedBallot.content).where(OpenedBallot.consultation_id == consultation.id)
        for content in s.scalars(contents.order_by(OpenedBallot.position)):
            total.update(board.canonical(content) + b"\n")
    else:
        named = sa.select(NamedBallot, RollEntry.area).join(RollEntry, RollEntry.id == NamedBallot.roll_entry_id)
        named = named.where(NamedBallot.consultation_id == consultation.id).order_by(NamedBallot.roll_entry_id)
        for ballot, area in s.execute(named):
            facts = [ballot.roll_entry_id, ballot.choices, ballot.channel, canonical_moment(ballot.cast_at), str(area)]
            total.update(board.canonical(facts) + b"\n")
    head = sa.select(BoardLine.head).where(BoardLine.consultation_id == consultation.id)
    return {
        "result": deed.hash_value(consultation.result),
        "closed_at": deed.hash_value(consultation.closed_at),
        "shared_phones": consultation.phones_for_more_than_two,
        "ballots": total.hexdigest(),
        "head": s.scalar(head.order_by(BoardLine.seq.desc()).limit(1)),
    }
