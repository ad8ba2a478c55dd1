"""Find words of a list in a text. Pure: linear in the text's length, whatever it holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_UNSEEN = frozenset({"Cf", "Mn", "Me", "Zs", "So", "Sk"})
_BETWEEN = frozenset("\t·_*/|-")
GAP = 6  # characters that "…" in a word stands for, at most


def closed_up(text: str) -> str:
    """The text without what may stand between its characters and says nothing: blanks, format characters, faces."""
    return "".join(one for one in text if one not in _BETWEEN and unicodedata.category(one) not in _UNSEEN)


class Words:
    """A list of words, the longest first; `…` in one stands for a few characters of the same clause."""

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted({word for word in words if word}, key=len, reverse=True)
        pattern = "|".join(
            rf"[^，,。！？!?；;\n]{{0,{GAP}}}?".join(map(re.escape, word.split("…"))) for word in ordered
        )
        self._pattern = re.compile(pattern) if pattern else None

    def find(self, text: str) -> list[tuple[int, int]]:
        """(start, end) of each, in order, none overlapping."""
        return [match.span() for match in self._pattern.finditer(text)] if self._pattern else []

    def without(self, text: str) -> str:
        """The text with each of them blanked, places kept."""
        return self._pattern.sub(lambda match: "　" * len(match.group()), text) if self._pattern else text
