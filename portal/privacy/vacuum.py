"""Rewrite the SQLite file after blanking, because free pages keep copies of the old words. A mark file requests it."""

from __future__ import annotations

from pathlib import Path

from portal.storage.parts import Parts

SMALL = 64 * 1024 * 1024  # bytes: up to this size it is rewritten at the next round, a larger file waits for the night
NIGHT = range(18, 21)  # hours in UTC: from 2 to 5 o'clock in Shanghai


def request_rewrite(parts: Parts) -> None:
    """Ask the worker to rewrite the file: something was blanked."""
    mark = _mark(parts)
    mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.touch(mode=0o600)


def rewrite_if_requested(parts: Parts) -> int:
    """The worker's job: rewrite the file if requested, a large one only at NIGHT. Returns 0: it counts no rows."""
    mark = _mark(parts)
    if not mark.exists() or (parts.db.size() > SMALL and parts.clock.now().hour not in NIGHT):
        return 0
    if parts.db.rewrite_file():
        mark.unlink(missing_ok=True)
    return 0


def _mark(parts: Parts) -> Path:
    return parts.settings.home / "run" / "rewrite"
