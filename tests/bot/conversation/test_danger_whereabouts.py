"""Where an emergency is: a spot that nobody could find is asked for, and what is told next is its place."""

from __future__ import annotations

import pytest

from actions.interpreting.places import leads_nowhere
from actions.topics.danger.whereabouts import says_where
from tests.bot.conversation.conftest import Resident, asked
from tests.bot.conversation.drafts import a_turn
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


@pytest.mark.parametrize(
    ("alarm", "told", "place"),
    [
        ("有人被困电梯了", "翠竹公寓2栋，电梯停在五楼不动了", "翠竹公寓2栋"), ("孩子不见了", "在翠竹公寓门口走丢的，我们住桂花苑8栋", "翠竹公寓门口"),
        ("墙塌了压到人", "公园路工地，外墙倒了一片", "公园路工地"), ("老人晕倒了", "桂花苑8栋门口，路灯坏了看不清路", "桂花苑8栋门口"),
        ("有人触电了", "桂花苑8栋车棚，充电桩漏电了", "桂花苑8栋车棚"),
    ],
)  # fmt: skip
def test_a_fault_told_after_the_place_makes_no_other_report(
    resident: Resident, portal: Portal, alarm: str, told: str, place: str
) -> None:
    """It says where the emergency is, and what is seen there; the question is answered."""
    assert asked(resident.says(alarm)) == "place"
    resident.new_epoch()
    assert asked(resident.says(told)) is None
    assert [case["place"] for case in portal.cases] == [place]
    assert portal.details == [("details", told)]


@pytest.mark.parametrize("said", ["另外翠竹公寓2栋的路灯也坏了", "翠竹公寓2栋，路灯也坏了", "5栋的灯也坏了"])
def test_another_fault_is_still_a_report_of_its_own(resident: Resident, portal: Portal, said: str) -> None:
    """It is announced, or said to be so, too; the emergency's place stays awaited."""
    resident.says("有人触电了")
    resident.new_epoch()
    resident.says(said)
    assert portal.details == []
    assert portal.cases[0]["place"] == ""


PROSE = ["人在我家", "赶快去救他们家", "躲在厕所里", "就我一个人在家", "她老公在旁边", "现在在我妈家", "在我女儿家"]


@pytest.mark.parametrize("said", PROSE)
def test_words_of_whom_it_is_with_are_no_place(resident: Resident, portal: Portal, said: str) -> None:
    """They are noted; the true address that follows is the place, and the question stays open till then."""
    resident.says("着火了")
    resident.new_epoch()
    resident.says(said)
    assert portal.cases[0]["place"] == ""
    assert resident.expecting is not None
    assert resident.expecting["asks"] == "place"
    assert place_after(resident, portal, "桂花苑3栋502") == "桂花苑3栋502"


def test_a_place_that_is_only_somebodys_gives_way_to_the_address(resident: Resident, portal: Portal) -> None:
    """Which nobody asked for any more."""
    resident.says("着火了")
    resident.new_epoch()
    portal.cases[0]["place"] = "我妈家"
    assert place_after(resident, portal, "桂花苑3栋502") == "桂花苑3栋502"


@pytest.mark.parametrize("told", ["王大爷家", "在老粮站后头", "人在菜场门口"])
def test_a_name_or_a_landmark_is_a_place_still(resident: Resident, portal: Portal, told: str) -> None:
    """Whoever it is with."""
    resident.says("着火了")
    resident.new_epoch()
    resident.says(told)
    assert portal.cases[0]["place"] in told != ""


@pytest.mark.parametrize(
    ("said", "spot"), [("家里", "家里"), ("在家里", "家里"), ("人在我家", "我家"), ("村口桥头", "村口桥头")]
)
def test_a_spot_is_asked_further_rather_than_again(resident: Resident, portal: Portal, said: str, spot: str) -> None:
    """In which estate it is; and it begins no report."""
    resident.says("有人触电了")
    resident.new_epoch()
    told = resident.says(said)
    assert told["messages"][-1]["response"] == "utter_ask_place_more"
    assert f"“{spot}”" in told["messages"][-1]["text"]
    assert portal.details == [("details", said)]
    assert portal.drafts.get(17) is None


@pytest.mark.parametrize("text", ["别墅12号", "就别墅区3号", "别苑小区3栋"])
def test_a_villa_forbids_nothing(text: str) -> None:
    """It is where help must go."""
    assert says_where(a_turn(text))


@pytest.mark.parametrize("text", ["也别让社区的人上门", "你们别来3栋门口"])
def test_what_is_forbidden_is_no_place(text: str) -> None:
    assert not says_where(a_turn(text))
