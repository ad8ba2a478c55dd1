"""The metadata of all tables; importing this module does not make it complete, `metadata` does."""

from __future__ import annotations

import importlib
from pathlib import Path

import sqlalchemy as sa

from portal.storage.db import Base


def metadata() -> sa.MetaData:
    """SQLAlchemy's metadata with every table: imports each `models.py` under `portal` first."""
    portal = Path(__file__).resolve().parent.parent
    for path in sorted(portal.rglob("models.py")):
        importlib.import_module(".".join(("portal", *path.relative_to(portal).with_suffix("").parts)))
    return Base.metadata
