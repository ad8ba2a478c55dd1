"""Binds a vote to what was fixed at its opening, and checks everything before any ballot is counted.

`LINLI_KEYS`, which access to the database does not open, holds three things to compare with: the deed (`deed`), the
board's key (`board`), and number and head of the newest board row. If anything differs, it is reported and nothing is
counted. The program repairs nothing: people decide.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import board, deed, urn
from portal.consultations.ballots.keys import FileMissing, KeyEnd, KeyMissing, KeyRing
from portal.consultations.ballots.tally import Choices, Question, questions_from
from portal.consultations.law import roll
from portal.consultations.law.template import Secrecy
from portal.consultations.models import (
    BoardLine,
    Consultation,
    Envelope,
    Evidence,
    NamedBallot,
    NamedBallotTrace,
    OpenedBallot,
    RollEntry,
)
from portal.kernel.errors import Conflict, Unavailable
from portal.storage.db import after_commit

log = logging.getLogger(__name__)

DEED, WAITING, COUNTED = "deed.json", "count-waiting.json", "count.json"
MAX_NAMED = 20
_LOCK = 7311847  # one writer of a board at a time (PostgreSQL)


class DataMismatch(Conflict):
    """The database differs from what was fixed at opening: no vote is taken and none is counted (409)."""

    type, title = "urn-disagrees", "票箱和封定时的记录对不上，先停在这里。请告诉监票人"


class FindingCode(StrEnum):
    """What does not agree; `label` says it in Chinese."""

    FIXED = "fixed"
    ROLL_CHANGED = "roll_changed"
    ROLL_SHORT = "roll_short"
    ROLL_HASH = "roll_hash"
    BOARD_BROKEN = "board_broken"
    BOARD_SHORT = "board_short"
    STRANGER = "stranger"
    OFF_ROLL = "off_roll"
    MISSING = "missing"
    EMPTIED = "emptied"
    NOT_TAKEN = "not_taken"
    CHANGED = "changed"
    MISPLACED = "misplaced"
    REPEATED = "repeated"
    UNREADABLE = "unreadable"
    TRACE = "trace"
    TOO_MANY = "too_many"
    OPENED_ALREADY = "opened_already"
    NOT_COUNTED_HERE = "not_counted_here"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    FindingCode.FIXED: "开始投票时定下的内容，后来被改过",
    FindingCode.ROLL_CHANGED: "名册上有人的姓名、手机、户、房号或面积被改过，或者是封定以后加进来的",
    FindingCode.ROLL_SHORT: "名册的人数（户数）或面积和封定时不一样",
    FindingCode.ROLL_HASH: "名册重新算出来的指纹和封定时的不一样",
    FindingCode.BOARD_BROKEN: "收票记录断了或被改过",
    FindingCode.BOARD_SHORT: "收票记录少了：票箱外面记着收过的票，这里没有",
    FindingCode.STRANGER: "收过票的人，现在不在名册上",
    FindingCode.OFF_ROLL: "票箱里有不属于这次名册的票",
    FindingCode.MISSING: "收下过的票，现在不在票箱里",
    FindingCode.EMPTIED: "票箱里有被清空的信封",
    FindingCode.NOT_TAKEN: "票箱里有票，却没有收过这张票的记录",
    FindingCode.CHANGED: "票箱里的票不是最后收下的那一张",
    FindingCode.MISPLACED: "信封里写的人或议题，和它所在的位置不一样：是从别处抄来或换过来的",
    FindingCode.REPEATED: "有两个信封是同一个",
    FindingCode.UNREADABLE: "信封打不开，被改过",
    FindingCode.TRACE: "改票的痕迹和收票记录对不上",
    FindingCode.TOO_MANY: "参加的比名册上的多",
    FindingCode.OPENED_ALREADY: "还没有开票，却已经有开出来的票",
    FindingCode.NOT_COUNTED_HERE: "状态或结果是直接改出来的：和计票时留下的凭据对不上，或者没有计过票",
}


@dataclass(frozen=True)
class Finding:
    """One kind of disagreement. `lines`: of the roll file, or rows of the board; `facts`: names of changed columns."""

    code: FindingCode
    count: int = 1
    lines: tuple[int, ...] = ()
    facts: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The finding for the event log: codes and numbers only, at most MAX_NAMED lines."""
        return {
            "code": str(self.code),
            "count": self.count,
            "lines": list(self.lines[:MAX_NAMED]),
            "facts": list(self.facts),
        }


