"""Make the normal form of a message, and map spans back to the original text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import opencc

from bot.reading.text.homophones import correct_homophones
from bot.reading.text.naming import words_of

LONGEST = 10_000
"""Characters of a message that are read; what follows is not understood."""

PHRASE = 4
"""Characters from which text between spaces is a phrase; shorter text (我 家) is a word with spaces in it."""
_FACE = re.compile(
    r"\[(?:" + "|".join(map(re.escape, words_of("wechat_face"))) + r")\]|/:[a-zA-Z0-9\-~<>()@|*,&']{1,8}"
)
# Line breaks and the tab → what they become.
_BREAKS = {**dict.fromkeys("\r\u2028\u2029\x0b\x0c", "\n"), "\t": " "}
_KEPT_SIGNS = set("+-=<>|~^$°℃%‰￥¥×÷±")
_CHINESE_SIGNS = set("，。？！；：（）、“”‘’《》【】…—")
# Signs of which a run (！！！) becomes one.
_RUNS = set("。！？，、；：,.!?;:~～…—-_*=#·")


@dataclass(frozen=True)
class Normal:
    """A text with simplified characters, half-width letters and digits, Chinese punctuation and no ornament.

    Homophones are corrected in it. `starts[i]`: the position of its character i in the original.
    """

    original: str
    text: str
    starts: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map the normal span [start, end), not empty, to the original span (in code points)."""
        return self.starts[start], self.starts[end - 1] + 1

    def verbatim(self, start: int, end: int) -> str:
        """The original text of the normal span [start, end), not empty."""
        first, last = self.span(start, end)
        return self.original[first:last]


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    """Convert traditional characters to simplified ones, keeping the length."""
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(single if len(single := _converter().convert(char)) == 1 else char for char in text)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@lru_cache(maxsize=4096)
def _kept(char: str) -> bool:
    """Whether to keep a character; False for emoji, control characters, marks and other ornament."""
    if char in _KEPT_SIGNS or char == "\n":
        return True
    kind = unicodedata.category(char)
    return kind[0] in "LNP" or kind == "Zs"


def _clean(text: str) -> list[tuple[str, int]]:
    """Drop ornament and fold full-width characters; returns (character, its position in `text`) pairs."""
    dropped: set[int] = set()
    for face in _FACE.finditer(text):
        dropped.update(range(*face.span()))
    kept: list[tuple[str, int]] = []
    for at, written in enumerate(text):
        if at in dropped:
            continue
        char = _BREAKS.get(written, written)
        if not _kept(char):
            continue
        if _is_han(char) or char < "\x7f" or char in _CHINESE_SIGNS:
            kept.append((char, at))
            continue
        kept.extend((part, at) for part in unicodedata.normalize("NFKC", char) if _kept(part))
    return kept


_TO_CHINESE = {",": "，", "?": "？", "!": "！", ";": "；", ":": "：", "(": "（", ")": "）"}


def _count_adjoining(pairs: list[tuple[str, int]], index: int, step: int) -> int:
    """How many characters adjoin the space at `index`, before (step -1) or after it (step 1); at most `PHRASE`."""
    count = 0
    while (
        count < PHRASE
        and 0 <= index + step * (count + 1) < len(pairs)
        and pairs[index + step * (count + 1)][0].isalnum()
    ):
        count += 1
    return count


def _squeezed(pairs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Drop repeats of a punctuation mark, empty lines, and spaces other than between Latin letters or digits.

    A single space between two phrases becomes a comma if the second begins with a Chinese character.
    """
    out: list[tuple[str, int]] = []
    for index, (written, at) in enumerate(pairs):
        char = written
        before = out[-1][0] if out else ""
        if char.isspace() and unicodedata.category(char) == "Zs":
            following = pairs[index + 1][0] if index + 1 < len(pairs) else ""
            if before.isascii() and before.isalnum() and following.isascii() and following.isalnum():
                char = " "
            elif (
                _is_han(following)
                and min(_count_adjoining(pairs, index, -1), _count_adjoining(pairs, index, 1)) >= PHRASE
            ):
                char = "，"
            else:
                continue
        if char == "\n" and before in ("", "\n"):
            continue
        if char == before and char in _RUNS:
            continue
        out.append((char, at))
    return out


def _chinese_signs(pairs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Replace half-width punctuation by Chinese punctuation, except inside numbers, so that all parts see one kind."""
    out: list[tuple[str, int]] = []
    for index, (written, at) in enumerate(pairs):
        char = written
        if char in _TO_CHINESE:
            before = pairs[index - 1][0] if index else ""
            after = pairs[index + 1][0] if index + 1 < len(pairs) else ""
            if not (before.isascii() and before.isdigit() and after.isdigit()):
                char = _TO_CHINESE[char]
        out.append((char, at))
    return out


def normalise(text: str) -> Normal:
    """Make the normal form of the first `LONGEST` characters of `text`. No text makes it raise."""
    bounded = text[:LONGEST]
    pairs = _squeezed(_chinese_signs(_clean(bounded)))
    joined = _simplified("".join(char for char, _ in pairs))
    return Normal(text, correct_homophones(joined), tuple(at for _, at in pairs))
