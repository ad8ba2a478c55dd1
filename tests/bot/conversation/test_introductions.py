"""Words that only say who speaks, or on whose telephone, open no report: the matter leads, and they stay beside it."""

from __future__ import annotations

import pytest

from actions.interpreting.matters.introductions import only_introduces, tells_only_home
from tests.bot.conversation.conftest import Resident, asked
from tests.bot.conversation.portal_stand_in import Portal

ONLY = (
    "我借的手机 我没有手机", "手机是借的 打我家座机 0571-88001234", "这是我邻居手机", "我是她奶奶 用孙女手机", "借别人手机发的",
    "这不是我的手机", "用邻居的手机打的", "我是王阿姨", "我是老张", "我是租客，手机是借的",
)  # fmt: skip
MORE = (
    "我手机被偷了", "邻居的手机响了一夜", "我是业主，电梯坏了", "手机没信号", "我借的车位被占了", "我家没有自来水", "我是被骗的",
    "打我电话 0571-88001234", "邻居养狗", "",
)  # fmt: skip


@pytest.mark.parametrize(("said", "only"), [*((one, True) for one in ONLY), *((one, False) for one in MORE)])
def test_what_only_introduces(said: str, only: bool) -> None:
    """我借的手机, not 我手机被偷了."""
    assert only_introduces(said) is only


@pytest.mark.parametrize(
    ("first", "then", "place"),
    [
        ("我借的手机 我没有手机", "楼道灯坏了 翠竹公寓4栋", "翠竹公寓4栋"),
        ("手机是借的 打我家座机 0571-88001234", "桂花苑2栋楼道灯坏了", "桂花苑2栋楼道"),
        ("我是桂花苑8栋的王阿姨", "楼道灯坏了", "桂花苑8栋楼道"),
        ("我是她奶奶 用孙女手机", "桂花苑2栋楼道灯坏了", "桂花苑2栋楼道"),
    ],
)
def test_the_matter_leads(first: str, then: str, place: str, resident: Resident, portal: Portal) -> None:
    """It is not asked where the telephone is."""
    assert asked(resident.says(first)) == "detail"
    resident.says(then)
    resident.says("是")
    [made] = portal.made("report")
    assert made["text"].startswith(then)
    assert first in made["text"]
    known = made["answers"].get("place") or "、".join(one["text"] for one in made["draft"]["places"])
    assert known == place


def test_the_number_that_is_left_is_kept(resident: Resident, portal: Portal) -> None:
    """The landline at home, not the borrowed telephone."""
    resident.says("手机是借的 打我家座机 0571-88001234")
    resident.says("桂花苑2栋楼道灯坏了")
    assert portal.drafts[17]["answers"]["contact"] == "0571-88001234"


HOME = (
    ("是的，我是5栋601的吴大姐", "5栋601"), ("我住幸福家园3栋", "幸福家园3栋"), ("我家是3栋的", "3栋"), ("我们家住3栋502", "3栋502"), ("对，我是8号楼的", "8号楼"),
    ("是，我住在桂花苑2栋", "桂花苑2栋"), ("我是3栋业主", "3栋"), ("有的，我家在5栋", "5栋"), ("我租在6栋", "6栋"), ("嗯，我本人是2栋的住户", "2栋"),
)  # fmt: skip
NOT_HOME = (
    ("不是3栋，是5栋", "5栋"), ("是5栋门口", "5栋"), ("我家3栋门口的灯坏了", "3栋"), ("我说的是5栋", "5栋"), ("在5栋", "5栋"), ("3栋楼下", "3栋"),
    ("我住3栋，坏的是5栋那盏", "5栋"), ("我家楼下3栋北边", "3栋"), ("我看见的是5栋漏水", "5栋"), ("就是老菜场", "老菜场"), ("我住的5栋漏水", "5栋"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "place"), HOME)
def test_where_the_sender_lives_is_known(said: str, place: str) -> None:
    assert tells_only_home(said, [place])


@pytest.mark.parametrize(("said", "place"), NOT_HOME)
def test_where_the_matter_is_is_no_home(said: str, place: str) -> None:
    assert not tells_only_home(said, [place])
