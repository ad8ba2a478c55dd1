"""Everyday words and dialect for people who are shut in a lift now; and lifts that are off, have cards or doors, or shut people in often or long ago."""

from __future__ import annotations

import time

import pytest

from bot.reading.danger.plain_harm import plain_harm
from bot.reading.danger.plain_scenes import plain_scene


@pytest.mark.parametrize(
    "text",
    [
        "电梯关人了 翠竹公寓2栋", "电梯困人了", "电梯里关了个人", "电梯关牢人了", "电梯里关着一个老太太", "桂花苑3栋电梯关了两个小孩", "2栋货梯又困人了 快来", "电梯坏了 困了三个人", "电梯把我关里面了", "电梯把人关在里头了",
        "电梯关到人了", "电梯关倒人喽", "电梯关咗人", "困电梯了", "我妈困电梯了", "有人困在电梯", "奶奶关勒电梯里厢", "人关辣电梯里了", "我们卡电梯里了", "孩子关电梯里出不来", "电梯里有人出不来", "电梯停了人在里面",
        "电梯停电 关了人在里面", "电梯把小孩锁里面了", "电梯卡住了 里面有人", "电梯里头关起人了", "被电梯关住了", "电梯里困着个孕妇", "老人被关电梯了", "在电梯里出不来", "电梯门打不开 我在里面", "电梯升到一半停了 电梯里关着快递员",
        "电梯里锁了个外卖", "电梯关哒人", "电梯关人啦 在5楼", "我和女儿困在电梯里了", "电梯有人困住了", "电梯里面困着人呢", "电梯经常坏，现在又把人关里面了", "电梯又罢工了，我还在里面呢", "被电梯吃了出不来", "困电梯里了 每次都这样 快来",
    ],
)  # fmt: skip
def test_people_shut_in_a_lift_are_an_emergency(text: str) -> None:
    told = plain_scene(text, None)
    assert told is not None
    assert (told.danger, told.sure) == ("trapped", True)


@pytest.mark.parametrize(
    "text",
    [
        "电梯关不上门", "电梯关人不多", "电梯关人不多？", "电梯上个月关过人", "上个月关过人 电梯一直没修", "电梯关了人上不去", "电梯关了老人下不了楼", "电梯关了两天了", "电梯卡人人都有", "电梯关了我们怎么上楼", "电梯困人应急演练什么时候",
        "电梯经常困人 谁来修", "电梯老是关人", "电梯门关得太快", "有人卡住电梯不让走", "物业的人锁电梯了", "电梯里关了一只猫", "电梯没关人", "电梯怕关人", "电梯口堵了好多人", "电梯里有人抽烟", "请把电梯关了 浪费电",
        "电梯困难老人多", "电梯晚上十点就关了 人回不来", "电梯里贴了个人的广告", "电梯关门夹人", "电梯昨天困人了", "电梯关人的事你们管不管", "电梯困人谁赔", "电梯会不会关人", "孩子把玩具卡在电梯里了", "电梯关人家的灯", "电梯停了 我在楼下等",
        "人从电梯里出来了", "电梯锁住我家楼层了", "电梯这个月关了三次人", "电梯卡了好几天没办下来", "电梯关到几点", "电梯一关人就挤", "有人进电梯不关门", "电梯老是把人关里面", "电梯坏了，灯在里面闪", "电梯坏了会把人关里面",
    ],
)  # fmt: skip
def test_other_words_of_lifts_raise_nothing(text: str) -> None:
    told = plain_scene(text, None)
    assert told is None or not told.sure


def test_who_asks_what_to_do_is_asked() -> None:
    told = plain_harm("电梯关人了怎么办", None)
    assert told is not None
    assert told.asked


def test_no_text_makes_the_words_slow() -> None:
    started = time.perf_counter()
    for text in ("电梯困" * 700, "电梯又又又又又又" * 250, "我妈我妈我妈" * 350, "被电梯，" * 500):
        plain_scene(text, None)
    assert time.perf_counter() - started < 1
