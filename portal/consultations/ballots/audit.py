"""Checks deed, roll, board and ballots before any ballot is counted.

If anything does not agree with `LINLI_KEYS` or within the database, it is reported and nothing is counted. The program
repairs nothing: people decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import board, deed, urn
from portal.consultations.ballots.board_rows import named_vote_bytes
from portal.consultations.ballots.keys import FileMissing, KeyRing
from portal.consultations.ballots.opening_record import (
    entry_of_row,
    entry_seal,
    evidence_hash,
    has_ended,
    private_key_of,
    read_deed,
)
from portal.consultations.ballots.tally import Choices, Question, questions_from
from portal.consultations.law import roll
from portal.consultations.law.template import Secrecy
from portal.consultations.models import (
    BoardLine,
    Consultation,
    Envelope,
    NamedBallot,
    NamedBallotTrace,
    OpenedBallot,
    RollEntry,
)
from portal.kernel.errors import Unavailable

MOST_LINES = 20  # lines of one finding that the event log lists


class FindingCode(StrEnum):
    """What does not agree with LINLI_KEYS, or within the database; `label` says in Chinese what each code means."""

    FIXED = "fixed"  # something fixed at opening has been changed since
    ROLL_CHANGED = "roll_changed"  # an entry was changed, or added after the roll was frozen
    ROLL_SHORT = "roll_short"  # number of entries, or area, is not that of the frozen roll
    ROLL_HASH = "roll_hash"  # the roll's fingerprint differs from the frozen one
    BOARD_BROKEN = "board_broken"  # a row does not follow from the one before or was not written with the key, or the newest in LINLI_KEYS differs
    BOARD_SHORT = "board_short"  # fewer rows than LINLI_KEYS says
    STRANGER = "stranger"  # a row of the board belongs to nobody on the roll
    OFF_ROLL = "off_roll"  # a ballot belongs to nobody on this roll
    MISSING = "missing"  # the board has a row for a ballot that is not stored
    EMPTIED = "emptied"  # an envelope without content
    NOT_TAKEN = "not_taken"  # a ballot for which the board has no row
    CHANGED = "changed"  # not the ballot that the board took last
    MISPLACED = "misplaced"  # an envelope made for another entry or consultation
    REPEATED = "repeated"  # an envelope is a copy of another (they share a nonce)
    UNREADABLE = "unreadable"  # an envelope that cannot be opened
    TRACE = "trace"  # replaced named votes do not agree with the board
    TOO_MANY = "too_many"  # more entries have voted than the roll has
    OPENED_ALREADY = "opened_already"  # ballots are stored as opened before this vote was counted
    NOT_COUNTED_HERE = "not_counted_here"  # state or result does not fit what LINLI_KEYS has of its end

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
    """One kind of disagreement. `count`: how many entries, ballots, board rows or fixed facts it concerns.

    For ROLL_SHORT, `count` is the difference in entries (0 if only the area differs); for REPEATED, how many nonces are shared.
    `lines`: line numbers of the roll or, for BOARD_BROKEN, numbers of board rows. `facts`: for FIXED, the changed columns of
    Consultation, and `evidence`.
    """

    code: FindingCode
    count: int = 1
    lines: tuple[int, ...] = ()
    facts: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The finding for the event log: codes, numbers and names of columns only, at most MOST_LINES lines."""
        return {
            "code": str(self.code),
            "count": self.count,
            "lines": list(self.lines[:MOST_LINES]),
            "facts": list(self.facts),
        }


@dataclass(frozen=True)
class AuditResult:
    """The result of `check_before_counting`; for a secret vote with the opened ballots (None: a void one).

    The ballots are to be counted only if there are no findings.
    """

    findings: tuple[Finding, ...]
    ballots: tuple[Choices | None, ...] = ()


def deed_findings(s: Session, ring: KeyRing, consultation: Consultation) -> tuple[Finding, ...]:
    """Findings for columns and evidence that differ from the deed, and for a vote whose end LINLI_KEYS records.

    Raises Unavailable without the deed.
    """
    known = read_deed(ring, consultation)
    names = deed.changed_fields(known, consultation)
    if evidence_hash(s, consultation) != known.get("evidence"):
        names.append("evidence")
    already = [Finding(FindingCode.NOT_COUNTED_HERE)] if has_ended(ring, consultation) else []
    return (*([Finding(FindingCode.FIXED, len(names), facts=tuple(names))] if names else ()), *already)


