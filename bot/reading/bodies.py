"""Who is named as responsible, or asked to act."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.community import Community
from bot.reading.spans import Span


@dataclass(frozen=True)
class Body:
    span: Span
    code: str | None = None


def find_bodies(text: str, words: tuple[str, ...], community: Community) -> list[Body]:
    import re
    return [Body(Span(*m.span())) for m in re.finditer(r"物业公司|物业|城管|交警|[\u4e00-\u9fff]{2,6}公司", text)][:1]
