"""When somebody may be telephoned is not when the matter happens."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

NUMBER = "15088881234"
CALLS = [
    "有事打15088881234，晚上七点后才有空", "打我这个号15088881234 早上8点以前别打", "请拨15088881234，周一到周五晚上六点后", "15088881234 明天上午打给我", "问清楚打我15088881234，我晚上九点才下班",
    "我女儿电话不接的，打我的15088881234，早上八点以后",
]  # fmt: skip
TIMES = [
    ("不是夜里，是下午三点以后拖，我电话15088881234", "下午三点"),
    ("时间说错了，是凌晨一点以后", "凌晨一点"),
    ("时间不对，是晚上十点到一点吵，我号码15088881234", "十点"),
]
OF_THE_MATTER = [
    ("隔壁天天半夜大声打电话，桂花苑9栋301", "半夜"),
    ("物业说周一联系师傅来修，桂花苑9栋电梯", "周一"),
    ("居委会早上八点打电话骂我，桂花苑9栋", "八点"),
]


@pytest.fixture
def noisy(portal: Portal) -> Portal:
    portal.has_case(
        reported_at=JUST_NOW, state="reported", title="楼上邻居夜里拖桌子", place="阳光花园12栋", time="夜里"
    )
    return portal


@pytest.mark.parametrize("text", CALLS)
def test_the_time_of_a_case_stays(resident: Resident, noisy: Portal, text: str) -> None:
    """The number becomes the one to call, and the words stand on the case."""
    resident.says(text)
    changes = [body.get("changes") or {} for body in noisy.made("detail")]
    assert [one.get("contact") for one in changes] == [NUMBER]
    assert all("time" not in one for one in changes)
    assert [said for _, said in noisy.details] == [text]


@pytest.mark.parametrize("text", CALLS[:4])
def test_the_time_of_an_open_report_stays(resident: Resident, portal: Portal, text: str) -> None:
    """Beside the summary, too."""
    resident.says("阳光花园12栋楼上邻居天天夜里拖桌子")
    resident.says(text)
    resident.says("是")
    made = portal.made("report")[0]
    assert made["answers"].get("contact") == NUMBER
    said = made["answers"].get("time") or "".join(one["text"] for one in made["draft"]["times"])
    assert said in ("天天夜里", "天天、夜里")


@pytest.mark.parametrize(("text", "time"), TIMES)
def test_a_time_that_is_corrected_beside_a_number_is_changed(
    resident: Resident, noisy: Portal, text: str, time: str
) -> None:
    """What takes the time back is about the matter."""
    resident.says(text)
    assert time in noisy.made("detail")[0]["changes"]["time"]


@pytest.mark.parametrize(("text", "time"), OF_THE_MATTER)
def test_calls_that_are_the_matter_keep_their_time(resident: Resident, portal: Portal, text: str, time: str) -> None:
    """Somebody else calls, or is called."""
    resident.says(text)
    assert time in "".join(one["text"] for one in portal.drafts[17]["draft"]["times"])
