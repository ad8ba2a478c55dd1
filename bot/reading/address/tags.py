"""Read files of tagged addresses: a token and its tag per line (`路 I-road`), a blank line between addresses.

Also: parts from tags, tags from parts, and how many parts a tagger gets right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.reading.address.grammar import Part

_TOKEN = re.compile(r"\d+|.", re.DOTALL)
Tagged = tuple[str, list[Part]]
"""An address and its parts."""


class TagsError(ValueError):
    """A file of tags cannot be read; the message says why, for people."""


def read_tags(path: Path) -> list[Tagged]:
    """Read the addresses of a file. Raises TagsError for a bad line, with its number, or if there is no address."""
    found: list[Tagged] = []
    tokens: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").split("\n"), ""], start=1):
        token, _, tag = line.rpartition(" ")
        if line.strip() and token and tag[:2] in ("B-", "I-") and tag[2:]:
            tokens.append(token)
            tags.append(tag)
        elif line.strip():
            raise TagsError(f"第 {number} 行不是“字 B-标签”或“字 I-标签” (line {number}: not `token B-tag`)")
        elif tokens:
            found.append(("".join(tokens), _join_parts(tokens, tags)))
            tokens, tags = [], []
    if not found:
        raise TagsError("文件里没有地址 (no address in the file)")
    return found


def tokens_of(text: str) -> list[tuple[int, int]]:
    """The position [start, end) of each token: a number, or one character."""
    return [found.span() for found in _TOKEN.finditer(text)]


def tags_of(address: str, parts: Iterable[Part]) -> list[str]:
    """The tag of each token, B- or I-. The parts must cover the address; a number belongs to the part in which it begins."""
    at = {position: (part, position == part.start) for part in parts for position in range(part.start, part.end)}
    return [f"{'B' if at[start][1] else 'I'}-{at[start][0].tag}" for start, _ in tokens_of(address)]


def parts_of(address: str, tags: Sequence[str]) -> list[Part]:
    """The parts of an address, by the tags of its tokens."""
    return _join_parts([address[start:end] for start, end in tokens_of(address)], tags)


def _join_parts(tokens: Sequence[str], tags: Sequence[str]) -> list[Part]:
    """The parts of tokens: an I- tag goes on with the part before it if that has the same tag, else it begins one."""
    text = "".join(tokens)
    parts: list[Part] = []
    end = 0
    for token, tag in zip(tokens, tags, strict=True):
        begin, end = end, end + len(token)
        if tag[0] == "I" and parts and parts[-1].tag == tag[2:]:
            begin = parts.pop().start
        parts.append(Part(begin, end, tag[2:], text[begin:end]))
    return parts


class SpanCounts:
    """Counts of spans by tag: in the gold (right) tags, in the tagger's answers, and in both (same boundaries and tag)."""

    def __init__(self, gold: Iterable[Sequence[Part]], answers: Iterable[Sequence[Part]]) -> None:
        self.in_gold: Counter[str] = Counter()
        self.in_answer: Counter[str] = Counter()
        self.in_both: Counter[str] = Counter()
        for wanted, got in zip(gold, answers, strict=True):
            one, other = ({(part.start, part.end, part.tag) for part in parts} for parts in (wanted, got))
            self.in_gold.update(tag for _, _, tag in one)
            self.in_answer.update(tag for _, _, tag in other)
            self.in_both.update(tag for _, _, tag in one & other)

    def of(self, tags: Sequence[str]) -> tuple[float, float, float]:
        """(precision, recall, F1) over these tags together."""
        gold, answers, both = (
            sum(count[tag] for tag in tags) for count in (self.in_gold, self.in_answer, self.in_both)
        )
        return both / max(1, answers), both / max(1, gold), 2 * both / max(1, answers + gold)
