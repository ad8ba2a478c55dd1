"""A photo from outside: what it is is read off its bytes, it is decoded in bounded memory and written anew without metadata."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.errors import Invalid, TooLarge

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000  # a phone's 48-megapixel photo passes; a bomb of 1 GB does not
LONGEST_SIDE = 2048
_FORMATS = ("JPEG", "PNG", "WEBP")


def renewed(data: bytes) -> bytes:
    """The photo as a fresh JPEG of at most 2,048 pixels a side: no place, no camera, nothing hidden behind it.

    Raises TooLarge (bytes), Invalid (not a photo that can be opened, or too many pixels).
    """
    if len(data) > MOST_BYTES:
        raise TooLarge("照片太大了，请换一张小一点的（10 MB 以内）")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as photo:
                return _written_anew(photo)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise Invalid("这不是能打开的照片，请发 JPG、PNG 或 WebP 格式的照片", field="file") from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, KeyError, IndexError, TypeError):
        raise Invalid("这张照片坏了，打不开，请换一张", field="file") from None


def _written_anew(photo: Image.Image) -> bytes:
    if photo.width * photo.height > MOST_PIXELS:
        raise _too_many_pixels()
    photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG: decode small at once
    photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(photo)
    plain = Image.new("RGB", upright.size, "white")
    if upright.mode in ("RGBA", "LA", "PA", "P"):
        seen = upright.convert("RGBA")
        plain.paste(seen, mask=seen.getchannel("A"))
    else:
        plain.paste(upright.convert("RGB"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85, optimize=False)
    return out.getvalue()


def _too_many_pixels() -> Invalid:
    return Invalid("照片的尺寸太大了，请换一张小一点的", field="file")