@dataclass(frozen=True)
class OpenVoteKeys:
    """The folder and the keys of an open vote whose row agrees with its deed. `private`: of a secret vote only."""

    ring: KeyRing
    board_key: bytes
    private: bytes | None


@dataclass(frozen=True)
class Examined:
    """What `check_before_counting` found, and, for a secret vote, the ballots that it opened (None: a void one)."""

    findings: tuple[Finding, ...]
    ballots: tuple[Choices | None, ...] = ()


# --- opening ----------------------------------------------------------------------------------------------------


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
    sealed = [{"id": entry.id, "seal": _voice(key, entry)} for entry in entries]
    if sealed:
        s.execute(sa.update(RollEntry), sealed)
    s.flush()
    for name in (WAITING, COUNTED):
        ring.drop(found.id, name)
    ring.begin_head(found.id, board.initial_head(found.id, found.roll_hash))
    ring.put(found.id, DEED, {"fields": deed.field_hashes(found), "evidence": _evidence(s, found), "board_key": kept})


def _voice(key: bytes, entry: RollEntry) -> str:
    facts = (entry.line, entry.name, entry.phone, entry.household, entry.unit, entry.area)
    return board.voice(key, entry.id, entry.consultation_id, *facts)


def _evidence(s: Session, found: Consultation) -> str:
    rows = s.scalars(sa.select(Evidence).where(Evidence.consultation_id == found.id).order_by(Evidence.gate))
    return deed.hash_value([[row.gate, row.on.isoformat() if row.on else None, row.record] for row in rows])


# --- while it is open -------------------------------------------------------------------------------------------


def verified_keys(ring: KeyRing, found: Consultation) -> OpenVoteKeys:
    """The keys of an open vote. Raises Disagrees if its row differs from the deed, Unavailable without the folder."""
    fixed = _deed(ring, found)
    if deed.changed_fields(fixed, found) or ring.has(found.id, COUNTED):
        log.error("consultation %s: its row is not as it was fixed at opening", found.id)
        raise DataMismatch()
    if found.secrecy != Secrecy.SECRET:
        return OpenVoteKeys(ring, bytes.fromhex(fixed["board_key"]), None)
    private = _private(ring, found)
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


def add_to_board(s: Session, bound: OpenVoteKeys, found: Consultation, entry: RollEntry, ballot: bytes) -> str:
    """Add a row to the board for an accepted ballot; returns the new head, for the voter's receipt.

    Raises Disagrees if the roll entry was changed since the roll was frozen.
    """
    if entry.consultation_id != found.id or _voice(bound.board_key, entry) != entry.seal:
        log.error("consultation %s: a roll entry is not as it was frozen", found.id)
        raise DataMismatch("名册上这一行和封定时不一样，先不能投。请告诉监票人")
    if s.get_bind().dialect.name != "sqlite":
        s.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK, found.id)))
    newest = sa.select(BoardLine.seq, BoardLine.head).where(BoardLine.consultation_id == found.id)
    last = s.execute(newest.order_by(BoardLine.seq.desc()).limit(1)).first()
    seq, before = (last.seq, last.head) if last else (0, board.initial_head(found.id, found.roll_hash))
    marked = board.mark(bound.board_key, entry.id)
    made = board.line(bound.board_key, seq + 1, before, marked, board.digest(bound.board_key, entry.id, ballot))
    s.execute(sa.insert(BoardLine), {"consultation_id": found.id, **vars(made)})
    consultation_id = found.id
    # written after the commit: a kill in between leaves the file one ballot behind, until the next ballot
    after_commit(s, lambda: bound.ring.advance_head(consultation_id, made.seq, made.head))
    return made.head


