"""Stores photos in a folder, named by content hash."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from datetime import datetime
from pathlib import Path

_ID = re.compile(r"[0-9a-f]{32}\.(jpg|png|webp)")
_TYPES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


class MediaFolder:
    """One file per photo, named by its hash; written whole or not at all. Implements `ports.MediaStore` for the three _TYPES.

    A photo that is stored again counts as stored now.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes, content_type: str) -> str:
        media_id = f"{hashlib.sha256(data).hexdigest()[:32]}.{_TYPES[content_type]}"
        path = self._folder / media_id
        try:
            os.utime(path)  # the same photo again: retention counts from now
        except FileNotFoundError:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(path, data)
        return media_id

    def _write(self, path: Path, data: bytes) -> None:
        """Write to a temporary name (the same photo may arrive twice at once), sync, and rename."""
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as fresh:
            fresh.write(data)
            fresh.flush()
            os.fsync(fresh.fileno())
        Path(fresh.name).replace(path)
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def remove(self, media_id: str) -> None:
        if _ID.fullmatch(media_id):
            (self._folder / media_id).unlink(missing_ok=True)

    def ids(self, before: datetime) -> list[str]:
        kept = self._folder.iterdir() if self._folder.exists() else ()
        limit = before.timestamp()
        return sorted(path.name for path in kept if _ID.fullmatch(path.name) and path.stat().st_mtime < limit)

    def get(self, media_id: str) -> tuple[bytes, str]:
        path = self._folder / media_id
        if not _ID.fullmatch(media_id) or not path.is_file():
            raise KeyError(media_id)
        ending = media_id.rpartition(".")[2]
        return path.read_bytes(), next(kind for kind, end in _TYPES.items() if end == ending)
