"""The worker's part of privacy: erasures that are under way, what has come to its end, the file written anew."""

from __future__ import annotations

from portal.channels.jobs import Spaced
from portal.privacy import erasure, retention, vacuum

erase = erasure.go_on
retain_hourly = Spaced(retention.run)
off_rolls_hourly = Spaced(erasure.off_rolls)
orphans_hourly = Spaced(retention.remove_orphans)
rewrite = vacuum.when_asked
