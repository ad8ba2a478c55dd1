"""What pages and texts say about the community: from the snapshot, else from the shipped file (SEED), else defaults."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from portal.kernel.config import PROJECT

log = logging.getLogger(__name__)
SEED = PROJECT / "data" / "community" / "community.json"


@dataclass(frozen=True)
class CommunityInfo:
    """What pages and texts say about the community. `retention_years`: how long a case is kept after it ended (`/about`)."""

    name: str = "社区"
    subdistrict: str = ""
    city: str = ""
    phone: str = ""
    hours: str = ""
    retention_years: int = 2


def community(snapshot: Path) -> CommunityInfo:
    """The community as its file now describes it: that in `snapshot` (the folder LINLI_HOME/community), else SEED.

    A file that cannot be read is passed over; what is missing in one has the default.
    """
    for path in (snapshot / "community.json", SEED):
        try:
            return _read(path, path.stat().st_mtime_ns)
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            log.exception("%s cannot be read", path.name)
    return CommunityInfo()


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> CommunityInfo:
    """The file's community. `_changed`: when the file was last changed (ns), so that a new one is read again."""
    values = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(values, dict):
        raise ValueError("not a JSON object")
    known = {field.name for field in fields(CommunityInfo)}
    return CommunityInfo(**{name: value for name, value in values.items() if name in known})
