"""What a message does in the conversation, as the topics get it (`actions.conversation.turn`)."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from actions.conversation.turn import Turn, read_turn
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.portal_stand_in import Portal


def _read(**found: Any) -> Turn:
    """The turn of a message for which the bot found this."""
    return read_turn("17.1", {"text": "是四盏", "metadata": {"inbox_id": 101}, **found})


def test_the_turn_has_the_act_that_the_bot_read() -> None:
    """With its score."""
    turn = _read(act={"code": "correct", "score": 0.83})
    assert (turn.act, turn.act_score) == ("correct", 0.83)


def test_without_an_act_the_turn_does_nothing() -> None:
    """A model that was trained before there were acts sends none."""
    assert not _read().acts("", "correct", score=0.01)


def test_an_act_counts_from_its_score_on() -> None:
    """.6 unless the topic asks for more or less; the first score that counts is the limit itself."""
    turn = _read(act={"code": "stop", "score": 0.6})
    assert turn.acts("correct", "stop")
    assert not turn.acts("stop", score=0.61)
    assert not turn.acts("correct")


def act_of(resident: Resident, loop: asyncio.AbstractEventLoop) -> dict[str, Any] | None:
    """The act of the resident's latest message, as Rasa keeps it."""
    tracker = loop.run_until_complete(resident.agent.tracker_store.retrieve(resident.sender))
    found: dict[str, Any] | None = tracker.latest_message.parse_data.get("act")
    return found


def test_the_act_is_read_by_what_was_asked(resident: Resident, portal: Portal, loop: asyncio.AbstractEventLoop) -> None:
    """After the summary 是的 confirms it, and a correction is one."""
    resident.says("桂花苑3栋楼下的路灯不亮了")
    resident.says("不对，不是3栋，是5栋")
    corrected = act_of(resident, loop)
    assert corrected is not None
    assert corrected["code"] == "correct"
    assert corrected["score"] >= 0.6
    resident.says("是的，没错")
    assert (act_of(resident, loop) or {})["code"] == "confirm"


def test_the_stage_of_the_open_draft_goes_with_the_message(
    resident: Resident, portal: Portal, loop: asyncio.AbstractEventLoop
) -> None:
    """And none before there is a draft."""
    stages = []
    for text in ("桂花苑3栋楼下的路灯不亮了", "是的"):
        resident.says(text)
        tracker = loop.run_until_complete(resident.agent.tracker_store.retrieve(resident.sender))
        stages.append(tracker.latest_message.metadata["stage"])
    assert stages == ["", "confirm"]


def test_a_text_that_is_only_read_has_no_act(agent: Agent, loop: asyncio.AbstractEventLoop) -> None:
    """The portal asks for the draft of what was said to a person; there is no conversation to act in."""
    message = UserMessage(text="不对，是5栋", metadata={"sent_at": None})
    found = loop.run_until_complete(agent.processor.parse_message(message))
    assert found["text"] == "不对，是5栋"
    assert "act" not in found
