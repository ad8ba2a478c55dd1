"""A danger that is told in pieces, and one that is explained by somebody's work."""

from __future__ import annotations

import pytest

from actions.interpreting.doing.at_work import explains_by_work
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("first", "second"),
    [("我找不着", "孙子了"), ("走丢了", "我妈"), ("不动了", "老人"), ("一直没回来", "我家孩子"), ("走丢了", "我女儿")],
)
def test_pieces_that_surely_tell_of_danger_raise_it(
    resident: Resident, portal: Portal, first: str, second: str
) -> None:
    """Read as one text while the bot asks whether somebody is in danger; both are in the case."""
    assert asked(resident.says(first)) == "danger"
    assert resident.says(second)["registered"]
    (body,) = portal.made("report")
    assert first in body["text"]
    assert second in body["text"]
    assert body["draft"]["urgency"]["level"] == "emergency"


@pytest.mark.parametrize("pieces", [("走丢了", "泰迪", "白色的"), ("锅烧干了有点冒烟", "不大")])
def test_pieces_that_tell_of_none_are_asked_about_further(
    resident: Resident, portal: Portal, pieces: tuple[str, ...]
) -> None:
    """They count as no failed answer, and a no still ends it."""
    for said in pieces:
        assert asked(resident.says(said)) == "danger"
    assert portal.handovers == []
    assert resident.says("没有")["messages"][0]["response"] == "utter_no_danger"
    assert portal.made("report") == []


@pytest.mark.parametrize("text", ["没砸到人", "现在没压到人", "没伤到人", "还好没人受伤", "目前没咬到人"])
def test_that_nobody_is_hurt_is_no_piece_of_danger(resident: Resident, portal: Portal, text: str) -> None:
    """Though with the words before it would read as one."""
    assert asked(resident.says("我站错楼了，11栋的楼顶")) == "danger"
    assert resident.says(text)["messages"][0]["response"] == "utter_no_danger"
    assert portal.made("report") == []


@pytest.mark.parametrize("text", ["没呼吸了", "没反应了", "没气了"])
def test_a_sign_that_begins_like_a_no_is_none(resident: Resident, portal: Portal, text: str) -> None:
    assert asked(resident.says("不动了")) == "danger"
    assert resident.says(text)["registered"]


def test_what_is_no_piece_still_goes_to_the_desk(resident: Resident, portal: Portal) -> None:
    """A doubt, or prose that answers nothing for the second time."""
    resident.says("走丢了")
    resident.says("可能在超市")
    assert [one["reason"] for one in portal.handovers] == ["danger_unsure"]


@pytest.mark.parametrize("place", ["在菜场", "桂花苑那边", "最后在公园路看见的"])
def test_the_place_waits_for_what_names_one(resident: Resident, portal: Portal, place: str) -> None:
    """Whatever is told before of who is missing."""
    resident.says("孩子不见了")
    resident.new_epoch()
    for said in ("四岁", "红衣服"):
        resident.says(said)
    assert portal.cases[0]["place"] == ""
    resident.says(place)
    assert portal.cases[0]["place"] != ""
    assert len(portal.cases) == 1


WORKING = [
    "再看看，是修太阳能的师傅，腰上有绳子", "看清楚了，是装空调的，身上绑着安全绳", "原来是擦玻璃的，系着绳子呢", "哦是钓鱼的，手里拿着竿子", "再看是电工，腰里挂着工具",
    "仔细看是刷墙的工人，吊着绳",
]  # fmt: skip
NOT_WORKING = [
    "再看看，他要跳了", "是修空调的师傅掉下来了", "原来师傅卡住了", "看清楚了，不是师傅，是个女的", "再看看，是修太阳能的师傅，绳子断了", "是个老人在哭", "脖子上有绳子",
]  # fmt: skip


@pytest.mark.parametrize("text", WORKING)
def test_work_explains_what_was_seen(resident: Resident, portal: Portal, text: str) -> None:
    """Asked about once more, in place of the same advice; people are paged till it is answered."""
    resident.says("有个人坐在楼顶边上腿悬在外面")
    resident.new_epoch()
    told = resident.says(text)
    assert asked(told) == "danger"
    assert "110" not in texts(told)
    assert portal.cleared == []


