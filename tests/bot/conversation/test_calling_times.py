"""When somebody may be telephoned is not when the matter happens."""

from __future__ import annotations

import pytest

from actions.intake.corrections.calling_times import calling_clauses
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.drafts import a_turn
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


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑5栋每天早上六点广播打扰我们休息", "半夜两点施工打扰休息", "我电话15088881234，晚上十点，3栋楼下烧烤店油烟", "昨天下午三点物业保安来找我要钱还骂人",
        "昨天早上七点电梯停了上班都迟到 15088881234", "今天早上八点轮椅坡道被占出门不方便", "昨天晚上八点骗子给我打电话", "每周二晚上有人找我收保护费", "记错了，应该早上六点打扰我们休息",
    ],
)  # fmt: skip
def test_what_disturbs_at_an_hour_is_the_matter(text: str) -> None:
    """A clause that tells more than when to call says nothing of calls; the number alone changes nothing of that."""
    number = (NUMBER,) if NUMBER in text else ()
    assert calling_clauses(a_turn(text, phone=number)) == []


@pytest.mark.parametrize("text", ["晚上八点以后给我打电话", "下午三点后方便接电话", "晚上八点联系我"])
def test_when_to_call_needs_no_number(text: str) -> None:
    """The portal has it."""
    assert calling_clauses(a_turn(text)) == [(0, len(text))]
