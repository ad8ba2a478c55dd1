"""Who is held, touched or gone with a child, and what falls off a house on people: read by who does what to whom, in any wording, and not in ordinary words like it."""

from __future__ import annotations

import pytest

from bot.reading.danger.kinds.falls_off import find_falling
from bot.reading.danger.kinds.held import find_captives, find_held
from bot.reading.danger.kinds.people import told_of_people
from bot.reading.danger.kinds.taken_along import find_taken_along
from bot.reading.danger.kinds.told import Told
from bot.reading.danger.kinds.touched import find_touched

HELD = {
    "home_violence_held": [
        "我被关在里屋五天了，他们一口饭都不给", "我被女儿锁在家里出不去", "儿媳把我关在杂物间", "我被反锁在房里，男朋友不让我走", "他把我绑在暖气片上", "我让老公锁屋里了",
        "我和孩子被他锁家里了", "被软禁在家里了，救救我", "我给关在地下室了，他一天就送一顿饭", "儿子嫌我脏，把我锁在阳台上", "我被婆家关着不让回娘家", "护工把我绑床上",
        "我爸把我锁在房间里不给手机", "救命，被他锁在家里了", "女儿女婿把我锁起来要我签房子",
    ],
    "home_violence_seen": ["保姆把我奶奶锁在房间里，自己打麻将去了", "我妈被我弟关在屋里不给吃", "隔壁老人被儿子锁在屋里几天没吃饭", "我妈的手被保姆捆在床栏上"],
    "held_by_others": ["老板扣了我身份证，把我锁在工地宿舍不让走", "我被网友骗来关在宾馆里不让走", "我朋友被传销关起来了", "物业的人把我们扣在办公室不让走", "老板把我和老婆锁在杂物间", "有个人把我锁在地下室", "他把我们锁在包厢里", "他们把我关在会所里"],
}  # fmt: skip
NOT_HELD = [
    "我被关在门外了", "我被老公锁在门外", "我被关在电梯里了", "我不小心被反锁在厕所里了，门锁坏了", "两岁的儿子把我锁在阳台上了", "儿子调皮把我锁在阳台了", "疫情的时候我被关在家里半个月",
    "我家猫被锁在屋里了", "我妈把我锁家里让我写作业", "老公上班顺手把我反锁在家里了", "我被关在图书馆了，管理员下班了", "风把门吹上，我被关在阳台了", "我把自己锁在屋里不想出来",
    "我的车被锁在地库出不来", "电影里女主被关在屋里好几天", "群主把我关了禁言", "以前我爸把我锁在家里", "物业把我们锁在小区里，大门不开", "孩子把奶奶锁在阳台上了", "老公被关在派出所了",
    "他把车锁在我家门口，不让我出去", "医院把我爸绑在床上，怕他拔管子", "领导把我们关在会议室开了一天会", "主管把我们关在教室培训",
    "我儿子把我锁在阳台上了", "女儿把我锁在卫生间了", "护工把奶奶绑在轮椅上推出来晒太阳", "他们把我妈关在养老院不让见",
]  # fmt: skip
LEFT_ALONE = [
    "奶奶把孩子锁家里去跳广场舞了",
    "老婆上班把孩子一个人锁在家里",
    "我家阿姨把孩子锁在家里出去买菜了",
    "保姆把宝宝锁在屋里自己逛街去了",
    "爷爷把孙子锁在家里打牌去了",
]
CAPTIVES = [
    "身份证被他们收走了，门口有人守着，天天逼我给老头老太打电话推销",
    "护照给老板扣了，屋外有人看着，每天打一百个电话骗人，完不成不给饭",
    "二十几个人关在一层楼里打电话卖保健品，大门锁着，谁也不让出去",
    "手机没收了，有人看着我们，逼着拉人头",
    "我被关在出租屋，天天搞诈骗，不听话就挨打",
    "他们锁着门，逼我打电话骗老人，跑不掉",
    "证件都被扣了，不让出门，完不成业绩就罚跪",
    "门口有人看守，不让走，叫我们推销",
    "大门锁了，不放我们走，天天打电话骗人",
    "我们十几个人被圈在仓库里打推销电话，门外有人盯着，做不到就不给饭吃",
    "戒网瘾学校的教官收了手机，不让出去，拿电棍打我们",
]
NO_CAPTIVES = [
    "骗子天天打电话给我妈推销保健品，逼她转钱",
    "保安守着门口，查身份证",
    "讲座卖保健品，不买不让走",
    "公司业绩完不成就罚款，天天打电话推销",
    "小区大门锁着出不去，打电话没人管",
    "孩子手机被老师没收了，逼他写检查",
    "推销的天天在楼下守着",
    "身份证丢了，怎么补办",
    "快递员把门口锁了，电话打不通",
    "物业逼我们交钱，不交不让进",
    "电话推销太多了，一天打十几个",
    "听说有人被关在园区打电话骗人，不给饭吃",
    "班主任没收了手机，罚站，不让走",
    "老师收走手机，不准回家，罚站",
    "军训收了手机，不让出去，罚站",
    "宿管收了手机，锁着门，罚款",
]
TOUCHED = {
    "home_violence": [
        "后爸夜里老进我屋里摸我", "我爸一喝酒就钻我被窝", "表哥趁大人不在压在我身上", "我妈的男朋友偷看我洗澡", "舅舅让我摸他下面", "爷爷对我动手动脚", "我被继父摸了", "叔叔叫我看他那个", "姐夫让我帮他弄下面", "后爸要我脱衣服", "公公半夜钻我被窝",
        "妈妈不在家的时候他就来我床上摸我", "他强奸我", "他把我打了一顿又强奸我", "哥哥说是玩游戏脱我裤子", "公公摸我胸，我儿子看见了", "哥哥晚上爬我床，脱我衣服",
    ],
    "violence": ["教练说检查身体摸我下面", "医生检查的时候摸我胸还脱我裤子", "老师摸我屁股", "公交上有个男的摸我大腿", "我被教练猥亵了", "房东进我屋里抱着我亲我", "老板对我动手动脚不让我走", "地铁上被一个男的摸了大腿", "邻居老头骚扰我女儿", "房东天天骚扰我，要我陪他睡", "有个男的趴在我身上脱我衣服", "那个男的非礼我在公交车上", "教练侵犯了我"],
}  # fmt: skip
NOT_TOUCHED = [
    "我爸爸摸我额头说发烧了", "爷爷摸我头", "妈妈钻我被窝给我讲故事", "医生摸我肚子检查", "儿子老钻我被窝", "我妈摸我衣服说料子好", "弟弟钻我被窝里抢手机", "哥哥碰我电脑", "他摸我家孩子的头",
    "老公半夜钻我被窝把我冻醒", "爸爸亲我一下就上班去了", "狗钻我被窝", "叔叔让我帮他看门", "保安摸鱼睡觉", "邻居半夜打电话骚扰我", "楼上邻居老是敲门骚扰我", "物业经理天天骚扰我交物业费", "邻居家的音响骚扰我们休息", "师傅让我看下面的水管",
    "经理让我看下面的通知", "房东要我看那个房子", "师傅让我碰那个开关", "同学让我看衣服好不好看", "他叫我看那里有个洞", "同事让我帮他下面取个快递", "医生让我脱裤子看伤口", "保安摸我后备箱",
    "老师摸我的脑袋", "老板侵犯了我的权益", "房东侵犯我的合法权益", "隔壁老王侵犯我家的利益", "邻居糟蹋我的花", "老板糟蹋我的名声", "弟弟骑在我身上玩", "司机师傅开车撞过来压在我身上", "有个男的趴在我身上不动了", "弟弟玩游戏压在我身上", "医生检查摸我肚子", "医生换药脱我裤子", "我买的裤子老板摸了说好", "打牌的时候他碰我手", "他骑在我身上打我",
]  # fmt: skip
TAKEN_ALONG = [
    "前夫发微信说要带着孩子一起走，再也不回来了，叫我别怪他", "老公留了遗书，带着三岁的女儿开车走了", "我老婆抱着孩子出去了，说不活了，电话关机", "媳妇留了封信带着两个娃走了，说对不起我们",
    "前妻说要带着儿子去死，人联系不上", "儿媳妇产后抑郁，抱着孙子出去两个小时了，留了张纸条说对不起大家", "孩子他爸发微信说要和孩子同归于尽，电话打不通", "老公把女儿带走了，发消息说下辈子再见",
    "我女儿带着外孙不见了，朋友圈写永别",
]  # fmt: skip
NOT_TAKEN_ALONG = [
    "前夫带着孩子走了，抚养费也不给", "老婆带着孩子回娘家，说不回来了", "他说要带孩子一起走，去旅游", "我想带孩子一起死", "老婆抱着孩子在楼顶要跳", "奶奶带着孙子出去买菜还没回来",
    "爸爸带女儿看病去了，手机关机", "我带着孩子去跳河，你们别管我", "媳妇带着孩子走了，让我别找她", "姐姐带着孩子搬走了，发朋友圈说解脱了", "儿媳妇带着孙子走了，微信说再见了不回来了", "女儿带着外孙出门了，留了条说菜在锅里，照顾好自己",
]  # fmt: skip
FALLS = [
    "外墙瓷砖哗哗往下掉，底下还有人走", "房檐掉砖头，差点砸到人", "楼顶的广告牌掉下来了，下面是人行道，人来人往", "女儿墙的水泥块一块块往下掉，楼下有小孩在玩", "外墙保温层脱落，还在往下掉，楼下都是人",
    "幕墙玻璃掉下来一块，险些砸中路过的人", "空调外机掉下来，差点砸到孩子", "12栋外墙墙皮大块脱落，差点砸到接孩子的老人", "楼顶的墙皮一块块往下掉，底下有人走",
]  # fmt: skip
NOT_FALLING = [
    "楼上扔下来一块砖差点砸到人", "外墙瓷砖掉了两块，什么时候修", "瓷砖脱落砸到人了，流血了", "阳台漏水一直滴到楼下", "厨房瓷砖掉了，还在保修吗", "外墙去年掉过砖，怕砸到人", "墙皮掉了一直没人修",
    "脚手架塌了，下面压着人", "家里墙皮一直在掉，都是灰", "客厅墙皮掉了，一直掉渣", "墙皮一直在掉，什么时候来修", "卫生间瓷砖掉下来差点砸到我脚", "我家厨房瓷砖掉了，差点砸到我",
    "楼道里的瓷砖掉了好几块，人来人往", "楼道墙皮一直往下掉，门口都是灰", "电梯厅墙砖掉了一块，天天有人走", "单元门口地砖掉了一块，有人走过会绊脚", "店门口招牌上的字掉了，人来人往不好看",
]  # fmt: skip


