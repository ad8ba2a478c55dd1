"""An emergency told over several lines, or in English: the place told before is kept, and nobody is asked for it again."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, asked
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["你好", "我是幸福家园一期的", "3栋2单元", "厨房着火了"], "3栋2单元"),
        (["桂花苑5栋", "有人晕倒了"], "桂花苑5栋"),
        (["清河小区8栋 想反映个事", "楼上打起来了 拿着刀"], "清河小区8栋"),
        (["我住老菜场旁边", "翠竹公寓2栋", "闻到好重的煤气味"], "翠竹公寓2栋"),
        (["想报个事", "公园路12号", "有人掉井里了"], "公园路12号"),
        (["我在清河小区8栋", "着火了"], "清河小区8栋"),
        (["您好，桂花苑3栋的", "有人触电了"], "桂花苑3栋"),
        (["师傅在不在", "我在翠竹公寓5栋这里", "电梯困人了快来"], "翠竹公寓5栋"),
    ],
)
def test_the_place_of_earlier_lines_is_the_emergencys(
    resident: Resident, portal: Portal, lines: list[str], place: str
) -> None:
    for line in lines[:-1]:
        resident.says(line)
    answer = resident.says(lines[-1])
    assert answer["messages"][0]["response"].startswith("utter_danger_")
    assert answer["registered"]
    assert asked(answer) is None
    (case,) = portal.cases
    assert place in case["place"]


def test_a_report_of_its_own_lends_no_place(resident: Resident) -> None:
    """A fire after 6栋楼道灯坏了 need not be there; the report stays open."""
    resident.says("桂花苑6栋楼道灯坏了")
    assert asked(resident.says("着火了")) == "place"


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("there is a fire in building 3!!", "utter_danger_fire"),
        ("somebody is trapped in the lift", "utter_danger_lift"),
        ("my mother is not breathing", "utter_danger_unconscious"),
        ("a man with a knife is at our door", "utter_danger_violence"),
        ("I smell gas everywhere", "utter_danger_gas"),
        ("help! help!", "utter_danger_other"),
    ],
)
def test_a_danger_in_english_is_raised_as_in_chinese(resident: Resident, text: str, response: str) -> None:
    answer = resident.says(text)
    assert [one["response"] for one in answer["messages"]][:2] == [response, "utter_danger_raised"]
    assert answer["registered"]


@pytest.mark.parametrize(("reply", "registered"), [("yes", True), ("Yes, a child is inside", True), ("no", False)])
def test_a_doubtful_danger_is_answered_in_english(resident: Resident, reply: str, registered: bool) -> None:
    assert asked(resident.says("there is a burning smell in the corridor")) == "danger"
    assert resident.says(reply)["registered"] is registered
