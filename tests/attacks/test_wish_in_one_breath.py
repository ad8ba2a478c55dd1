"""A matter and the wish not to be named in one breath, without a comma: the matter is told, too."""

from __future__ import annotations

import pytest

from portal.cases.disclosure import wishes

TOLD = [  # (message, the matter in it, words of the wish)
    ("翠竹公寓2栋404半夜两点还在放音乐 吵得睡不着 别跟他说是我反映的", "翠竹公寓2栋404半夜两点还在放音乐 吵得睡不着", "别跟他说是我反映的"),
    ("别说是我说的 幸福家园3栋楼下烧烤油烟太大", "幸福家园3栋楼下烧烤油烟太大", "别说是我说的"),
    ("楼上天天打麻将 别告诉他是谁说的 桂花苑6栋502", "楼上天天打麻将 桂花苑6栋502", "别告诉他是谁说的"),
    ("桂花苑5栋有人养了三条大狗 匿名", "桂花苑5栋有人养了三条大狗", "匿名"),
    ("地下室有人违规充电瓶车 请保密", "地下室有人违规充电瓶车", "请保密"),
    ("物业的人把垃圾堆在消防通道 不要让物业知道是我", "物业的人把垃圾堆在消防通道", "不要让物业知道是我"),
    ("3栋楼顶私搭了个棚子 千万别 让他们知道", "3栋楼顶私搭了个棚子", "让他们知道"),
    ("翠竹公寓2栋404半夜两点还在放音乐别跟他说是我反映的", "翠竹公寓2栋404半夜两点还在放音乐", "别跟他说是我反映的"),
    ("楼下棋牌室通宵打牌吵得睡不着不要说是我举报的", "楼下棋牌室通宵打牌吵得睡不着", "不要说是我举报的"),
    ("隔壁装修晚上十点还在敲墙 我不想让邻居知道是我", "隔壁装修晚上十点还在敲墙", "不想让邻居知道是我"),
    ("6栋101群租住了十几个人　别把我名字给房东", "6栋101群租住了十几个人", "别把我名字给房东"),
    ("有人在楼道抽烟 别讲是我说的啊 谢谢", "有人在楼道抽烟", "别讲是我说的"),
]  # fmt: skip
ONLY = [
    "别让物业知道是我说的", "别 让 物业 知道 是我", "千万 别说是我说的", "刚才报的那个路灯的事情别让物业知道是我说的", "刚才那件事 别跟他们说是我说的",
    "我上次报的油烟 请保密", "请你们 帮我 保密", "不要告诉物业 是我反映的",
]  # fmt: skip


@pytest.mark.parametrize(("text", "matter", "wish"), TOLD)
def test_the_matter_beside_a_wish_is_the_rest(text: str, matter: str, wish: str) -> None:
    """None of it is taken for the wish."""
    found = wishes.split_wish(text)
    assert found is not None
    assert wish in found[0]
    assert found[1].startswith(matter)
    assert not set(found[0].split()) & set(matter.split())


@pytest.mark.parametrize("text", ONLY)
def test_a_wish_alone_has_no_matter_beside_it(text: str) -> None:
    """Nor has one that names the report that it is about."""
    found = wishes.split_wish(text)
    assert found is not None
    assert found[1] in ("", "请你们", "千万")


@pytest.mark.parametrize(
    "text", ["楼道灯坏了 物业不说原因", "翠竹公寓2栋404半夜还在放音乐 吵得睡不着", "我不知道 谁在楼道放的垃圾"]
)
def test_no_wish_is_none(text: str) -> None:
    """Whatever its blanks."""
    assert wishes.split_wish(text) is None
