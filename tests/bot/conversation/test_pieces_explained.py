"""Pieces of a report that sound like blows are read with those before: an animal or a thing is no person who strikes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.conversation.turn import Talk, Whole
from actions.interpreting.danger_signs import is_done_by_no_person, tells_of_harm
from actions.routes.misread import without_misread_blows
from tests.bot.conversation.drafts import a_turn

NO_PERSON = [
    ("有个，流浪狗，黑的，大，追外卖", "也追我"), ("楼道里的，电线，垂下来", "打我头"), ("树枝", "老是打我头"), ("门口，大鹅", "追着我"), ("单元门，弹簧坏了", "夹我手"), ("小区里，那只猫", "抓我"), ("晾衣架，掉下来", "砸我"), ("道闸", "又打我头"),
]  # fmt: skip
PERSONS = [
    ("男人", "又打我"), ("我老公", "打我"), ("小区里，有个人", "追我"), ("邻居家的狗，主人", "打我"), ("楼上那家，养狗的", "打我"), ("我爸", "拿绳子打我"), ("我们吵架，他砸门", "打我"), ("", "打我"), ("在家", "打我"),
    ("流浪狗", "有人追我"), ("电线", "打我 头破了流血"), ("门口", "打我"), ("司机开着车", "追我"), ("路灯不亮", "打我耳光"), ("水管漏了", "被抢了"), ("楼道灯坏了", "对我拳打脚踢"), ("流浪狗", "强奸"), ("路灯不亮", "打我"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "said"), NO_PERSON)
def test_an_animal_or_a_thing_strikes_nobody(before: str, said: str) -> None:
    """Neither is raised nor asked about as blows; the words go on with the report."""
    assert is_done_by_no_person(said, before)
    turn = a_turn(said, "report_case", 0.6, danger="home_violence")
    turn = replace(turn, whole=Whole(f"{before}，{said}", turn.draft))
    heard = without_misread_blows(turn, Talk(form={"text": before, "stage": "place"}))
    assert heard.danger is None
    assert heard.whole is not None
    assert heard.whole.draft["urgency"]["level"] == "normal"


@pytest.mark.parametrize(("before", "said"), PERSONS)
def test_a_person_or_a_wound_keeps_it(before: str, said: str) -> None:
    turn = a_turn(said, "report_case", 0.6, danger="violence")
    assert without_misread_blows(turn, Talk(form={"text": before, "stage": "place"})).danger == "violence"


@pytest.mark.parametrize("said", ["咬我", "又咬我腿"])
def test_a_bite_is_a_wound(said: str) -> None:
    """Read as blows, it is no beating, but 120 is told all the same."""
    turn = a_turn(said, "report_case", 0.6, danger="violence")
    assert without_misread_blows(turn, Talk(form={"text": "门口，大鹅", "stage": "place"})).danger == "injury"


def test_another_danger_stays() -> None:
    turn = a_turn("咬我 流了", "report_case", 0.6, danger="injury")
    assert without_misread_blows(turn, Talk(form={"text": "流浪狗", "stage": "place"})).danger == "injury"


def test_a_stranger_is_nobody_of_the_family() -> None:
    """So 110 is told, and neither the women's line nor silence."""
    turn = a_turn("追我", "report_case", 0.6, danger="home_violence")
    heard = without_misread_blows(turn, Talk(form={"text": "小区里，有个人", "stage": "place"}))
    assert heard.danger == "violence"


@pytest.mark.parametrize(("before", "said", "tells"), [
    ("幸福家园7栋，电梯", "按了没反应", False), ("门禁", "刷了没反应", False), ("电梯，我妈在里面", "喊了没反应", True), ("老人", "没反应", True), ("我奶奶，电梯里", "叫了没反应", True),
])  # fmt: skip
def test_a_device_told_before_is_silent(before: str, said: str, tells: bool) -> None:
    """And nobody lies there."""
    assert tells_of_harm(a_turn(said, "report_case", 0.6), before) is tells