def head_of(s: Session, bound: OpenVoteKeys, found: Consultation, entry: RollEntry) -> str | None:
    """The head of the newest board row of one entry, as on its last receipt; None if it has not voted."""
    mark = board.mark(bound.board_key, entry.id)
    lines = sa.select(BoardLine.head).where(BoardLine.consultation_id == found.id, BoardLine.mark == mark)
    return s.scalar(lines.order_by(BoardLine.seq.desc()).limit(1))


def named_bytes(choices: Mapping[str, Sequence[str]], channel: str, cast_at: datetime) -> bytes:
    """A named vote in its canonical form, which the board's digest is made from."""
    return board.canonical([{key: sorted(codes) for key, codes in choices.items()}, channel, _moment(cast_at)])


# --- before counting --------------------------------------------------------------------------------------------


def deed_findings(s: Session, ring: KeyRing, found: Consultation) -> tuple[Finding, ...]:
    """Findings for columns and evidence that differ from the deed, and one if LINLI_KEYS knows that it was counted.

    Raises Unavailable without the folder.
    """
    known = _deed(ring, found)
    names = deed.changed_fields(known, found)
    if _evidence(s, found) != known.get("evidence"):
        names.append("evidence")
    already = [Finding(FindingCode.NOT_COUNTED_HERE)] if ring.has(found.id, COUNTED) else []
    return (*([Finding(FindingCode.FIXED, len(names), facts=tuple(names))] if names else ()), *already)


def check_before_counting(s: Session, ring: KeyRing, found: Consultation) -> Examined:
    """Check deed, roll, board and ballots before counting. Changes nothing. Raises Unavailable without the folder."""
    findings = deed_findings(s, ring, found)
    if findings:
        return Examined(findings)  # the other checks rely on these facts
    private = _private(ring, found) if found.secrecy == Secrecy.SECRET else None
    look = _Look(s, ring, found, _deed(ring, found), private)
    return Examined(tuple(look.all()), tuple(look.ballots))


