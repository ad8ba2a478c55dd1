"""Store the photos that come with a form, and show a stored one."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from flask import send_file
from werkzeug.datastructures import FileStorage

from portal.cases.rules.form_text import MAX_PHOTOS
from portal.http.current import parts
from portal.http.photos import reencoded
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.ports import MediaStore


def store_photos(media: MediaStore, files: Iterable[FileStorage]) -> list[str]:
    """Store the photos, re-encoded as JPEG without metadata, and return their ids. Raises Invalid, TooLarge, TooMany.

    Empty file fields are skipped.
    """
    chosen = [file for file in files if file.filename]
    if len(chosen) > MAX_PHOTOS:
        raise Invalid(f"照片最多 {MAX_PHOTOS} 张")
    return [media.put(reencoded(file.stream), "image/jpeg") for file in chosen]


def photo_response(media_id: str) -> Any:
    """The response with the stored photo, not to be cached. Checks no access: the caller does. Raises NotFound."""
    try:
        data, content_type = parts().media.get(media_id)
    except KeyError:
        raise NotFound("这张照片已经不在了") from None
    response = send_file(io.BytesIO(data), mimetype=content_type)
    response.headers["Cache-Control"] = "no-store"
    return response
