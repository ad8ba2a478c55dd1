"""Read the telephone number that a correction gives, in full or by its last digits. Pure."""

from __future__ import annotations

import re

_SPOKEN = str.maketrans("〇零幺一二三四五六七八九两", "0011234567892")
_DIGIT = re.compile(r"[\d〇零幺一二三四五六七八九]").pattern
_BETWEEN_DIGITS = re.compile(rf"(?<={_DIGIT})[\s\-—]+(?={_DIGIT})")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_NAMES_NUMBER = re.compile("电话|手机|号码|尾号|末[尾两三四]|尾[巴数]|[最]?后[两三四几]位|联系")
_LAST_DIGITS = re.compile(r"(?<!\d)\d{2,4}(?!\d)")
_LEAST_DIGITS = 7  # of a known number whose end may be corrected


def in_digits(text: str) -> str:
    """The text with the Chinese numerals of single digits as digits (六〇一 is 601)."""
    return text.translate(_SPOKEN)


def read_number(text: str, known: str) -> str | None:
    """The mobile number in a correction, other than the known one, or that with other last digits (尾号错了，是3407); else None."""
    said = in_digits(_BETWEEN_DIGITS.sub("", text))
    mobiles = [one.group() for one in _MOBILE.finditer(said) if one.group() != known]
    if mobiles:
        return mobiles[-1]
    if len(known) < _LEAST_DIGITS or _NAMES_NUMBER.search(text) is None:
        return None
    ends = [one.group() for one in _LAST_DIGITS.finditer(said) if not known.endswith(one.group())]
    return known[: -len(ends[-1])] + ends[-1] if ends else None
