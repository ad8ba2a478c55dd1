"""The file that says that the bot is being trained, or could not be."""

from __future__ import annotations

import os
import time
from pathlib import Path

from portal.http import bot_state
from portal.http.bot_state import BotState


def test_without_the_file_nothing_is_said_of_the_bot(tmp_path: Path) -> None:
    """A home that never trained, and one whose bot came."""
    assert bot_state.no_bot(tmp_path) is None
    bot_state.record(tmp_path, BotState.TRAINING)
    bot_state.clear(tmp_path)
    bot_state.clear(tmp_path)
    assert bot_state.no_bot(tmp_path) is None
    assert not bot_state.is_training(tmp_path)
    assert not bot_state.has_failed(tmp_path)


def test_a_state_is_told_with_since_when(tmp_path: Path) -> None:
    """The later one holds."""
    bot_state.record(tmp_path, BotState.TRAINING)
    assert bot_state.is_training(tmp_path)
    bot_state.record(tmp_path, BotState.FAILED, "内存不够")
    found = bot_state.no_bot(tmp_path)
    assert found is not None
    assert (found.state, found.reason) == (BotState.FAILED, "内存不够")
    assert abs(found.since.timestamp() - time.time()) < 60
    assert bot_state.has_failed(tmp_path)


def test_a_state_that_is_recorded_again_keeps_its_age(tmp_path: Path) -> None:
    """A bot's process that was killed while it trained says the same once more."""
    bot_state.record(tmp_path, BotState.TRAINING)
    os.utime(tmp_path / "run" / "no_bot", times=(1000, 1000))
    bot_state.record(tmp_path, BotState.TRAINING)
    found = bot_state.no_bot(tmp_path)
    assert found is not None
    assert found.since.timestamp() == 1000


def test_a_file_that_nobody_here_wrote_says_nothing(tmp_path: Path) -> None:
    """Of another version, or cut off."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "no_bot").write_text("resting", encoding="ascii")
    assert bot_state.no_bot(tmp_path) is None
