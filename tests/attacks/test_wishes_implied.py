"""A wish not to be named that says why: who depends on the other, and what would happen if they knew."""

from __future__ import annotations

import pytest

from portal.cases.disclosure import wishes

WISHES = [
    "我是租客，房东知道会赶我走", "房东要是知道了肯定涨我房租", "老板知道了会开除我", "让物业知道我饭碗就没了", "领导晓得了要给我穿小鞋", "他知道了会来打我",
    "我还要饭碗", "我还要在这里上班", "我还得在这小区住下去", "我在他手下干活，还要吃这碗饭", "嘴严点", "嘴巴紧一点啊", "你们嘴严一些", "这话就到你这儿为止",
    "这事到你们这里为止", "悄悄的", "我悄悄跟你们说", "偷偷告诉你们", "我私下跟你说", "你们别往外讲", "烂在肚子里", "店老板认识我，我不好做人", "邻居知道了要记恨我",
    "经理知道了就把我辞了", "当我没说过这话", "不要说漏嘴",
]  # fmt: skip
NONE = [
    "物业知道了会来修吗", "房东知道会修的", "老板知道这个事", "他们知道了会处理的", "他悄悄把垃圾倒在门口", "有人偷偷在楼道充电", "房东私下改了水电",
    "嘴上说得好听", "小区到北门为止都没灯", "狗的嘴没套严", "我还要上班，晚上才在家", "物业知道了不管", "他知道我住哪，打了我一顿", "饭碗粗的树倒了", "到今天为止没人来",
    "楼上天天偷偷养鸡", "我的饭碗被楼上掉下来的东西砸了", "时间说得不准，邻居说昨天是十点半散的", "时间不准，你们改成十点半",
]  # fmt: skip


@pytest.mark.parametrize("text", WISHES)
def test_who_says_what_would_follow_wishes_not_to_be_named(text: str) -> None:
    """By itself and beside a matter."""
    assert wishes.wishes_not_to_be_named(text)
    found = wishes.split_wish(f"楼下饭店油烟太大，{text}")
    assert found is not None
    assert found[1].startswith("楼下饭店油烟太大")


@pytest.mark.parametrize("text", NONE)
def test_ordinary_words_with_the_same_words_are_none(text: str) -> None:
    """What others know, do by stealth, or have."""
    assert not wishes.wishes_not_to_be_named(text)
