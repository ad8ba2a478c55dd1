"""Which rooms of the portal differ from what is committed on main: `make check` runs the tests with a database for these only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from devtools.processes import PROJECT, output_of

EVERY = "*"
"""Stands for every room."""
_FOLDERS = ("portal", "tests/portal")
_OF_EVERY = ("data", "contract", "lock")
_SHARED = PurePosixPath("tests")
"""What stands in it beside the folders serves the tests of every room: `databases.py`, `kept_apps.py`."""


def changed_rooms() -> str:
    """The rooms whose code or tests differ from main, or from the last commit if that is main, by blanks; EVERY without git."""
    base = output_of(("git", "merge-base", "HEAD", "main"))
    changed = output_of(("git", "diff", "--name-only", base.strip())) if base else None
    added = output_of(("git", "ls-files", "--others", "--exclude-standard"))
    if changed is None or added is None:
        return EVERY
    return rooms_of([*changed.splitlines(), *added.splitlines()])


def rooms_of(paths: Iterable[str]) -> str:
    """The rooms of these changed paths, by blanks; EVERY if one is of all rooms, or code that belongs to no room with tests of its own."""
    rooms = set()
    for path in map(PurePosixPath, paths):
        if path.parts[0] in _OF_EVERY or path.parent == _SHARED:
            return EVERY
        room = next((path.relative_to(folder).parts[0] for folder in _FOLDERS if path.is_relative_to(folder)), None)
        if room is None:
            continue
        if not (PROJECT / "portal" / room).is_dir() or not (PROJECT / "tests" / "portal" / room).is_dir():
            return EVERY
        rooms.add(room)
    return " ".join(sorted(rooms))
