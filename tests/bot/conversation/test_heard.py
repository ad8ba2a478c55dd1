"""What is easily misheard: the place of an emergency, a wish beside a height, a number in words, a yes that is nobody's own."""

from __future__ import annotations

import pytest

from actions.interpreting import follow_up_answers
from tests.bot.conversation.conftest import Resident, asked
from tests.bot.conversation.portal_stand_in import Portal
from tests.bot.conversation.test_talk import FOLLOW_UP, REPORT
from tests.bot.conversation.test_talk_dangers import danger_of

# --- the place of an emergency


@pytest.mark.parametrize("place", ["社区大厅", "社区大厅门口", "社区服务大厅", "老年活动室", "社区活动室"])
@pytest.mark.parametrize("alarm", ["着火了", "有人打架，快来人", "我胸口疼得厉害"])
def test_whatever_answers_where_joins_the_alarm(resident: Resident, portal: Portal, alarm: str, place: str) -> None:
    """It is no new report, and no question about renting the room."""
    assert asked(resident.says(alarm)) == "place"
    resident.new_epoch()
    told = resident.says(place)
    assert [message["response"] for message in told["messages"]] == ["utter_danger_added"]
    assert portal.details == [("details", place)]
    assert len(portal.cases) == 1
    assert portal.drafts.get(17) is None


def test_without_an_alarm_the_room_is_a_question(resident: Resident, portal: Portal) -> None:
    """社区活动室 alone adds to nothing."""
    resident.says("社区活动室怎么租")
    assert portal.details == []
    assert portal.cases == []


# --- a wish beside a height


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("我不敢说名字，河畔人家2栋有人天天往下倒水", "河畔人家2栋有人天天往下倒水"),
    ],
)
def test_a_wish_beside_a_height_is_no_suicide(resident: Resident, portal: Portal, text: str, rest: str) -> None:
    """A report, which keeps the wish."""
    told = resident.says(text, wish=rest)
    assert not danger_of(told)
    assert portal.handovers == []
    assert asked(told) == "confirm"
    assert resident.says("是")["registered"]
    assert text in portal.made("report")[0]["text"]


def test_a_wish_beside_a_roof_is_a_report(resident: Resident, portal: Portal) -> None:
    """Nobody is asked whether somebody is in danger where something was built."""
    text = "我不想让别人知道，桂花苑4栋楼顶有人违建"
    told = resident.says(text, wish="桂花苑4栋楼顶有人违建")
    assert asked(told) == "confirm"
    assert resident.says("是")["registered"]
    assert text in portal.made("report")[0]["text"]


@pytest.mark.parametrize(
    "text", ["别让我妈知道，我现在站在楼顶不想活了", "不想让别人知道，我要跳楼了", "别让他知道，他在砸门要打死我"]
)
def test_a_wish_beside_real_danger_is_danger(resident: Resident, text: str) -> None:
    assert danger_of(resident.says(text))


# --- numbers in words


@pytest.mark.parametrize(
    "written", ["一三六五五五五三三三三", "幺三六 五五五五 三三三三", "1 3 6 5 5 5 5 3 3 3 3", "136 5555 3333"]
)
def test_a_number_in_any_writing_joins_the_case_or_is_kept(resident: Resident, portal: Portal, written: str) -> None:
    """After registering it is added; with a wish before any report it is kept with the wish."""
    told = resident.says(f"我手机{written}，别给物业", wish=f"我手机{written}")
    assert [message["response"] for message in told["messages"]][:2] == [
        "utter_secret_with_report",
        "utter_number_kept",
    ]
    assert portal.drafts[17]["answers"]["contact"].replace("，", "").replace(" ", "") == written.replace(" ", "")
    resident.says(REPORT)
    assert resident.says("是")["registered"]
    resident.new_epoch()
    resident.says(f"我电话{written}")
    assert portal.details == [("details", f"我电话{written}")]


# --- whether it is fixed

DOUBTFUL = [
    "要是真好了我就不找你们了", "我没在家，我老婆说好像好了", "听说修好了", "物业说修好了", "如果明天还亮，就是修好了", "修好了吗", "应该好了吧", "好像好了", "等修好了再说", "我儿子讲弄好了",
]  # fmt: skip
OWN = [
    "修好了，谢谢",
    "修好了，要是再坏我再找你们",
    "我跟你说，修好了",
    "师傅来过了，修好了",
    "我老婆说好了，我去看了，是好了",
    "亮了，可以了",
    "满意",
]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_yes_that_is_nobodys_own_is_asked_again(resident: Resident, portal: Portal, text: str) -> None:
    """It closes nothing; their own yes then does."""
    portal.has_case(state="resolved")
    resident.expecting = FOLLOW_UP
    told = resident.says(text)
    assert asked(told) == "fixed"
    assert portal.cases[0]["state"] == "resolved"
    resident.says("修好了")
    assert portal.cases[0]["state"] == "closed"


@pytest.mark.parametrize("text", OWN)
def test_a_yes_of_ones_own_closes(text: str) -> None:
    """With an if after it, or with what they saw themselves."""
    assert follow_up_answers.read_fixed(text) is True


def test_a_wish_in_two_messages_reaches_the_case_whole(resident: Resident, portal: Portal) -> None:
    """The second alone would be no wish."""
    resident.says(REPORT)
    assert resident.says("是")["registered"]
    resident.new_epoch()
    told = resident.says("知道是我", said="不要让物业知道是我")
    assert portal.details == [("details", "不要让物业知道是我")]
    assert told["messages"][0]["response"].startswith("utter_kept_secret")
