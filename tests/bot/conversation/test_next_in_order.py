"""有两个事 / 第一个 / … / 第二个 / …: what is counted is two cases, and its number is no word of either."""

from __future__ import annotations

import pytest

from actions.interpreting.short_answers import is_next_in_order
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

NEXT = ["第二个", "第二件", "第二件事", "第二个是", "还有第二个", "再说第三个", "其二", "第二，", "然后第二个"]
OTHER = [
    "第一个",
    "第二栋",
    "第二个呢",
    "第二个路灯",
    "第二单元",
    "第二中学",
    "第二天",
    "第二个进展咋样",
    "二",
    "第二个？",
]


def test_only_the_number_of_the_next_announces_it() -> None:
    """第一个 begins, 第二个呢 asks, 第二栋 is a place."""
    assert [text for text in NEXT if not is_next_in_order(text)] == []
    assert [text for text in OTHER if is_next_in_order(text)] == []


@pytest.mark.parametrize(
    ("first", "announced", "second"),
    [
        ("银杏家园3栋的门禁坏了", "第二个", "翠竹公寓南门的垃圾没人收"),
        ("桂花苑5栋楼道灯不亮", "还有第二件", "桂花苑大门口地砖翘起来了"),
    ],
)
def test_two_that_are_counted_are_two_cases(
    resident: Resident, portal: Portal, first: str, announced: str, second: str
) -> None:
    """Each with its own words and place; neither has the number in it."""
    for text in ("有两个事", "第一个", first, announced, second, "前一件", "是", "是"):
        resident.says(text)
    assert [made["text"] for made in portal.made("report")] == [first, second]


@pytest.mark.parametrize("text", ["没有了", "不知道", "算了", "没有别的了", "想不起来了"])
def test_if_there_is_no_next_the_first_stands(resident: Resident, portal: Portal, text: str) -> None:
    """Nothing waits, and nothing is given up."""
    resident.says("银杏家园3栋的门禁坏了")
    assert asked(resident.says("第二个")) == "detail"
    told = resident.says(text)
    assert asked(told) == "confirm"
    assert "银杏家园3栋的门禁坏了" in texts(told)
    resident.says("是")
    assert [made["text"] for made in portal.made("report")] == ["银杏家园3栋的门禁坏了"]
    assert asked(resident.says("谢谢")) is None


def test_a_yes_registers_the_first(resident: Resident, portal: Portal) -> None:
    """Though another was announced."""
    for text in ("银杏家园3栋的门禁坏了", "第二个", "是"):
        resident.says(text)
    assert len(portal.made("report")) == 1
