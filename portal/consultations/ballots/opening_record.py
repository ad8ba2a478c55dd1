"""Records in `LINLI_KEYS` what is fixed when a vote opens, and compares the database with it before taking a ballot.

`LINLI_KEYS` holds the deed (`deed`) and the private key of a secret vote, from which its board's key is derived
(`board`); for a vote by name the board's key is in the deed. Access to the database gives no access to the folder.
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
from portal.consultations.law import roll
from portal.consultations.law.template import Secrecy
from portal.consultations.models import Consultation, Evidence, RollEntry
from portal.kernel.errors import Conflict, Unavailable

log = logging.getLogger(__name__)
DEED = "deed.json"  # this and the next three: names of files in LINLI_KEYS (`keys`)
WAITING = "count-waiting.json"
COUNTED = "count.json"
VOID = "void.json"  # proves that a vote was declared void, or halted


class DataMismatch(Conflict):
    """The database differs from what was fixed at opening, or from what was counted (409).

    No vote is taken, none is counted, and no result is shown.
    """

    type, title = "urn-disagrees", "票箱和封定时的记录对不上，先停在这里。请告诉监票人"


@dataclass(frozen=True)
class OpenVoteKeys:
    """The folder and the keys of an open vote whose row agrees with its deed. `private`: of a secret vote only."""

    ring: KeyRing
    board_key: bytes
    private: bytes | None


def has_ended(ring: KeyRing, consultation: Consultation) -> bool:
    """Whether LINLI_KEYS records that this vote was counted, declared void or halted, whatever its row says."""
    return ring.has(consultation.id, COUNTED) or ring.has(consultation.id, VOID)


def refuse_second_opening(ring: KeyRing, consultation: Consultation) -> None:
    """Raise DataMismatch if LINLI_KEYS records ballots or the end of this vote, whatever its row says."""
    try:
        taken = ring.read_head(consultation.id)[0]
    except FileMissing:
        taken = 0
    if taken or has_ended(ring, consultation):
        raise DataMismatch(
            f"LINLI_KEYS 里记着编号 {consultation.id} 的表决已经收过票，或者停止过，不能再开一次。请告诉监票人和运维"
        )


def remove_earlier_demo_files(ring: KeyRing, consultation: Consultation) -> None:
    """Remove the files of an earlier vote with this id and title, when a demo is filled again."""
    try:
        fixed_then = ring.get(consultation.id, DEED)
    except FileMissing:
        return
    if fixed_then["fields"]["title"] == deed.hash_value(consultation.title):
        ring.forget(consultation.id)


def record_opening(s: Session, ring: KeyRing, consultation: Consultation) -> None:
    """Seal the roll's entries; write the deed and the board's initial head. Call it before the opening is committed.

    May be repeated. Removes the hashes of an earlier count. Raises KeyMissing for a secret vote without its key.
    """
    assert consultation.roll_hash
    if consultation.secrecy == Secrecy.SECRET:
        assert consultation.public_key is not None
        key, kept = board.board_key(ring.read(consultation.id, consultation.public_key)), ""
    else:
        key = secrets.token_bytes(32)
        kept = key.hex()
    entries = s.scalars(sa.select(RollEntry).where(RollEntry.consultation_id == consultation.id))
    sealed = [{"id": entry.id, "seal": entry_seal(key, entry)} for entry in entries]
    if sealed:
        s.execute(sa.update(RollEntry), sealed)
    s.flush()
    for name in (WAITING, COUNTED):
        ring.drop(consultation.id, name)
    ring.begin_head(consultation.id, board.initial_head(consultation.id, consultation.roll_hash))
    ring.put(
        consultation.id,
        DEED,
        {"fields": deed.field_hashes(consultation), "evidence": evidence_hash(s, consultation), "board_key": kept},
    )


def entry_of_row(row: RollEntry) -> roll.Entry:
    """The entry of a row, as the pure modules know it."""
    return roll.Entry(row.line, row.name, row.phone, row.household, row.unit, row.area)


def entry_seal(key: bytes, entry: RollEntry) -> str:
    """The seal (hex) of a roll entry under the board's key, over all that the roll file says of it."""
    facts = (entry.line, entry.name, entry.phone, entry.household, entry.unit, entry.area)
    return board.entry_hmac(key, entry.id, entry.consultation_id, *facts)


def evidence_hash(s: Session, consultation: Consultation) -> str:
    """SHA-256 (hex) of all evidence on file: gate, date and record of each."""
    rows = s.scalars(sa.select(Evidence).where(Evidence.consultation_id == consultation.id).order_by(Evidence.gate))
    return deed.hash_value([[row.gate, row.on.isoformat() if row.on else None, row.record] for row in rows])


def verified_keys(ring: KeyRing, consultation: Consultation) -> OpenVoteKeys:
    """The keys of an open vote. Raises Unavailable without deed or key.

    Raises DataMismatch if the row differs from the deed, or LINLI_KEYS records its end (`has_ended`).
    """
    fixed = read_deed(ring, consultation)
    if deed.changed_fields(fixed, consultation) or has_ended(ring, consultation):
        log.error("consultation %s: its row is not as it was fixed at opening", consultation.id)
        raise DataMismatch()
    if consultation.secrecy != Secrecy.SECRET:
        return OpenVoteKeys(ring, bytes.fromhex(fixed["board_key"]), None)
    private = private_key_of(ring, consultation)
    return OpenVoteKeys(ring, board.board_key(private), private)


def matches_deed(ring: KeyRing, consultation: Consultation) -> bool:
    """Whether the row agrees with the deed, so that a voter reads what was fixed at opening, and the vote was not ended since.

    True, too, when there is no deed to compare with; but then no vote is taken (`verified_keys`).
    """
    if ring.has(consultation.id, VOID):
        return False
    try:
        fixed = ring.get(consultation.id, DEED)
    except FileMissing:
        return True
    return not deed.changed_fields(fixed, consultation)


def read_deed(ring: KeyRing, consultation: Consultation) -> dict[str, Any]:
    """The deed: {"fields": column → hash, "evidence": hash, "board_key": hex or ""}. Raises Unavailable."""
    try:
        return ring.get(consultation.id, DEED)
    except FileMissing:
        log.error("consultation %s: no deed in LINLI_KEYS", consultation.id)
        raise Unavailable("票箱的钥匙和封定书不在（LINLI_KEYS），现在不能收票，也不能开票，请联系运维") from None


def private_key_of(ring: KeyRing, consultation: Consultation) -> bytes:
    """The private key (32 bytes) of a secret vote. Raises Unavailable."""
    assert consultation.public_key is not None
    try:
        return ring.read(consultation.id, consultation.public_key)
    except KeyMissing:
        raise Unavailable("票箱的钥匙不在（LINLI_KEYS），现在不能收票，也不能开票，请联系运维") from None
