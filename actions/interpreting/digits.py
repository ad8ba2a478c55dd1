"""Digits however they are written or spoken: 六〇一 is 601, 幺三八 is 138. Pure."""

from __future__ import annotations

import re

_SPOKEN = str.maketrans(
    "〇零幺壹一二两贰三叁四肆五伍六陆七柒八捌九玖０１２３４５６７８９", "00111222334455667788990123456789"
)
_CHARACTERS = str.maketrans("0123456789", "零一二三四五六七八九")
_TENS = re.compile("(?P<tens>[^十]?)十(?P<ones>[^十]?)")
DIGIT = re.compile("[0-9０-９〇零幺壹一二两贰三叁四肆五伍六陆七柒八捌九玖]").pattern
"""One digit, in any of its spellings."""


def in_digits(text: str) -> str:
    """The text with every numeral of a single digit as that digit, of the same length: 六〇一室 is 601室; within words, too (一起 is 1起)."""
    return text.translate(_SPOKEN)


def numeral_in_digits(words: str) -> str:
    """A numeral up to 99, or one said digit by digit, in digits: 三十九 is 39, 六〇一 is 601; any other (十十) keeps its 十."""
    found = _TENS.fullmatch(words)
    if found is None:
        return in_digits(words)
    return (in_digits(found["tens"]) or "1") + (in_digits(found["ones"]) or "0")


def in_characters(number: str) -> str:
    """The digits of a number one by one in Chinese: 六零一 of 601."""
    return number.translate(_CHARACTERS)
