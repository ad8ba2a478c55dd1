"""Where an emergency is: a spot that nobody could find is asked for, and what is told next is its place."""

from __future__ import annotations

import pytest

from actions.interpreting.places import leads_nowhere
from tests.bot.conversation.conftest import Resident, asked
from tests.bot.conversation.portal_stand_in import Portal

SPOTS = [
    "灶房窗口",
    "厨房窗口",
    "池塘里",
    "楼顶",
    "我家",
    "阳台上",
    "3栋",
    "3栋楼顶",
    "井边",
    "桥洞下面",
    "村口",
    "那个水塘边上",
    "",
]
FOUND = [
    "桂花苑3栋",
    "菜场门口",
    "老粮站",
    "东风桥下面",
    "公园路",
    "桃花弄9号",
    "中心小学门口",
    "河西村",
    "家园路",
    "3号桥",
]


@pytest.mark.parametrize("place", SPOTS)
def test_a_spot_leads_nowhere(place: str) -> None:
    """It has no name, no house number and no landmark."""
    assert leads_nowhere(place)


@pytest.mark.parametrize("place", FOUND)
def test_a_name_a_number_or_a_landmark_can_be_found(place: str) -> None:
    assert not leads_nowhere(place)


def place_after(resident: Resident, portal: Portal, *said: str) -> str:
    """The place of the emergency after these messages."""
    for text in said:
        answer = resident.says(text)
        if answer["registered"]:
            resident.new_epoch()
    assert len(portal.cases) == 1
    return str(portal.cases[0]["place"])


@pytest.mark.parametrize(
    ("alarm", "told", "place"),
    [
        ("我家厨房窗口冒火了快来人", "桃源新村7栋301", "桃源新村7栋301厨房窗口"),
        ("有个女的站在楼顶要往下跳", "柳岸花园6号楼", "柳岸花园6号楼楼顶"),
        ("池塘里有个小孩掉下去了快救命", "青石弄西头那个池塘", "青石弄西头那个池塘"),
        ("阳台上起火了，烧到窗帘了", "就是翠竹公寓2栋602", "翠竹公寓2栋602"),
        ("一个小孩掉进井里了", "在老粮站后头", "老粮站后头"),
        ("楼梯口有人拿刀砍人", "枫林里小区11栋，快点", "枫林里小区11栋"),
        ("3栋着火了", "桂花苑3栋402", "桂花苑3栋402"),
    ],
)
def test_what_is_told_after_a_spot_is_the_place(
    resident: Resident, portal: Portal, alarm: str, told: str, place: str
) -> None:
    """Asked for, as the spot could be anywhere; the spot is kept beside it."""
    assert asked(resident.says(alarm)) == "place"
    resident.new_epoch()
    assert place_after(resident, portal, told) == place


@pytest.mark.parametrize("spot", ["我在六楼", "就在楼下", "阳台这里"])
def test_a_second_spot_leaves_the_place_asked(resident: Resident, portal: Portal, spot: str) -> None:
    """Until somewhere that can be found is told."""
    resident.says("着火了快来人啊")
    resident.new_epoch()
    assert asked(resident.says(spot)) == "place"
    assert "幸福家园5栋" in place_after(resident, portal, "幸福家园5栋")


@pytest.mark.parametrize(
    ("alarm", "told", "place"),
    [
        ("桂花苑3栋着火了", "2单元那边", "桂花苑3栋2单元"),
        ("菜场门口有人打架拿刀捅人", "安居街菜场", "安居街菜场门口"),
        ("桂花苑3栋着火了", "翠竹公寓5栋", "桂花苑3栋"),
        ("桂花苑3栋着火了", "烟飘到5栋了", "桂花苑3栋"),
        ("桂花苑3栋着火了", "不对，是翠竹公寓5栋", "翠竹公寓5栋"),
    ],
)
def test_a_known_place_is_extended_or_corrected_but_not_contradicted(
    resident: Resident, portal: Portal, alarm: str, told: str, place: str
) -> None:
    """Another place without words of correction stays in the words, where the desk reads it."""
    assert asked(resident.says(alarm)) is None
    resident.new_epoch()
    assert place_after(resident, portal, told) == place
    assert portal.details[-1] == ("details", told)
