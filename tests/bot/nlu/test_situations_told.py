"""Situations that tell of an emergency in people's own words, each with ordinary words that look like it."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from bot.reading.danger.kinds.situations import LONGEST, find_situation, situations
from bot.reading.reader import Reader
from tests import long_runs
from tests.bot.nlu.test_first_messages import TOLD as FIRST_MESSAGES
from tests.bot.nlu.test_more_situations import TOLD as MORE
from tests.bot.nlu.test_said_plainly import TOLD as SAID_PLAINLY

TOLD = {
    "assault": ["昨天夜里被强奸了", "我被性侵了", "他下药迷奸我", "我同事强迫我发生关系"],
    "child_touched": ["邻居的小孩摸我女儿下面", "孩子说老师摸她下面", "女儿说有人摸她私处", "教练猥亵学生"],
    "naked_pictures": ["陌生人加我女儿微信要她拍裸照", "孩子拍了没穿衣服的照片发给网友"],
    "blackmail": ["网友骗我裸聊要钱", "他拿我裸照威胁我"],
    "severed": ["手被门夹断了", "手指切断了", "锯木头锯断手指", "大拇指被绞断了", "断掉的手指怎么办"],
    "burn": ["娃烫着了，开水", "孩子被开水烫了", "奶奶被热油烫了", "开水浇到身上了，身上开水烫着"],
    "bleeding": ["外面有人放鞭炮炸伤手了", "手被炸了"],
    "poison": ["药吃错了，把老伴的降压药吃了", "我妈把药吃错了", "孩子误服了药片"],
    "swallowed_battery": ["我孩子吞了个纽扣电池", "纽扣电池被宝宝咽下去了", "娃吃了磁力珠"],
    "drowned": ["捞上来了，没气了", "人拉上来没呼吸了", "救上来叫不醒"],
    "unconscious": ["老人一个人躺楼梯上不动", "妈妈睡着了怎么叫也不醒", "爷爷不动了", "爷爷手是凉的"],
    "crane": ["老板拖欠工资三个月，工友说要爬塔吊", "工地上有人爬上塔吊了", "几个工人爬楼顶讨薪"],
    "crack": ["天花板裂了一条大缝掉渣", "墙上裂缝越来越大", "承重墙裂开了咔咔响"],
    "home_violence_child": ["我爸妈吵架我好害怕", "爸爸妈妈在打架，我躲在房间里不敢出来"],
    "child_alone": ["叔叔我一个人在家害怕", "我七岁，一个人在家"],
    "lost_child": ["我迷路了，我六岁", "我找不到妈妈了", "我和妈妈走散了"],
    "lured": ["有人给我小孩吃糖想带走他", "有个人想带走我孩子", "陌生人要带孩子走", "有人贩子拉小孩"],
    "postnatal": ["我刚生完孩子老想把他扔下去", "产后老想抱着宝宝跳下去", "我想掐死孩子"],
    "own_rage": ["再不给我解决我就去你们居委会放火", "我拿刀砍人去", "我要跟他们同归于尽"],
    "crime_seen": ["我看到有人在楼道里卖白粉", "现在楼下有人在贩毒"],
    "visit_today": ["我三天没吃热饭了", "我89岁了一个人住，看不清字，你们能来个人吗", "独居老人好几天没吃饭，没力气"],
    "home_violence_held": ["我男朋友不让我出门，手机都要查", "老公把我锁在屋里", "婆婆不许我出门", "前夫收了我的手机"],
    "home_violence_seen": ["邻居好像把小孩关起来不给饭吃", "隔壁把老人锁在屋里不给吃"],
    "wire_home": ["水漫到插座了", "插座进水了", "楼上漏水流到电箱里"],
    "battery": ["电动车在楼道里充电滋滋响", "充电宝充着电很烫", "电瓶在充电，有糊味"],
    "fraud": ["我已经转了两万", "收到短信说我快递丢了让我点链接，我点了，填了银行卡", "我把验证码告诉他了", "我妈被骗子叫去已经汇了三万"],
}  # fmt: skip
ORDINARY = [
    "普法课讲强奸罪量刑", "强暴雨把路冲坏了", "新闻里说性侵的事", "宝宝尿布湿了，屁股红了", "给女儿洗澡摸到下面有湿疹", "学校讲预防性侵的课", "手机链断了", "电线断了电", "他跟我分手了断了联系", "骨折拆石膏手指还疼",
    "烫头烫坏了头发", "差点被开水烫了", "怕孩子烫着，热水器太烫", "鞭炮放得太吵", "怕鞭炮炸伤手", "你们吃错药了吧", "药吃多少合适", "回收纽扣电池吗", "怕孩子吞了电池", "捞上来的手机没反应", "河里捞上来好多鱼，没气",
    "爷爷走不动了", "奶奶叫也不听", "快递柜打不开，我搬不动", "塔吊噪音太大", "塔吊司机爬塔吊太辛苦", "墙上有条细裂缝", "瓷砖裂了大缝", "马路裂缝越来越大", "桌子裂了大缝掉渣",
    "我一个人在家，狗叫得害怕", "一个人在家怕黑", "老公一个人在家", "我六十岁，开车迷路了", "办事大厅里我迷路了", "我妈痴呆走丢过", "校车接孩子上车", "爷爷把孩子带走了", "防拐讲座", "想把旧衣服扔下去", "楼上把垃圾扔下楼",
    "我就去你们那里投诉", "我去砍树", "我拿刀切菜", "7栋有人吸毒，请查", "隔壁租户吸毒，半夜大喊大叫", "禁毒宣传在哪", "我一天没吃饭了，食堂几点开", "猫三天没吃", "一个人住能办什么补贴", "保安不让我出门", "学校不让我出门",
    "下雨妈妈不让我出门", "孩子闹着不给吃饭", "想加个插座", "家里换插座多少钱", "怕水流到插座里", "充电桩坏了", "电动车喇叭一直响", "充电棚收费太贵", "物业费已经转了两千", "房租已经转了", "网站上填了验证码收不到", "我被骗了三千块，买保健品",
    "前几天差点被骗转了三万", "给儿子转了两万", "怎么退订", "路灯坏了", "楼道灯不亮",
]  # fmt: skip


@pytest.mark.parametrize(("script", "text"), [(script, text) for script, texts in TOLD.items() for text in texts])
def test_it_is_told_in_whatever_words(script: str, text: str) -> None:
    found = find_situation(text)
    assert found is not None
    assert found[0].script == script
    assert found[1].start < found[1].end <= len(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_tell_of_none(text: str) -> None:
    assert find_situation(text) is None


def test_every_situation_is_reached() -> None:
    assert {one.script for one in situations()} == {
        *TOLD,
        *SAID_PLAINLY,
        *FIRST_MESSAGES,
        *(script for script, _ in MORE),
    }


def test_in_a_long_message_a_word_tells_too_little() -> None:
    assert find_situation(f"我被性侵了{'，' * LONGEST}") is None


@pytest.mark.parametrize(("script", "texts"), TOLD.items())
def test_it_is_an_emergency_with_its_danger(reader: Reader, moment: datetime, script: str, texts: list[str]) -> None:
    danger = next(one.dangers[0] for one in situations() if one.script == script)
    read = reader.read(texts[0], moment)["urgency"]
    assert read["level"] == "emergency"
    assert (read["danger"] or "other") == danger


@pytest.mark.parametrize(
    ("text", "danger"),
    [("我家着火了，孩子烫着了，开水壶倒了", "fire"), ("我妈刚给骗子转了五万，现在喝农药了", "self_harm"), ("老公不让我出门，他打我", "home_violence")],
)  # fmt: skip
def test_another_danger_beside_it_goes_first(reader: Reader, moment: datetime, text: str, danger: str) -> None:
    assert reader.read(text, moment)["urgency"]["danger"] == danger


def test_it_takes_time_that_grows_with_the_text() -> None:
    for run in long_runs.RUNS:
        begun = time.process_time()
        find_situation((run * LONGEST)[:LONGEST])
        assert time.process_time() - begun < 0.25, run
