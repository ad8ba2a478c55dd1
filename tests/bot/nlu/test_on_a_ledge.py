"""A small child outside a window or a rail is no suicide; who is grown, or speaks of dying, is."""

from __future__ import annotations

import pytest

from actions.interpreting import scenes
from bot.reading.danger.kinds.on_a_ledge import is_child_on_a_ledge, is_held_on_a_ledge

_CHILD = [
    "一个三岁娃娃爬到五楼阳台栏杆外面了，桂花苑9栋",
    "有个两岁小孩爬到六楼阳台外面去了，幸福家园5栋",
    "一个三岁娃娃爬到五楼阳台栏杆外面了，清河小区2栋",
    "有个两岁小孩爬到六楼阳台外面去了，桂花苑5栋",
    "楼上有个小孩翻到阳台栏杆外面站着，翠竹公寓3栋",
    "我看见四楼窗台外面坐着一个小女孩，河畔人家2栋",
    "对面楼一个四岁男孩从窗户爬出来站在空调外机上",
    "小孩自己在家爬到窗户外面去了，桂花苑3栋502",
    "七楼有个娃挂在防盗窗外面",
    "两岁多的宝宝爬出阳台护栏了 幸福家园3栋",
    "一岁半的娃娃半个身子探出窗外，在翠竹公寓1栋6楼",
    "三楼的小朋友踩在窗台外沿上，大人不在家",
    "有小孩在楼顶边上走，河畔人家5栋",
    "我家娃爬到阳台外面了怎么办",
    "阳台栏杆外面站着个小孩！桂花苑9栋5楼",
    "五楼窗户外面有个娃娃趴着",
]
_OTHERS = [
    "我嫂子产后抑郁，抱着宝宝坐在窗台外面",
    "我妹抱着娃娃站在阳台栏杆外面",
    "一个女的搂着小孩坐在楼顶边上",
    "一个男的站在六楼阳台栏杆外面，桂花苑9栋",
    "有个女的坐在五楼窗台上要跳，幸福家园5栋",
    "我站在阳台栏杆外面，不想活了",
    "有个十八岁的姑娘爬到楼顶栏杆外面了",
    "有个老人爬到阳台外面去了，桂花苑2栋",
    "一个小学生站在楼顶要跳楼",
    "我女儿爬到窗户外面说不想活了",
    "三岁小孩在小区哪里打疫苗",
    "阳台栏杆外面的花盆摇摇晃晃",
    "孩子把玩具扔到阳台外面去了",
    "小猫爬到五楼阳台外面下不来了，桂花苑9栋",
    "两岁小孩能上托班吗，幸福家园有吗",
    "有人在五楼阳台外面晾被子滴水，桂花苑9栋",
    "五楼阳台外面装的空调外机滴水，桂花苑9栋",
    "楼上小孩从阳台往下扔东西，桂花苑9栋",
    "空调工站在六楼外机上修空调，没系安全绳",
    "小孩在楼顶放风筝",
    "阳台外面装儿童防护网多少钱",
]


@pytest.mark.parametrize("text", _CHILD)
def test_a_small_child_has_climbed_there(text: str) -> None:
    assert is_child_on_a_ledge(text)
    assert scenes.script_of("trapped", text) == "ledge"


@pytest.mark.parametrize("text", _OTHERS)
def test_others_have_not(text: str) -> None:
    assert not is_child_on_a_ledge(text)


@pytest.mark.parametrize(
    "text", ["手卡在阳台栏杆里了", "我被困在阳台外面了", "空调师傅吊在外机上下不来", "小猫爬到五楼窗外下不来了"]
)
def test_whoever_is_stuck_or_at_work_gets_the_other_advice(text: str) -> None:
    assert scenes.script_of("trapped", text) == "trapped"


def test_the_fire_and_rescue_service_is_called_for_a_child_there() -> None:
    assert scenes.number_to_call("ledge") == "119"


@pytest.mark.parametrize(
    "text",
    ["我嫂子产后抑郁，抱着宝宝坐在窗台外面", "我妹抱着娃娃站在阳台栏杆外面", "一个女的搂着小孩坐在楼顶边上", "我女儿抱着毛毛站在窗台上不肯下来"],
)  # fmt: skip
def test_who_holds_a_baby_there_may_want_to_die(text: str) -> None:
    assert is_held_on_a_ledge(text)


@pytest.mark.parametrize(
    "text",
    ["着火了，她抱着宝宝躲在阳台外面", "一个三岁娃娃爬到五楼阳台栏杆外面了", "我抱着娃被锁在阳台外面了", "抱着宝宝在小区散步", "小孩从窗台边上被奶奶抱下来了"],
)  # fmt: skip
def test_who_flees_or_is_not_there_does_not(text: str) -> None:
    assert not is_held_on_a_ledge(text)
