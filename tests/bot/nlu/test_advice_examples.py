"""Whoever checks the advice sees every script (bench/advice.py)."""

from __future__ import annotations

from bench.advice import EXAMPLES, stale
from tests.bot.conversation.test_domain_words import RESPONSES


def test_every_script_has_a_message_that_leads_to_it() -> None:
    """No script of a danger or a scene is left out of what is printed."""
    assert stale(EXAMPLES, RESPONSES) == []


def test_a_script_without_a_message_and_one_that_leads_elsewhere_are_named() -> None:
    """The message that leads elsewhere comes first, then what is missing."""
    examples = {name: one for name, one in EXAMPLES.items() if name != "choking"}
    assert stale(examples | {"lift": EXAMPLES["car"]}, RESPONSES) == ["lift", "choking"]