@dataclass
class _Look:
    """One check of a vote: the roll, the board, the ballots. `all` gives the findings and fills `ballots`."""

    s: Session
    ring: KeyRing
    found: Consultation
    fixed: Mapping[str, Any]
    private: bytes | None
    ballots: list[Choices | None] = field(default_factory=list)

    def all(self) -> Iterator[Finding]:
        self.key = board.board_key(self.private) if self.private else bytes.fromhex(self.fixed["board_key"])
        whole = self.s.scalars(sa.select(RollEntry).where(RollEntry.consultation_id == self.found.id))
        self.entries = {entry.id: entry for entry in whole}
        yield from self._roll()
        yield from self._board()
        yield from _grouped(self._urn() if self.private else self._named())
        opened = sa.select(sa.func.count()).select_from(OpenedBallot)
        already = self.s.scalar(opened.where(OpenedBallot.consultation_id == self.found.id)) or 0
        if already:
            yield Finding(FindingCode.OPENED_ALREADY, already)

    def _roll(self) -> Iterator[Finding]:
        rows = list(self.entries.values())
        changed = sorted(entry.line for entry in rows if _voice(self.key, entry) != entry.seal)
        if changed:
            yield Finding(FindingCode.ROLL_CHANGED, len(changed), tuple(changed))
        area = sum((entry.area or Decimal(0) for entry in rows), Decimal(0))
        fits = self.found.roll_area is None or self.found.roll_area == area
        if len(rows) != self.found.roll_count or not fits:
            yield Finding(FindingCode.ROLL_SHORT, abs(len(rows) - (self.found.roll_count or 0)))
        entries = (roll.Entry(e.line, e.name, e.phone, e.household, e.unit, e.area) for e in rows)
        again = roll.fingerprint(entries, bytes.fromhex(self.found.roll_salt))
        if not changed and deed.hash_value(again) != self.fixed["fields"]["roll_hash"]:
            yield Finding(FindingCode.ROLL_HASH)

    def _board(self) -> Iterator[Finding]:
        query = sa.select(BoardLine).where(BoardLine.consultation_id == self.found.id).order_by(BoardLine.seq)
        self.lines = [board.Line(r.seq, r.mark, r.digest, r.head, r.seal) for r in self.s.scalars(query)]
        begin = board.initial_head(self.found.id, self.found.roll_hash)
        broken = list(board.broken_rows(self.key, begin, self.lines))
        if broken:
            yield Finding(FindingCode.BOARD_BROKEN, len(broken), tuple(broken))
        try:
            seq, head = self.ring.read_head(self.found.id)
        except FileMissing:
            raise Unavailable("LINLI_KEYS 里的文件不全（收票记录到哪里），不能开票，请联系运维") from None
        if seq > len(self.lines):
            yield Finding(FindingCode.BOARD_SHORT, seq - len(self.lines))
        elif not broken and (self.lines[seq - 1].head if seq else begin) != head:
            yield Finding(FindingCode.BOARD_BROKEN, lines=(seq,))

    def _taken(self) -> tuple[dict[int, list[str]], int]:
        """(roll entry → digests of its board rows, in order; how many rows belong to no entry of the roll)."""
        of = {board.mark(self.key, entry_id): entry_id for entry_id in self.entries}
        taken: dict[int, list[str]] = {}
        for line in self.lines:
            if line.mark in of:
                taken.setdefault(of[line.mark], []).append(line.digest)
        return taken, sum(1 for line in self.lines if line.mark not in of)

    def _urn(self) -> Iterator[tuple[FindingCode, int]]:
        assert self.private is not None
        taken, strangers = self._taken()
        yield from ((FindingCode.STRANGER, 0) for _ in range(strangers))
        questions, nonces, seen = questions_from(self.found.questions), Counter[str](), set[int]()
        rows = sa.select(Envelope.roll_entry_id, Envelope.sealed).where(Envelope.consultation_id == self.found.id)
        for entry_id, sealed in self.s.execute(rows):
            seen.add(entry_id)
            wrong, opened = self._envelope(entry_id, sealed, taken, questions)
            if wrong is not None:
                yield wrong, self._line(entry_id)
            if opened is not None:
                nonces[opened.nonce] += 1
                self.ballots.append(opened.choices)
        yield from ((FindingCode.REPEATED, 0) for times in nonces.values() if times > 1)
        yield from self._totals(taken, seen)

    def _envelope(
        self, entry_id: int, sealed: bytes | None, taken: Mapping[int, list[str]], questions: Sequence[Question]
    ) -> tuple[FindingCode | None, urn.Opened | None]:
        assert self.private is not None
        if entry_id not in self.entries:
            return FindingCode.OFF_ROLL, None
        if sealed is None:
            return FindingCode.EMPTIED, None
        try:
            opened = urn.open_envelope(bytes(sealed), self.private, questions)
        except urn.ForeignEnvelope:
            return FindingCode.UNREADABLE, None
        if opened.binding != urn.Binding(self.found.id, entry_id):
            return FindingCode.MISPLACED, opened
        return self._against_board(entry_id, bytes(sealed), taken), opened

    def _against_board(self, entry_id: int, ballot: bytes, taken: Mapping[int, list[str]]) -> FindingCode | None:
        if entry_id not in taken:
            return FindingCode.NOT_TAKEN
        return None if taken[entry_id][-1] == board.digest(self.key, entry_id, ballot) else FindingCode.CHANGED

    def _named(self) -> Iterator[tuple[FindingCode, int]]:
        taken, strangers = self._taken()
        yield from ((FindingCode.STRANGER, 0) for _ in range(strangers))
        seen = set[int]()
        for row in self.s.scalars(sa.select(NamedBallot).where(NamedBallot.consultation_id == self.found.id)):
            seen.add(row.roll_entry_id)
            if row.roll_entry_id not in self.entries:
                yield FindingCode.OFF_ROLL, 0
                continue
            wrong = self._against_board(row.roll_entry_id, named_bytes(row.choices, row.channel, row.cast_at), taken)
            if wrong is not None:
                yield wrong, self._line(row.roll_entry_id)
        traces: dict[int, Counter[str]] = {}
        mine = sa.select(NamedBallotTrace).where(NamedBallotTrace.roll_entry_id.in_(self._ids()))
        for trace in self.s.scalars(mine):
            ballot = named_bytes(trace.choices, trace.channel, trace.cast_at)
            digest = board.digest(self.key, trace.roll_entry_id, ballot)
            traces.setdefault(trace.roll_entry_id, Counter())[digest] += 1
        for entry_id in self.entries:
            if Counter(taken.get(entry_id, [])[:-1]) != traces.get(entry_id, Counter()):
                yield FindingCode.TRACE, self._line(entry_id)
        yield from self._totals(taken, seen)

    def _ids(self) -> sa.Select[Any]:
        return sa.select(RollEntry.id).where(RollEntry.consultation_id == self.found.id)

    def _totals(self, taken: Iterable[int], seen: set[int]) -> Iterator[tuple[FindingCode, int]]:
        yield from ((FindingCode.MISSING, self._line(entry_id)) for entry_id in taken if entry_id not in seen)
        yield from ((FindingCode.TOO_MANY, 0) for _ in range(len(seen) - (self.found.roll_count or 0)))

    def _line(self, entry_id: int) -> int:
        found = self.entries.get(entry_id)
        return found.line if found else 0


