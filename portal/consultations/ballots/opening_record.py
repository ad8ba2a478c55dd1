"""Record in `LINLI_KEYS`, when a vote opens, what was fixed; later compare the database with it before a ballot is taken.

`LINLI_KEYS`, which access to the database does not open, holds the deed (`deed`) and the board's key (`board`).
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import board, deed
from portal.consultations.ballots.keys import FileMissing, KeyMissing, KeyRing
from portal.consultations.law.template import Secrecy
from portal.consultations.models import Consultation, Evidence, RollEntry
from portal.kernel.errors import Conflict, Unavailable

log = logging.getLogger(__name__)
DEED = "deed.json"
WAITING = "count-waiting.json"
COUNTED = "count.json"


class DataMismatch(Conflict):
    """The database differs from what was fixed at opening: no vote is taken and none is counted (409)."""

    type, title = "urn-disagrees", "票箱和封定时的记录对不上，先停在这里。请告诉监票人"


@dataclass(frozen=True)
class OpenVoteKeys:
    """The folder and the keys of an open vote whose row agrees with its deed. `private`: of a secret vote only."""

    ring: KeyRing
    board_key: bytes
    private: bytes | None


def refuse_second_opening(ring: KeyRing, found: Consultation) -> None:
    """Raise Disagrees if LINLI_KEYS knows that this vote has taken a ballot or was counted, whatever its row says."""
    try:
        taken = ring.read_head(found.id)[0]
    except FileMissing:
        taken = 0
    if taken or ring.has(found.id, COUNTED):
        raise DataMismatch(f"LINLI_KEYS 里记着编号 {found.id} 的表决已经收过票，不能再开一次。请告诉监票人和运维")


def remove_earlier_demo_files(ring: KeyRing, found: Consultation) -> None:
    """For a demo that is filled again: remove the files that an earlier one left for a vote of this id and title."""
    try:
        fixed_then = ring.get(found.id, DEED)
    except FileMissing:
        return
    if fixed_then["fields"]["title"] == deed.hash_value(found.title):
        ring.forget(found.id)


def record_opening(s: Session, ring: KeyRing, found: Consultation) -> None:
    """Seal the roll's entries and write the deed and the head of the board. Call it before the opening is committed.

    May be repeated.
    """
    assert found.roll_hash
    if found.secrecy == Secrecy.SECRET:
        assert found.public_key is not None
        key, kept = board.board_key(ring.read(found.id, found.public_key)), ""
    else:
        key = secrets.token_bytes(32)
        kept = key.hex()
    entries = s.scalars(sa.select(RollEntry).where(RollEntry.consultation_id == found.id))
    sealed = [{"id": entry.id, "seal": entry_seal(key, entry)} for entry in entries]
    if sealed:
        s.execute(sa.update(RollEntry), sealed)
    s.flush()
    for name in (WAITING, COUNTED):
        ring.drop(found.id, name)
    ring.begin_head(found.id, board.initial_head(found.id, found.roll_hash))
    ring.put(
        found.id, DEED, {"fields": deed.field_hashes(found), "evidence": evidence_hash(s, found), "board_key": kept}
    )


def entry_seal(key: bytes, entry: RollEntry) -> str:
    facts = (entry.line, entry.name, entry.phone, entry.household, entry.unit, entry.area)
    return board.voice(key, entry.id, entry.consultation_id, *facts)


def evidence_hash(s: Session, found: Consultation) -> str:
    rows = s.scalars(sa.select(Evidence).where(Evidence.consultation_id == found.id).order_by(Evidence.gate))
    return deed.hash_value([[row.gate, row.on.isoformat() if row.on else None, row.record] for row in rows])


def verified_keys(ring: KeyRing, found: Consultation) -> OpenVoteKeys:
    """The keys of an open vote. Raises Disagrees if its row differs from the deed, Unavailable without the folder."""
    fixed = read_deed(ring, found)
    if deed.changed_fields(fixed, found) or ring.has(found.id, COUNTED):
        log.error("consultation %s: its row is not as it was fixed at opening", found.id)
        raise DataMismatch()
    if found.secrecy != Secrecy.SECRET:
        return OpenVoteKeys(ring, bytes.fromhex(fixed["board_key"]), None)
    private = private_key_of(ring, found)
    return OpenVoteKeys(ring, board.board_key(private), private)


def matches_deed(ring: KeyRing, found: Consultation) -> bool:
    """Whether the row agrees with the deed, so that a voter reads what was fixed.

    True also when there is no deed to compare with; then no vote is taken anyway (`verified_keys`).
    """
    try:
        fixed = ring.get(found.id, DEED)
    except FileMissing:
        return True
    return not deed.changed_fields(fixed, found)


def read_deed(ring: KeyRing, found: Consultation) -> dict[str, Any]:
    try:
        return ring.get(found.id, DEED)
    except FileMissing:
        log.error("consultation %s: no deed in LINLI_KEYS", found.id)
        raise Unavailable("票箱的钥匙和封定书不在（LINLI_KEYS），现在不能收票，也不能开票，请联系运维") from None


def private_key_of(ring: KeyRing, found: Consultation) -> bytes:
    assert found.public_key is not None
    try:
        return ring.read(found.id, found.public_key)
    except KeyMissing:
        raise Unavailable("票箱的钥匙不在（LINLI_KEYS），现在不能收票，也不能开票，请联系运维") from None
