"""The ledger of erasures: added to, chained, never half a line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.privacy.ledger import BrokenLedger, Entry, Ledger, merge_entries, read_ledger


def entry(name: str, day: int = 1) -> Entry:
    return Entry(name, datetime(2026, 11, day, tzinfo=UTC), ((7, "2026-11-01T00:00:00+00:00"),), ("ab" * 32,))


def test_what_is_added_is_read_back_once(tmp_path: Path) -> None:
    """The same entry again adds nothing; the file is its owner's only."""
    ledger = Ledger(tmp_path / "a" / "ledger.jsonl")
    assert ledger.entries() == []
    assert ledger.add(entry("one"), entry("two")) == 2
    assert ledger.add(entry("two"), entry("three")) == 1
    assert [one.entry for one in ledger.entries()] == ["one", "two", "three"]
    assert ledger.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("how", ["left out", "changed", "swapped"])
def test_a_touched_line_is_noticed(tmp_path: Path, how: str) -> None:
    """A line left out, changed or swapped stops whoever reads it; the untouched twin is read."""
    ledger = Ledger(tmp_path / "ledger.jsonl")
    ledger.add(entry("one"), entry("two"), entry("three"))
    lines = ledger.path.read_bytes().splitlines(keepends=True)
    (tmp_path / "twin.jsonl").write_bytes(b"".join(lines))
    touched = {
        "left out": [lines[0], lines[2]],
        "changed": [lines[0], lines[1].replace(b'"two"', b'"TWO"'), lines[2]],
        "swapped": [lines[1], lines[0], lines[2]],
    }[how]
    ledger.path.write_bytes(b"".join(touched))
    with pytest.raises(BrokenLedger):
        ledger.entries()
    with pytest.raises(BrokenLedger):
        ledger.add(entry("four"))
    assert len(Ledger(tmp_path / "twin.jsonl").entries()) == 3


def test_a_torn_end_is_cut_off(tmp_path: Path) -> None:
    """A kill while a line was written: what is whole counts, and the next line follows it."""
    ledger = Ledger(tmp_path / "ledger.jsonl")
    ledger.add(entry("one"))
    with ledger.path.open("ab") as file:
        file.write(b'{"entry": "two", "at"')
    assert [one.entry for one in ledger.entries()] == ["one"]
    ledger.add(entry("three"))
    assert [one.entry for one in ledger.entries()] == ["one", "three"]


def test_a_torn_end_in_a_backup_is_ignored(tmp_path: Path) -> None:
    """A backup takes the bytes as they are; the whole lines before are read."""
    ledger = Ledger(tmp_path / "ledger.jsonl")
    ledger.add(entry("one"))
    whole = ledger.path.read_bytes()
    assert read_ledger(whole + b'{"entry": "x', "backup") == read_ledger(whole, "backup") != []


def test_many_at_once(tmp_path: Path) -> None:
    """Threads that add side by side keep the chain."""
    ledger = Ledger(tmp_path / "ledger.jsonl")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: Ledger(ledger.path).add(entry(f"e{number}")), range(40)))
    assert len(ledger.entries()) == 40


def test_ledgers_are_merged_by_time() -> None:
    """Two copies: each entry once."""
    assert [one.entry for one in merge_entries([entry("b", 2), entry("a", 1)], [entry("b", 2), entry("c", 3)])] == [
        "a",
        "b",
        "c",
    ]
