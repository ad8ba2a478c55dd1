"""Adds a row to the board (`board`) for each accepted ballot; keeps number and head of the newest one in `LINLI_KEYS`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import board
from portal.consultations.ballots.opening_record import DataMismatch, OpenVoteKeys, entry_seal, log
from portal.consultations.models import BoardLine, Consultation, RollEntry
from portal.storage.db import after_commit

_LOCK = 7311847  # any number: with the consultation's id, PostgreSQL's lock for one writer of a board at a time


def add_to_board(
    s: Session, vote_keys: OpenVoteKeys, consultation: Consultation, entry: RollEntry, ballot: bytes
) -> str:
    """Add a row to the board for an accepted ballot; returns the new head (hex), for the voter's receipt.

    Raises DataMismatch if the roll entry was changed since the roll was frozen, or is of another consultation.
    """
    if entry.consultation_id != consultation.id or entry_seal(vote_keys.board_key, entry) != entry.seal:
        log.error("consultation %s: a roll entry is not as it was frozen", consultation.id)
        raise DataMismatch("名册上这一行和封定时不一样，先不能投。请告诉监票人")
    if s.get_bind().dialect.name != "sqlite":
        s.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK, consultation.id)))
    newest = sa.select(BoardLine.seq, BoardLine.head).where(BoardLine.consultation_id == consultation.id)
    last = s.execute(newest.order_by(BoardLine.seq.desc()).limit(1)).first()
    seq, before = (last.seq, last.head) if last else (0, board.initial_head(consultation.id, consultation.roll_hash))
    marked = board.mark(vote_keys.board_key, entry.id)
    made = board.board_line(
        vote_keys.board_key, seq + 1, before, marked, board.digest(vote_keys.board_key, entry.id, ballot)
    )
    s.execute(sa.insert(BoardLine), {"consultation_id": consultation.id, **vars(made)})
    consultation_id = consultation.id
    # Written after the commit: a kill in between leaves the file one ballot behind, until the next ballot.
    after_commit(s, lambda: vote_keys.ring.advance_head(consultation_id, made.seq, made.head))
    return made.head


def head_of(s: Session, vote_keys: OpenVoteKeys, consultation: Consultation, entry: RollEntry) -> str | None:
    """The head of an entry's newest board row, as on its last receipt; None if the entry has not voted."""
    mark = board.mark(vote_keys.board_key, entry.id)
    lines = sa.select(BoardLine.head).where(BoardLine.consultation_id == consultation.id, BoardLine.mark == mark)
    return s.scalar(lines.order_by(BoardLine.seq.desc()).limit(1))


def named_vote_bytes(choices: Mapping[str, Sequence[str]], channel: str, cast_at: datetime) -> bytes:
    """A named vote in its canonical form, from which the board's digest is made."""
    return board.canonical([{key: sorted(codes) for key, codes in choices.items()}, channel, canonical_moment(cast_at)])


def canonical_moment(value: datetime) -> str:
    """The time in ISO 8601, in UTC."""
    return value.astimezone(UTC).isoformat()
