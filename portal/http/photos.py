"""Makes a photo from outside safe: checks the format by its bytes, decodes in bounded memory, drops all metadata.

Every photo goes through here. A process decodes at most two at a time, and few requests may wait for their turn.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.kernel.errors import Invalid, TooLarge, TooMany

MOST_BYTES = 10 * 1024 * 1024  # of a photo as it is uploaded
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 24_000_000, "WEBP": 16_000_000}
"""Per format, by the memory that decoding takes. A phone's 48-megapixel JPEG passes (it is decoded at reduced size)."""
LARGE = 12_000_000  # pixels: a larger photo is decoded alone
LONGEST_SIDE = 2048  # pixels of a photo as it is stored
AT_ONCE = 2  # photos decoded at a time
WAITING = 4  # photos that may wait for their turn, each on a thread of the server
PATIENCE = 20.0  # seconds that a photo waits at most
_FORMATS = tuple(MOST_PIXELS)

warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)  # our own limits are lower


class _DecodingSlots:
    """Two slots for decoding, with a short queue before them; a large photo takes both slots."""

    def __init__(self) -> None:
        self._free = AT_ONCE
        self._change = threading.Condition()
        self._queue = threading.BoundedSemaphore(AT_ONCE + WAITING)

    @contextmanager
    def queue(self) -> Iterator[None]:
        """Join the queue. Raises TooMany when it is full."""
        if not self._queue.acquire(blocking=False):
            raise _busy()
        try:
            yield
        finally:
            self._queue.release()

    @contextmanager
    def slots(self, wanted: int) -> Iterator[None]:
        """Wait for `wanted` of the two slots. Raises TooMany when they do not come free within PATIENCE."""
        with self._change:
            if not self._change.wait_for(lambda: self._free >= wanted, timeout=PATIENCE):
                raise _busy()
            self._free -= wanted
        try:
            yield
        finally:
            with self._change:
                self._free += wanted
                self._change.notify_all()


_slots = _DecodingSlots()


def reencoded(photo: bytes | IO[bytes]) -> bytes:
    """The photo as a new JPEG of at most 2,048 pixels a side, without location, camera or any other metadata.

    Before its turn only a file's header is read. Raises TooLarge (bytes), Invalid (no photo that can be opened, or too
    many pixels), TooMany (too many photos at once).
    """
    file = io.BytesIO(photo) if isinstance(photo, bytes) else photo
    _refuse_size(file)
    with _slots.queue():
        try:
            with Image.open(file, formats=_FORMATS) as opened:
                _refuse_pixels(opened)
                with _slots.slots(_weight(opened)):
                    return _reencode(opened)
        except Image.DecompressionBombError:
            raise _too_many_pixels() from None
        except UnidentifiedImageError:
            raise Invalid("这不是能打开的照片，请发 JPG、PNG 或 WebP 格式的照片", field="file") from None
        except (
            OSError,
            SyntaxError,
            ValueError,
            EOFError,
            MemoryError,
            KeyError,
            IndexError,
            TypeError,
            RecursionError,
        ):
            raise Invalid("这张照片坏了，打不开，请换一张", field="file") from None


def _refuse_pixels(photo: Image.Image) -> None:
    """Raise Invalid for too many pixels, going by the header: nothing is decoded yet."""
    if photo.width * photo.height > MOST_PIXELS.get(photo.format or "", MOST_PIXELS["JPEG"]):
        raise _too_many_pixels()


def _refuse_size(file: IO[bytes]) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > MOST_BYTES:
        raise TooLarge("照片太大了，请换一张小一点的（10 MB 以内）")


def _weight(photo: Image.Image) -> int:
    """How many of the two slots the photo takes: both if it has more than LARGE pixels."""
    return AT_ONCE if photo.width * photo.height > LARGE else 1


def _reencode(photo: Image.Image) -> bytes:
    photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG: decode at reduced size
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
    return Invalid("照片的尺寸太大了，请直接发手机拍的照片，或者缩小一点再发", field="file")


def _busy() -> TooMany:
    return TooMany("现在发照片的人太多，请过一会儿再发一次", retry_after=10)