def _grouped(found: Iterable[tuple[FindingCode, int]]) -> Iterator[Finding]:
    groups: dict[FindingCode, list[int]] = {}
    for code, line in found:
        groups.setdefault(code, []).append(line)
    for code, lines in groups.items():
        yield Finding(code, len(lines), tuple(sorted(line for line in lines if line)))


# --- after counting ---------------------------------------------------------------------------------------------


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
    fixed = _deed(ring, found)
    same = not deed.changed_fields(fixed, found) and _evidence(s, found) == fixed.get("evidence")
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
            facts = [ballot.roll_entry_id, ballot.choices, ballot.channel, _moment(ballot.cast_at), str(area)]
            total.update(board.canonical(facts) + b"\n")
    head = sa.select(BoardLine.head).where(BoardLine.consultation_id == found.id)
    return {
        "result": deed.hash_value(found.result),
        "closed_at": deed.hash_value(found.closed_at),
        "shared_phones": found.shared_phones,
        "ballots": total.hexdigest(),
        "head": s.scalar(head.order_by(BoardLine.seq.desc()).limit(1)),
    }


# --- within -----------------------------------------------------------------------------------------------------


def _deed(ring: KeyRing, found: Consultation) -> dict[str, Any]:
    try:
        return ring.get(found.id, DEED)
    except FileMissing:
        log.error("consultation %s: no deed in LINLI_KEYS", found.id)
        raise Unavailable("票箱的钥匙和封定书不在（LINLI_KEYS），现在不能收票，也不能开票，请联系运维") from None


def _private(ring: KeyRing, found: Consultation) -> bytes:
    assert found.public_key is not None
    try:
        return ring.read(found.id, found.public_key)
    except KeyMissing:
        raise Unavailable("票箱的钥匙不在（LINLI_KEYS），现在不能收票，也不能开票，请联系运维") from None


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()
