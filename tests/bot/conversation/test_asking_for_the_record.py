"""Whoever asks what was written down of a case is told: where, when, and which number, starred."""

from __future__ import annotations

import pytest

from actions.routes.asked_of_case import asked_of_case
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

RECORD = [
    "你们记的地址是哪里？念给我听听", "你把我说的念一遍", "我报的是哪个地方来着", "地点登的对吗？", "再念一遍给我听听，眼睛不好", "你写的对不对啊，给我瞅瞅", "把记录读给我听", "你给我记的哪一栋", "复述一下我报的事",
    "麻烦把刚才记的说一遍我核对下",
]  # fmt: skip
NUMBER = ["我留的是哪个号码", "我登记的手机号是多少来着", "你记的电话号码对不对，念一下"]
OTHER = [
    "社区服务中心地址是哪里",
    "地址改成25号",
    "时间记错了，是每天早上",
    "念经的声音吵死了",
    "你们上班时间是几点",
    "我报的怎么样了",
]


@pytest.fixture
def running(portal: Portal) -> Portal:
    portal.has_case(
        reported_at=JUST_NOW,
        state="reported",
        title="路灯不亮",
        place="桂花苑3栋",
        time="每天晚上",
        number="13577770000",
    )
    return portal


@pytest.mark.parametrize("text", RECORD)
def test_the_record_is_read_back(resident: Resident, running: Portal, text: str) -> None:
    """In any words; nothing is added to the case."""
    told = texts(resident.says(text))
    assert "地点：桂花苑3栋" in told
    assert "时间：每天晚上" in told
    assert "13577770000" not in told
    assert running.details == []


@pytest.mark.parametrize("text", NUMBER)
def test_the_number_alone_is_told_where_only_that_is_asked_for(resident: Resident, running: Portal, text: str) -> None:
    """Starred, as elsewhere."""
    told = texts(resident.says(text))
    assert "电话：135" in told
    assert "7777" not in told
    assert "地点：" not in told


@pytest.mark.parametrize("text", OTHER)
def test_other_questions_and_corrections_are_none(resident: Resident, running: Portal, text: str) -> None:
    """An address of the community's, what is put right, a noise, how the case stands."""
    assert "地点：桂花苑3栋" not in texts(resident.says(text))


def test_the_record_of_an_older_case_is_read_back_too(resident: Resident, portal: Portal) -> None:
    """One reported days ago."""
    portal.has_case(state="reported", title="路灯不亮", place="桂花苑3栋")
    assert "地点：桂花苑3栋" in texts(resident.says("你们记的地址是哪里？念给我听听"))


@pytest.mark.parametrize(
    "text",
    [
        "把门口的灯看一下", "把井盖看一下吧", "帮我把下水道看一下", "把孩子看一下", "楼道上面存了什么东西好臭", "我的电动车登记了吗", "看一下小区门口的灯", "小区的路看一下",
    ],
)  # fmt: skip
def test_who_wants_something_looked_at_is_not_read_the_record(resident: Resident, portal: Portal, text: str) -> None:
    """The words are a matter of their own, whatever older case there is."""
    portal.has_case(state="reported", title="水管漏水", place="桂花苑3栋")
    assert "地点：桂花苑3栋" not in texts(resident.says(text))


@pytest.mark.parametrize("text", ["把门口的灯看一下", "把孩子看一下", "楼道上面存了什么", "我的电动车登记了吗"])
def test_no_record_is_asked_for_in_others(text: str) -> None:
    """By the words alone."""
    assert asked_of_case(a_turn(text)) is None
