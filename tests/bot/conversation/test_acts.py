"""What a message does in the conversation, as the topics get it (`actions.conversation.turn`)."""

from __future__ import annotations

from typing import Any

from actions.conversation.turn import Turn, read_turn


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
