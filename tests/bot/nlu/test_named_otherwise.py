"""Gas that is denied beside another cause, a knife grinder, children who are robbed: what is read of them."""

from __future__ import annotations

import pytest

from bot.reading.danger.urgency import read_urgency
from bot.reading.learning.training import reading_of
from bot.reading.text.ordinary_heat import without_denied_gas
from bot.reading.trained import Heads

NO_GAS = [
    "不是煤气漏了 是隔壁油漆味 清河小区2栋", "楼下喷杀虫剂的味道像煤气 不是煤气 清河小区1栋", "不是煤气味，是下水道的臭味", "楼道有味道 不是天然气 是刷漆的味道", "不是燃气泄漏，是新家具味太重",
    "不是煤气 是邻居炒菜的油烟", "绝对不是煤气，是垃圾桶臭", "味道跟煤气差不多，不是煤气，是榴莲",
]  # fmt: skip
GAS = [
    "不是煤气味吧？", "不是煤气 是油漆味吧", "是不是煤气漏了 还是油漆味", "不是油漆味 是煤气漏了", "不是煤气是着火", "应该不是煤气，好像是油漆味", "不是煤气 是油漆 但是我头晕恶心",
    "不是煤气漏了，是天然气漏了", "家里漏煤气了 不是开玩笑", "不知道是不是煤气 有油漆味", "不是煤气就是油漆，闻着头晕，会不会中毒",
    "不是下水道的味，像煤气味", "不是油烟味，屋里像煤气味道", "我不是在做饭，屋里有跟煤气一样的味道", "家里不是垃圾臭，有点像煤气", "不是煤气 是杀虫剂，我想吐", "要不是煤气漏了怎么会臭，垃圾没这个味", "不是煤气就是下水道，很臭",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_GAS)
def test_what_is_surely_no_gas_is_no_danger(heads: Heads, text: str) -> None:
    """The words deny it, and name what smells."""
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert len(without_denied_gas(text)) == len(text)
    assert found.level != "emergency"
    assert not found.asks


@pytest.mark.parametrize("text", GAS)
def test_a_doubt_or_another_danger_stays(text: str) -> None:
    """Whoever asks, doubts, adds a but, or names another danger is read as before."""
    assert without_denied_gas(text) == text


@pytest.mark.parametrize(
    "text",
    ["不是下水道的味，像煤气味", "不是油烟味，屋里像煤气味道", "不是下水道，闻着是煤气", "不是油漆味 是煤气漏了"],
)
def test_gas_in_place_of_something_else_is_asked_about(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.danger == "gas"
    assert found.asks or found.level == "emergency"


@pytest.mark.parametrize("text", ["不是煤气是着火", "不是煤气 是着火了", "不是煤气漏 是楼下起火了"])
def test_a_fire_in_place_of_gas_is_a_danger(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.asks or found.level == "emergency"


@pytest.mark.parametrize("text", ["小区门口有个磨刀的 拿着刀吆喝 太吵了", "磨剪刀的师傅在楼下叫 早上六点就来", "门口磨刀的老头天天喊 吵死了", "磨刀师傅提着把菜刀在门口转"])  # fmt: skip
def test_a_knife_grinder_is_no_danger(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert (found.level, found.asks) == ("normal", False)


@pytest.mark.parametrize("text", ["磨刀的拿着刀追人", "门口有个磨刀的 拿刀威胁保安", "有人拿着刀在小区门口", "他在家里磨刀说要杀我", "磨刀的老头拿刀乱挥"])  # fmt: skip
def test_a_knife_that_threatens_is(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.asks or found.level == "emergency"


@pytest.mark.parametrize("text", ["高年级的堵我要钱", "初中生在校门口拦着我儿子", "几个混混围着我", "放学有人堵我要零花钱", "他们收我保护费"])  # fmt: skip
def test_children_who_are_robbed_are_asked_about(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.asks or found.level == "emergency"


@pytest.mark.parametrize("text", ["车把我堵在里面了 要钱才挪", "高年级的家长会几点开", "同学聚会围着我家门口停车", "小区收停车费 拦着我不让进"])  # fmt: skip
def test_other_words_of_these_stay_ordinary(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    assert read_urgency(heads.danger, reading, reading.text).level != "emergency"
