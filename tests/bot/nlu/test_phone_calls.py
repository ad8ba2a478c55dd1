"""打 of a telephone call, and 打 of a beating."""

from __future__ import annotations

import pytest

from bot.reading.text.phone_calls import without_calls


@pytest.mark.parametrize(
    "text",
    [
        "打我妈的 13500009876", "打我爸的电话", "打那个号", "13500009876 打那个号", "你打我老婆手机吧", "不要打我手机 打我妈的",
        "有事打我女儿13500009876", "打妈妈电话 13500009876", "请打我姐 13500009876", "打上面那个号码", "打这个号码找我",
        "他不在家 打我妈的电话", "我妈打我爸的电话没人接", "让他打我哥的电话", "打我爷爷：13500009876", "打我儿子的就行 13500009876",
        "打我手机就行", "有事打我老公", "我在车间，有事打我儿子", "有事打我13500009876",
    ],
)  # fmt: skip
def test_a_call_is_no_beating(text: str) -> None:
    """To whoever of the family can be rung, and to a number that was told."""
    assert "打" not in without_calls(text)


@pytest.mark.parametrize(
    "text",
    [
        "他在打我妈 13500009876", "我爸打我妈 手机砸了", "老公打我的时候手机坏了", "打我妈的人跑了 电话13500009876",
        "有人打我妈的头 电话13500009876", "我爸打我妈的脸", "他打我妈的 手机也砸了", "有人在打那个号贩子", "他打我妈手机没电了",
        "保安打我爸 13500009876", "他有事没事打我妈", "喝了酒就打我妈",
    ],
)  # fmt: skip
def test_a_beating_stays_one(text: str) -> None:
    """Also beside a telephone or a number."""
    assert without_calls(text) == text
