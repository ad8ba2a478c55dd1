"""Imports every room's models, so that the metadata is complete."""

from __future__ import annotations

import importlib
from pathlib import Path

import sqlalchemy as sa

from portal.storage.db import Base


def metadata() -> sa.MetaData:
    """SQLAlchemy's metadata with the tables of all rooms."""
    for path in sorted(Path(__file__).resolve().parent.parent.glob("*/models.py")):
        importlib.import_module(f"portal.{path.parent.name}.models")
    return Base.metadata
