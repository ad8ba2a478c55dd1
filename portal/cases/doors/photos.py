"""Store the photos that come with a form."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.datastructures import FileStorage

from portal.cases.rules.form_text import MAX_PHOTOS
from portal.http.photos import reencoded
from portal.kernel.errors import Invalid
from portal.kernel.ports import MediaStore


def store_photos(media: MediaStore, files: Iterable[FileStorage]) -> list[str]:
    """Store the photos, re-encoded as JPEG without metadata, and return their ids. Raises Invalid, TooLarge, TooMany.

    Empty file fields are skipped.
    """
    chosen = [file for file in files if file.filename]
    if len(chosen) > MAX_PHOTOS:
        raise Invalid(f"照片最多 {MAX_PHOTOS} 张")
    return [media.put(reencoded(file.stream), "image/jpeg") for file in chosen]
