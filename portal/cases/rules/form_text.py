"""Clean and check what people write about a case, in a form or a message."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.kernel.errors import Invalid

MAX_TEXT = 5000  # characters of a message (docs/interfaces.md)
MAX_NOTE = 2000  # characters of a field of a staff form
MAX_PHOTOS = 9  # of one message or form
SHORTEST_SENTENCE = 10  # characters, at least, of a reason that must be a whole sentence
_MEDIA_ID = re.compile(r"(?:wechat:)?[A-Za-z0-9._-]{1,200}\Z")  # wechat:…: a photo still at the vendor
# control characters, marks that turn the direction of writing, and characters of no width but the joiners of emoji
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_JOINERS = "\u200c\u200d \t\n"  # joiners of emoji, and blanks: a text of these alone is empty


def clean_text(text: str, most: int = MAX_NOTE, *, needed: str = "") -> str:
    """The text, trimmed, without control characters (tab and newline stay), direction marks and characters that nobody sees.

    Raises Invalid if it is longer than `most`, or empty though `needed` (the Chinese name of its field).
    """
    text = _UNSAFE.sub("", text).strip()
    text = text if text.strip(_JOINERS) else ""
    if needed and not text:
        raise Invalid(f"请写上{needed}")
    if len(text) > most:
        raise Invalid(f"太长了，最多 {most} 个字，现在有 {len(text)} 个")
    return text


def require_sentence(text: str, needed: str) -> str:
    """The text, cleaned, if long and varied enough for a sentence, else raise Invalid. `needed`: the field's Chinese name."""
    text = clean_text(text, needed=needed)
    letters = {letter for letter in text if letter.isalpha()}
    if len(text) < SHORTEST_SENTENCE or len(letters) < SHORTEST_SENTENCE // 2:
        raise Invalid(f"{needed}要写成一句话，让后来的人看得懂（至少 {SHORTEST_SENTENCE} 个字）")
    return text


def checked_photo_ids(ids: Iterable[str]) -> list[str]:
    """The photo ids, each once. Raises Invalid for more than MAX_PHOTOS or a malformed id."""
    kept = list(dict.fromkeys(ids))
    if len(kept) > MAX_PHOTOS:
        raise Invalid(f"照片最多 {MAX_PHOTOS} 张")
    if not all(_MEDIA_ID.match(one) for one in kept):
        raise Invalid("照片的编号不对，请重新上传")
    return kept
