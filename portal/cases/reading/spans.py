"""Find words of a list in a text. Pure; takes time linear in the text's length, whatever it holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Unicode categories: format characters, combining marks, spaces, symbols
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Zs", "So", "Sk"})
# put between letters to hide a word
_BETWEEN = frozenset("\t·_*/|-")
GAP = 6  # characters that "…" in a word matches, at most


def without_gaps(text: str) -> str:
    """The text without spaces, · _ * / | -, format characters, emoji and other symbols (℃), as they are put between letters.

    Line ends stay.
    """
    return "".join(one for one in text if one not in _BETWEEN and unicodedata.category(one) not in _UNSEEN)


class WordList:
    """A list of words to search for, the longest first; `…` in a word matches up to GAP characters of one clause."""

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted({word for word in words if word}, key=len, reverse=True)
        pattern = "|".join(
            rf"[^，,。！？!?；;\n]{{0,{GAP}}}?".join(map(re.escape, word.split("…"))) for word in ordered
        )
        self._pattern = re.compile(pattern) if pattern else None

    def find(self, text: str) -> list[tuple[int, int]]:
        """(start, end) offsets of each match, in order, none overlapping."""
        return [match.span() for match in self._pattern.finditer(text)] if self._pattern else []

    def without(self, text: str) -> str:
        """The text with each match replaced by as many wide blanks, so that offsets stay the same."""
        return self._pattern.sub(lambda match: "　" * len(match.group()), text) if self._pattern else text
