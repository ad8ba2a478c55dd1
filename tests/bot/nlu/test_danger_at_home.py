"""Dangers as people tell them at home: a machine that gives air without power, a swallowed coin, a bite, a threat; and what sounds like them."""

from __future__ import annotations

import pytest

from actions.interpreting import scenes
from bot.reading.danger.urgency import Urgency, read_urgency
from bot.reading.learning.training import reading_of
from bot.reading.trained import Heads


def read(heads: Heads, text: str) -> Urgency:
    reading = reading_of(text)
    return read_urgency(heads.danger, reading, reading.text)


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑3栋停电了 我妈要用氧气机", "氧气快没了", "快没氧气了", "停电了 我妈用呼吸机", "家里停电了 我爸靠呼吸机", "我爸的制氧机没电了",
        "家里跳闸了 吸痰器用不了", "呼吸机报警了一直叫", "我奶奶的氧气瓶快用完了 还在停电", "整栋楼断电 我老婆在家吸氧",
    ],
)  # fmt: skip
def test_whoever_lives_by_a_machine_without_power_is_an_emergency(heads: Heads, text: str) -> None:
    """Not a fault of the supply, due in a week."""
    assert read(heads, text).level == "emergency"
    assert scenes.script_of("injury", text) == "oxygen"


def test_a_power_cut_to_come_gets_advice_of_its_own(heads: Heads) -> None:
    """Whoever lives by a machine must be provided for before it."""
    text = "通知明天停电 我妈靠制氧机"
    assert read(heads, text).level == "emergency"
    assert scenes.script_of("injury", text) == "oxygen_soon"


@pytest.mark.parametrize(
    "text",
    [
        "制氧机哪里能租", "停电了 什么时候来电", "家用呼吸机电费有优惠吗", "停电了冰箱里的东西坏了", "鱼缸的氧气机坏了",
    ],
)  # fmt: skip
def test_a_question_about_one_is_none(heads: Heads, text: str) -> None:
    assert read(heads, text).level != "emergency"


@pytest.mark.parametrize(
    "text",
    ["孩子咽了个硬币", "宝宝吞了一颗纽扣电池", "我女儿把磁力珠吃下去了", "小孩把硬币咽下去了", "老人吃鱼吞了根针", "儿子误吞了一个别针"],
)  # fmt: skip
def test_a_thing_swallowed_is_at_least_asked_about(heads: Heads, text: str) -> None:
    found = read(heads, text)
    assert found.level == "emergency" or found.asks
    assert found.danger == "injury"


@pytest.mark.parametrize(
    "text",
    [
        "我家狗吞了个瓶盖",
        "孩子吃了饭",
        "弟弟玩硬币",
        "孩子把硬币弄丢了",
        "孩子吃了珠子奶茶",
        "儿子吃了牙签牛肉",
        "妹妹吃了戒指糖",
    ],
)
def test_what_nobody_swallowed_is_not(heads: Heads, text: str) -> None:
    assert not read(heads, text).asks


@pytest.mark.parametrize(
    "text",
    [
        "刚才我被狗咬了一口", "我被小区的狗咬了一口", "邻居没办证的狗咬我了", "小孩被狗抓伤了 桂花苑", "我女儿被狗抓了一下 破点皮", "楼下流浪猫把我妈手抓破了",
        "我被猫挠了一下", "孩子让邻居家的金毛狗咬到腿了", "流浪狗咬了我儿子的脚", "幼儿园门口我被狗咬了",
    ],
)  # fmt: skip
def test_a_fresh_bite_gets_first_aid_in_whatever_words(heads: Heads, text: str) -> None:
    """To wash it now, and the vaccine today."""
    found = read(heads, text)
    assert found.level == "emergency" or found.asks
    assert scenes.script_of(found.danger or "", text) == "dog_bite"


@pytest.mark.parametrize(
    "text",
    [
        "小区遛狗不牵绳 狗咬人怎么办", "狗咬伤人谁赔", "我家沙发被猫抓破了", "快递被狗咬烂了", "楼上的狗老是乱叫 还咬人", "我的鞋被狗咬坏了", "邻居的狗差点咬到我",
        "小区里的狗吓到我了",
    ],
)  # fmt: skip
def test_a_dog_that_bit_nobody_now_is_an_ordinary_matter(heads: Heads, text: str) -> None:
    found = read(heads, text)
    assert found.level == "normal" or not found.asks


