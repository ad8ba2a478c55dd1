"""Corrections that are told by the value itself: digits turned round, a value right after all, one to leave out, from one hour to another."""

from __future__ import annotations

import pytest

from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.slips import read_slip, settle
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

ROAD, ESTATE = "公园路28号门口", "桂花苑13栋2单元"


@pytest.mark.parametrize(
    ("text", "known", "place"),
    [
        ("眼睛花了，82号，82", ROAD, "公园路82号门口"),
        ("82号82号，刚才按岔了", ROAD, "公园路82号门口"),
        ("数字打倒了，82号", ROAD, "公园路82号门口"),
        ("看走眼，64号", "稻香路46号楼下", "稻香路64号楼下"),
        ("31栋，记反了", ESTATE, "桂花苑31栋2单元"),
        ("打字太快2栋别管", "桂花苑2栋4栋", "桂花苑4栋"),
        ("3栋，5栋不要管", "阳光花园5栋地下室", "阳光花园3栋地下室"),
        ("不好意思是31栋", ESTATE, "桂花苑31栋2单元"),
        ("2栋别管了", "桂花苑2栋、4栋", "桂花苑4栋"),
        ("4栋不用管", "桂花苑2栋、4栋", "桂花苑2栋"),
        ("3单元就别管，5单元要修", "桂花苑2栋3单元", "桂花苑2栋5单元"),
    ],
)
def test_a_number_of_the_same_unit_replaces_the_known(text: str, known: str, place: str) -> None:
    """The rest of the place stays."""
    assert read_slip(text, Known(place=known)).place == place


@pytest.mark.parametrize(
    "text",
    ["82号也有油烟", "82号门口的灯也不亮", "还有82号", "31栋", "29号，眼花了", "28号别管他", "82号的老板骂人，天天吵"],
)
def test_another_number_may_be_another_place(text: str) -> None:
    """More places, a number that is not like the known, the only one."""
    assert read_slip(text, Known(place=ROAD)) == Changes()


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("是21号开始的", "翠竹路12号"),
        ("好像是21号", "翠竹路12号"),
        ("是21栋的人扔的", "桂花苑12栋"),
        ("21栋的人倒的", "桂花苑12栋"),
        ("快到21栋那边", "桂花苑12栋"),
        ("是21栋，时间是周三", "桂花苑12栋"),
        ("2栋别管", "桂花苑22栋4栋"),
        ("2栋别管", "桂花苑12栋4单元"),
        ("2栋别管，是4栋", "桂花苑12栋"),
        ("2栋不算严重，4栋最厉害", "桂花苑2栋4栋"),
        ("2栋不用管了吗", "桂花苑2栋4栋"),
        ("不是说2栋不用管", "桂花苑2栋4栋"),
        ("2栋请别管闲事", "桂花苑2栋4栋"),
        ("12栋别管", "桂花苑12栋4单元"),
    ],
)
def test_a_number_said_of_something_else_changes_no_place(text: str, known: str) -> None:
    """A day, another's building, a number in a longer one, words that go on."""
    assert read_slip(text, Known(place=known)).place is None


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("我昨天没说错，就是3栋", "今天早上"),
        ("我今天没记错", "昨天晚上"),
        ("我前面说的今天没错吧", "昨天晚上"),
        ("昨天没说错", "今天早上"),
    ],
)
def test_the_day_on_which_it_was_told_is_not_the_matter_s(text: str, known: str) -> None:
    """Nor is a question a correction."""
    assert read_slip(text, Known(time=known)) == Changes()


@pytest.mark.parametrize(
    ("text", "read", "time"),
    [
        ("改成周三，晚上九点到十一点", "晚上九点", "周三晚上九点到十一点"),
        ("不是周二，是周三，晚上九点到十一点", "晚上九点", "周三晚上九点到十一点"),
        ("周六周日，早上六点到八点", "早上六点", "周六周日早上六点到八点"),
        ("昨天说错了，是晚上八点到十点", "晚上八点", "每天晚上八点到十点"),
    ],
)
def test_the_days_of_the_hours_stay(text: str, read: str, time: str) -> None:
    """Those that are told now go before those known."""
    assert settle(Changes(time=read), text, Known(time="每天晚上九点")).time == time


@pytest.mark.parametrize("text", ["短信翻出来了，就是周一没错", "周一没记错", "原来说的周一是对的"])
def test_a_day_may_be_right_after_all(text: str) -> None:
    """It was changed before."""
    assert read_slip(text, Known(time="周二下午")).time == "周一下午"


@pytest.mark.parametrize("text", ["没错", "周一他没来", "周二没错"])
def test_no_day_is_changed_by_other_words(text: str) -> None:
    """A yes, what happened on a day, the known one."""
    assert read_slip(text, Known(time="周二下午")) == Changes()


def test_from_one_hour_to_another_is_kept_whole() -> None:
    """Not the last piece alone, and each day as before."""
    text = "不是早上五点，是下午五点开始打到夜里十点"
    changes = settle(Changes(time="夜里十点"), text, Known(time="每天早上五点"))
    assert changes.time == "每天下午五点到夜里十点"


def test_a_day_of_the_week_has_no_end_of_a_date() -> None:
    """星期四, not 星期四号."""
    assert settle(Changes(time="星期四号晚上"), "是星期四", Known(time="十四号晚上")).time == "星期四晚上"


def test_an_estate_stands_before_the_spot_in_it() -> None:
    """It was told last."""
    changes = settle(Changes(place="门口坡道阳光花园8栋1单元"), "都是阳光花园8栋1单元", Known(place="门口坡道"))
    assert changes.place == "阳光花园8栋1单元门口坡道"


@pytest.mark.parametrize(
    "text", ["也别算我申请了，就是一条建议", "写成求助了？我只是提个建议的", "我就建议建议，不是求助"]
)
def test_what_was_meant_as_a_suggestion_becomes_one(resident: Resident, portal: Portal, text: str) -> None:
    """In words that deny a request."""
    portal.has_case(
        reported_at=JUST_NOW, state="reported", title="北门装一排休息凳", place="幸福家园北门", kind="request"
    )
    resident.says(text)
    assert portal.made("detail")[0]["changes"]["kind"] == "suggestion"


def test_a_case_is_corrected_so(resident: Resident, portal: Portal) -> None:
    """Nothing is reported apart."""
    portal.has_case(reported_at=JUST_NOW, state="reported", title="油烟管对着路吹", place=ROAD)
    resident.says("老板眼花，82号，82")
    assert portal.made("detail")[0]["changes"] == {"place": "公园路82号门口"}
