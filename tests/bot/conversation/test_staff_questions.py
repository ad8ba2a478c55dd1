"""What staff ask about a case: the next words answer it, unless they surely want something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.conversation.expecting import StaffQuestion
from actions.conversation.turn import Talk, Turn
from actions.routing import Topic, topic_of
from tests.bot.conversation.drafts import a_turn

QUESTION: StaffQuestion = {
    "kind": "question",
    "case_no": "LL-20261124-0001",
    "until": "2026-12-01T09:00:00+08:00",
}


def asked(text: str, intent: str = "report_case", **more: object) -> Turn:
    return replace(a_turn(text, intent, **more), expecting=QUESTION)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "intent", "by_rule"),
    [
        ("门口的", "nlu_fallback", "not_understood"),
        ("是3单元门口那一盏", "report_case", "intake"),
        ("是的", "affirm", "affirm"),
        ("不是", "deny", "deny"),
        ("两盏都不亮了", "report_case", "intake"),
        ("周六上午我在家", "nlu_fallback", "not_understood"),
    ],
)
def test_the_next_words_answer(text: str, intent: str, by_rule: Topic) -> None:
    """Whatever they would be by themselves."""
    assert topic_of(asked(text, intent), Talk(), by_rule) == "detail"


@pytest.mark.parametrize(
    ("turn", "by_rule", "topic"),
    [
        (asked("着火了", danger="fire"), "intake", "danger"),
        (asked("转人工", "human"), "person", "person"),
        (asked("我的事办得怎么样了", "ask_status"), "status", "status"),
        (asked("另外一件，3栋电梯坏了"), "intake", "intake"),
    ],
)
def test_what_is_surely_something_else_is_no_answer(turn: Turn, by_rule: Topic, topic: Topic) -> None:
    """A danger, a person, another matter, how it goes."""
    assert topic_of(turn, Talk(), by_rule) == topic


@pytest.mark.parametrize("text", ["门口的", "是的"])
def test_without_a_question_they_are_no_detail(text: str) -> None:
    """The same words, nobody having asked."""
    assert topic_of(replace(asked(text, "nlu_fallback"), expecting=None), Talk(), "not_understood") != "detail"
