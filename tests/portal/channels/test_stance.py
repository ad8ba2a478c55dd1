"""Whether a message states how somebody votes, read by what it says."""

from __future__ import annotations

import time

import pytest

from bench import choices
from portal.channels.text import stance
from portal.channels.text.vote_slots import VoteTexts
from tests.long_runs import MOST_RATIO

GATE = VoteTexts("小区要不要装门禁", ("同意装门禁吗",), ("同意", "反对", "弃权"))
PLACE = VoteTexts("健身角建在哪里", (), ("荷花池边", "老年活动中心前", "西北角空地"))
SOON = 0.25  # processor seconds; a short text may end at its first piece, and one that backtracks takes many times this


@pytest.mark.parametrize(
    ("text", "vote"),
    [
        ("门禁的事我投反对", GATE), ("同 意", GATE), ("門禁我贊成", GATE), ("裝門禁，我反對", GATE), ("我家都同意装", GATE),
        ("👍 同意", GATE), ("ＹＥＳ", GATE), ("弃权吧，我是租的", GATE), ("2", GATE), ("投荷花池边", PLACE),
        ("我选第二个", PLACE), ("健身角就荷花池吧，凉快", PLACE), ("老人家走不远，投活动中心前", PLACE), ("西北角空地+1", PLACE),
    ],
)  # fmt: skip
def test_a_choice_is_read(text: str, vote: VoteTexts) -> None:
    """In any width, script and spacing; by the vote's own words."""
    assert stance.states_choice(text, [vote])


@pytest.mark.parametrize(
    ("text", "vote"),
    [
        ("门禁投票哪天截止", GATE), ("投反对会不会被记名字", GATE), ("门禁坏了，进不了门", GATE), ("我不同意你们的处理结果", GATE),
        ("同意的人多还是反对的人多", GATE), ("弃权是什么意思", GATE), ("我选择投诉", GATE), ("谢谢支持", GATE), ("好的", GATE),
        ("荷花池边的灯不亮了", PLACE), ("西北角空地有人烧垃圾", PLACE), ("活动中心几点开门", PLACE), ("2栋", PLACE),
    ],
)  # fmt: skip
def test_a_question_or_a_matter_is_none(text: str, vote: VoteTexts) -> None:
    """Though the words of the vote stand in it."""
    assert not stance.states_choice(text, [vote])


def test_where_something_else_is_asked_only_what_speaks_of_the_vote_is_one() -> None:
    """同意, 1, a place answer the question; the vote named with a stand in it does not."""
    for text in (
        "同意",
        "1",
        "是",
        "荷花池边",
        "第二个",
        "在荷花池边",
        "选第二个",
        "门禁是他们不同意修",
        "选哪个？荷花池边吗",
    ):
        assert not stance.is_explicit(text, [GATE, PLACE])
    for text in ("门禁的事我投反对", "选荷花池边", "第一题同意", "健身角：荷花池边", "活动中心前，我选它"):
        assert stance.is_explicit(text, [GATE, PLACE])


@pytest.mark.parametrize(
    "sign",
    ["同意", "投", "不", "第一", "没同意", "1", " ", "我们", "👍", "方案一", "要还是", "我选池边凉快啊，", "第一题，"],
)
def test_a_long_text_is_read_in_time_that_grows_with_it(sign: str) -> None:
    """Runs of one kind, beside four votes: four times as long a text takes less than nine times as long."""
    votes = [GATE, PLACE, VoteTexts("a" * 100), VoteTexts("同意" * 50, (), ("投" * 200,))]
    stance.states_choice("暖", votes)
    if _seconds((sign * 5000)[:5000], votes) < SOON:
        return
    short, long = (min(_seconds((sign * size)[:size], votes) for _ in range(3)) for size in (1250, 5000))
    assert long < max(MOST_RATIO * short, SOON)


def _seconds(text: str, votes: list[VoteTexts]) -> float:
    began = time.process_time()
    stance.states_choice(text, votes)
    stance.is_explicit(text, votes)
    return time.process_time() - began


def test_the_weights_are_those_of_the_sentences() -> None:
    """`python -m bench.choices` was run after the last change: what was written for it is told apart by the model."""
    found = [(said, stance.states_choice(said.text, [said.vote])) for said in choices.own_sentences()]
    caught, wrong = choices.shares(found)
    assert caught >= 0.97
    assert wrong <= 0.01