@pytest.mark.parametrize("text", ["房东说要打我", "楼上的说要打死我", "包工头扬言要找人打我"])
def test_a_strangers_threat_is_asked_about_and_is_no_violence_at_home(heads: Heads, text: str) -> None:
    found = read(heads, text)
    assert found.level == "emergency" or found.asks
    assert found.danger == "violence"


@pytest.mark.parametrize("text", ["物业说要打我电话", "邻居说要打我的小报告", "房东说要打扫房间"])
def test_a_threat_to_call_is_none(heads: Heads, text: str) -> None:
    assert read(heads, text).level == "normal"


@pytest.mark.parametrize(
    "text",
    ["没意思 活着没意思", "没意思，活着没意思", "活着没意思 活着真没意思", "他又打我了 别给我打电话", "我老公打我 别打电话给我", "我爸打我 别联系我"],
)  # fmt: skip
def test_words_beside_it_do_not_soften_a_sure_danger(heads: Heads, text: str) -> None:
    """Nor words that are said twice, nor the wish not to be called."""
    assert read(heads, text).level == "emergency"


@pytest.mark.parametrize(
    "text", ["没意思 这班上得没意思", "楼道灯坏了 别给我回电话", "电话打我就行 别发短信", "别给我发短信 我老公会看到"]
)
def test_the_same_words_without_a_danger_are_none(heads: Heads, text: str) -> None:
    assert read(heads, text).level == "normal"


@pytest.mark.parametrize(
    ("text", "danger", "script"),
    [
        ("抽了 孩子抽了", "injury", "seizure"), ("我爸突然在抽", "injury", "seizure"), ("抽了我一巴掌", "injury", "injury"),
        ("热水器漏电 我老公倒了", "live_wire", "shock"), ("热水器漏电 我妈倒了", "live_wire", "shock"), ("热水器漏电", "live_wire", "wire_home"),
        ("孩子咽了个硬币", "injury", "poison"), ("被狗抓了一下", "injury", "dog_bite"),
        ("儿子不来看我 活着没啥意思", "self_harm", "self_harm"), ("生完孩子老想抱着她跳下去", "self_harm", "postnatal"),
        ("我妈不理我 我真不想活了", "self_harm", "self_harm"), ("我妈说活着没意思", "self_harm", "self_harm_seen"),
        ("儿子留言说活着没意思", "self_harm", "self_harm_seen"),
        ("妈妈去世后不想活了", "self_harm", "self_harm"), ("男朋友分手 不想活了", "self_harm", "self_harm"),
        ("老公出轨不想活了", "self_harm", "self_harm"), ("同学都欺负我 想自杀", "self_harm", "self_harm"),
        ("邻居天天吵 不想活了", "self_harm", "self_harm"), ("女儿跟男朋友分手 要跳楼", "self_harm", "self_harm_seen"),
        ("我妈死了以后我爸不想活了", "self_harm", "self_harm_seen"), ("儿子分手了 他说不想活", "self_harm", "self_harm_seen"),
    ],
)  # fmt: skip
def test_the_advice_fits_who_is_hurt_and_how(text: str, danger: str, script: str) -> None:
    assert scenes.script_of(danger, text) == script


def test_nobody_answers_after_a_loose_current_means_to_press() -> None:
    assert scenes.script_if_lifeless("wire_home", "没反应了") == "shock"


@pytest.mark.parametrize(
    "text",
    [
        "电视上说电瓶车着火 我们楼道里也停了好多",
        "抖音上看到电动车自燃 我们车棚没人管",
        "新闻里说电动车着火 我们小区充电的棚子没人管",
    ],
)
def test_a_fire_on_the_screen_is_none(heads: Heads, text: str) -> None:
    assert not read(heads, text).asks


@pytest.mark.parametrize(
    "text",
    ["电视上说电瓶车着火了 我家电瓶车也着火了", "新闻里说煤气爆炸 我家有煤气味", "电视着火了", "电视上面着火了", "电视放着放着着火了", "电视放了一会儿着火了", "小区广播说着火了 快跑", "我在看电视 厨房着火了", "群里说3栋着火了"],
)  # fmt: skip
def test_what_burns_beside_it_is_still_read(heads: Heads, text: str) -> None:
    """So is a fire that neighbours tell of."""
    found = read(heads, text)
    assert found.level == "emergency" or found.asks
