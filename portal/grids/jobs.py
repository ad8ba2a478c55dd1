"""The worker's job that puts a drawing in force on its day; writes the snapshot for the bot."""

from __future__ import annotations

from portal.grids import snapshot, versions
from portal.kernel.time_zone import SHANGHAI
from portal.storage.parts import Parts


def redraw(parts: Parts) -> int:
    """Put today's drawing in force and write the snapshot; 1 if anything changed, else 0."""
    today = parts.clock.now().astimezone(SHANGHAI).date()
    with parts.db.read() as s:
        if not versions.is_behind(s, today):
            return 0
    with parts.db.write() as s:
        versions.put_in_force(s, today)
    write_snapshot(parts)
    return 1


def write_snapshot(parts: Parts) -> None:
    """Write the community's files for the bot, after a commit that changed what they say."""
    with parts.db.read() as s:
        snapshot.write_snapshot(s, parts.settings.community)
