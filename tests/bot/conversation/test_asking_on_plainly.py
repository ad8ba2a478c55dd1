"""After an answer to a common question: what the bot plainly reads as a question opens no report, whatever its words, nor does what only tells how things stand."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("垃圾怎么分", "电池扔哪"),
        ("低保怎么申请", "我一个月八百块"),
        ("死亡证明去哪开", "在家死的"),
        ("残疾证怎么办", "左手不太灵活"),
    ],
)
def test_no_report_is_begun(resident: Resident, portal: Portal, first: str, then: str) -> None:
    """It is not asked where."""
    resident.says(first)
    assert asked(resident.says(then)) not in ("place", "confirm", "detail")


@pytest.mark.parametrize("then", ["桂花苑3栋灯坏了", "楼上天天吵", "桂花苑门口垃圾没人收", "翠竹公寓2栋漏水"])
def test_a_trouble_is_a_report(resident: Resident, portal: Portal, then: str) -> None:
    """Whatever was answered before."""
    resident.says("低保怎么申请")
    assert asked(resident.says(then)) in ("place", "confirm")


def test_another_question_in_its_own_words_is_answered(resident: Resident, portal: Portal) -> None:
    """Though it has no word of its own for what it asks about."""
    resident.says("你是人吗")
    assert "只给办这件事的人看" in texts(resident.says("我的话谁看得到"))


def test_grief_is_heard_out(resident: Resident, portal: Portal) -> None:
    """And not asked where it is."""
    assert asked(resident.says("我家猫死了我好难过")) is None
    assert portal.drafts.get(17) is None
