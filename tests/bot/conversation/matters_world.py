"""The case of a lamp in one building, and what was written of any."""

from __future__ import annotations

from typing import Any

from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

LAMP: dict[str, Any] = {"title": "桂花苑1栋路灯坏了", "place": "桂花苑1栋", "reported_at": JUST_NOW}


def told(portal: Portal, verb: str) -> list[tuple[str, str]]:
    """The cases and words of what was written of one kind (the end of its path)."""
    calls = [call for call in portal.calls if call[1].endswith(f"/{verb}")]
    return [(path.split("/")[-2][-4:], body["text"]) for _, path, body, _ in calls]
