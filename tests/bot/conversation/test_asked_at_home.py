"""Whoever is beaten at home and asks where to stay, to be examined or whom to go to gets that answer in the emergency."""

from __future__ import annotations

from typing import Any

import pytest

from actions.conversation.turn import Talk
from actions.routes.in_emergency import asks_what_helps_at_home
from actions.routing import topic_of
from tests.bot.conversation.drafts import a_turn

BEATEN: Any = {
    "kind": "detail",
    "case_no": "LL-20261124-0001",
    "until": "2026-11-24T12:00:00+08:00",
    "danger": "home_violence",
}


def asking(text: str, question: str, score: float = 0.99, expecting: Any = BEATEN) -> Any:
    faq: Any = {"question": question, "answer": "打12338。", "source": "", "score": score, "shared": ()}
    return a_turn(text, "faq", kind="inquiry", faq=faq, expecting=expecting)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("哪里能借住几天", "被家里人打了去哪里住"),
        ("去哪验伤", "被打了去哪里验伤"),
        ("要带孩子走，带什么东西", "被家暴要离开家带什么"),
        ("我就想问问妇联在哪", "妇联在哪怎么找"),
        ("就问问离婚找谁", "离婚登记要等多久"),
    ],
)
def test_what_helps_at_home_is_answered(text: str, question: str) -> None:
    """Not with 110 once more, and not as one more line of the case only."""
    turn = asking(text, question)
    assert asks_what_helps_at_home(turn)
    assert topic_of(turn, Talk(), "faq") == "advice"


@pytest.mark.parametrize(
    "turn",
    [
        asking("垃圾几点扔", "垃圾几点可以扔"),
        asking("哪里能借住几天", "被家里人打了去哪里住", score=0.6),
        asking("哪里能借住几天", "被家里人打了去哪里住", expecting={**BEATEN, "danger": "fire"}),
        asking("哪里能借住几天", "被家里人打了去哪里住", expecting=None),
    ],
)
def test_nothing_else_is(turn: Any) -> None:
    """Another question, a doubtful one, another danger, or none."""
    assert not asks_what_helps_at_home(turn)
