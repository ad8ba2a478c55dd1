"""When: points, spans, durations and repetitions, as they are said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, date

from bot.reading.spans import Span


@dataclass(frozen=True)
class When:
    span: Span
    first: date | None = None
    last: date | None = None
    repeats: bool = False


def find_times(text: str, sent_at: datetime, taken: list[Span]) -> list[When]:
    return []
