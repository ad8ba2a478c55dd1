"""Troubles that have nothing to do with one another are told one after the other: each becomes a report of its own."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("路灯坏了", "垃圾三天没人收"), ("下水道堵了", "对门养狗天天叫"), ("电梯按钮失灵", "小区门口乱停车"),
        ("垃圾堆了好几天没人清", "楼下广场舞吵死了"), ("健身器材断了", "快递柜老是开不了机"),
    ],
)  # fmt: skip
def test_another_trouble_waits_while_the_place_is_asked(
    resident: Resident, portal: Portal, first: str, second: str
) -> None:
    """It is noted, and the question asked again."""
    assert asked(resident.says(first)) == "place"
    shown = resident.says(second)
    assert [one["response"] for one in shown["messages"]] == ["utter_noted_another", "utter_ask_place"]
    resident.says("桂花苑3栋")
    resident.says("是")
    assert portal.made("report")[0]["text"] == first
    assert portal.drafts[17]["text"] == second


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("路灯坏了", "晚上看不见台阶"), ("下水道堵了", "水都漫到楼道里来了"), ("电梯坏了", "老人下不了楼"),
        ("垃圾没人收", "苍蝇到处飞"), ("楼上漏水", "物业不管"), ("井盖破了", "没人修"),
    ],
)  # fmt: skip
def test_more_of_the_same_trouble_is_one_report(resident: Resident, portal: Portal, first: str, second: str) -> None:
    """Its consequence, its reason, who was asked."""
    resident.says(first)
    assert "utter_noted_another" not in [one["response"] for one in resident.says(second)["messages"]]


def test_another_trouble_beside_the_summary_is_asked_about(resident: Resident, portal: Portal) -> None:
    """And a third one waits, too."""
    resident.says("桂花苑3栋路灯不亮")
    assert "两件事" in texts(resident.says("快递柜老是开不了机"))
    shown = resident.says("幼儿园门口一直没有红绿灯，车子乱开")
    assert [one["response"] for one in shown["messages"]] == ["utter_noted_another", "utter_confirm_case"]


def test_a_form_in_lines_is_one_report(resident: Resident, portal: Portal) -> None:
    """With a number before each line, and its heading."""
    for line in ("1.", "地点：阳光花园14栋", "2.", "时间：本周一", "3.", "事情：消防通道被一辆白色面包车占了", "4."):
        resident.says(line)
    resident.says("电话：17800000321")
    resident.says("是")
    (made,) = portal.made("report")
    assert "面包车" in made["text"]
    assert made["answers"]["contact"] == "17800000321"


@pytest.mark.parametrize("text", ["我想谢谢一个人", "要表扬一下门口的保安"])
def test_whoever_wants_somebody_praised_is_asked_for_more(resident: Resident, portal: Portal, text: str) -> None:
    """They thank nobody here."""
    assert "utter_thank" not in [one["response"] for one in resident.says(text)["messages"]]


@pytest.mark.parametrize(
    "said",
    [
        "我说的是反话好吗，杏花村3栋下水道还堵着，我这是投诉",
        "我这明明是投诉，杏花村3栋等了五天没人上门",
        "不是表扬，是投诉",
    ],
)
def test_what_was_no_praise_becomes_what_it_is(resident: Resident, portal: Portal, said: str) -> None:
    """In the sender's own words."""
    resident.says("表扬一下你们网格员")
    if asked(resident.says(said)) == "place":
        resident.says("杏花村3栋")
    resident.says("是")
    assert portal.made("report")[0]["draft"]["kind"]["code"] == "complaint"


def test_a_report_becomes_praise(resident: Resident, portal: Portal) -> None:
    """Where its sender wants somebody praised."""
    resident.says("保安上礼拜帮我妈把米扛到六楼，幸福家园")
    resident.says("你们一定要表扬他")
    resident.says("是")
    assert portal.made("report")[0]["draft"]["kind"]["code"] == "praise"


def test_a_trouble_at_a_place_with_a_sigh_is_a_report(resident: Resident, portal: Portal) -> None:
    """Though a clause of it asks."""
    shown = resident.says("阳光花园门口新栽的桂花树死了三棵 心疼啊 花了多少钱哦")
    assert asked(shown) == "confirm"
