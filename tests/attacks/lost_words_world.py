"""Questions that are open while a resident writes."""

from __future__ import annotations

from typing import Any

from portal.channels import questions
from portal.storage.parts import Parts
from tests.attacks.handover_world import contact_of


def ask(parts: Parts, question: dict[str, Any]) -> None:
    """As a push, or the bot, asks it."""
    with parts.db.write() as s:
        questions.ask(s, contact_of(parts), question, parts.clock.now())
