"""What an attacker on secrecy may hold: every backup, the file after closing, the order of voting."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = 4096


def image_of(path: Path) -> bytes:
    """Back up a running SQLite database as one image, including what is still in the write-ahead log."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.serialize()


def open_image(image: bytes) -> sqlite3.Connection:
    """Open an image as a database in memory."""
    data = bytearray(image)
    data[18:20] = b"\x01\x01"  # WAL → rollback journal: an image in memory has no log file
    connection = sqlite3.connect(":memory:")
    connection.deserialize(bytes(data))
    return connection


@dataclass(frozen=True)
class BallotRow:
    """A row with a published ballot, in any table. `place`: its position in the table. `others`: its other columns."""

    table: str
    place: int
    rowid: int | None
    others: tuple[Any, ...]
    content: str


@dataclass(frozen=True)
class Evidence:
    """What an attacker holds. `voters`: ids of the roll entries in the order of voting (as if the attacker had watched the door).

    `published`: the published contents. `images`: a backup before the first vote and one after each vote. `final`: the
    file after closing.
    """

    voters: tuple[int, ...]
    published: tuple[str, ...]
    images: tuple[bytes, ...]
    final: bytes

    def ballot_rows(self) -> list[BallotRow]:
        """Every row of the final database with a published content."""
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
    """The bytes of the pages that differ: (before, after)."""
    old, new = [], []
    for start in range(0, max(len(before), len(after)), PAGE):
        was, now = before[start : start + PAGE], after[start : start + PAGE]
        if was != now:
            old.append(was)
            new.append(now)
    return b"".join(old), b"".join(new)


def without_live_rows(image: bytes) -> bytes:
    """The image with every live row zeroed: contents left were deleted by the program, but not erased from the file."""
    with closing(open_image(image)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA foreign_keys=OFF")
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if connection.execute(
                f'SELECT 1 FROM "{table}" LIMIT 1'
            ).fetchone():  # emptying an empty table would wipe its page
                connection.execute(f'DELETE FROM "{table}"')
        connection.commit()
        return connection.serialize()
