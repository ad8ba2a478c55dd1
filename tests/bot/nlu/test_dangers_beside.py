"""A hole, a child on a ledge or a jump hides no graver danger that the same message tells of."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.reading.danger.kinds.open_hole import find_open_hole
from bot.reading.reader import Reader
from bot.reading.text.moment import SHANGHAI

NOW = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("3栋着火了，小区门口井盖也没了消防车进不来", "fire"),
        ("门口井盖没了，我妈摔进去腿断了", "injury"),
        ("井盖被偷了，孩子掉下去了", "trapped"),
        ("路上井盖不见了，骑车的人摔倒了不动了", "injury"),
        ("有人被车撞了躺在路上，旁边井盖没了", "injury"),
        ("小区里煤气味很大，井盖打开了", "gas"),
        ("马路塌陷一个大洞，一辆车掉进去了", "trapped"),
        ("楼下井盖没了，我爸踩空掉进去了", "trapped"),
        ("电线掉在路上冒火花，井盖也翻开了", "live_wire"),
        ("路中间井口没盖，老人摔进去爬不上来", "trapped"),
        ("井盖没了，电动车摔进去，人满脸是血昏迷了", "injury"),
        ("小区路上有人拿刀砍人，井盖也被掀了", "violence"),
        ("小区门口的井盖被偷了", None),
        ("两岁宝宝爬出窗户摔下去了，躺地上不动", "injury"),
        ("三岁娃从阳台栏杆外掉下来了，头上流血", "injury"),
        ("三岁小孩在阳台边上抽搐", "injury"),
        ("宝宝坐在阳台边上噎住了脸发紫", "injury"),
        ("一岁宝宝趴在窗台上吃了老鼠药", "injury"),
        ("小女孩爬到阳台上被高空坠物砸到头流血", "injury"),
        ("三岁小孩站在窗台外面快掉下来了", "trapped"),
        ("三岁娃头卡在阳台栏杆里，他妈抱着他", "trapped"),
        ("两岁宝宝爬到窗外，他爸抱住他的腿拉不上来", "trapped"),
        ("两岁娃悬在阳台外面，奶奶抱着他的手快没力气了", "trapped"),
        ("楼塌了一半，我抱着娃在阳台边上下不来", "trapped"),
        ("有个女的抱着三岁孩子坐在阳台栏杆上", "self_harm"),
        ("丈夫出轨，我带着两岁的女儿站在楼顶边", "self_harm"),
        ("我老婆站在阳台外面娃在哭", "self_harm"),
        ("儿媳站在阳台栏杆外面宝宝才三个月", "self_harm"),
        ("女的坐在楼顶边上怀里有个宝宝", "self_harm"),
        ("我要带着宝宝从窗台外面走", "self_harm"),
        ("煤气爆炸有人从三楼跳下来了", "fire"),
        ("四楼起火，老人从窗户跳下来了", "fire"),
        ("有人拿刀追，她从三楼跳下去了", "violence"),
        ("我老公打我，我从二楼跳下来了", "home_violence"),
        ("听到砰的一声，有人从楼上跳下来了", "self_harm"),
        ("锂电池膨胀了，烫手，想换但不敢碰", "fire"),
    ],
)
def test_the_graver_danger_is_named(reader: Reader, text: str, danger: str | None) -> None:
    urgency = reader.read(text, NOW)["urgency"]
    assert (urgency["level"], urgency["danger"]) == ("emergency", danger)


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("窨井盖让车压碎了，露个大窟窿", True),
        ("换好的井盖又被偷了，小区大门口", True),
        ("施工的走了，井盖没盖上，路上", True),
        ("如果有人掉下去谁负责，小区门口井盖丢了三天了", True),
        ("去年换的井盖又碎了，路边一个大洞", False),
        ("路灯没了，井盖也没了，物业说没问题", False),
        ("听说3栋门口井盖没了，我去看了真的没了", False),
        ("井盖坏了，我妈摔进去了", False),
    ],
)
def test_other_words_leave_a_hole_at_least_asked_about(text: str, sure: bool) -> None:
    found = find_open_hole(text)
    assert found is not None
    assert found.asked
    assert found.sure or not sure


@pytest.mark.parametrize(
    "text", ["如果井盖丢了找谁", "井盖会不会被偷走", "井盖换好了，谢谢", "井盖丢了已经找回来了", "担心哪天井盖没了"]
)
def test_a_hole_only_thought_of_or_mended_is_none(text: str) -> None:
    assert find_open_hole(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "电瓶车轮胎鼓包了",
        "电动车棚顶变形了，夏天太热",
        "电动车棚漏水，漏液到地上有异味",
        "滑板车轮子变形了",
        "电动车停在楼道里鼓包的地面上充电",
    ],
)
def test_no_battery_swells_where_a_wheel_or_a_roof_does(reader: Reader, text: str) -> None:
    assert reader.read(text, NOW)["urgency"]["level"] == "normal"


@pytest.mark.parametrize("text", ["电池鼓包发烫，我该扔哪，现在冒烟呢", "电池要换了，鼓包烫手还在冒烟"])
def test_a_question_beside_it_hides_no_battery_that_smokes(reader: Reader, text: str) -> None:
    assert reader.read(text, NOW)["urgency"]["danger"] == "fire"


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("不是漏水，是着火了", "fire"),
        ("不对，不是漏水，是起火了", "fire"),
        ("不是唱歌，是有人打架", "violence"),
        ("不是装修，是煤气漏了", "gas"),
    ],
)
def test_a_danger_that_puts_a_report_right_is_asked_about(reader: Reader, text: str, danger: str) -> None:
    urgency = reader.read(text, NOW)["urgency"]
    assert urgency["level"] == "emergency" or urgency["ask"]
    assert urgency["danger"] == danger


@pytest.mark.parametrize(
    "text", ["不是着火，是烧烤", "不是漏水，是楼上倒水", "不是3栋，是5栋", "不是打架，是跳舞", "不是昨天，是前天"]
)
def test_what_puts_a_report_right_without_danger_asks_nothing(reader: Reader, text: str) -> None:
    assert reader.read(text, NOW)["urgency"]["level"] == "normal"