def check_before_counting(s: Session, ring: KeyRing, consultation: Consultation) -> AuditResult:
    """Check deed, roll, board and ballots before counting. Changes nothing.

    Raises Unavailable if LINLI_KEYS lacks the deed, the key or the number of the newest row.
    """
    findings = deed_findings(s, ring, consultation)
    if findings:
        return AuditResult(findings)  # the other checks rely on these facts
    private = private_key_of(ring, consultation) if consultation.secrecy == Secrecy.SECRET else None
    check = _Audit(s, ring, consultation, read_deed(ring, consultation), private)
    return AuditResult(tuple(check.run()), tuple(check.ballots))


@dataclass
class _Audit:
    """One check of a vote's roll, board and ballots. `run` yields the findings and fills `ballots`."""

    s: Session
    ring: KeyRing
    consultation: Consultation
    deed: Mapping[str, Any]
    private: bytes | None
    ballots: list[Choices | None] = field(default_factory=list)

    def run(self) -> Iterator[Finding]:
        self.key = board.board_key(self.private) if self.private else bytes.fromhex(self.deed["board_key"])
        whole = self.s.scalars(sa.select(RollEntry).where(RollEntry.consultation_id == self.consultation.id))
        self.entries = {entry.id: entry for entry in whole}
        yield from self._roll()
        yield from self._board()
        yield from _grouped(self._urn() if self.private else self._named())
        opened = sa.select(sa.func.count()).select_from(OpenedBallot)
        already = self.s.scalar(opened.where(OpenedBallot.consultation_id == self.consultation.id)) or 0
        if already:
            yield Finding(FindingCode.OPENED_ALREADY, already)

    def _roll(self) -> Iterator[Finding]:
        rows = list(self.entries.values())
        changed = sorted(entry.line for entry in rows if entry_seal(self.key, entry) != entry.seal)
        if changed:
            yield Finding(FindingCode.ROLL_CHANGED, len(changed), tuple(changed))
        area = sum((entry.area or Decimal(0) for entry in rows), Decimal(0))
        fits = self.consultation.roll_area is None or self.consultation.roll_area == area
        if len(rows) != self.consultation.roll_count or not fits:
            yield Finding(FindingCode.ROLL_SHORT, abs(len(rows) - (self.consultation.roll_count or 0)))
        again = roll.fingerprint(map(entry_of_row, rows), bytes.fromhex(self.consultation.roll_salt))
        if not changed and deed.hash_value(again) != self.deed["fields"]["roll_hash"]:
            yield Finding(FindingCode.ROLL_HASH)

    def _board(self) -> Iterator[Finding]:
        query = sa.select(BoardLine).where(BoardLine.consultation_id == self.consultation.id).order_by(BoardLine.seq)
        self.lines = [board.Line(r.seq, r.mark, r.digest, r.head, r.seal) for r in self.s.scalars(query)]
        begin = board.initial_head(self.consultation.id, self.consultation.roll_hash)
        broken = list(board.broken_rows(self.key, begin, self.lines))
        if broken:
            yield Finding(FindingCode.BOARD_BROKEN, len(broken), tuple(broken))
        try:
            seq, head = self.ring.read_head(self.consultation.id)
        except FileMissing:
            raise Unavailable("LINLI_KEYS 里的文件不全（收票记录到哪里），不能开票，请联系运维") from None
        if seq > len(self.lines):
            yield Finding(FindingCode.BOARD_SHORT, seq - len(self.lines))
        elif not broken and (self.lines[seq - 1].head if seq else begin) != head:
            yield Finding(FindingCode.BOARD_BROKEN, lines=(seq,))

    def _taken(self) -> tuple[dict[int, list[str]], int]:
        """(roll entry's id → digests of its board rows, in order; how many rows belong to no entry of the roll)."""
        entry_of_mark = {board.mark(self.key, entry_id): entry_id for entry_id in self.entries}
        taken: dict[int, list[str]] = {}
        for line in self.lines:
            if line.mark in entry_of_mark:
                taken.setdefault(entry_of_mark[line.mark], []).append(line.digest)
        return taken, sum(1 for line in self.lines if line.mark not in entry_of_mark)

    def _urn(self) -> Iterator[tuple[FindingCode, int]]:
        """What disagrees in the urn, as (code, line of the roll or 0); collects the ballots of the envelopes that it opens."""
        assert self.private is not None
        taken, strangers = self._taken()
        yield from ((FindingCode.STRANGER, 0) for _ in range(strangers))
        questions, nonces, seen = questions_from(self.consultation.questions), Counter[str](), set[int]()
        rows = sa.select(Envelope.roll_entry_id, Envelope.sealed).where(
            Envelope.consultation_id == self.consultation.id
        )
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
        """(what is wrong with this envelope, or None; the envelope opened, or None if it was not)."""
        assert self.private is not None
        if entry_id not in self.entries:
            return FindingCode.OFF_ROLL, None
        if sealed is None:
            return FindingCode.EMPTIED, None
        try:
            opened = urn.open_envelope(bytes(sealed), self.private, questions)
        except urn.ForeignEnvelope:
            return FindingCode.UNREADABLE, None
        if opened.binding != urn.Binding(self.consultation.id, entry_id):
            return FindingCode.MISPLACED, opened
        return self._against_board(entry_id, bytes(sealed), taken), opened

    def _against_board(self, entry_id: int, ballot: bytes, taken: Mapping[int, list[str]]) -> FindingCode | None:
        if entry_id not in taken:
            return FindingCode.NOT_TAKEN
        return None if taken[entry_id][-1] == board.digest(self.key, entry_id, ballot) else FindingCode.CHANGED

    def _named(self) -> Iterator[tuple[FindingCode, int]]:
        """What disagrees among the named votes and their traces, as (code, line of the roll or 0)."""
        taken, strangers = self._taken()
        yield from ((FindingCode.STRANGER, 0) for _ in range(strangers))
        seen = set[int]()
        for row in self.s.scalars(sa.select(NamedBallot).where(NamedBallot.consultation_id == self.consultation.id)):
            seen.add(row.roll_entry_id)
            if row.roll_entry_id not in self.entries:
                yield FindingCode.OFF_ROLL, 0
                continue
            wrong = self._against_board(
                row.roll_entry_id, named_vote_bytes(row.choices, row.channel, row.cast_at), taken
            )
            if wrong is not None:
                yield wrong, self._line(row.roll_entry_id)
        traces: dict[int, Counter[str]] = {}
        own_traces = sa.select(NamedBallotTrace).where(NamedBallotTrace.roll_entry_id.in_(self._ids()))
        for trace in self.s.scalars(own_traces):
            ballot = named_vote_bytes(trace.choices, trace.channel, trace.cast_at)
            digest = board.digest(self.key, trace.roll_entry_id, ballot)
            traces.setdefault(trace.roll_entry_id, Counter())[digest] += 1
        for entry_id in self.entries:
            if Counter(taken.get(entry_id, [])[:-1]) != traces.get(entry_id, Counter()):
                yield FindingCode.TRACE, self._line(entry_id)
        yield from self._totals(taken, seen)

    def _ids(self) -> sa.Select[Any]:
        return sa.select(RollEntry.id).where(RollEntry.consultation_id == self.consultation.id)

    def _totals(self, taken: Iterable[int], seen: set[int]) -> Iterator[tuple[FindingCode, int]]:
        """`taken`: the entries that have a row of the board; `seen`: those that have a ballot. As `_urn`."""
        yield from ((FindingCode.MISSING, self._line(entry_id)) for entry_id in taken if entry_id not in seen)
        yield from ((FindingCode.TOO_MANY, 0) for _ in range(len(seen) - (self.consultation.roll_count or 0)))

    def _line(self, entry_id: int) -> int:
        found = self.entries.get(entry_id)
        return found.line if found else 0


def _grouped(found: Iterable[tuple[FindingCode, int]]) -> Iterator[Finding]:
    """One finding for each code, from (code, line of the roll or 0)."""
    groups: dict[FindingCode, list[int]] = {}
    for code, line in found:
        groups.setdefault(code, []).append(line)
    for code, lines in groups.items():
        yield Finding(code, len(lines), tuple(sorted(line for line in lines if line)))
