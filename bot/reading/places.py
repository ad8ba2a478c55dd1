"""Where."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.community import Community
from bot.reading.spans import Span


@dataclass(frozen=True)
class Place:
    span: Span
    score: float
    grid: str | None = None


def find_places(text: str, words: tuple[str, ...], community: Community) -> list[Place]:
    import re
    found = []
    for m in re.finditer(r"(?:[A-Z]\d*[市县区]|[\u4e00-\u9fff]{2,6}(?:小区|花园|家园|苑|路|街|村|社区))?\d{1,4}(?:号|栋|幢|单元|室|楼)+(?:楼下|门口)?|[\u4e00-\u9fff]{2,4}(?:小区|花园|家园|社区)", text):
        found.append(Place(Span(*m.span()), 0.6))
    for name, place in community.places.items():
        at = text.find(name)
        if at >= 0 and not any(p.span.overlaps(Span(at, at + len(name))) for p in found):
            found.append(Place(Span(at, at + len(name)), 0.9, place.grid))
    return sorted(found, key=lambda p: p.span)
