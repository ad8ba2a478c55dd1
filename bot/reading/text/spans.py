"""Spans of a message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Span:
    """The characters [start, end) of the normal form."""

    start: int
    end: int

    def within(self, text: str) -> str:
        """The words of the span in its normal text."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


def is_covered(position: int, spans: list[Span]) -> bool:
    """Whether the character at `position` is in one of the spans."""
    return any(span.start <= position < span.end for span in spans)
