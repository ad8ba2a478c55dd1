"""What somebody does to another, told in so many words: the danger, the script of advice, and the words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.text.spans import Span


@dataclass(frozen=True)
class Told:
    """A danger (as `urgency.Urgency.danger`), its script of advice (`scripts.scripts`) and the words that tell of it."""

    danger: str
    script: str
    span: Span
