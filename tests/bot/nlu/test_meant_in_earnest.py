"""Words that only say that a danger is meant, or that nobody gave cause for a blow: they sound like a denial or like relief, and take nothing from the danger."""

from __future__ import annotations

import pytest

from bot.reading.danger.left_out import said_shorter
from bot.reading.danger.urgency import Urgency, read_urgency
from bot.reading.learning.training import reading_of
from bot.reading.trained import Heads


def read(heads: Heads, text: str) -> Urgency:
    reading = reading_of(text)
    return read_urgency(heads.danger, reading, reading.text)


@pytest.mark.parametrize(
    "text",
    [
        "快来人，3栋着火了，不是演习，是真的", "3栋着火了，不是开玩笑", "着火了，真的，没骗你", "我家着火了没骗你们", "着火了，这是真的啊",
        "有人要跳楼，不是开玩笑", "老人晕倒了，是真的", "救命，被困电梯了，真的", "我老公打我，真的，没骗你们", "着火了，千万不是演习",
    ],
)  # fmt: skip
def test_a_danger_that_is_meant_is_raised(heads: Heads, text: str) -> None:
    assert read(heads, text).level == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "老公喝酒，没事打我", "老公喝酒，没事打我，我电话13900001234", "他没事就打孩子", "他没事老打我", "我爸没事打我妈", "我老公没事就揍我",
        "他有事没事打我", "没事就踹我，我老公", "老公没事打人", "儿子没事就扇我耳光",
    ],
)  # fmt: skip
def test_blows_for_nothing_are_blows(heads: Heads, text: str) -> None:
    found = read(heads, text)
    assert found.level == "emergency" or found.asks


@pytest.mark.parametrize(
    "text",
    [
        "没着火，真的", "演习而已，不是真的着火", "路灯坏了，真的，没骗你", "明天有消防演习，是真的吗", "不是演习吗，怎么消防车来了",
        "游戏里着火了，真的好看", "没事打打牌", "有事打我", "没事打我手机，号码13900001234", "孩子没事打她电话也行", "他没事，打人的跑了",
    ],
)  # fmt: skip
def test_what_sounds_like_it_is_not_raised(heads: Heads, text: str) -> None:
    assert read(heads, text).level != "emergency"


@pytest.mark.parametrize("text", ["没事打打牌", "孩子没事打她电话也行", "真的好看", "他没事，打人的跑了", "没有着火"])
def test_no_more_is_left_out_than_that(text: str) -> None:
    assert list(said_shorter(text, is_signed=True)) == []
