"""A danger told in so many words beside something ordinary is raised, with a mark between or without; what only goes on with its words is not."""

from __future__ import annotations

from itertools import islice, product

import pytest

from bot.reading.danger.run_on import told_apart
from bot.reading.danger.urgency import read_urgency
from bot.reading.learning.model_archive import Heads
from bot.reading.learning.training import reading_of

_DANGERS = "有人要跳楼 我家着火了 我妈晕倒了 煤气泄漏了 有人拿刀砍人 老公打我 孩子掉河里了 楼上起火了 我爸叫不醒 有人触电了 老人倒在地上不动 墙塌了压到人 奶奶没呼吸了 隔壁有人自杀了 爷爷噎住了"
_ORDINARY = (
    "路灯坏了 电梯坏了三天 垃圾没人收 楼下打麻将吵死 物业费太贵 我家水管漏水 下水道堵了 医保卡丢了 门口乱停车 狗到处拉屎 小区停水了 楼道灯不亮 暖气不热 工资还没发 快递没收到 广场舞太吵 井盖松了 "
    "树枝挡住窗户 健身器材生锈了 公交站牌倒了 网线断了 隔壁装修太吵了 早上好 监控拍不清楚 门禁卡刷不开 绿化带都枯了"
)
_CROSSED = [
    said
    for danger, plain, mark in product(_DANGERS.split(), _ORDINARY.split(), ("", "，"))
    for said in (f"{plain}{mark}{danger}", f"{danger}{mark}{plain}")
]


def test_a_danger_beside_something_ordinary_is_raised(heads: Heads) -> None:
    """Of all crossings, of which every 29th is read: one in fifty is at most only asked about."""
    read = [reading_of(text) for text in islice(_CROSSED, 0, None, 29)]
    lower = [one.text for one in read if read_urgency(heads.danger, one, one.text).level != "emergency"]
    assert len(lower) <= len(read) // 50, lower


@pytest.mark.parametrize(
    "text", ["想问一下社保怎么交有人要跳楼", "投诉物业不管我家着火了", "我家着火了想问一下社保怎么交"]
)
def test_beside_a_question_it_is_asked_about(heads: Heads, text: str) -> None:
    """Which may be of the danger, or of another thing."""
    reading = reading_of(text)
    assert read_urgency(heads.danger, reading, reading.text).asks


_GOES_ON = (
    "我昨天梦见我家着火了|老师布置作文写一篇我家着火了|怎么教孩子遇到有人要跳楼|保安在演习假装有人触电了|电视剧里演的有人要跳楼|我家着火了是去年的事|有人要跳楼那个视频别再转了|我家着火了三年了赔偿没到"
    "|他骗人说有人要跳楼|路口宣传栏画着有人触电|楼下以为我家着火了|谁家炒菜我还以为起火了|孩子不写作业我气得要吐血|我家猫每天打我|快递放门口师傅打我电话|隔壁打我小报告|剧本里第二幕有人要跳楼|电梯总困人大家都不敢坐"
    "|楼上打我家墙装修太吵|隔壁打我窗户的水太多|我家着火点太多垃圾|楼道起火隐患太大垃圾没人收|工人触电保护器坏了|厨房起火毯哪里领|有人要跳楼机投诉|我爸触电工伤怎么认定|我妈吐血住院费怎么报销"
    "|登记的时候我漏了电话号码怎么补|物业费涨了我吐血|看到电费账单我晕倒了路灯坏了|楼道堆杂物我家着火了往哪跑|我爸打我小时候|孩子学校有人自杀心理辅导在哪|作业太多我不想活了路灯坏了|工资还没发我要跳楼|孩子鞋子掉进河里了路灯坏了|孩子手机掉水里了路灯坏了"
    "|路灯坏了怕有人触电|灯坏了幸好没人触电|井盖没了小心有人掉井里|防止有人掉河里护栏修一下|球掉河里了捞不上来|群里说的有人要跳楼是假的|如果我家着火了谁赔|保险条款写我家着火了赔多少|新闻说隔壁市有人自杀了"
)


@pytest.mark.parametrize("text", _GOES_ON.split("|"))
def test_what_goes_on_with_the_words_of_a_danger_is_none(text: str) -> None:
    """Words that take a clause before it, or that say something of it."""
    assert not list(told_apart(reading_of(text).text))


@pytest.mark.parametrize(
    "text",
    [
        "路灯坏了隔壁喝农药", "垃圾没人收楼上有人喊救命", "路灯坏了老人摔倒了起不来", "电线掉下来冒火花路灯坏了", "路灯坏了他又打我了", "隔壁在打老婆垃圾也没人收", "有人闯进我家小区大门坏了",
        "路灯坏了我家电视机爆炸了", "电梯里困了人物业电话打不通",
    ],
)  # fmt: skip
def test_other_dangers_are_told_apart_too(text: str) -> None:
    """Without a mark."""
    assert [one.untouched for one in told_apart(text)] == [True]


def test_relief_that_others_give_leaves_a_question(heads: Heads) -> None:
    """物业说没事 is no all-clear."""
    reading = reading_of("我家着火了物业说没事")
    assert read_urgency(heads.danger, reading, reading.text).asks


def test_relief_after_it_is_left_to_the_reading_of_clauses() -> None:
    """As elsewhere, relief ends it."""
    assert not list(told_apart("路灯坏了我家着火了，现在没事了"))


def test_where_it_stands() -> None:
    """Its own words and where they begin, for the reasons that are shown."""
    found = list(told_apart("路灯坏了有人要跳楼快来人啊，在三号楼"))
    assert [(one.said, one.start, one.untouched) for one in found] == [("有人要跳楼", 4, True)]
