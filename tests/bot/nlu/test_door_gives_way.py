"""A door that somebody breaks in, told by whoever is behind it; and a faint smell of burning, which is asked about."""

from __future__ import annotations

import pytest

from actions.interpreting import scenes
from bot.reading.danger.doubted import is_doubted
from bot.reading.danger.plain_harm import plain_harm
from bot.reading.danger.urgency import read_urgency
from bot.reading.learning.training import reading_of
from bot.reading.trained import Heads

BROKEN_IN = [
    "门要被撞开了",
    "门快被踹开了",
    "门锁要被撬开了",
    "他们快把门砸开了",
    "要把我家门踹开了",
    "门顶不住了",
    "有人在撞我家门",
    "有人一直踹我家的门",
    "门眼看要被砸破了",
    "门快被人撞开了，我和孩子在里面",
]
NOT_BROKEN_IN = [
    "大门要被车撞烂了",
    "单元门快被风吹开了",
    "消防员要把门撞开了",
    "门快坏了",
    "门要拆开换新的",
    "小区大门快被踢坏了",
    "柜门要被孩子撞开了",
    "有人在敲门",
    "开锁师傅快把门撬开了",
    "门快掉了",
    "邻居撞坏我家门",
    "车门要被撬开了",
    "猫快把门撞开了",
    "门铃一直响",
    "门撞坏了找谁修",
]
FAINT = ["门口有点糊味", "楼道好像有焦味", "有一点点烧焦的味道", "淡淡的糊味", "屋里有些糊味"]
MORE_THAN_FAINT = [
    "有点糊味还冒烟",
    "插座有点糊味",
    "楼道糊味很重",
    "有点糊味，奶奶叫不应",
    "糊味越来越大",
    "有点焦味，火苗看得见",
]


@pytest.mark.parametrize("text", BROKEN_IN)
def test_a_door_that_gives_way_is_a_danger(heads: Heads, text: str) -> None:
    """Of blows, with the advice to lock it and keep away from it."""
    found = read_urgency(heads.danger, reading_of(text), text)
    assert found.level == "emergency"
    assert found.danger in ("violence", "home_violence")
    assert scenes.script_of(found.danger, text) == "home_violence_hiding"


@pytest.mark.parametrize("text", NOT_BROKEN_IN)
def test_a_car_the_wind_helpers_and_other_doors_are_none(text: str) -> None:
    assert plain_harm(text, None) is None


@pytest.mark.parametrize("text", FAINT)
def test_a_faint_smell_of_burning_is_asked_about(heads: Heads, text: str) -> None:
    assert is_doubted(text)
    found = read_urgency(heads.danger, reading_of(text), text)
    assert found.level != "emergency"


@pytest.mark.parametrize("text", MORE_THAN_FAINT)
def test_more_than_a_faint_smell_is_not_doubted(text: str) -> None:
    assert not is_doubted(text)
