"""Whether whoever writes is plainly a child."""

from __future__ import annotations

import pytest

from portal.cases.reading.of_reporters.child_reporter import is_plainly_a_child

CHILD = [
    "我妈妈晕倒了我一个人在家", "我8岁", "爸爸打妈妈我好怕", "我在上小学", "我今年8岁，家里着火了", "我才九岁", "我上三年级", "我是小学生，爷爷摔倒了", "我读初一，有人追我",
    "我现在一个人在家，奶奶叫不醒了", "爸爸妈妈不在家，我好害怕", "大人不在，弟弟流血了我不敢看，我怕", "爸爸喝醉了打我，我害怕", "我是小孩，快来", "我十岁了，爸爸打我", "我是一年级的小学生", "我12岁 家里漏煤气",
    "妈妈不动了，家里只有我一个", "爸爸拿刀要砍妈妈，我好怕", "我爸在打我妈，我好害怕", "我爸喝醉了打我，我怕", "爸妈不在家，有人砸门，我好害怕",
]  # fmt: skip
ADULT = [
    "我孩子8岁", "我孩子今年8岁，发烧抽搐", "我儿子上小学，被人打了", "孩子说我8岁我怕", "我8岁那年也着过火", "我8岁的儿子掉井里了", "我上小学的时候这里就塌过", "我是小学生家长", "我是孩子妈妈", "我今年68岁，一个人在家", "我18岁",
    "我28岁，老公打我我好怕", "我一个人在家，听见有人撬门", "我妈晕倒了，快来", "我妈妈晕倒了，我在上班", "家里着火了我好怕", "我是8岁孩子的爸爸", "我女儿说爸爸打妈妈她好怕", "带着8岁的孩子被困了", "小区里大人不在家的孩子没人管", "我家8岁的娃",
    "我在上小学门口看到有人打架", "我怕他打我", "我老公打我，孩子8岁，我好怕", "我一个人在家带孩子，孩子晕倒了", "我住一年级教学楼对面", "我是初中生物老师", "我8岁孙子一个人在家", "他说他8岁，走丢了", "捡到一个小孩，说自己5岁",
    "我一个人在家，有人在砸门，我好害怕", "老公不在家，我一个人在家，有人砸门，我好怕", "家里就我一个人，着火了我害怕", "我一个人在家摔倒了起不来，我怕", "爸爸在打我妈，我好怕，儿子在哭",
]  # fmt: skip


@pytest.mark.parametrize("text", CHILD)
def test_a_child_speaks_of_itself(text: str) -> None:
    """Its age, its school, that it is alone with somebody in need, or afraid of a parent who strikes."""
    assert is_plainly_a_child(text)


@pytest.mark.parametrize("text", ADULT)
def test_an_adult_is_none(text: str) -> None:
    """Whoever tells of a child, of earlier days, or what a child says."""
    assert not is_plainly_a_child(text)
