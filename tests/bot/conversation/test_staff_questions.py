"""What staff ask about a case: the next words answer it, unless they surely want something else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.conversation.expecting import StaffQuestion
from actions.conversation.turn import Talk, Turn
from actions.routes.topics import Topic
from actions.routing import topic_of
from actions.topics.tracking import add_detail
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal
from tests.bot.conversation.test_portal_client import run

QUESTION: StaffQuestion = {
    "kind": "question",
    "case_no": "LL-20261124-0001",
    "until": "2026-12-01T09:00:00+08:00",
}


def asked(text: str, intent: str = "report_case", **more: Any) -> Turn:
    return replace(a_turn(text, intent, **more), expecting=QUESTION)


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


def test_the_answer_goes_to_the_case_they_asked_about(portal: Portal) -> None:
    """Of two cases, and without asking which; the question is then answered."""
    asked_about = portal.has_case(title="路灯坏了三天了")
    portal.has_case(title="垃圾没人收")
    assert asked_about == QUESTION["case_no"]
    reply = run(portal, lambda client: add_detail(asked("门口那一盏"), Talk(), client))
    written = [path for _method, path, *_ in portal.calls if path.endswith("/details")]
    assert written == [f"/internal/v1/cases/{asked_about}/details"]
    assert reply.expecting is None


READERS = "受理台看不到，由督查看、督查办。"


OF_A_SUPERVISOR: StaffQuestion = {**QUESTION, "supervisor": True}


@pytest.mark.parametrize("text", ["晚上七点多，打的0571-00000100", "七点多，她自己接的", "周六上午"])
def test_an_answer_to_a_supervisor_of_a_case_kept_from_a_clerk_is_said_to_reach_them(portal: Portal, text: str) -> None:
    """Numbers and all."""
    portal.has_case(title="小叶骂我", readers=READERS, number_covered=True)
    turn = replace(asked(text), expecting=OF_A_SUPERVISOR)
    reply = run(portal, lambda client: add_detail(turn, Talk(), client))
    assert [one.response for one in reply.says] == ["utter_answer_passed"]


def test_an_answer_to_a_clerk_from_whom_the_case_is_kept_since_is_not(portal: Portal) -> None:
    """Whether the answer accuses them, or something before it did."""
    portal.has_case(title="灯坏了", readers=READERS)
    reply = run(portal, lambda client: add_detail(asked("小叶骂我"), Talk(), client))
    assert [one.response for one in reply.says] == ["utter_status"]
