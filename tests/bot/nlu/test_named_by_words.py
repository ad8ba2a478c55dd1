"""Which danger plain words tell of, where the naming head says another."""

from __future__ import annotations

import time

import pytest

from bot.reading.danger.named_by_words import named_by_words

TOLD = {
    ("missing", "trapped"): "弟弟去河里游泳，一个猛子下去就没上来|孩子在塘边滑下去了，人不见了|他掉进水库，沉下去了|小姑娘踩空掉窨井里，看不到人了|伢子下水捡球，没冒头",
    ("violence", "trapped"): "路面有个漩涡，骑车的女的人就没了，井盖没了的那里|泳池边有个孩子脸朝下漂着",
    ("injury", "trapped"): "有人在湖里扑腾，岸上没人会水|渠里有个娃抓着树根爬不上来",
    ("violence", "live_wire"): "灯杆下面线头露出来了，几个娃拿树枝去捅|电线耷拉在滑梯旁边，小孩在那拽着玩|水龙头一开就打人，一家子不敢洗手|铁门淋了雨，手一碰就被弹开",
    ("home_violence", "live_wire"): "洗澡水打人，老伴不敢洗了|热水器一摸手就发麻",
    ("fire", "self_harm"): "我在11栋的楼顶|我一个人坐在天台上",
    ("fire", "live_wire"): "从家里拉线下来充电，线都发烫了|插座摸着烫手|电表箱里一闪一闪冒蓝光|变压器噼啪响，火星直掉|两根电线碰一起打火",
    ("gas", "fire"): "邻居家门缝里往外冒黑烟|仓库窗户里滚出灰的白的，看不清|门把手烫得没法碰，里面有人|楼道里烧纸钱，烟很大，小孩咳得厉害|楼梯间有人烧木头取暖，呛得睁不开眼|楼下烧垃圾，烟飘进来一屋子|对门点着锡箔，过道里都是烟|满屋子烟，楼下在烧轮胎|有人在单元门口烧冥币，熏得老人直咳|后院焚烧秸秆，烟大得看不见人|楼上点香烛，烟往我家灌|烧着床垫，黑烟呛人|树叶堆烧着枯草，一股焦味",
    ("trapped", "fire"): "楼道烟大，我们下不去|屋里毛巾堵门了，烟还在进|后院草垛烧起来了，围着出不来|卷帘门烫手了，里面三个人",
    ("other", "fire"): "猫眼里看出去一片橘红|他家窗帘着了",
    ("trapped", "self_harm"): "有个女的坐在天台边上，脚荡在外头|高架上有个男的跨出护栏，一条腿在外面|她在顶楼坐着，说他不来就跳，在哭|老人往河里走，水到腰了，喊也不回头|他把绳子挂在房梁上，站凳子上了",
    ("violence", "self_harm"): "他浑身浇的汽油，捏着打火机坐在大厅|那人往自己身上倒了柴油",
    ("home_violence", "self_harm"): "她抱着孩子站在窗台凳子上，身子探在外面，喊她不理",
    ("no_answer", "self_harm"): "室友发了遗书，门反锁着不出声|女儿说再见妈妈，房门锁着没声音",
    ("injury", "self_harm"): "我妹有抑郁症，反锁在卫生间，药瓶空了|药吃下去了，现在有点困|浴缸里的水都红了，她还醒着|老公在车库接了根管子从排气管到车里，门反锁，留了纸条",
    ("self_harm", "injury"): "几个人喝了散装的酒，有一个看不见了|工友喝了那个酒现在一直抽",
    ("injury", "gas"): "车没熄火，两个人睡在里面敲不醒|车库里发动机开着，表弟没反应|地窖里下去拿菜的没声音了",
    ("other", "gas"): "接口那里嘶嘶响，不敢碰|煤气罐一直噗噗漏",
    ("injury", "home_violence"): "我老公掐我脖子，眼睛都红了|女婿打我妈，嘴角破了|他爸拿开水泼孩子|她身上老是青的，一块旧伤一块新伤",
    ("injury", "violence"): "两桌人打起来了，一个头破了|老板抄起凳子砸客人，一脸血|几个人喊强盗，项链被扯了|同事被三个人围着打",
    ("trapped", "injury"): "野狗扑倒一个老头在撕|马蜂追着叮人，一个倒了",
    ("fire", "no_answer"): "门带上了进不去，炉子上还炖着汤，孙子在里面|娃把我反锁在外面，灶上烧着水",
    ("missing", "no_answer"): "独居的老伯三天没下楼了",
    ("other", "missing"): "赶集把孙子挤散了|我家囡囡一转身不见了",
}  # fmt: skip
"""(what the head says, what the words tell) → texts."""
KEPT = {
    "missing": "儿子放学没回家，同学说他去河边了|我妈早上去买菜就不见了|孩子走丢了，穿红衣服",
    "violence": "有人在河边打架，一个被推下去又爬上来|两个人动手打我|线上约架的人来我店里打人了|他拿汽油往我店门口泼|铁门被人踹开了",
    "injury": "娃从水里捞上来了，没呼吸|老公打球扭了腰，站不起来|爸爸打完农药，口水一直流|儿子打针以后抽搐|在电梯口摔了，血流一地|修空调的被电打了|他吃错药了，误吃了两片|狗咬过的伤口肿了",
    "fire": "我在楼顶，下面着火了|插座发烫，冒烟了|电箱着火了，火苗老高|插座烧起来了|我锁在屋里，灶上着火了",
    "gas": "煤气味很大，烟道也堵了|屋里烧炭取暖头晕|楼道里煤气味重，有人还在烧纸，烟也大|点蜡烛的时候闻到燃气味|烧纸箱的味道像煤气|屋里烧木头门窗都关着，头晕恶心|化粪池边烧垃圾，沼气味|他反锁门烧纸，烟从缝里出来|火盆烧木柴，一家人头痛|烧煤球，纸板引火，烟大|一股臭鸡蛋味，咳得厉害|管子嘶嘶响，味道呛人",
    "trapped": "三岁娃爬到阳台外面下不来|擦玻璃的师傅吊在楼顶外面，安全绳卡住了|电梯里关了人，还有个孕妇|娃从窗户翻出去，两手扒着栏杆",
    "no_answer": "敲门没人应，爷爷一个人在家|门打不开，奶奶在里面不答应",
    "home_violence": "老公打我，把我推到阳台边|爸爸把弟弟吊起来打",
    "self_harm": "我喝了农药，看不见了|他喝了酒说不想活，抽自己",
    "live_wire": "电线掉下来了冒火花",
    "other": "围墙要倒了|楼上往下扔瓶子",
}  # fmt: skip
"""What the head says → texts of which it is right, though their words are like those above."""


@pytest.mark.parametrize(
    ("said", "told", "text"), [(*key, text) for key, texts in TOLD.items() for text in texts.split("|")]
)
def test_the_words_say_which_danger_it_is(said: str, told: str, text: str) -> None:
    assert named_by_words(None if said == "other" else said, text) == told


@pytest.mark.parametrize(("said", "text"), [(said, text) for said, texts in KEPT.items() for text in texts.split("|")])
def test_words_like_them_leave_it_as_it_is(said: str, text: str) -> None:
    named = None if said == "other" else said
    assert named_by_words(named, text) == named


@pytest.mark.parametrize(
    "unit", ["河里", "门缝黑", "打老公", "绳子", "楼顶脚", "药", "狗咬", "灶上烧着", "抱着孩子阳台", "烧纸", "烟呛"]
)
def test_a_long_text_is_read_at_once(unit: str) -> None:
    """Though the rules read only short messages."""
    begun = time.process_time()
    for danger in ("injury", "trapped", "violence", None):
        named_by_words(danger, unit * 3000)
    assert time.process_time() - begun < 3
