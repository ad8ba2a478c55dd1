"""The first words of a danger fit its scene: who hides or is locked in, sits in a flooded garage, bleeds with child, stands at an open lift shaft, is threatened, and others."""

from __future__ import annotations

import pytest

from actions.interpreting.scenes import harm_beside, script_of
from bot.reading.danger.urgency import Urgency, read_urgency
from bot.reading.learning.training import reading_of
from bot.reading.trained import Heads


def read(heads: Heads, text: str) -> Urgency:
    reading = reading_of(text)
    return read_urgency(heads.danger, reading, reading.text)


RAISED = {
    "home_violence_hiding": [
        "我老公喝了酒砸门，我跟孩子锁在卫生间", "我男人喝醉了在砸门，我带着孩子锁在厕所里面，翠竹公寓2栋", "我老公喝多了在砸门，我和孩子躲在卧室里不敢出去",
        "老公要打我，我把自己反锁在厕所里了", "前夫在踹门，我和女儿反锁在屋里", "孩子他爸发酒疯，我抱着娃锁在房间里不敢开门", "我爸喝醉了撞门，我和妹妹锁在房间里",
        "他在外面踢门，我锁在卧室里，孩子在哭", "我跟孩子反锁在阳台，老公在砸玻璃", "邻居喝醉了砸我家门，我和孩子锁在屋里", "我儿子要打我，我躲厕所里锁着门",
    ],
    "home_violence_held": ["他把我锁在房间里不让我出去", "我被老公反锁在家里出不去", "男朋友把门反锁了不许我走", "老公把我关在家里，手机也要收", "他不让我出门，锁门了"],
    "flood_car": [
        "地下车库进水了，有人还在车里", "地下车库进水了，我爸还在车里", "地下车库进水了，我妈在车上", "下穿隧道积水，我被困在车里", "涵洞积水，有辆车陷里面，车里有人",
        "地库水涨得快，我妹在车上打不开门", "车子泡水了，人还在车里出不来",
    ],
    "flood": ["雨太大地库倒灌，保安还在下面", "地库进水了，我妈还在里面", "车库里灌水了，我老公去挪车还没上来"],
    "birth_bleeding": [
        "我怀孕八个月，刚才流了好多血", "我老婆怀孕七个月下面大出血", "产后第三天一直大出血，翠竹公寓", "老婆生完第五天，下面流好多血块", "孕妇下身流血不止",
        "我剖腹产回家，下面血止不住", "孕晚期突然流血，裤子都湿了", "二胎三十六周，大出血", "女儿怀孕五个月，摔了一跤下面出血",
    ],
    "bleeding": ["楼上掉下来个花盆，砸到推婴儿车的，地上都是血", "孕妇摔倒手割破了流血", "我老婆怀孕七个月，鼻子流血止不住", "孕妇头撞破了流血", "老公头流血止不住，我怀孕了抬不动他"],
    "shaft": [
        "电梯门开着轿厢没在，差点一脚踩空，幸福家园2栋", "电梯轿厢没到门就开了，河畔人家6栋", "电梯门自己开了，里面没有轿厢，清河小区2栋",
        "电梯门开了里面是空的，黑洞洞的，有个老太太差点掉进去", "电梯门敞着，下面是井，看得到底", "电梯层门坏了，一推就开，里面是空的", "电梯井口没挡板",
        "电梯门打开，轿厢不在", "3楼电梯厅门没关，里面黑乎乎的是井道", "有人掉进电梯井了",
    ],
    "threat": [
        "有人扬言明天要砍死居委会的人", "有人在群里说要炸了居委会", "有个人说要把我们楼炸了", "他说要点了整栋楼", "有人说要杀了物业经理",
        "有人威胁要炸学校", "那个男的说要烧了我家", "有人发消息说要去幼儿园砍人", "有人扬言放火烧楼",
    ],
    "violence": ["楼上的说要打死我", "那个人说要弄死我", "讨债的说不还钱就弄死我儿子", "邻居说晚上要砍死我全家"],
    "thrown": [
        "楼上往下扔菜刀，差点砸到我，桂花苑4栋", "楼上扔下来一把剪刀差点扎到孩子，清河小区5栋", "楼上扔刀下来", "高空抛物，扔下来一个啤酒瓶差点砸到人", "楼上往下丢砖头，一直在丢",
        "楼上掉下来一把菜刀", "楼上扔下来花盆，砸在我脚边", "楼上往下扔哑铃，小孩在下面玩", "有人在楼顶往下扔砖头",
    ],
    "stove": [
        "小孩自己在家煤气灶开着出不来，门反锁", "三岁儿子锁在屋里，煤气还开着烧水", "宝宝锁家里了，锅还在火上", "门被风带上了，娃在里面，灶上炖着汤", "我妈老年痴呆锁在家里，煤气灶开着",
    ],
    "loose_dog": ["一条大狗没栓绳追着小孩咬", "两只流浪狗追着小朋友咬，孩子吓哭了", "疯狗追人", "狗追着我咬", "狗把孩子扑倒了在咬"],
    "choking": ["老人吃年糕卡住了", "我爷爷吃汤圆卡住了", "孩子吃果冻卡住了", "奶奶吃药卡住了", "宝宝吃葡萄卡到了"],
    "unconscious": ["老人晕了", "奶奶晕了", "爷爷昏了", "我妈晕了", "他晕了", "孩子晕了", "爷爷喝醉了晕了"],
    "home_violence_seen": ["护工打我爷爷，我听到的，别说是我", "护工打我奶奶", "我亲眼看到保姆掐老人"],
    "home_violence_elder": ["护工打我"],
    "battery": ["上个月刚买的电动车，电池鼓包发烫", "昨天刚换的电瓶鼓起来了，还烫手", "以前买的充电宝鼓了，很烫"],
    "fire": ["上个月刚买的电池现在冒烟", "去年买的充电宝在冒烟", "前天买的电池冒烟了", "上个月装的热水器冒烟", "去年装的空调外机着火了", "电瓶上个月刚买，现在冒烟了"],
}  # fmt: skip


