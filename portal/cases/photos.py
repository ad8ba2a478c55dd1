"""Photos that come with a form: looked into, turned upright, made smaller, rid of where and with what they were taken."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable

from PIL import Image, ImageOps, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

from portal.cases.wording import MAX_PHOTOS
from portal.errors import Invalid, TooLarge
from portal.ports import MediaStore

MAX_BYTES = 10 * 1024 * 1024  # interfaces.md
LONGEST_SIDE = 2000
FORMATS = ("JPEG", "PNG", "WEBP")


def keep(media: MediaStore, files: Iterable[FileStorage]) -> list[str]:
    """Keep each; returns their ids. Raises Invalid, TooLarge; a field left empty is passed over."""
    chosen = [file for file in files if file.filename]
    if len(chosen) > MAX_PHOTOS:
        raise Invalid(f"照片最多 {MAX_PHOTOS} 张")
    return [media.put(clean(file.stream.read(MAX_BYTES + 1)), "image/jpeg") for file in chosen]


def clean(data: bytes) -> bytes:
    """The picture as a plain JPEG, at most 2,000 pixels a side, without EXIF (place, time, device)."""
    if len(data) > MAX_BYTES:
        raise TooLarge("照片太大了，请换一张 10 MB 以内的")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid("这张打不开，请换一张 JPG 或 PNG 照片") from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()
