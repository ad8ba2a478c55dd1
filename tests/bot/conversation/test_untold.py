"""The wish that the family is not told, and news of help that came: what is answered in an emergency."""

from __future__ import annotations

from typing import Any

import pytest

from actions.interpreting import scenes
from actions.interpreting.aid.untold import wants_nobody_told
from actions.interpreting.all_clear import read_all_clear
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

WISHES = "别告诉我妈|别跟我妈说|不要告诉我爸妈|千万别让我老师知道|求求你别告诉我家里人|别告诉我老公|不能让我爸知道|不要跟我爸爸讲好吗|别联系我家长|别跟老师说"
OTHERS = "你会告诉我爸妈吗|别告诉我妈我割腕了|不想让我妈知道我割腕了|怎么告诉我妈|告诉我妈|别打我妈|别让他进来|别让人来|别让人知道是我说的"
OVER = {
    "injury": "救护车来了 人送医院了 没事了谢谢|救护车已经接走了 没事了|120来了 接走了|急救车到了 我爸送去医院了|120把我妈拉走了 谢谢你们",
    "fire": "消防队来了已经灭掉了|消防车来了 火灭了|119来了 扑灭了谢谢|消防员到了 没有烟了|消防的人走了 火已经灭了|没有了 火灭了",
    "gas": "燃气公司来过了 不漏了",
    "trapped": "消防队来了 人救出来了",
}
BETTER = "开窗了现在没味道了|窗户开了 味道散了|打开窗户了 没气味了|通风了 味道没有了|阀门关了 开窗了 现在没有味道"
NOT_OVER = {
    "injury": "救护车来了|救护车来了 人还没醒|救护车还没来|救护车来了 但是人不行了|没有呼吸|人没了",
    "fire": "消防队来了|消防来了 还在烧|消防队来了灭掉了 但是有人没出来|没有了",
    "gas": "开窗了|开窗了 味道还在|开窗了 头晕",
    "violence": "警察走了 他又来了",
}


def told(said: dict[str, str]) -> list[tuple[str, str]]:
    return [(danger, one) for danger, words in said.items() for one in words.split("|")]


def responses(answer: dict[str, Any]) -> list[str]:
    return [message["response"] for message in answer["messages"]]


@pytest.mark.parametrize("text", WISHES.split("|"))
def test_only_the_wish_is_one(text: str) -> None:
    assert wants_nobody_told(text)


@pytest.mark.parametrize("text", OTHERS.split("|"))
def test_whatever_tells_more_is_none(text: str) -> None:
    assert not wants_nobody_told(text)


@pytest.mark.parametrize(
    "text",
    ["学校门口有几个大的天天堵我要钱 不给就打我", "高年级的堵我要钱", "放学有人堵我要钱", "他们收我保护费 不给就打"],
)
def test_a_child_who_is_robbed_at_school_is_bullied(text: str) -> None:
    assert scenes.script_of("violence", text) == "bullied"


@pytest.mark.parametrize("text", ["我老公打我", "有人打我", "我儿子在学校被打了"])
def test_other_blows_have_their_own_script(text: str) -> None:
    assert scenes.script_of("violence", text) != "bullied"


def test_a_bullied_childs_wish_is_kept_and_whom_to_call_is_named(resident: Resident, portal: Portal) -> None:
    """Not the advice for a wife; and whoever reads the case knows of the wish."""
    assert resident.says("同学打我")["registered"]
    resident.new_epoch()
    answer = resident.says("别告诉我妈")
    assert responses(answer)[:2] == ["utter_who_is_told", "utter_danger_bullied"]
    assert "12355" in texts(answer)
    assert "12338" not in texts(answer)
    assert portal.details == [("details", "别告诉我妈")]


def test_the_wish_answers_no_question_of_danger(resident: Resident, portal: Portal) -> None:
    """It is asked again, and nothing is raised of the wish."""
    resident.says("高年级的堵我要钱")
    answer = resident.says("别跟我妈说")
    assert responses(answer)[0] == "utter_who_is_told"
    assert asked(answer) == "danger"
    assert portal.made("report") == []


@pytest.mark.parametrize(("danger", "text"), told(OVER))
def test_help_that_came_spoils_no_end(danger: str, text: str) -> None:
    assert read_all_clear(text, danger) == "safe"


@pytest.mark.parametrize("text", BETTER.split("|"))
def test_air_and_no_smell_are_better_and_no_end(text: str) -> None:
    assert read_all_clear(text, "gas") == "partly"


@pytest.mark.parametrize(("danger", "text"), told(NOT_OVER))
def test_help_alone_ends_nothing(danger: str, text: str) -> None:
    assert read_all_clear(text, danger) is None


def test_who_says_that_the_smell_is_gone_is_told_not_to_go_back(resident: Resident, portal: Portal) -> None:
    """And not asked at once whether somebody is in danger."""
    assert resident.says("我家煤气漏了 桂花苑3栋501")["registered"]
    resident.new_epoch()
    answer = resident.says("开窗了现在没味道了")
    assert responses(answer)[0] == "utter_out_of_gas"
    assert asked(answer) is None
    over = resident.says("没事了 谢谢")
    assert responses(over) == ["utter_all_clear", "utter_not_back_into_gas"]


def test_of_gas_that_was_checked_nothing_is_warned(resident: Resident, portal: Portal) -> None:
    assert resident.says("我家煤气漏了 桂花苑3栋501")["registered"]
    resident.new_epoch()
    assert responses(resident.says("燃气公司来过了 不漏了")) == ["utter_all_clear"]


@pytest.mark.parametrize(
    "text",
    ["河边有人跳下去了", "桥上有人跳下去了", "湖边有个女的跳了下去", "大桥上刚才有人跳下去了", "有人跳下去了 就在江边"],
)
def test_who_jumped_by_water_is_in_it(text: str) -> None:
    assert scenes.script_of("self_harm", text) == "water"


@pytest.mark.parametrize("text", ["楼顶有人跳下去了", "我爸从阳台跳下去了", "有个女的在江边 要跳下去", "我要从桥上跳下去了", "河边那栋楼有人跳下去了"])  # fmt: skip
def test_who_may_still_jump_or_fell_from_a_house_is_not(text: str) -> None:
    assert scenes.script_of("self_harm", text) != "water"
