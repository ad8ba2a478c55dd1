"""Dangers told without any word that names harm, and ordinary messages about the same things. None was trained on."""

from __future__ import annotations

import pytest

from bot.reading.classifying.danger import dangers_with_sign, has_word_of_harm
from bot.reading.danger.asking import WORDLESS, bands_of
from bot.reading.danger.urgency import read_urgency
from bot.reading.learning.training import reading_of
from bot.reading.trained import Heads

DANGERS = [
    "快递小哥坐台阶上，攥着衣领，嘴唇乌乌的",
    "表姐头胎，刚才裤子全湿了，离医院还有二十里",
    "打完疫苗回家，浑身红一片一片的，讲话嗓子劈了",
    "流浪的那个老汉缩在墙根，嘴唇灰的，碰他他也不缩手",
    "卷帘门给放下来了，两个人站柜台里头，让我开抽屉",
    "老爷子拿杯子拿不住，水洒一身，说话像嘴里含着东西",
    "老伴糊涂的，门没关严自己出去了，穿着拖鞋，零下呢",
    "河豚是老公自己杀的，吃完说嘴唇没感觉了，手也抬不起",
    "油锅扣胳膊上了，皮皱起来一揭就下来",
    "罐子的嘴松了，一屋子白雾，冻手，关不上",
    "招牌螺丝就剩一颗了，底下人来人往，风还大",
    "山沟里水声变了，一下子黄了，我们帐篷在边上",
    "老太太今天管我叫她妹妹，左手一直垂着",
    "外孙女把退烧糖浆当饮料，一整瓶见底了",
    "宝宝呛奶后一声没吭，小脸青青的",
]
ORDINARY = [
    "快递小哥坐台阶上吃饭，影响出入，能不能设个凳子",
    "表姐头胎，生完了，母子都好，想办落户",
    "打完疫苗要留观多久",
    "爹去后坡看羊了，下午不在家，表明天再送",
    "山沟里水声大，晚上睡不着哈哈",
    "老太太今天八十大寿，管我叫妹妹，逗死了",
    "退烧糖浆社区药房有没有货",
    "宝宝奶粉券在哪里领",
    "花和鱼都给楼下了，我们下周搬家，水电怎么过户",
    "下班路上那辆黑车总停在公交站",
    "围裙发几条，志愿者不够分",
]


@pytest.mark.parametrize("text", DANGERS)
def test_they_are_at_least_asked_about(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.level == "emergency" or found.asks


@pytest.mark.parametrize("text", ORDINARY)
def test_the_same_things_on_an_ordinary_day_are_not(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert (found.level == "emergency", found.asks) == (False, False)


def test_the_score_of_a_message_without_a_word_of_harm_counts_if_it_says_enough() -> None:
    """A few words score high by chance (又漏了); and nothing is ever raised by the score alone."""
    enough, few = "表姐刚才裤子全湿了，离医院还有二十里", "裤子湿了"
    assert not any(has_word_of_harm(text) or dangers_with_sign(text) for text in (enough, few))
    assert bands_of(enough, is_long=False) == WORDLESS
    assert bands_of(few, is_long=False) is None
    assert bands_of(enough, is_long=True) is None
    assert WORDLESS.sure == float("inf")