def told_of(found: Told | None) -> tuple[str, str] | None:
    return None if found is None else (found.danger, found.script)


@pytest.mark.parametrize(("script", "text"), [(script, text) for script, texts in HELD.items() for text in texts])
def test_whoever_is_held_is_told_to_be_quiet(script: str, text: str) -> None:
    danger = "violence" if script == "held_by_others" else "home_violence"
    assert told_of(find_held(text)) == (danger, script)


@pytest.mark.parametrize("text", NOT_HELD)
def test_a_door_that_fell_shut_or_a_child_at_the_lock_holds_nobody(text: str) -> None:
    assert find_held(text) is None


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_a_child_locked_in_by_whoever_went_out_is_alone_behind_a_door(text: str) -> None:
    assert told_of(find_held(text)) == ("trapped", "child_locked")


@pytest.mark.parametrize("text", CAPTIVES)
def test_captives_made_to_telephone_are_heard_and_told_to_be_quiet(text: str) -> None:
    assert told_of(told_of_people(text, None, surely=False)) == ("violence", "held_by_others")


@pytest.mark.parametrize(
    "text",
    [
        "我老公把我关在家里，收了手机，威胁我",
        "我爸把我锁在屋里，手机没收了，不听话就打我",
        "婆婆把我反锁在房间，不给饭吃，身份证也收走了",
        "男朋友扣了我的身份证，把我锁在家里，还打我",
    ],
)
def test_whoever_is_held_by_the_family_is_held_at_home(text: str) -> None:
    """Whatever was taken from them, and however they are forced."""
    assert told_of(told_of_people(text, None, surely=False)) == ("home_violence", "home_violence_held")


