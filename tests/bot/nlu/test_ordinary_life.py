"""Ordinary life in the words of a danger: laundry on poles, cigarette ends, a visit for whoever walks badly."""

from __future__ import annotations

import pytest

from bot.reading.danger.urgency import Urgency, _in_a_clause, read_urgency
from bot.reading.learning.training import reading_of
from bot.reading.text.ordinary_life import without_courtesy, without_ordinary_life
from bot.reading.trained import Heads

ORDINARY = [
    "楼下大妈在两根电线杆之间拉绳子晒棉被", "灯杆上挂满了腊肉 太难看了", "隔壁把咸鱼挂在电缆上晒", "把萝卜干铺在配电箱顶上晒", "变压器围栏上晾的都是床单",
    "沙坑里烟蒂都埋着 小孩在玩", "天台上全是烟头和酒瓶", "太黑了，都看不见了", "楼道黑得看不见", "水箱里捞出来好多烟盒", "池子干了 里面都是烟头", "花坛里全是烟屁股",
    "膝盖不好爬不动楼 能帮我带一下表格吗", "八十几了下不了楼 能不能送上来", "眼睛看不见了 你们能来个人帮我填表伐", "坐轮椅的 出门不方便 可以儿子代办吗", "我妈瘫在床上 能派人上门拍照吗",
    "这个月公摊电费要把我电死了，是怎么算出来的", "工资都不够交电费，要被电死了", "水费贵得要逼死人，能不能查一下", "房租快把我压死了，有没有补贴", "楼下师傅焊栏杆火花一闪一闪的，什么时候能弄完", "电焊师傅干活火花一闪一闪",
    "师傅在焊防盗窗，火星子到处飞", "切割机火花四溅，噪音大", "好多人遛狗不牵绳，我妈都不敢下楼", "小区遛狗不牵绳，孩子害怕", "有人遛狗从不牵绳，老人不敢出门", "遛狗没拴绳，管管吧",
]  # fmt: skip
DANGERS = [
    "黑得看不见，孩子也不见了",
    "被子晒在电线杆上 我一收手麻了一下", "晾衣服的铁丝搭在电线上 有电 我妈被打了一下", "衣服挂在电线上 线断了垂下来", "烟头把垃圾桶点着了 冒烟", "烟头扔下来我家阳台的被子烧起来了",
    "电焊火花掉到楼下草堆烧起来了", "焊栏杆的火星溅到棉被着了", "遛狗不牵绳，狗追着我妈咬", "狗没拴绳，现在围着孩子不让走", "我妈交完电费回来触电倒了", "电费没交，电线漏电把他电死了",
    "楼道里烟头没灭 一股焦味 在冒烟", "我腿走不动了 刚才摔了一跤 能来人吗", "我妈瘫在地上起不来 能来个人吗", "行动不便 在家里摔了起不来 帮帮我",
]  # fmt: skip


HARM_BESIDE = [
    "他用烟灰缸砸我的头", "他拿烟灰缸打我妈", "我说他乱扔烟头，他拿刀要砍我", "乱扔烟头的人掐住我脖子", "宝宝吃了个烟头一直在吐", "捡烟头的大爷摔倒了叫不醒",
    "扫烟头的阿姨被车撞了", "楼道一地烟头，电梯卡住我们出不来", "老人没呼吸了快来我家", "爷爷八十了噎住了快来家里", "老人触电了，快来我家", "老人割腕了快来我家",
    "老人中风了说不出话，快到我家来", "儿子上门打老人，老人躺地上", "讨债的上门了拿着刀，我爸瘫痪在床", "老人在家里不应声，能不能上门看看", "老人家想不开，要跳楼，快来家里",
    "孩子衣服挂在栏杆上勒住脖子喘不上气", "小区树上挂着根绳子，有人脖子套进去了", "有人在树上拴了根绳子要上吊", "晾衣服的时候孩子翻过栏杆下去了", "磨刀的老头拿着刀进了我家", "磨刀的进来我们屋里不走",
]  # fmt: skip


@pytest.mark.parametrize("text", HARM_BESIDE)
def test_nothing_is_blanked_beside_harm(text: str) -> None:
    """Blows, falls, breath, choking, lifts, ropes: the text is read whole."""
    assert without_ordinary_life(text) == text


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_life_is_not_even_asked_about(heads: Heads, text: str) -> None:
    """Whatever the learned score of its words."""
    reading = reading_of(text)
    assert without_ordinary_life(text) != text
    assert read_urgency(heads.danger, reading, reading.text) == Urgency()


@pytest.mark.parametrize("text", DANGERS)
def test_a_danger_beside_it_is_heard(heads: Heads, text: str) -> None:
    """One word of harm, and the score counts."""
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert without_ordinary_life(text) == text
    assert found.level == "emergency" or found.asks


def test_a_lift_that_nobody_gets_out_of_is_asked_about(heads: Heads) -> None:
    """电梯停了出不来: whoever says so is in it; who cannot leave home without it is not."""
    for text, asks in (("桂花苑3栋电梯停了出不来", True), ("电梯坏了 老人下不来楼", False)):
        reading = reading_of(text)
        assert read_urgency(heads.danger, reading, reading.text).asks is asks


