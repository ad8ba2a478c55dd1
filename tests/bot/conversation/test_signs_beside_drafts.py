"""A sign told while a report is open takes that report's words and place; wrong pills stay an injury; a number nobody is to be called on goes."""

from __future__ import annotations

import pytest

from actions.intake.corrections.reading import deletes_number
from actions.interpreting import danger_signs
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.portal_stand_in import Portal

WET = "楼上水管爆了 水都漏到我家电表箱上了"


def test_a_sign_takes_the_words_and_the_place_of_the_open_report(resident: Resident, portal: Portal) -> None:
    """With the advice for the thing that the report names; nothing of it stays open."""
    resident.says(WET)
    resident.says("桂花苑9栋101")
    told = resident.says("在滋滋响")
    assert told["messages"][0]["response"] == "utter_danger_power_box"
    (made,) = portal.made("report")
    assert made["text"] == f"{WET}\n在滋滋响"
    assert made["answers"]["place"] == "桂花苑9栋101"


def test_a_sign_in_which_no_danger_is_read_by_itself_is_no_mere_addition(resident: Resident, portal: Portal) -> None:
    """It is raised or asked about."""
    resident.says(WET)
    resident.says("桂花苑9栋101")
    told = resident.says("滋滋响")
    assert told["messages"][0]["response"].startswith("utter_danger_")


@pytest.mark.parametrize("text", ["滋滋响", "冒火花了", "一直噼啪响", "有糊味了", "好烫", "在冒烟"])
def test_what_only_tells_what_a_thing_does_is_of_the_report(text: str) -> None:
    assert danger_signs.is_sign_of_what_was_told(text, WET)
    assert not danger_signs.is_sign_of_what_was_told(text, "垃圾没人收")


@pytest.mark.parametrize(
    "text",
    ["着火了", "我爸晕倒了", "有人打架", "煤气漏了", "3栋冒烟了", "厨房冒烟了", "孩子不见了", "救命", "我头晕", "树倒了", "隔壁着火了", "车冒烟了", "有人触电了", "滑倒了", "狗咬人了"],
)  # fmt: skip
def test_another_matter_is_not(text: str) -> None:
    assert not danger_signs.is_sign_of_what_was_told(text, WET)


def test_wrong_pills_are_no_wish_to_die(resident: Resident, portal: Portal) -> None:
    """They are raised at once, as poison; how many they were joins the case."""
    told = resident.says("我吃错药了 吃了老头子的降压药")
    assert told["messages"][0]["response"] == "utter_danger_poison"
    resident.new_epoch()
    for more in ("吃了三片", "有点头昏"):
        assert resident.says(more)["messages"][0]["response"] in ("utter_danger_poison", "utter_danger_added")
        assert portal.details[-1] == ("details", more)
    assert len(portal.cases) == 1
    assert portal.handovers == []


def test_a_number_that_nobody_is_to_call_goes() -> None:
    assert deletes_number("女儿说不要打她电话")
    assert not deletes_number("不要打她电话 打我的")
    assert deletes_number("我儿子不让打他电话")
    assert not deletes_number("别打我电话")


@pytest.mark.parametrize("text", ["请不要打他电话", "物业经理不讲理 别打他电话", "楼上那个人凶得很，别打他电话"])
def test_the_number_of_whoever_is_complained_of_is_not_the_senders(text: str) -> None:
    """The sender's own stays."""
    assert not deletes_number(text)