@pytest.mark.parametrize(("script", "text"), [(script, text) for script, texts in RAISED.items() for text in texts])
def test_it_is_raised_with_the_words_for_its_scene(heads: Heads, script: str, text: str) -> None:
    found = read(heads, text)
    assert found.level == "emergency"
    assert script_of(found.danger or "other", text) == script


ASKED = {
    "hole": ["井盖松动，一踩就翻", "井盖翘起来了，桂花苑门口", "窨井盖踩上去晃，要翻", "井盖移位了，露出半个洞", "井盖松了，怕有人掉进去"],
    "self_harm": ["烦死了想死，楼上太吵", "烦死了想死，天天加班", "烦得想死，灯坏了没人修"],
    "other": ["啊啊啊救", "啊 救 快", "110", "120", "119", "快救", "救救", "救啊"],
    "thrown": ["楼上扔下来锤子"],
    "falling": ["花盆掉下来差点砸到人", "窗户玻璃掉下来，差点砸到人", "楼上花盆掉下来，差点砸到孩子", "三楼掉了个花盆 砸在我脚边 就差一公分 谁家的!"],
    "home_violence_seen": ["我妈在养老院被护工打了"],
}  # fmt: skip


@pytest.mark.parametrize(("script", "text"), [(script, text) for script, texts in ASKED.items() for text in texts])
def test_it_is_asked_about_with_the_words_for_its_scene(heads: Heads, script: str, text: str) -> None:
    found = read(heads, text)
    assert found.asks
    assert script_of(found.danger or "other", text) == script


