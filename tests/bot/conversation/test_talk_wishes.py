"""A wish not to be named and a telephone number in one message, in whole conversations with the trained agent."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal
from tests.bot.conversation.test_talk import REPORT

BOTH_LEFT = [
    (row["text"], row["rest"])
    for row in csv.DictReader((Path(__file__).parents[2] / "wishes_with_numbers.csv").open(encoding="utf-8"))
]


@pytest.mark.parametrize(("text", "rest"), BOTH_LEFT)
def test_a_wish_with_a_number_after_the_report_is_about_the_latest_case(
    resident: Resident, portal: Portal, text: str, rest: str
) -> None:
    """No new draft; the answer says that both were kept."""
    portal.has_case(state="reported", title="老事")
    case_no = portal.has_case(state="accepted")
    told = resident.says(text, wish=rest)
    assert portal.details == [("details", text)]
    honest = ["utter_desk_reads_it"] if "居委会" in text else []  # whose people read every report
    assert [message["response"] for message in told["messages"]] == [*honest, "utter_kept_secret", "utter_number_noted"]
    assert case_no in texts(told)
    assert portal.drafts.get(17) is None


@pytest.mark.parametrize(("text", "rest"), BOTH_LEFT)
def test_a_wish_with_a_number_before_the_yes_is_registered_with_the_case(
    resident: Resident, portal: Portal, text: str, rest: str
) -> None:
    """The wish stands in the text, the number is the contact, and the open question stays."""
    resident.says(REPORT)
    shown = resident.says(text, wish=rest)
    assert asked(shown) == "confirm"
    assert resident.says("是")["registered"]
    (made,) = portal.made("report")
    assert "".join(made["answers"]["contact"].split()) == "13812340013"
    assert made["text"].startswith(REPORT)
    assert len(made["text"]) > len(REPORT)


def test_a_wish_with_a_number_instead_of_the_place_or_before_any_report(resident: Resident, portal: Portal) -> None:
    """Both are said to be noted, then the question is asked."""
    told = resident.says("请保密，电话13812340013", wish="电话13812340013")
    assert [message["response"] for message in told["messages"]][:2] == ["utter_secret_with_report", "utter_number_kept"]  # fmt: skip
    resident.says("我家天花板漏水，物业一直不来修")
    told = resident.says("别让物业知道是我，我电话13812340014", wish="我电话13812340014")
    assert "utter_number_kept" in [message["response"] for message in told["messages"]]
    assert asked(told) == "place"


@pytest.mark.parametrize("matter", ["我电话13812340013，7栋电梯又坏了", "电话13812340013，桂花苑3栋楼下的垃圾没人收"])
def test_a_new_matter_with_a_wish_and_a_number_is_a_new_report(resident: Resident, portal: Portal, matter: str) -> None:
    """Nothing is added to the case before."""
    portal.has_case(state="accepted")
    resident.says(f"别让物业知道是我，{matter}", wish=matter)
    for _ in range(3):
        if len(portal.cases) == 1:
            resident.says("是")
    assert portal.details == []
    (made,) = portal.made("report")
    assert "别让物业知道" in made["text"]
    assert made["answers"]["contact"] == "13812340013"


def test_the_number_is_said_to_be_kept_at_the_desk(resident: Resident, portal: Portal) -> None:
    """No handler reads it, so it is not said that they do."""
    portal.has_case(state="accepted", number_covered=True)
    told = resident.says("13900001112")
    assert [message["response"] for message in told["messages"]] == ["utter_detail_with_number"]
    assert "经办的人看得到" not in texts(told)
    assert "谁也看得到" not in texts(told)


@pytest.mark.parametrize("text", ["有事打我", "有事打我13812340013", "有事打我电话13812340013", "打我13812340013就行"])
def test_who_asks_to_be_called_after_the_report_is_not_greeted(resident: Resident, portal: Portal, text: str) -> None:
    """It joins the case."""
    portal.has_case(state="accepted")
    assert resident.says(text)["messages"][0]["response"].startswith("utter_detail")
    assert portal.details == [("details", text)]


DELETES = "我说的话能删掉吗，不想让邻居知道"


def test_a_question_beside_a_wish_is_answered(resident: Resident, portal: Portal) -> None:
    """No trouble is asked for, and the wish stays with what may be reported next."""
    told = resident.says(DELETES, wish="我说的话能删掉吗")
    assert [message["response"] for message in told["messages"]] == ["utter_faq_answer", "utter_ask_answered"]
    assert "删掉我的" in texts(told)
    assert portal.drafts[17]["wish"] == "不想让邻居知道"


def test_after_a_report_the_question_is_answered_and_the_wish_kept(resident: Resident, portal: Portal) -> None:
    portal.has_case(state="reported", title="老事")
    told = resident.says(DELETES, wish="我说的话能删掉吗")
    assert [message["response"] for message in told["messages"]] == ["utter_faq_answer", "utter_kept_secret"]
    assert portal.details == [("details", DELETES)]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("物业乱收费能举报吗，别让物业知道，桂花苑", "物业乱收费能举报吗，桂花苑"),
        ("桂花苑3栋有人打麻将，不想让邻居知道", "桂花苑3栋有人打麻将"),
        ("桂花苑3栋漏水，物业能不能来修，别说是我报的", "桂花苑3栋漏水，物业能不能来修"),
    ],
)
def test_a_report_beside_a_wish_stays_a_report(resident: Resident, portal: Portal, text: str, rest: str) -> None:
    """Even if it is worded as a question."""
    told = resident.says(text, wish=rest)
    assert asked(told) in ("time", "confirm", "place")
