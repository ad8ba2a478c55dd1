"""Pure: the board, a chain of hashes over every accepted ballot, and the marks that bind it to the roll.

Each accepted ballot adds a row (`Line`), also when a voter votes again. Four of its fields are hex:

- `mark`   HMAC of the roll entry's id under the board's key: equal for the same voter, meaningless without the key;
- `digest` HMAC of the roll entry and the ballot's bytes;
- `head`   SHA-256 over the previous head and the digest: the voter's receipt shows it, and anybody can check the chain;
- `seal`   HMAC of number, head and mark: proves that the row was written by a program that had the key.

A row holds no time and no choice. For a secret vote, the board's key is derived from the ballot key and destroyed with
it, so that after closing no row can be linked to a voter; before that, a copy of the database alone does not even show
who voted first. For a vote by name the key is random, and stays in the deed.
`docs/voting.md` has the reasons, `docs/record.md` the bytes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

RECEIPT_BEGINNING = 16  # characters of a head by which a receipt is looked up, too many to be met by chance


@dataclass(frozen=True)
class Line:
    """The board's row for one accepted ballot, as it is stored (`BoardLine`). `seq` counts from 1; all else is hex."""

    seq: int
    mark: str
    digest: str
    head: str
    seal: str


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, as UTF-8: equal values give equal bytes."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def board_key(private: bytes) -> bytes:
    """The board's key (32 bytes) of a secret vote, derived from the private ballot key."""
    return hmac.new(private, b"linli board 1", hashlib.sha256).digest()


def initial_head(consultation_id: int, roll_hash: str) -> str:
    """The head before the first row (hex): binds the board to this consultation and this roll."""
    return hashlib.sha256(f"linli board 1\n{consultation_id}\n{roll_hash}".encode()).hexdigest()


def next_head(before: str, digest: str) -> str:
    """SHA-256 (hex) over the previous head (hex), a newline, and the digest (hex)."""
    return hashlib.sha256(f"{before}\n{digest}".encode()).hexdigest()


def mark(key: bytes, entry_id: int) -> str:
    """A roll entry's pseudonym on this board (hex)."""
    return _keyed(key, "mark", entry_id)


def digest(key: bytes, entry_id: int, ballot: bytes) -> str:
    """HMAC (hex) of one entry's ballot: of the sealed envelope, or of the named vote in its canonical form."""
    return _keyed(key, "ballot", entry_id, hashlib.sha256(ballot).hexdigest())


def board_line(key: bytes, seq: int, before: str, marked: str, digested: str) -> Line:
    """The row that follows the head `before`; `marked` and `digested` are its mark and digest."""
    head = next_head(before, digested)
    return Line(seq, marked, digested, head, _keyed(key, "line", seq, head, marked))


def entry_hmac(key: bytes, entry_id: int, *facts: object) -> str:
    """HMAC (hex) of an entry of the frozen roll (`RollEntry.seal`): an entry that no longer fits it cannot vote."""
    return _keyed(key, "voice", entry_id, *(None if fact is None else str(fact) for fact in facts))


def broken_rows(key: bytes, begin: str, lines: Iterable[Line]) -> Iterator[int]:
    """The numbers of the rows that do not follow from the row before, or were not written with the key."""
    before = begin
    for seq, found in enumerate(lines, start=1):
        if board_line(key, seq, before, found.mark, found.digest) != found:
            yield seq
        before = found.head


def _keyed(key: bytes, *parts: object) -> str:
    return hmac.new(key, canonical(list(parts)), hashlib.sha256).hexdigest()