SHUT_IN = ["孩子把自己反锁在卫生间里了，开不了门", "我跟孩子锁在卫生间了，门把手坏了", "宝宝锁在卫生间，老公在砸门救他", "孩子锁在卧室里了，我老公在撞门，撞不开", "我和孩子被锁在阳台了，门卡住了", "老公喝醉了锁在卫生间里叫不应", "我老公喝了酒把自己锁在卫生间，敲门没声音", "孩子锁在里面了，孩子爸在踹门"]  # fmt: skip


@pytest.mark.parametrize("text", SHUT_IN)
def test_a_door_that_is_beaten_in_to_help_is_no_violence(heads: Heads, text: str) -> None:
    """A child or a drunk man behind it is shut in."""
    found = read(heads, text)
    assert found.level == "emergency"
    assert found.danger in ("trapped", "no_answer")


ORDINARY = [
    "楼上装修砸门，吵得孩子睡不着", "地下车库进水了，没人管", "地下车库进水了，我的车在里面", "车库进水了，车子泡了找谁赔", "地下车库每次下雨都进水，我妈在物业反映过", "地下车库进水，车都开出来了，人没事",
    "怀孕抽血在哪里抽", "产后出血险能报销吗", "刚生完孩子补贴怎么领", "电梯门开着不关，轿厢一直停在一楼", "电梯门开了又关，老夹人", "电梯里面是空的，没人", "电梯轿厢里没灯，黑洞洞的", "电梯里灯坏了，里头黑漆漆的", "马桶滋滋响",
    "电梯门开了没人出来", "加装电梯的井道什么时候完工", "电梯门自己开了又关上，里面没有人", "物业要把人气死", "我要炸鸡店的地址", "烟花说要炸到半夜", "装修说要炸了墙，吵死了", "物业说要砍了楼下的树",
    "群里说要炸金花聚赌", "他说要杀鸡", "领导说要砍掉预算", "群里都炸了，物业涨价", "楼上往下扔烟头", "楼上往下扔瓜子壳", "垃圾桶旁边有人扔了一把旧菜刀", "有人往垃圾桶里扔玻璃瓶",
    "楼上昨天扔下来一个花盆，没砸到人", "小孩追着狗跑", "狗老是追人，没人管", "上次狗追孩子，这次又没栓绳", "110是什么", "12345", "啊啊啊", "笑得想死", "想死你了", "烦死了，楼上太吵",
    "楼上小孩跳来跳去要死了", "小孩跳上跳下我要死了", "井盖松了，公园路", "路灯没坏，是井盖松了", "井盖翘起来了", "井盖松了，车一过咣当响", "井盖有点松，能不能修", "井盖翘起来已经修好了", "上个月电瓶冒烟，找谁赔", "去年电瓶车冒过烟", "上个月买的电池坏了，能退吗",
    "我都晕了，这手续", "看晕了", "老人晕车了", "我吃鱼卡刺了", "老人卡坏了，公交刷不了", "老人吃饭的饭卡丢了", "小孩吃鱼刺卡住了", "我吃饭卡卡住了", "爷爷吃饭卡到了，现在好了", "奶奶晕了一下，现在好了", "物业把门锁了不让我们出去", "房东把门锁了不让我进",
    "领导说要砍了预算", "拆迁办说要炸了老楼", "说要在楼下点了灯笼", "网上说要炸了日本", "电梯门坏了关不上，一直开着", "电梯没来，等了半天", "电梯门一开一股臭味，里面是空的", "楼下积水，我在车里不想出来，什么时候能疏通",
    "小区门口积水，送孩子上学的车都堵着", "隧道积水封路了吗，我在车上要走那边", "地里稻草机冒火星，昨天修好了，谢谢老陈",
]  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_like_these_stay_ordinary(heads: Heads, text: str) -> None:
    found = read(heads, text)
    assert found.level != "emergency"
    assert not found.asks


