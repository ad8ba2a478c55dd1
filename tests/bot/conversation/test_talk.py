"""Whole conversations through the channel, with the trained agent."""

from __future__ import annotations

from typing import Any

from tests.bot.conversation.conftest import asked, texts


def test_one_message_and_a_yes_register_a_case(resident: Any, portal: Any) -> None:
    """A message that says what and where is shown back in the resident's words, and 是 registers it."""
    shown = resident.says("桂花苑3栋楼下的路灯不亮了，三天了")
    assert asked(shown) == "confirm"
    assert "桂花苑3栋楼下的路灯不亮了" in texts(shown)
    done = resident.says("是")
    assert done["registered"]
    assert "LL-20261124-0001" in texts(done)
    assert len(portal.made("report")) == 1
