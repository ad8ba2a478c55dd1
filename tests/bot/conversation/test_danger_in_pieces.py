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


@pytest.mark.parametrize("pieces", [("走丢了", "泰迪", "白色的"), ("流血了", "好多")])
def test_pieces_that_tell_of_none_are_asked_about_further(
    resident: Resident, portal: Portal, pieces: tuple[str, ...]
) -> None:
    """They count as no failed answer, and a no still ends it."""
    for said in pieces:
        assert asked(resident.says(said)) == "danger"
    assert portal.handovers == []
    assert resident.says("没有")["messages"][0]["response"] == "utter_no_danger"
    assert portal.made("report") == []


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
