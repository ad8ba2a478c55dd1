"""What a message does in the conversation: the states, the training turns, and what is read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.reading.classifying.act import ACTS, OPEN, STATES, TurnReading, features, read_act, state_at
from bot.reading.classifying.heads import Reading
from bot.reading.community import CommunityFiles
from bot.reading.composition import begin_sheet, read_all
from bot.reading.learning.training import SentenceError, act_writers, read_act_file, reading_of
from bot.reading.trained import Heads


@pytest.mark.parametrize(
    ("stage", "state"),
    [
        ("confirm", "summary"), ("wrong", "summary"), ("wrong:place", "summary"), ("answered", "answered"),
        ("place", "ask_place"), ("time", "ask_place"), ("detail", "ask_place"), ("danger", "ask_danger"),
        ("", OPEN), ("choose", OPEN), ("split", OPEN),
    ],
)  # fmt: skip
def test_the_stage_of_the_draft_is_the_state(stage: str, state: str) -> None:
    """A stage that no writer was asked about is open, as is none."""
    assert state_at(stage) == state


def test_the_same_words_differ_by_the_state() -> None:
    """By one feature; a reading without a state is in the state open."""
    answered, summary = (set(features(TurnReading("好的", ("好的",), state))) for state in ("answered", "summary"))
    assert answered ^ summary == {"@answered", "@summary"}
    assert features(Reading("好的", ("好的",))) == features(TurnReading("好的", ("好的",), OPEN))


@pytest.mark.parametrize("line", ["open,corect,四盏", "opened,correct,四盏", "open,correct,", "open,correct"])
def test_a_line_that_is_no_turn_is_named(tmp_path: Path, line: str) -> None:
    """An unknown act, an unknown state, no text, a column too few: with the file and the line."""
    path = tmp_path / "writer.csv"
    path.write_text(f"# Topic\nstate,act,text\nopen,correct,四盏\n{line}\n", encoding="utf-8")
    with pytest.raises(SentenceError, match=r"writer\.csv line 4"):
        list(read_act_file(path))


def test_every_writer_wrote_turns_of_every_act_in_every_state() -> None:
    """So that each can be asked of what the others wrote; four of them wrote no first reports."""
    acts = [{one.act for one in turns} for turns in act_writers()]
    assert sorted(acts, key=len) == 4 * [set(ACTS) - {"report"}] + (len(acts) - 4) * [set(ACTS)]
    assert all({one.state for one in turns} == set(STATES) for turns in act_writers())


def test_an_emergency_is_no_state_of_the_head() -> None:
    """The reading cannot know of it, so nothing is learned in it."""
    assert {one.turn_reading().state for turns in act_writers() for one in turns} == set(STATES) - {"emergency"}


@pytest.mark.parametrize(
    ("state", "text", "wanted"),
    [
        ("summary", "不对，不是三栋，是五栋", "correct"),
        ("summary", "对的，就是这样", "confirm"),
        (OPEN, "算了不报了，撤掉吧", "stop"),
        (OPEN, "你好，梧桐苑5栋门口的路灯坏了好几天了，没人来修", "report"),
        (OPEN, "我那个单号是多少啊", "ask_number"),
        ("answered", "知道了，谢谢你", "satisfied"),
        ("ask_danger", "没有人受伤，火已经灭了", "all_clear"),
        ("ask_place", "我也不晓得那里叫什么", "unknown"),
    ],
)
def test_plain_words_are_read(heads: Heads, state: str, text: str, wanted: str) -> None:
    """With a score on which the actions act (.6)."""
    act, score = read_act(heads.act, reading_of(text), state)
    assert act == wanted
    assert score >= 0.6


def test_a_text_outside_a_conversation_has_no_act(heads: Heads, files: CommunityFiles, moment: datetime) -> None:
    """A batch pays nothing for it; in a conversation the pieces have none either."""
    alone, replying = (begin_sheet("不对，是梧桐苑5栋", moment, files) for _ in range(2))
    replying.state = "summary"
    read_all(alone, heads), read_all(replying, heads)
    assert alone.act is None
    assert replying.act is not None
    assert replying.act[0] == "correct"
    assert replying.right_answer is not None
    assert replying.right_answer[1].act is None
