"""A registered case whose thing the reporter corrects (不是健身器材，是长椅) is of the other thing from then on."""

from __future__ import annotations

import pytest

from actions.intake.draft_corrections import corrected_thing
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

THINGS = {
    "不对，不是健身器材，是长椅": ("健身器材", "长椅"), "不是路灯，是门禁": ("路灯", "门禁"), "类别你们写错了，不是路灯，是门禁": ("路灯", "门禁"), "说错了，不是井盖，是雨水篦子": ("井盖", "雨水篦子"),
    "是电梯门，不是单元门": ("单元门", "电梯门"), "不是垃圾桶的问题，是污水井": ("垃圾桶", "污水井"), "其实，不是水管，应该是暖气片": ("水管", "暖气片"), "不好意思，不是滑梯，是秋千": ("滑梯", "秋千"),
    "不是路灯而是广告灯箱": ("路灯", "广告灯箱"), "分类不对，不是树，是电线杆": ("树", "电线杆"),
}  # fmt: skip
NO_THINGS = [
    "不是3栋，是5栋", "不是我家的灯，是邻居家的灯", "不是昨天，是今天路灯坏了", "不是楼上，是楼下漏水", "不是我老公，是我儿子", "路灯坏了", "不是路灯", "是路灯", "不是一直响，是半夜响", "不是二楼的灯，是三楼的灯",
    "不是隔壁的门禁，是对门的门禁", "不是投诉，是建议",
]  # fmt: skip


@pytest.mark.parametrize(("text", "things"), THINGS.items())
def test_one_thing_instead_of_another_is_read(text: str, things: tuple[str, str]) -> None:
    found = corrected_thing(a_turn(text))
    assert (found["was_thing"], found["thing"]) == things


@pytest.mark.parametrize("text", NO_THINGS)
def test_people_places_and_times_are_none(text: str) -> None:
    assert corrected_thing(a_turn(text, time=("昨天",) if "昨天" in text else ())) == {}


def test_the_case_is_of_the_other_thing(resident: Resident, portal: Portal) -> None:
    """Its title and category are told, and what it is about afterwards."""
    resident.says("桂花广场的健身器材坏了")
    resident.says("是")
    answer = texts(resident.says("不对，不是健身器材，是长椅"))
    assert "长椅坏了" in answer
    assert "归哪一类由工作人员定" in answer
    assert "长椅坏了" in texts(resident.says("办到哪了"))


def test_of_a_thing_that_was_not_told_nothing_is_said_to_be_changed(resident: Resident, portal: Portal) -> None:
    resident.says("桂花广场的健身器材坏了")
    resident.says("是")
    answer = texts(resident.says("不对，不是路灯，是长椅"))
    assert "改好了" not in answer
    assert "健身器材坏了" in answer
