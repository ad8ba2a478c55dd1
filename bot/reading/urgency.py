"""Danger to life now, against danger past, feared, quoted or told of somebody else."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.reading.spans import Span


@dataclass(frozen=True)
class Urgency:
    level: str = "normal"
    reasons: list[Span] = field(default_factory=list)
    danger: str | None = None


def read_urgency(text: str) -> Urgency:
    import re

    for danger, pattern in (
        ("fire", r"着火了|起火了|失火"),
        ("gas", r"煤气泄漏|燃气泄漏|煤气味"),
        ("trapped", r"被困|困在"),
        ("self_harm", r"跳楼|不想活"),
        ("violence", r"打人|打架|拿刀"),
        ("home_violence", r"家暴|打老婆"),
        ("injury", r"昏倒|流血"),
    ):
        m = re.search(pattern, text)
        if m:
            return Urgency("emergency", [Span(*m.span())], danger)
    return Urgency()
