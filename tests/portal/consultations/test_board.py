"""The board: a chain that anybody can follow and nobody without the key can write."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from portal.consultations.ballots import board

KEY, OTHER = b"k" * 32, b"o" * 32
ROOT = board.initial_head(7, "ab" * 32)


def chain(key: bytes, length: int) -> list[board.Line]:
    lines: list[board.Line] = []
    for seq in range(1, length + 1):
        before = lines[-1].head if lines else ROOT
        digest = board.digest(key, seq, b"ballot")
        lines.append(board.board_line(key, seq, before, board.mark(key, seq), digest))
    return lines


def test_an_honest_chain_is_whole() -> None:
    """Every head follows from the one before; the root binds consultation and roll."""
    lines = chain(KEY, 5)
    assert list(board.broken_rows(KEY, ROOT, lines)) == []
    assert list(board.broken_rows(KEY, board.initial_head(8, "ab" * 32), lines)) == [1]
    assert list(board.broken_rows(KEY, board.initial_head(7, "cd" * 32), lines)) == [1]


@pytest.mark.parametrize("column", ["mark", "digest", "head", "seal", "seq"])
def test_a_line_that_was_edited_is_found(column: str) -> None:
    """Whichever column, whichever place."""
    for place in range(5):
        lines = chain(KEY, 5)
        changed = 99 if column == "seq" else "00" * 32
        lines[place] = replace(lines[place], **{column: changed})
        assert place + 1 in list(board.broken_rows(KEY, ROOT, lines))


def test_a_line_that_is_gone_or_moved_is_found() -> None:
    """From the beginning, the middle; two exchanged. (The end: the file beside the key.)"""
    lines = chain(KEY, 5)
    for wrong in (lines[1:], lines[:2] + lines[3:], [lines[0], lines[2], lines[1], *lines[3:]]):
        assert list(board.broken_rows(KEY, ROOT, wrong)) != []
    assert list(board.broken_rows(KEY, ROOT, lines[:4])) == []


def test_a_line_written_without_the_key_is_found() -> None:
    """The chain itself is followed correctly; the seal is not."""
    lines = chain(KEY, 3)
    forged = board.board_line(OTHER, 4, lines[-1].head, lines[0].mark, lines[0].digest)
    assert list(board.broken_rows(KEY, ROOT, [*lines, forged])) == [4]


def test_heads_are_computed_as_the_documents_say() -> None:
    """docs/record.md, to the byte."""
    (line,) = chain(KEY, 1)
    assert hashlib.sha256(b"linli board 1\n7\n" + b"ab" * 32).hexdigest() == ROOT
    assert line.head == hashlib.sha256(f"{ROOT}\n{line.digest}".encode()).hexdigest()


def test_without_the_key_marks_and_digests_are_nobodys() -> None:
    """Another key, other marks and digests; the same voice has one mark."""
    assert board.mark(KEY, 1) == board.mark(KEY, 1) != board.mark(OTHER, 1)
    assert board.digest(KEY, 1, b"x") != board.digest(KEY, 2, b"x") != board.digest(OTHER, 2, b"x")
