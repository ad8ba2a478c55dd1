"""What is said of a vote beside a report does not swallow the report: both are answered."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.portal_stand_in import Portal

BOTH = [
    "公约那个我投了同意。另外楼下下水道堵了", "上次投票我投了，另外桂花苑3栋楼道灯坏了", "加装电梯我同意，还有桂花苑5栋井盖坏了",
    "停车场那个表决我投反对，顺便说一下桂花苑2栋水管漏了", "桂花苑3栋门口垃圾没人收，还有投票我投赞成", "凉亭的名字我选听雨亭，另外4栋对讲机坏了",
    "我投张三，另外桂花苑1栋路灯不亮", "楼下下水道堵了，公约我不同意", "广场舞九点结束我赞成，对了我家楼上漏水", "养犬公约我支持，另外清河小区门口垃圾桶满了",
]  # fmt: skip


@pytest.mark.parametrize("text", BOTH)
def test_with_no_vote_open_the_report_is_asked_on(resident: Resident, portal: Portal, text: str) -> None:
    resident.says(text)
    assert any(portal.drafts.values()) or portal.cases
    assert portal.votes == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("公约那个我投了同意。另外楼下下水道堵了", "另外楼下下水道堵了"),
        ("上次投票我投了，另外桂花苑3栋楼道灯坏了", "另外桂花苑3栋楼道灯坏了"),
        ("桂花苑3栋门口垃圾没人收，还有投票我投赞成", "桂花苑3栋门口垃圾没人收"),
        ("主任逼我们投票，我投了同意，楼下下水道堵了", "主任逼我们投票，楼下下水道堵了"),
        ("表决那天停水了，公约我投了同意，到现在水还没来", "表决那天停水了，到现在水还没来"),
    ],
)
def test_the_report_is_kept_without_the_vote(resident: Resident, portal: Portal, text: str, kept: str) -> None:
    """It is said that nothing is open; the report goes on, and how somebody voted is not kept with it."""
    told = resident.says(text)
    assert told["messages"][0]["response"] == "utter_no_consultations"
    assert len(told["messages"]) > 1
    assert portal.drafts[17]["text"] == kept


ONLY = ["公约那个我投了同意", "上次投票我投了", "我投张三", "现在有什么在投票吗"]


@pytest.mark.parametrize("text", ONLY)
def test_a_vote_alone_is_no_report(resident: Resident, portal: Portal, text: str) -> None:
    assert resident.says(text)["messages"][0]["response"] == "utter_no_consultations"
    assert not any(portal.drafts.values())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("加装电梯我不同意，河畔人家3栋楼道灯也不亮", "河畔人家3栋楼道灯也不亮"),
        ("我反对加装电梯，桂花苑2栋垃圾没人收", "桂花苑2栋垃圾没人收"),
        ("加装电梯我家同意，清河小区5栋水管漏了", "清河小区5栋水管漏了"),
        ("停车位改造我不同意，2栋垃圾没人收，翠竹公寓", "2栋垃圾没人收，翠竹公寓"),
        ("停车位改造，我不同意，桂花苑2栋垃圾没人收", "桂花苑2栋垃圾没人收"),
        ("桂花苑2栋垃圾没人收，停车位改造我不同意", "桂花苑2栋垃圾没人收"),
        ("我同意物业涨价的表决，桂花苑3栋电梯坏了", "桂花苑3栋电梯坏了"),
        ("换届我选张三，另外桂花苑2栋灯坏了", "桂花苑2栋灯坏了"),
        ("业委会主任我选王五，桂花苑2栋水管漏了", "桂花苑2栋水管漏了"),
        ("我同意加装电梯，另外桂花苑2栋灯坏了", "桂花苑2栋灯坏了"),
    ],
)
def test_a_report_beside_a_stance_goes_on_without_it(resident: Resident, portal: Portal, text: str, kept: str) -> None:
    """How lifts are voted on is not what was asked; the report is taken in, its sender's stance is not, and that is said."""
    told = resident.says(text)
    assert told["messages"][0]["response"] == "utter_stance_left_out"
    assert portal.drafts[17]["text"] == kept
    assert not portal.drafts[17]["faq"]


@pytest.mark.parametrize(
    "text",
    [
        "业委会换届没通知，桂花苑2栋垃圾没人收",
        "物业要砍树，我不同意，桂花苑2栋垃圾没人收",
        "物业要改造停车位我不同意，桂花苑2栋垃圾没人收",
        "桂花苑2栋楼上装地暖我不同意，吵死了",
        "邻居占了桂花苑2栋的停车位，我不同意",
    ],
)
def test_what_somebody_does_of_their_own_accord_stays(resident: Resident, portal: Portal, text: str) -> None:
    """It is a complaint, not a vote."""
    resident.says(text)
    assert portal.drafts[17]["text"] == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("居住证怎么办，河畔人家3栋路灯坏了", "河畔人家3栋路灯坏了"),
        ("河畔人家3栋路灯坏了，居住证怎么办", "河畔人家3栋路灯坏了"),
        ("停车费多少钱，河畔人家地库灯不亮", "河畔人家地库灯不亮"),
        ("老年卡怎么办，还有翠竹公寓2栋门禁坏了", "翠竹公寓2栋门禁坏了"),
    ],
)
def test_a_question_beside_a_report_is_answered_and_the_report_goes_on(
    resident: Resident, portal: Portal, text: str, kept: str
) -> None:
    """是 then registers the report."""
    told = resident.says(text)
    assert told["messages"][0]["response"] == "utter_faq_answer"
    assert portal.drafts[17]["text"] == kept
    resident.says("是")
    assert [one["text"] for one in portal.made("report")] == [kept]


@pytest.mark.parametrize("text", ["桂花苑2栋楼下漏水了，找谁赔", "居住证怎么办，居住证丢了"])
def test_a_question_about_the_report_is_one_with_it(resident: Resident, portal: Portal, text: str) -> None:
    """It is answered, and nothing is taken apart."""
    resident.says(text)
    assert portal.drafts[17]["text"] == text


def test_a_question_beside_a_stance_is_answered(resident: Resident, portal: Portal) -> None:
    resident.says("加装电梯我不同意，要多少人同意才能装？")
    assert portal.drafts[17]["faq"]


@pytest.mark.parametrize("text", ["上次那个表决我投的反对，谁看得到", "我投了同意，会被别人知道吗"])
def test_who_sees_how_somebody_voted_is_answered(resident: Resident, portal: Portal, text: str) -> None:
    assert resident.says(text)["messages"][0]["response"] == "utter_faq_answer"


def test_whether_a_ballot_arrived_is_answered_and_the_report_goes_on(resident: Resident, portal: Portal) -> None:
    told = resident.says("我想知道我那张票投成功没有，另外桂花苑2栋灯坏了")
    assert [one["response"] for one in told["messages"]][:1] == ["utter_vote_arrived"]
    assert "桂花苑2栋灯坏了" in portal.drafts[17]["text"]
