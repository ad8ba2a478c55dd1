"""Two matters in one message, and what a denial says instead."""

from __future__ import annotations

from bot.reading.spans import Span


def find_matters(text: str) -> list[Span]:
    return []


def correction(text: str) -> Span | None:
    import re

    m = re.search(r"(?:不对|错了|不是)[^，。]{0,12}[，。,]?(?:应该)?是(.+?)[。！]?$", text)
    return Span(*m.span(1)) if m else None