@pytest.mark.parametrize("text", NO_CAPTIVES)
def test_whoever_is_only_pestered_is_no_captive(text: str) -> None:
    assert find_captives(text) is None


@pytest.mark.parametrize(("danger", "text"), [(danger, text) for danger, texts in TOUCHED.items() for text in texts])
def test_whoever_is_touched_is_believed(danger: str, text: str) -> None:
    """By one of the family it is danger at home, of which nothing may be seen there."""
    assert told_of(find_touched(text)) == (danger, "touched" if danger == "home_violence" else "groped")


@pytest.mark.parametrize("text", NOT_TOUCHED)
def test_a_hand_on_the_forehead_is_no_harm(text: str) -> None:
    assert find_touched(text) is None


@pytest.mark.parametrize(
    "text", ["他骑在我身上脱我衣服还打我", "他喝多了强迫我脱衣服，还掐我脖子", "他脱我衣服拿皮带抽我"]
)
def test_what_is_surely_done_at_home_stays_quiet_whoever_he_is(text: str) -> None:
    """What the head has read as danger at home stays that; and a nameless 他 may be of the house."""
    assert told_of(told_of_people(text, "home_violence", surely=True)) == ("home_violence", "touched")
    assert told_of(told_of_people(text, None, surely=False)) == ("home_violence", "touched")


@pytest.mark.parametrize("text", TAKEN_ALONG)
def test_a_parent_is_gone_with_a_child_after_a_farewell(text: str) -> None:
    assert told_of(find_taken_along(text)) == ("self_harm", "taken_along")


@pytest.mark.parametrize("text", NOT_TAKEN_ALONG)
def test_a_quarrel_a_journey_and_whoever_stands_on_a_roof_are_none(text: str) -> None:
    assert find_taken_along(text) is None


@pytest.mark.parametrize("text", FALLS)
def test_what_falls_off_a_house_is_no_trap_and_was_not_thrown(text: str) -> None:
    assert told_of(find_falling(text)) == ("other", "falling")


@pytest.mark.parametrize("text", NOT_FALLING)
def test_what_was_thrown_or_hit_somebody_or_fell_long_ago_is_another_matter(text: str) -> None:
    assert find_falling(text) is None


@pytest.mark.parametrize("find", [find_captives, find_held, find_touched, find_taken_along, find_falling])
def test_a_letter_is_not_looked_at(find: object) -> None:
    """In many words some of these stand beside each other by chance."""
    assert callable(find)
    assert (
        find("我被儿子锁在家里出不去，继父摸我，老公留了遗书带着孩子开车走了，外墙瓷砖哗哗往下掉，底下有人走。" * 3)
        is None
    )
