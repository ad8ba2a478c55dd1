"""What has collapsed is raised at once, whoever may be in it; an old ruin, a shed, a fear and a bankruptcy are not."""

from __future__ import annotations

import pytest

from actions.interpreting.scenes import script_of
from bot.reading.danger.kinds.collapse import find_collapse
from bot.reading.danger.urgency import read_urgency
from bot.reading.learning.training import reading_of
from bot.reading.trained import Heads

BUILDINGS = [
    "翠竹公寓4栋楼倒了", "翠竹公寓4栋楼塌了", "翠竹公寓4栋房顶塌了一半", "我们这栋楼塌了半边", "隔壁老房子塌了", "整栋楼垮了", "俺家西屋塌了", "危房倒了",
    "刚才轰的一声，对面那栋楼倒下来了", "阿拉屋里厢房顶塌脱哉", "咱这平房的大梁塌下来了", "菜场顶棚塌了", "厂房塌了，里面还有工人", "自建房倒了", "楼板塌了",
]  # fmt: skip
LAST_NIGHT = ["昨天夜里4栋楼塌了", "昨晚那栋楼倒了一半", "今早5点多那排平房塌了"]
WORKS_AND_BRIDGES = [
    "工地脚手架塌了",
    "脚手架倒了",
    "塔吊倒了",
    "桥塌了",
    "河上的桥断了，车掉下去了",
    "人行天桥塌了一截",
]
ON_SOMEBODY = [
    "天花板掉下来砸到人了", "教室天花板塌了，学生还在里头", "工地围墙倒了压到一个工人", "墙塌了，把路过的阿姨埋了", "大树倒下来压在车上，车里有人",
    "大树倒了砸到一个人", "雨棚塌了，下面有人", "广告牌砸下来，压到人", "货架倒下来压着我妈", "墙体倒塌，压住一个老头",
]  # fmt: skip
NOT_NOW = [
    "村东头那座老庙塌了好多年了，一直没人管", "那间老房子早就塌了，杂草丛生", "三年前倒的那栋楼的地基怎么还没人清", "倒塌的老宅子里堆满垃圾", "河边有一间塌了的老屋，想问能不能清理",
    "去年塌了的围墙到现在没修", "怕房子塌了", "房子会不会塌", "这破楼迟早要塌", "听说隔壁小区楼塌了是真的吗", "楼塌了吗", "新闻说外地一座桥塌了",
]  # fmt: skip
ANOTHER_THING = [
    "楼道里倒了一堆垃圾", "楼里有人倒垃圾", "楼上倒水到我家", "超市倒闭了", "超市倒了，老板跑路了", "楼房倒卖", "食堂倒了很多剩饭", "楼下自行车倒了一片", "仓库漏水", "树倒了砸到我的车了",
    "路边的树倒了，挡住路了", "围墙塌了一个角", "吊顶塌了一块", "自行车棚塌了", "菜地的棚子倒了", "我家的院墙被风吹倒了", "我家房子装修把墙砸了", "桥断断续续修了两年",
    "断桥栏杆坏了", "沙发塌了", "房价塌了", "信号塌了",
]  # fmt: skip


@pytest.mark.parametrize("text", [*BUILDINGS, *LAST_NIGHT, *WORKS_AND_BRIDGES, *ON_SOMEBODY])
def test_a_collapse_is_raised_with_its_own_advice(heads: Heads, text: str) -> None:
    """Whatever the learned score; also of last night, when somebody may still lie there."""
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert (found.level, found.asks) == ("emergency", False)
    assert script_of(found.danger or "other", text) == "collapse"


@pytest.mark.parametrize("text", [*NOT_NOW, *ANOTHER_THING])
def test_what_only_shares_the_words_is_not_raised(heads: Heads, text: str) -> None:
    """Nor asked about."""
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert find_collapse(text, None) is None
    assert (found.level == "emergency", found.asks) == (False, False)


def test_a_long_letter_tells_of_no_collapse_of_now(heads: Heads) -> None:
    """Whoever sees one writes less."""
    text = "我想反映一下我们这一片的老旧房屋维修资金一直没有落实的问题，" * 5 + "老房子塌了才有人来看。"
    reading = reading_of(text)
    assert read_urgency(heads.danger, reading, reading.text).level != "emergency"
