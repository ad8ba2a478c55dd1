"""What somebody who wants to know who chose what may hold: every backup, the file after closing, the order of voting."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = 4096


def image_of(path: Path) -> bytes:
    """A backup of a running SQLite database, as one image (what is still in the log is in it)."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.serialize()


def open_image(image: bytes) -> sqlite3.Connection:
    """Read an image as a database of its own."""
    data = bytearray(image)
    data[18:20] = b"\x01\x01"  # WAL → rollback journal: an image in memory has no log beside it
    connection = sqlite3.connect(":memory:")
    connection.deserialize(bytes(data))
    return connection


@dataclass(frozen=True)
class BallotRow:
    """A row that holds a published ballot, wherever the attacker found it. `place` is how the table stores it."""

    table: str
    place: int
    rowid: int | None
    others: tuple[Any, ...]
    content: str


@dataclass(frozen=True)
class Evidence:
    """`voters`: roll entries' ids in the order in which they voted (the attacker stood at the door).

    `published`: the contents as published. `images`: a backup before the first vote and one after each; `final`: after
    the closing.
    """

    voters: tuple[int, ...]
    published: tuple[str, ...]
    images: tuple[bytes, ...]
    final: bytes

    def ballot_rows(self) -> list[BallotRow]:
        """Every row of the final database that holds a published content."""
        with closing(open_image(self.final)) as connection:
            return list(_rows(connection, set(self.published)))


def _rows(connection: sqlite3.Connection, contents: set[str]) -> Iterator[BallotRow]:
    for table, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        numbered = "WITHOUT ROWID" not in (sql or "").upper()
        query = f'SELECT {"rowid" if numbered else "NULL"}, * FROM "{table}"'
        for place, (rowid, *cells) in enumerate(connection.execute(query)):
            found = [cell for cell in cells if isinstance(cell, str) and cell in contents]
            if found:
                others = tuple(cell for cell in cells if cell != found[0])
                yield BallotRow(table, place, rowid, others, found[0])


def changed_pages(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """The bytes of the pages that differ: what they were, what they are."""
    old, new = [], []
    for start in range(0, max(len(before), len(after)), PAGE):
        was, now = before[start : start + PAGE], after[start : start + PAGE]
        if was != now:
            old.append(was)
            new.append(now)
    return b"".join(old), b"".join(new)


def without_live_rows(image: bytes) -> bytes:
    """The image with every live row zeroed: what is left was deleted by the program and not by the file."""
    with closing(open_image(image)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA foreign_keys=OFF")
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if connection.execute(
                f'SELECT 1 FROM "{table}" LIMIT 1'
            ).fetchone():  # emptying an empty one wipes its page
                connection.execute(f'DELETE FROM "{table}"')
        connection.commit()
        return connection.serialize()
