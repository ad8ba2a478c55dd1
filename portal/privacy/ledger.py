"""The ledger of erasures: a file outside LINLI_HOME and every backup, so that a restored backup is erased again.

One JSON line per erasure: contact points' ids with the moment they were made, and keyed hashes of their addresses; no
address, no name. Each line holds the hash of the line before, so that none but the last ones can be removed unnoticed.
Lines are only appended. `Ledger` ignores an incomplete last line, of a write that was cut off, and removes it before the
next write.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

START = "0" * 64  # stands for the hash of the line before the first


class BrokenLedger(Exception):
    """The ledger's lines or their hashes do not fit together; the message names the line."""


@dataclass(frozen=True)
class Entry:
    """One erasure. `entry`: its random id, in hex; `at`: when.

    `points`: (id, ISO 8601 created_at) of contact points; `keys`: keyed hashes of their addresses.
    """

    entry: str
    at: datetime
    points: tuple[tuple[int, str], ...]
    keys: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "entry": self.entry,
            "at": self.at.isoformat(),
            "points": [*map(list, self.points)],
            "keys": [*self.keys],
        }


class Ledger:
    """The ledger in the file at `path`, which need not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> list[Entry]:
        """All entries, in the order in which they were added. Raises BrokenLedger, OSError."""
        return read_ledger(self.path.read_bytes(), str(self.path)) if self.path.exists() else []

    def add(self, *found: Entry) -> int:
        """Append those entries that the ledger does not hold yet and sync them to disk; returns how many.

        Raises BrokenLedger, OSError.
        """
        with self._locked() as descriptor:
            known = list(_lines(_complete_lines(descriptor), str(self.path)))
            there = {entry.entry for entry, _ in known}
            head = known[-1][1] if known else START
            added = 0
            for entry in found:
                if entry.entry in there:
                    continue
                line, head = _line(entry, head)
                os.write(descriptor, line)
                there.add(entry.entry)
                added += 1
            if added:
                os.fsync(descriptor)
            return added

    def missing(self, others: Iterable[Entry]) -> list[Entry]:
        """Those of `others` that this ledger does not hold. Raises BrokenLedger, OSError."""
        there = {entry.entry for entry in self.entries()}
        return [entry for entry in others if entry.entry not in there]

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)


def read_ledger(data: bytes, where: str) -> list[Entry]:
    """Parse the bytes of a ledger, up to its last line break; `where` names it in errors. Raises BrokenLedger."""
    return [entry for entry, _ in _lines(data[: data.rfind(b"\n") + 1], where)]


def _lines(data: bytes, where: str) -> Iterator[tuple[Entry, str]]:
    """(entry, hash) of each line. Raises BrokenLedger."""
    before = START
    for number, line in enumerate(data.splitlines(), start=1):
        entry, before = _entry(line, before, f"{where} line {number}")
        yield entry, before


def _entry(line: bytes, before: str, where: str) -> tuple[Entry, str]:
    """(the entry of a line, the line's hash); `before`: the hash of the line before. Raises BrokenLedger."""
    try:
        fields = json.loads(line)
        entry = Entry(
            str(fields["entry"]),
            datetime.fromisoformat(fields["at"]),
            tuple((int(one), str(made)) for one, made in fields["points"]),
            tuple(str(key) for key in fields["keys"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenLedger(f"{where}: not an entry") from error
    expected, head = _line(entry, before)
    if line + b"\n" != expected:
        raise BrokenLedger(f"{where}: it does not follow the line before")
    return entry, head


def _complete_lines(descriptor: int) -> bytes:
    """Read the complete lines of an open ledger, and cut an incomplete last line off the file."""
    size = os.fstat(descriptor).st_size
    data = os.pread(descriptor, size, 0)
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < size:
        os.ftruncate(descriptor, len(whole))
    return whole


def _line(entry: Entry, before: str) -> tuple[bytes, str]:
    """(the entry's line, its hash, which the next line holds); `before`: the hash of the line before."""
    fields = entry.as_dict() | {"before": before}
    head = hashlib.sha256(_json_bytes(fields)).hexdigest()
    return _json_bytes(fields | {"hash": head}) + b"\n", head


def _json_bytes(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()


def merge_entries(*ledgers: Sequence[Entry]) -> list[Entry]:
    """The entries of several ledgers, each once, oldest first."""
    found = {entry.entry: entry for ledger in ledgers for entry in ledger}
    return sorted(found.values(), key=lambda entry: (entry.at, entry.entry))
