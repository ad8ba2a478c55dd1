"""Bad water that makes people ill, a planned power cut where somebody needs a machine to breathe, a threat with gas, a child locked in, alone or hungry, a smell
where nobody was seen for days, and money just lost to a swindle are emergencies in people's own words; what only looks like them is none."""

from __future__ import annotations

import pytest

from bot.reading.danger.kinds.situations import find_situation

TOLD = [
    ("bad_water", "自来水发黄有臭味，家里好几个人拉肚子"), ("bad_water", "喝了小区的水全家上吐下泻"), ("bad_water", "水龙头里的水有怪味，孩子喝了吐了"), ("bad_water", "二次供水水箱脏，我们单元都闹肚子"),
    ("bad_water", "水有股臭味，喝了肚子疼"), ("bad_water", "桶装水喝了两天，一家三口上吐下泻"),
    ("oxygen_soon", "家里有呼吸机，明天小区停电"), ("oxygen_soon", "我妈用制氧机，社区通知明天停电一天"), ("oxygen_soon", "通知周三停电，我爸在家吸氧"), ("oxygen_soon", "停电公告贴了，家里老人离不开制氧机"),
    ("gas_threat", "楼上3栋702说要点煤气"), ("gas_threat", "隔壁男的喊着要把楼炸了"), ("gas_threat", "楼下那户扬言开煤气大家一起死"), ("gas_threat", "有人抱着煤气罐说要点火"),
    ("child_locked", "我弟弟五岁一个人在家锁里面了"), ("child_locked", "宝宝把自己锁在卧室里了"), ("child_locked", "我把两岁的女儿锁在家里了，钥匙在里面"), ("child_locked", "门被风吹上了，孩子锁在里面"),
    ("child_neglected", "隔壁小孩饿得直哭，好几天没人给饭吃"), ("child_neglected", "楼上两个孩子好几天没饭吃，爸妈不在家"), ("child_neglected", "对门姐弟俩没大人管，天天捡垃圾吃"), ("child_neglected", "楼下那家小孩说三天没吃的了"),
    ("child_alone", "我7岁，妈妈还没回来"), ("child_alone", "妈妈没回家，我和弟弟饿了"), ("child_alone", "家里只有我和妹妹，妈妈不在家"), ("child_alone", "爸妈还没回来我好怕"),
    ("no_answer", "楼道里很臭，隔壁老人好几天没看到了"), ("no_answer", "对门大爷一周没露面，门口有股怪味"), ("no_answer", "楼上独居的阿婆几天没动静了，还有臭味"),
    ("fraud", "我被骗了两万"), ("fraud", "被骗子骗了怎么办"), ("fraud", "我被骗了钱，对方说是客服退款"),
]  # fmt: skip
ORDINARY = [
    "自来水有点黄", "自来水能喝吗，会不会拉肚子", "我拉肚子了想请假", "水箱什么时候清洗", "小区的水有股漂白粉味",
    "明天停电几点来电", "呼吸机可以报销吗", "制氧机去哪里租，停电通知有吗", "家里停电了", "通知明天停电 我妈用制氧机怎么办",
    "师傅说要点煤气灶试试", "燃气公司说要开煤气户头", "煤气罐放楼道里危险", "煤气费怎么交",
    "女儿跟我吵架把自己锁在房间里", "我家门锁坏了", "车门锁了孩子在车里", "孩子把书锁在柜子里了",
    "孩子放学饿了，学校附近有什么吃的", "我家孩子不爱吃饭", "邻居家孩子太吵", "社区食堂孩子能吃吗",
    "我妈妈没回家，我和弟弟找了一夜", "我5岁的儿子，妈妈不在家", "妈妈不在家的时候我和弟弟打扫卫生",
    "隔壁垃圾臭，好几天没见保洁", "楼道臭，邻居好几天没倒垃圾", "隔壁装修味道大，没看到物业来管",
    "我在菜场被骗了十块钱", "小区群里说有人被骗了三万", "我被物业骗了", "怎么防止老人被骗钱",
]  # fmt: skip


@pytest.mark.parametrize(("script", "text"), TOLD)
def test_it_is_heard_in_so_many_words(script: str, text: str) -> None:
    found = find_situation(text)
    assert found is not None
    assert found[0].script == script


@pytest.mark.parametrize("text", ORDINARY)
def test_what_looks_like_it_is_ordinary(text: str) -> None:
    found = find_situation(text)
    assert found is None or found[0].script not in {script for script, _ in TOLD}


MORE = [
    ("home_violence_child", "爸妈在打架我好害怕"), ("home_violence_child", "爸爸妈妈吵得好凶在摔碗，我躲在房间不敢出去"),
    ("fraud", "我儿子刚把十二万转给一个说是银监会的"), ("fraud", "老妈被人骗着把养老钱转走了"), ("fraud", "我点了一个链接，卡里钱没了"), ("no_food", "我和两个孩子三天没吃东西了，没钱"),
    ("child_neglected", "楼上小孩老是喊饿，爸妈几天没回来"), ("bad_water", "小区水变黑了，我一家都吐了"), ("gas_threat", "楼下那个人说要把煤气罐点了"), ("child_alone", "阿姨我今年8岁，一个人在家，有人一直敲门"),
]  # fmt: skip
NO_MORE = ["水费涨了，孩子吐了想请假", "家里没米了去哪买，孩子要吃", "下水道黑了，我都吐了", "孩子两天没吃药了", "我带着孩子去食堂没饭吃了", "我家孩子在学校没饭吃", "把钱转给物业交停车费", "社区转给街道一个说法",
           "爸妈打电话说奶奶病了，我害怕", "爸爸妈妈摔了一跤，我吓哭了", "爸妈吵着要买房，我怕花钱", "爸爸妈妈骂我没考好，我哭了", "爸妈打麻将输钱了不敢说"]  # fmt: skip


@pytest.mark.parametrize(("script", "text"), MORE)
def test_other_words_for_it_are_heard_too(script: str, text: str) -> None:
    test_it_is_heard_in_so_many_words(script, text)


@pytest.mark.parametrize("text", NO_MORE)
def test_and_other_ordinary_ones_are_not(text: str) -> None:
    found = find_situation(text)
    assert found is None or found[0].script not in {script for script, _ in (*TOLD, *MORE)}