@pytest.mark.parametrize("text", WORKING)
def test_work_is_asked_about_before_anything_is_raised(resident: Resident, portal: Portal, text: str) -> None:
    """In answer to whether somebody is in danger, too."""
    assert asked(resident.says("走丢了")) == "danger"
    told = resident.says(text)
    assert asked(told) == "danger"
    assert "110" not in texts(told)
    assert portal.made("report") == []


@pytest.mark.parametrize("text", NOT_WORKING)
def test_what_goes_wrong_is_no_explanation(text: str) -> None:
    assert not explains_by_work(text)


GOES_ON = [
    ("家里煤气泄漏了", "看了下，是楼上装修的师傅把管子挖破了，还在漏"), ("孩子走丢了", "问了，是修水管的师傅把孩子抱走了"), ("有人被打", "原来是物业的人在打租客"),
    ("工人被压住了", "是装修的工人，手被夹着"), ("着火了", "原来是装修师傅电焊，火还在烧"), ("有人要跳楼", "看清楚了，是个工人，讨薪的，站在外面"),
]  # fmt: skip


@pytest.mark.parametrize(("alarm", "said"), GOES_ON)
def test_work_explains_no_danger_that_goes_on(resident: Resident, portal: Portal, alarm: str, said: str) -> None:
    """It joins the emergency, whose place stays awaited."""
    resident.says(alarm)
    resident.new_epoch()
    told = resident.says(said)
    assert "utter_ask_danger" not in [message["response"] for message in told["messages"]]
    assert resident.expecting is not None
    assert resident.expecting["asks"] == "place"
    assert portal.details == [("details", said)]


def test_the_place_is_asked_for_again_after_the_question_between(resident: Resident, portal: Portal) -> None:
    """The explanation came while it was awaited, and what follows answers neither."""
    resident.says("有人要跳楼")
    resident.new_epoch()
    assert asked(resident.says("再看看，是修太阳能的师傅，腰上有绳子")) == "danger"
    assert asked(resident.says("戴着黄帽子")) == "place"


BESIDE_A_CASE = [
    "煤气灶关不掉了", "孩子趴窗户", "奶奶摔了", "门口有个陌生男人", "我想消失", "心口疼得厉害",
]  # fmt: skip


@pytest.mark.parametrize("said", ["喝了洗洁精", "活够了", "吃错药了", "电线掉地上了", "流了好多血"])
def test_a_sure_danger_is_not_added_to_a_case_of_something_else(resident: Resident, portal: Portal, said: str) -> None:
    """It is a case of its own."""
    resident.says("桂花苑3栋路灯不亮")
    assert resident.says("是")["registered"]
    resident.new_epoch()
    told = resident.says(said)
    assert told["registered"]
    assert told["messages"][0]["response"].startswith("utter_danger_")
    assert portal.details == []


@pytest.mark.parametrize("said", BESIDE_A_CASE)
def test_a_doubtful_danger_is_not_added_to_a_case_of_something_else(
    resident: Resident, portal: Portal, said: str
) -> None:
    """It is asked about, with the number to call."""
    resident.says("桂花苑3栋路灯不亮")
    assert resident.says("是")["registered"]
    resident.new_epoch()
    told = resident.says(said)
    assert asked(told) == "danger"
    assert told["messages"][0]["response"].startswith("utter_danger_")
    assert portal.details == []


@pytest.mark.parametrize("said", ["灯杆上还有电线露出来", "上周还有老人摔了一跤", "灯罩掉了", "怕孩子摔倒"])
def test_more_of_the_case_is_still_added_to_it(resident: Resident, portal: Portal, said: str) -> None:
    """A doubt of the case's own category, and what is past or feared."""
    resident.says("桂花苑3栋路灯不亮")
    resident.says("是")
    resident.new_epoch()
    assert asked(resident.says(said)) != "danger"
