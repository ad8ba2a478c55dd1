"""A message that is about a registered case and reports another matter: both are done."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

LAMP = "桂花苑3栋楼下的路灯不亮"


@pytest.fixture
def lamp(portal: Portal) -> Portal:
    portal.has_case(title=LAMP, reported_at="2026-11-24T09:00:00+08:00")
    return portal


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("路灯那个怎么样了，另外桂花苑5栋井盖也坏了", "桂花苑5栋井盖也坏了"),
        ("路灯修得咋样了？还有就是清河小区门口垃圾桶满了没人收", "清河小区门口垃圾桶满了没人收"),
        ("桂花苑5栋井盖坏了，另外路灯那个到哪一步了？", "桂花苑5栋井盖坏了"),
        ("我报的路灯有人修吗，顺便反映一下幸福家园2栋电梯老是坏", "幸福家园2栋电梯老是坏"),
    ],
)
def test_a_question_about_a_case_and_a_report_are_both_answered(
    resident: Resident, lamp: Portal, text: str, report: str
) -> None:
    """The state of the case, then the summary of the report, in whatever order they were said."""
    shown = resident.says(text)
    assert shown["messages"][0]["response"] == "utter_status"
    assert asked(shown) == "confirm"
    assert resident.says("是")["registered"]
    assert lamp.made("report")[0]["text"] == report


def test_a_case_is_hurried_and_another_matter_reported(resident: Resident, lamp: Portal) -> None:
    """Both at once."""
    shown = resident.says("路灯快点修，另外桂花苑5栋井盖也坏了")
    assert [one["response"] for one in shown["messages"]] == ["utter_reminded", "utter_confirm_case"]


@pytest.mark.parametrize(("answer", "state"), [("是", "withdrawn"), ("不是", "dispatched")])
def test_a_withdrawal_is_answered_before_the_report_goes_on(
    resident: Resident, lamp: Portal, answer: str, state: str
) -> None:
    """The report waits, kept in the portal, for the yes or no."""
    shown = resident.says("路灯那个撤了吧，另外桂花苑5栋井盖坏了")
    assert shown["messages"][-1]["response"] == "utter_ask_withdraw"
    assert lamp.drafts[17]["text"] == "桂花苑5栋井盖坏了"
    assert "桂花苑5栋井盖坏了" in texts(resident.says(answer))
    assert lamp.cases[0]["state"] == state
    assert resident.says("是")["registered"]


def test_the_report_waits_until_the_case_is_chosen_and_withdrawn(resident: Resident, lamp: Portal) -> None:
    """Through two questions."""
    lamp.has_case(title="清河小区门口垃圾桶满了", place="清河小区门口", reported_at="2026-11-24T09:00:00+08:00")
    resident.says("那件撤了吧，另外桂花苑5栋井盖坏了")
    resident.says("路灯")
    assert "桂花苑5栋井盖坏了" in texts(resident.says("是"))


def test_what_is_said_instead_of_an_answer_does_not_lose_the_report(resident: Resident, lamp: Portal) -> None:
    """A question in between: it is answered, then the report goes on."""
    resident.says("路灯那个撤了吧，另外桂花苑5栋井盖坏了")
    assert "桂花苑5栋井盖坏了" in texts(resident.says("谢谢"))


def test_without_a_case_the_report_is_taken(resident: Resident, portal: Portal) -> None:
    """And it is said that no case is known here."""
    shown = resident.says("路灯那个怎么样了，另外桂花苑5栋井盖也坏了")
    assert [one["response"] for one in shown["messages"]] == ["utter_no_cases", "utter_confirm_case"]


def test_a_common_question_beside_a_case_is_answered(resident: Resident, lamp: Portal) -> None:
    """It is no report."""
    shown = resident.says("我报的路灯有人修吗，另外老年食堂几点开饭")
    assert [one["response"] for one in shown["messages"]][:2] == ["utter_status", "utter_faq_answer"]


@pytest.mark.parametrize("text", [f"{LAMP}，另外楼道里垃圾也没人收", "路灯那个怎么样了", "另外桂花苑5栋井盖坏了"])
def test_other_messages_are_not_in_two_parts(resident: Resident, portal: Portal, text: str) -> None:
    """Two matters, a question alone, a matter alone."""
    portal.has_case(title="清河小区门口垃圾桶满了", reported_at="2026-11-20T09:00:00+08:00")
    assert len(resident.says(text)["messages"]) == 1
