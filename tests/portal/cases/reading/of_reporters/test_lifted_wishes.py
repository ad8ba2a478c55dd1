"""A wish not to be named that is taken back: by which words, and by which not."""

from __future__ import annotations

import pytest

from portal.cases.disclosure import wishes

LIFTS = """算了，说吧没关系
我不怕了，说吧没关系
想通了，你们直接说吧没事
可以说是我
说是我就说是我
可以说我的名字
尽管说是我
直接说吧不怕
说出去吧无所谓
可以讲是我说的
不用保密了，可以告诉他们是我
可以告诉他们是我说的，不用保密了
不用瞒着了，让物业知道是我也行
这件不用保密了
不用再替我保密了
想通了，不用匿名了
没必要瞒着物业了
用不着保密，让他们知道也没关系
我不怕了，告诉物业是我反映的吧
跟他们说是我也没事
他们知道是我也无所谓
可以让办事的单位知道是我
我的电话可以给他们
可以把我的名字和电话告诉物业
取消保密吧
把保密取消了
改成实名吧
别匿名了
你们直接跟物业讲是我说的好了
说是我说的也不要紧
我同意把我电话给物业
不需要保密了，他们可以直接找我
路灯那件不用保密了
让师傅知道我的电话也行"""
STAYS = """说吧
说吧没关系
就说吧没关系
直接说吧没关系
随便说吧无所谓
你们说吧没事
您说吧没关系，我听着
你们能说是我
能说是我
你说吧
你说吧我听着
没关系
别说是我
不能说是我
可以说吗
可以说了是我家漏水
说是我干的
有话就说
不用告诉他们是我
不要告诉他们是我
别说是我
可以不告诉他们是我吗
能不能不让他们知道是我
可以告诉他们是我吗
不用保密吗
不保密我就不报了
怕他们知道是我
让他们知道是我就完了
告诉他们是我，他们会报复
可以告诉你们是我，别告诉物业
只告诉你们是我
物业说不用保密
没必要让他们知道是我
不必说是我
不能保密的话我就不说了
可以告诉社区是我，但别告诉楼上
等处理完了再告诉他们是我
要是他们知道是我怎么办
先别告诉他们是我
不用他们知道是我
不用保密了，我电话13800138000
可以告诉他们是我，棋牌室在3栋不是2栋
不用保密了，撤了吧
我没说不用保密了
我老公说不用保密了
可以告诉他们来修了
跟他们说过了"""
ARE_WISHES = (
    "不用告诉他们是我",
    "没必要让他们知道是我",
    "不必说是我",
    "可以告诉社区是我，但别告诉楼上",
    "请保密",
    "我要匿名",
)


@pytest.mark.parametrize("said", LIFTS.split("\n"))
def test_words_that_lift_are_no_wish(said: str) -> None:
    """They let handlers know, and are not read as the contrary."""
    assert wishes.may_be_named(said)
    assert not wishes.wishes_not_to_be_named(said)


@pytest.mark.parametrize("said", STAYS.split("\n"))
def test_other_words_lift_nothing(said: str) -> None:
    """The contrary, a question, a condition, a fear or another matter."""
    assert not wishes.may_be_named(said)


@pytest.mark.parametrize("said", ARE_WISHES)
def test_a_wish_stays_one(said: str) -> None:
    """Whatever stands beside it."""
    assert wishes.wishes_not_to_be_named(said)
