"""A danger beside what is said of a vote is raised as it would be without that."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, asked
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("业委会换届我选张三，另外隔壁着火了", "utter_danger_fire_seen"),
        ("业委会换届，另外隔壁着火了", "utter_danger_fire_seen"),
        ("换届我选张三，另外隔壁着火了，桂花苑", "utter_danger_fire_seen"),
        ("业委会我选李四，另外楼下起火了，清河小区2栋", "utter_danger_fire"),
        ("我不同意涨物业费的表决，另外我爸摔了起不来", "utter_danger_injury"),
        ("业委会主任我选王五，另外有人掉河里了", "utter_danger_water"),
        ("公约那个我投了同意，还有邻居煤气中毒昏过去了", "utter_danger_co"),
    ],
)
def test_the_danger_is_raised(resident: Resident, portal: Portal, text: str, response: str) -> None:
    answer = resident.says(text)
    assert [one["response"] for one in answer["messages"]][:2] == [response, "utter_danger_raised"]
    assert answer["registered"]
    assert all(word not in portal.cases[0]["text"] for word in ("我选", "投了", "不同意"))


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("我反对装电梯，还有我妈摔倒了不省人事", "utter_danger_fallen"),
        ("我不同意加装电梯，还有我妈晕倒了", "utter_danger_unconscious"),
    ],
)
def test_whoever_fainted_is_not_trapped_in_the_lift_of_a_vote(resident: Resident, text: str, response: str) -> None:
    assert resident.says(text)["messages"][0]["response"] == response


@pytest.mark.parametrize(
    "text",
    [
        "业委会换届我选张三，另外桂花苑2栋楼道灯坏了", "我反对装电梯，还有楼道灯坏了", "我不同意涨物业费，另外垃圾没人收",
        "换届我选张三，另外上个月隔壁着过火，现在好了",
    ],
)  # fmt: skip
def test_an_ordinary_matter_beside_it_is_no_emergency(resident: Resident, portal: Portal, text: str) -> None:
    answer = resident.says(text)
    assert not any(one["response"].startswith("utter_danger") for one in answer["messages"])
    assert asked(answer) != "danger"
    assert portal.cases == []
