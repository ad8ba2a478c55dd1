"""What a handler may not ask the reporter of a case told in confidence."""

from __future__ import annotations

import pytest

from portal.cases.reading.staff_words import fishing

FISHING = [
    "您是3栋302的周女士吗？车牌号多少？请留个电话",
    "您是6栋的陈阿姨吗？",
    "请问您贵姓？",
    "您住几栋几单元？",
    "麻烦告诉我们您的门牌号",
    "请留一个联系方式，我们好回访",
    "您的车牌是多少",
    "您开的什么车",
    "方便加个微信吗",
    "您怎么称呼？",
    "请提供姓名和身份证号",
    "您家在哪一栋？",
    "怎么联系您比较方便",
    "您是不是302的业主",
    "您电话号码是多少",
    "请问反映人叫什么名字",
    "您停在几号车位？",
    "您是哪一户，我们去您家看",
]
OF_THE_MATTER = [
    "灯是一直不亮还是偶尔亮？",
    "哪天收的停车费，收了多少？",
    "收据还在吗，能拍照传来吗？",
    "现在还漏吗？",
    "声音是上午响还是夜里响？",
    "坏的是东边那盏吗？",
    "您什么时候看到的？",
    "骂人的是白班还是夜班的保安？",
    "当时有没有别的人在场？",
    "您希望怎么处理？",
    "是几号楼的灯不亮？",
    "哪个门口的垃圾桶满了？",
    "堵的是几楼的楼道？",
    "换成感应灯可以吗？",
    "狗是什么颜色的？",
    "要开发票还是收据？",
    "电梯停在几楼不动？",
    "井盖是圆的还是方的？",
    "您说的是地上停车场还是地下的？",
    "周末来修可以吗？",
]


@pytest.mark.parametrize("text", FISHING)
def test_asking_who_and_where_they_are_is_found(text: str) -> None:
    """Name, home, plate, number."""
    assert fishing.asks_who(text)


@pytest.mark.parametrize("text", OF_THE_MATTER)
def test_asking_of_the_matter_is_free(text: str) -> None:
    """What happened, when, and where it is broken."""
    assert not fishing.asks_who(text)
