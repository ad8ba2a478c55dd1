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
        ("ask_place", "是条黄狗，脖子上有根红绳", "add"),
        ("ask_danger", "电线还泡在水里，没人敢过去", "not_clear"),
        ("ask_danger", "他手里还攥着棍子，人没走", "not_clear"),
        ("summary", "错了呀", "deny"),
        ("summary", "你这写的什么，跟我讲的不是一回事", "deny"),
        ("summary", "我不是要他赔，就是想让他轻一点，这句也写上", "add"),
    ],
)
def test_plain_words_are_read(heads: Heads, state: str, text: str, wanted: str) -> None:
    """With a score on which the actions act (.6)."""
    act, score = read_act(heads.act, reading_of(text), state)
    assert act == wanted
    assert score >= 0.6


@pytest.mark.parametrize(
    ("state", "text", "other"),
    [
        (OPEN, "单元门密码 1357#，直接上来", "correct"),
        (OPEN, "110 我已经打过了", "correct"),
        (OPEN, "上次那件，房东把我拉黑了", "stop"),
        (OPEN, "小区的健身器材断了一根，差点摔倒", "another"),
        ("ask_place", "老板姓李，戴眼镜，外地口音", "place"),
        ("summary", "都对，再加一句，旁边那个扶手也松了", "confirm"),
    ],
)
def test_what_only_seems_another_act_is_not_surely_read_so(heads: Heads, state: str, text: str, other: str) -> None:
    """Below the score from which the actions go by the act alone (.75)."""
    act, score = read_act(heads.act, reading_of(text), state)
    assert act != other or score < 0.75


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
