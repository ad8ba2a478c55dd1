"""A question that the bot cannot answer: a person is offered, and it stands on the committee's list."""

from __future__ import annotations

import pytest

from actions.topics.small_talk import is_a_question
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Fault, Portal

ASKED = "车位抽签是怎么抽的呢？"


def noted(portal: Portal) -> list[tuple[str, str]]:
    """(text, idempotency key) of the questions noted."""
    return [(body["text"], key) for _, path, body, key in portal.calls if path.endswith("/questions")]


def test_it_is_noted_once_and_a_person_is_offered(resident: Resident, portal: Portal) -> None:
    """The same message again is no second one."""
    answer = resident.says(ASKED)
    assert "转人工" in texts(answer)
    resident.says(ASKED, inbox_id=resident.inbox_id)
    assert noted(portal) == [(ASKED, f"{resident.inbox_id}:question")]


def test_a_refusal_changes_nothing_for_the_sender(resident: Resident, portal: Portal) -> None:
    """The offer comes all the same."""
    portal.refusals["/questions"] = (404, "not-found")
    answer = resident.says(ASKED)
    assert not answer["retry"]
    assert "转人工" in texts(answer)


def test_a_portal_that_is_down_gets_it_later(resident: Resident, portal: Portal) -> None:
    """The turn is had again, with the same key."""
    portal.faults.append(Fault(times=3, status=503))
    assert resident.says(ASKED)["retry"]
    assert "转人工" in texts(resident.says(ASKED, inbox_id=resident.inbox_id))
    assert {key for _, key in noted(portal)} == {f"{resident.inbox_id}:question"}


def test_a_report_is_not_noted(resident: Resident, portal: Portal) -> None:
    """Nor a common question that has an answer."""
    resident.says("桂花苑3栋楼下的路灯不亮了")
    assert noted(portal) == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("那个那个怎么弄的呢", True),
        ("啥？", False),
        ("阿巴阿巴", False),
        ("怎么办", False),
        ("今天天气怎么样", False),
        ("问" * 40 + "吗", False),
    ],
)
def test_of_what_was_not_understood_only_a_short_question_counts(text: str, counts: bool) -> None:
    """Nobody can answer the rest for all."""
    assert is_a_question(a_turn(text, "nlu_fallback", 0.1)) is counts
