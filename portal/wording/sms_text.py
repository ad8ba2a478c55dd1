"""How long a text is as SMS, and how to make it fit (pure).

GSM 03.38: 160 septets in one SMS, 153 per part of several. One character outside its alphabet, such as any Chinese one,
makes the whole text UCS-2: 70 units in one SMS, 67 per part. An emoji is two units, which stay in one part.
"""

from __future__ import annotations

import re

_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_TWO = frozenset("\f^{}\\[~]|€")  # these take two septets
_SENTENCE = re.compile(r"[^。！？!?；\n]*[。！？!?；\n]+|[^。！？!?；\n]+\Z")
MORE = "……"  # stands for what was cut off


def units(text: str) -> int:
    """The length in UTF-16 code units, by which providers count Chinese messages."""
    return sum(2 if ord(character) > 0xFFFF else 1 for character in text)


def segments(text: str) -> int:
    """How many SMS the text is sent, and billed, as. The empty text is one."""
    if all(character in _GSM7 or character in _GSM7_TWO for character in text):
        return _parts([2 if character in _GSM7_TWO else 1 for character in text], alone=160, part=153)
    return _parts([2 if ord(character) > 0xFFFF else 1 for character in text], alone=70, part=67)


def _parts(sizes: list[int], *, alone: int, part: int) -> int:
    """How many SMS characters of these sizes take: `alone` is the most in one, `part` in each of several."""
    if sum(sizes) <= alone:
        return 1
    count, left = 1, part
    for size in sizes:
        if size > left:  # a two-unit character is never split: it begins the next part
            count, left = count + 1, part
        left -= size
    return count


def sentences(text: str) -> list[str]:
    """The text cut after the end of each sentence; joined, the parts give the text again."""
    return [found.group() for found in _SENTENCE.finditer(text)]


def fit(text: str, most: int, *, tail: str = "") -> str:
    """The text plus `tail` in at most `most` SMS: cut after a sentence, or within the first if none fits, plus MORE.

    The tail is never cut: one too long for `most` SMS makes more.
    """
    if segments(text + tail) <= most:
        return text + tail
    kept = ""
    for sentence in sentences(text):
        if segments(kept + sentence + MORE + tail) > most:
            break
        kept += sentence
    if not kept:
        kept = _longest_start(text, most, MORE + tail)
    return kept.rstrip("\n") + MORE + tail


def _longest_start(text: str, most: int, tail: str) -> str:
    """The longest start of the text that with `tail` takes at most `most` SMS."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if segments(text[:middle] + tail) <= most:
            low = middle
        else:
            high = middle - 1
    return text[:low]


def chunks(text: str, most_bytes: int) -> list[str]:
    """The text in parts of at most `most_bytes` UTF-8 bytes (WeChat: 2,048), cut at ends of sentences if possible."""
    found: list[str] = []
    part = ""
    for sentence in sentences(text):
        for chunk in _byte_chunks(sentence, most_bytes):
            if part and len((part + chunk).encode()) > most_bytes:
                found.append(part)
                part = ""
            part += chunk
    return [*found, part] if part or not found else found


def _byte_chunks(text: str, most_bytes: int) -> list[str]:
    if len(text.encode()) <= most_bytes:
        return [text]
    found, part, size = [], "", 0
    for character in text:
        weight = len(character.encode())
        if size + weight > most_bytes:
            found.append(part)
            part, size = "", 0
        part, size = part + character, size + weight
    return [*found, part]