BESIDE = [
    ("他把我锁在屋里不让我走，家里着火了", "fire"), ("老公把门反锁了不让我出去，我想死", "self_harm"), ("老公把我锁在家里不让我走，我割腕了", "home_violence"), ("有人砸门，我不敢开门，屋里全是烟", "smoke"),
    ("她在外面砸门，我反锁在房间里，房间里煤炉子烧着头晕", "co"), ("他不让我出门，把门锁了，我煤气漏了头晕", "gas"), ("爸爸把我们锁在家里不让我们出去，他去上班了，弟弟吃了老鼠药", "poison"),
    ("我躲在卧室里，他在外面砸门，还点了汽油", "home_violence"), ("爸爸喝醉了要打我，我躲在阳台外面，快掉下去了", "home_violence"), ("他砸门进来了，我躲在床底", "violence"),
    ("债主带人砸门，还往门上泼汽油，我不敢开门", "violence"), ("井盖没盖好，咔咔响，有人摔进去了", "well"), ("井盖松动，孩子一踩掉进去了", "well"), ("井盖一踩就翻，臭味很大，刚才小孩掉进去", "well"),
    ("电梯门开着没有轿厢，没有人管，灯坏了", "shaft"), ("电梯门开着没轿厢，昨天就这样，到现在没人来", "shaft"), ("货梯门开着，轿厢不在，已经报修还没修好", "shaft"),
    ("电梯困人，门开着看得见井道，轿厢没到位", "lift"), ("门反锁了锅里烧着油着了", "fire"), ("门锁了灶上烧着水，孩子一个人在屋里哭，头磕破流血", "bleeding"), ("电梯像掉下去一样坠了两层，卡住了，我脚腕好像断了", "lift"), ("藏獒追着我儿子要咬", "loose_dog"), ("狗追着孩子咬，以前也咬过人", "loose_dog"),
    ("他在群里说要砍死物业经理，上次没砍成", "threat"), ("他说要弄死我，我以前报过警", "violence"), ("我怀孕三个月出血了，鼻子也流血", "birth_bleeding"),
    ("楼上往下扔玻璃，着火了", "fire"), ("有人从天台往下扔砖头，他要跳楼", "self_harm_seen"), ("楼上扔煤气罐下来，漏气了", "gas_seen"), ("楼上夫妻吵架往下扔菜刀，女的喊救命", "home_violence_seen"),
    ("他说要烧了这房子自己也不想活", "self_harm_seen"), ("邻居扬言要点了我家房子，上次真点过", "threat"), ("我儿子说要杀了老师", "threat"), ("前夫说要杀我全家", "home_violence"),
    ("阳台一排水泥花盆砸下来，打在清洁大姐肩膀上，她趴着，花盆还在往下掉", "injury"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "script"), BESIDE)
def test_what_stands_beside_silences_no_danger(heads: Heads, text: str, script: str) -> None:
    """A fire behind the locked door goes first; a cover that rattles, a lamp that is out, or what happened before, too, takes nothing back."""
    found = read(heads, text)
    assert found.level == "emergency"
    assert script_of(found.danger or "other", text) == script


@pytest.mark.parametrize(("text", "danger"), [("昨天装的热水器，漏电了", "live_wire"), ("昨天楼上扔花盆，今天又在扔菜刀", "violence"), ("井盖松了，孩子差点掉进去", None)])  # fmt: skip
def test_what_began_earlier_is_asked_about(heads: Heads, text: str, danger: str | None) -> None:
    found = read(heads, text)
    assert found.asks
    assert found.danger == danger


def test_a_cut_wrist_of_whoever_is_locked_in_is_told_of_beside_the_blows() -> None:
    """So that 120 is named, too."""
    assert harm_beside("home_violence", "老公把我锁在家里不让我走，我割腕了") == "bleeding"
    assert harm_beside("home_violence_hiding", "老公喝酒发疯，孩子被他打得不会动了，我躲在衣柜里") == "unconscious"
    assert harm_beside("home_violence_held", "他把我锁在房间里不让我出去，我想割腕") == ""