@pytest.mark.parametrize(
    "text",
    [
        "谢谢，着火了",
        "谢谢你，我割腕了",
        "谢谢。顺便说下我割腕了",
        "好的谢谢，我把农药喝了",
        "好的谢谢。我老公打我",
        "谢谢，有人溺水了",
        "谢谢，煤气漏了",
        "早上好，楼上着火了",
    ],
)
def test_a_courtesy_hides_no_danger(heads: Heads, text: str) -> None:
    """Whoever says thank you first is heard as whoever does not."""
    reading = reading_of(text)
    assert len(without_courtesy(reading.text)) == len(reading.text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.level == "emergency" or found.asks


@pytest.mark.parametrize(
    "text",
    [
        "居住证怎么办，我家着火了", "什么时候放假，我被人捅了", "我现在站在楼顶，请问居住证怎么办", "我想问下养老金，我心口疼得厉害出冷汗",
        "有人在楼道泼汽油，投诉物业", "羊水破了，生育津贴怎么领", "你好，我想咨询小孩上学的事情。顺便说下他掉河里了",
    ],
)  # fmt: skip
def test_a_question_beside_it_hides_no_danger(heads: Heads, text: str) -> None:
    """A clause that is an emergency by itself is asked about at least, and its words are the reason."""
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.asks or found.level == "emergency"
    assert all(span.end <= len(reading.text) for span in found.reasons)


def test_a_question_beside_an_ordinary_matter_is_not_asked_about(heads: Heads) -> None:
    """Nor a question alone."""
    for text in ("居住证怎么办，我家在桂花苑", "着火了怎么办", "想问一下垃圾几点收，楼下都满了"):
        reading = reading_of(text)
        assert _in_a_clause(heads.danger, reading.text) is None


SAID_IN_GENERAL = [
    "高空抛物砸到人谁赔", "楼上扔东西砸到人怎么赔", "高空坠物砸到人该找谁负责", "高空抛物要是砸伤人算谁的责任",
    "我妈一个人住，腿不好，想找人上门洗澡，怎么弄", "我爸一个人住，想找人上门理发", "我爸一个人住，想请人来家里打扫", "奶奶独居，想找护工上门做饭，能申请吗",
    "高压锅往外冒气", "电饭锅一直冒热气", "暖气片漏气呲呲响", "暖气管漏气",
    "雨大车库进水了我的车还在里面", "地库进水了车都在里面", "房东半夜进我房间修水管", "物业师傅半夜进我家修水管",
]  # fmt: skip
TOLD_OF_SOMEBODY = [
    "高空抛物刚砸到我妈了头上流血谁管啊", "高空抛物砸到人了谁赔", "楼上扔东西砸到人，人躺地上谁赔", "高空抛物砸到人谁负责啊，头破了晕过去了", "楼上掉花盆砸到小孩了找谁赔", "高空抛物砸到我爸了怎么赔",
    "我妈一个人住，腿不好，敲门没人应，想找人上门看看", "我妈一个人住，想找人上门，打电话不接两天了", "我妈一个人住，想找人上门，她摔了起不来", "我妈独居，腿不好，想上门，门反锁了", "我妈一个人住，腿不好，想找人上门洗澡，她刚才晕倒了",
    "高压锅往外冒气按不住要炸了", "高压锅往外喷气，把我妈脸烫了", "高压锅冒气，厨房一股煤气味", "高压锅下面的煤气管漏气", "煤气罐往外冒气",
    "暖气片漏气呲呲响 屋里煤气味很重", "暖气片喷热气烫到孩子了", "燃气壁挂炉漏气呲呲响", "暖气管漏气，我头晕恶心", "暖气片漏气，老人晕倒了",
    "雨大车库进水了我还在里面", "车库进水了我的车还在里面，我爸下去开车了", "车库进水了我被困在车里", "地下车库进水了保安还在里面", "车库进水漏电了我的车还在里面",
    "房东半夜进我房间摸我", "房东半夜进我房间修水管，赖着不走", "房东半夜进我房间说修水管，抱住我了", "房东喝醉了半夜进我房间", "有人半夜进我房间",
]  # fmt: skip


@pytest.mark.parametrize("text", SAID_IN_GENERAL)
def test_what_is_said_in_general_is_no_danger(heads: Heads, text: str) -> None:
    """Who pays if somebody is struck, a wish for care at home, steam, a car in a flooded garage, a repair at night: nothing is raised or asked."""
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert (found.level == "emergency", found.asks) == (False, False)


@pytest.mark.parametrize("text", TOLD_OF_SOMEBODY)
def test_the_same_told_of_somebody_is_heard(heads: Heads, text: str) -> None:
    """With 了, kin, wounds, fear, gas or a door that nobody opens it is raised, or asked about."""
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.level == "emergency" or found.asks


def test_whoever_bleeds_under_a_window_is_raised_whoever_is_to_pay(heads: Heads) -> None:
    """谁管 asks about a mother who was struck just now."""
    reading = reading_of("高空抛物刚砸到我妈了头上流血谁管啊")
    assert read_urgency(heads.danger, reading, reading.text).level == "emergency"


@pytest.mark.parametrize("text", ["车把我堵在里面了 要钱才挪", "我车被堵在里面了，出不去", "车子给人堵在车位里开不走"])
def test_a_car_that_is_parked_in_traps_nobody(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    assert read_urgency(heads.danger, reading, reading.text).level != "emergency"


@pytest.mark.parametrize("text", ["心口疼得厉害出冷汗", "我爸胸口闷痛喘不过气", "救护车被堵在门口，病人快不行了"])
def test_a_heart_that_fails_is_heard(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.level == "emergency" or found.asks
