"""Words that calm a danger calm it in their own clause: beside any of them a danger is raised or asked about all the same."""

from __future__ import annotations

from itertools import islice, product

import pytest

from bot.reading.danger.beside import Beside, beside, clauses_of, unmarked_of
from bot.reading.danger.urgency import read_urgency
from bot.reading.learning.model_archive import Heads
from bot.reading.learning.training import reading_of

_CALM = (
    "工资的新闻也没人管|家里的电视也坏了|楼下天天放电影太吵|孩子的小说被没收了|隔壁天天打游戏|广场上演出声音大|门口的视频监控坏了|楼下天天拍抖音|昨天的垃圾还没收|去年修的路又坏了|上次报的路灯还没修|以前的保安走了"
    "|如果停电请通知一声|路灯修好了|讲座什么时候开|宣传栏坏了|培训班关门了|演习的通知没看到|我怕狗叫|担心物业费涨价|差点忘了路灯也坏了|提醒一下楼道灯不亮|预防针什么时候打|会不会涨价|要不要交物业费|楼下生意不好|哈哈谢谢你们"
    "|段子手太吵|下水道容易堵|孩子作文比赛在哪报名|楼上打麻将太吵|烧烤店油烟大|电线杆上晒被子|地上都是烟头|我腿不好能不能上门办证|车子轮胎没气|磨刀的师傅天天喊|快递堆在门口快把我埋了|道闸抬不起来|买的鱼不新鲜|装修声音大"
    "|路口在施工|老房子要拆迁|天天有人遛狗|房东不退押金|别告诉我家里人|没砸到人的花盆在路边|钥匙锁在车里了|谁家空调外机响|保安在岗亭抽烟|垃圾倒在路口|我骨折证明怎么开|医保住院怎么报销"
)
"""A clause for each guard of `bot/reading/danger` and `bot/reading/text/ordinary_*.py`, about something else."""
_DANGERS = "我家着火了 有人要跳楼 我妈晕倒了叫不醒 煤气泄漏了 有人拿刀砍人 老公打我打得流血 老板威胁说要杀我全家 孩子掉河里了 我被困在电梯里出不来 我爸喝了农药 有人触电了 孙子不见了"
_CROSSED = [
    said
    for calm, danger, mark in product(_CALM.split("|"), _DANGERS.split(), "，。")
    for said in (f"{calm}{mark}{danger}", f"{danger}{mark}{calm}")
]


def test_no_clause_calms_the_danger_in_another(heads: Heads) -> None:
    """Of all crossings, of which every 13th is read: at most one in a hundred is neither raised nor asked about."""
    read = {text: reading_of(text) for text in islice(_CROSSED, 0, None, 13)}
    urgencies = {text: read_urgency(heads.danger, one, one.text) for text, one in read.items()}
    missed = [text for text, found in urgencies.items() if found.level != "emergency" and not found.asks]
    assert len(missed) <= len(read) // 100, missed


@pytest.mark.parametrize(
    "text", ["老板威胁说要杀我全家，工资的新闻也没人管", "工资的新闻也没人管。老板威胁说要杀我全家"]
)
def test_a_plain_threat_is_raised_beside_news(heads: Heads, text: str) -> None:
    """Not only asked about."""
    reading = reading_of(text)
    assert read_urgency(heads.danger, reading, reading.text).level == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "听说隔壁小区着火了，吓死人", "新闻里说，昨天有人跳楼了", "孩子掉河里了，救上来了没事", "电影里的人说，我要杀你全家", "昨天插座打火花，物业电工换好了", "孙子走丢了，找到了",
        "垃圾臭死了，再不收要死人了", "楼道堆满纸箱，一点火就着", "水管爆了，楼下全是水", "狗没牵绳，差点咬到孩子", "我妈腿摔断了住院，医保怎么报", "路灯坏了，走路摔了一跤，没伤",
        "隔壁装修三个月了，灰大得很", "上个月我家漏水，物业说帮我修，到现在没来",
    ],
)  # fmt: skip
def test_what_is_over_or_told_of_is_none(heads: Heads, text: str) -> None:
    """Relief and whoever tells it still reach across clauses."""
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.level != "emergency"
    assert not found.asks


def test_what_stands_beside_a_danger() -> None:
    """Relief only after it, and in the sender's own words."""
    assert beside([], ["工资的新闻也没人管"]) is Beside.NOTHING
    for after in (
        "钥匙找到了",
        "路灯修好了",
        "丧葬费怎么领",
        "去年那次",
        "医保怎么报销",
        "物业说没事",
        "师傅修好了又坏了",
    ):
        assert beside([], [after]) is Beside.DOUBT
    for after in ("现在没事了", "已经修好了", "师傅修好了"):
        assert beside([], [after]) is Beside.RELIEF
    assert beside(["我没事"], []) is Beside.DOUBT


@pytest.mark.parametrize(
    "text",
    [
        "我没事，我妈被车撞了", "没事的，就是我爸胸口疼得出汗", "房东回来了，把我打了", "孩子回来了，满头是血", "钱找回来了，可是他拿刀来了", "我家着火了，物业说没事",
        "丧葬费怎么领，我家着火了", "我家着火了，丧葬费怎么领", "有人要跳楼，医保报销怎么弄，我妈出院了", "有人要跳楼，钥匙找到了", "孩子掉水里了，快递找到了",
        "电梯里困了人，师傅修好了又坏了", "我家着火了，昨天刚装修好",
    ],
)  # fmt: skip
def test_relief_of_another_thing_or_by_others_is_none(heads: Heads, text: str) -> None:
    """At most it is asked about."""
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.level == "emergency" or found.asks


def test_clauses_by_marks_and_by_particles() -> None:
    """Too many are none."""
    assert [said for _, said in clauses_of("着火了，快来。桂花苑")] == ["着火了", "快来", "桂花苑"]
    assert clauses_of("一，二，三，四，五，六") == []
    assert [said for _, said in unmarked_of("路灯坏了有人要跳楼")] == ["路灯坏了", "有人要跳楼"]
    assert unmarked_of("着火了，快来") == []
