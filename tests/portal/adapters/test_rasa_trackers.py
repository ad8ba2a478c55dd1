"""Deleting conversations from Rasa's store while somebody reads it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from portal.adapters.rasa_trackers import RasaTrackers

WORDS = "桂花苑3栋的秘密"
AFTER = datetime(2026, 11, 27, tzinfo=UTC)


def test_what_a_reader_kept_in_the_log_is_removed_by_the_next_call(tmp_path: Path) -> None:
    """Though that finds no conversation to delete any more, and comes from another process."""
    path = tmp_path / "tracker.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, timestamp REAL, data TEXT)")
    writer.execute("INSERT INTO events (sender_id, timestamp, data) VALUES ('17.1', 1.0, ?)", (WORDS,))
    writer.commit()
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM events").fetchone()
    trackers = RasaTrackers(f"sqlite:///{path}")
    assert not trackers.forget_ended(AFTER)
    assert trackers.count_ended(AFTER) == 0
    assert any(WORDS.encode() in file.read_bytes() for file in tmp_path.iterdir())
    reader.close()
    assert RasaTrackers(f"sqlite:///{path}").forget_ended(AFTER)
    assert not any(WORDS.encode() in file.read_bytes() for file in tmp_path.iterdir())
    writer.close()
