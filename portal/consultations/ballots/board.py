"""Pure: the board, a chain of hashes over every ballot that was taken, and the marks that bind it to the roll.

A line is made for each accepted ballot, a changed mind too:

- `mark`   keyed by the board's key: whose ballot (equal for the same voice; without the key it is nobody's);
- `digest` keyed: which ballot of whose, to the byte;
- `head`   SHA-256 over the head before and the digest: what a voter's receipt shows, and anybody can follow;
- `seal`   keyed over head and mark: this line was written by a program that had the key.

No moment and no choice stand in it. The key is derived from the ballot key and goes with it, so that after closing the
lines join to nobody; before it, a copy of the database alone tells not even who voted before whom. `docs/voting.md`
has the reasons, `docs/record.md` the bytes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One accepted ballot. All four in hex."""

    seq: int
    mark: str
    digest: str
    head: str
    seal: str


def canonical(value: Any) -> bytes:
    """One form for one value: keys sorted, no blanks."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def key_of(private: bytes) -> bytes:
    """The board's key, from the ballot key."""
    return hmac.new(private, b"linli board 1", hashlib.sha256).digest()


def root(consultation_id: int, roll_hash: str) -> str:
    """The head before the first line: it binds the board to this consultation and this roll."""
    return hashlib.sha256(f"linli board 1\n{consultation_id}\n{roll_hash}".encode()).hexdigest()


def next_head(before: str, digest: str) -> str:
    """SHA-256 over the head before (hex), a line end, and the digest (hex)."""
    return hashlib.sha256(f"{before}\n{digest}".encode()).hexdigest()


def mark(key: bytes, entry_id: int) -> str:
    """A roll entry's pseudonym on this board."""
    return _keyed(key, "mark", entry_id)


def digest(key: bytes, entry_id: int, ballot: bytes) -> str:
    """Stands for one ballot of one entry: the sealed envelope, or the vote by name in its canonical form."""
    return _keyed(key, "ballot", entry_id, hashlib.sha256(ballot).hexdigest())


def line(key: bytes, seq: int, before: str, marked: str, digested: str) -> Line:
    """The next line after the head `before`."""
    head = next_head(before, digested)
    return Line(seq, marked, digested, head, _keyed(key, "line", seq, head, marked))


def voice(key: bytes, entry_id: int, *facts: object) -> str:
    """Seals one entry of the frozen roll, so that an entry that was changed for a moment casts no vote."""
    return _keyed(key, "voice", entry_id, *(None if fact is None else str(fact) for fact in facts))


def broken(key: bytes, begin: str, lines: Iterable[Line]) -> Iterator[int]:
    """Numbers of the places where the chain does not follow or a line was not written with the key."""
    before = begin
    for seq, found in enumerate(lines, start=1):
        if line(key, seq, before, found.mark, found.digest) != found:
            yield seq
        before = found.head


def _keyed(key: bytes, *parts: object) -> str:
    return hmac.new(key, canonical(list(parts)), hashlib.sha256).hexdigest()
