"""Everyday sentences of danger in the mouths of different people, and ordinary ones that sound dangerous."""

from __future__ import annotations

import re

import pytest

from bot.reading.danger.accident_words import BANG, IN_A_TWINKLING, MOLESTED, RUN_OVER, WATER_COMES_IN
from bot.reading.danger.plain_danger import says_they_are_out
from bot.reading.learning.training import reading_of
from bot.reading.trained import Heads
from tests.bot.nlu.test_plain_harm import read

DANGERS = [
    "妈妈倒在浴室里叫她也不理我", "我婆婆在菜场突然坐地上起不来嘴角往一边歪", "快递小哥从三轮上摔下来头上一个洞", "隔壁老王捂着胸口蹲在楼道里满头汗", "孩子把纽扣电池咽下去了", "我外公吃粽子卡喉咙了脸都青了", "奶奶吃错降糖药了现在人迷迷糊糊",
    "同事搬货的时候让叉车轧了脚", "我家狗把收水费的大姐咬得都是血", "宝宝从婴儿车里翻下来后脑勺着地一直睡", "老头早上到现在没起床推他身子是凉的", "我对象吃头孢喝了白酒现在喘不过气", "她羊水破了救护车怎么叫", "蒸桑拿的那个大哥昏在里面了",
    "楼下阿姨被马蜂蜇了脸肿得睁不开眼还喘", "爸爸修灯的时候手粘在线上了", "厨房油烟机里蹿火苗了", "楼下电动车棚噼里啪啦炸着火了", "我家阳台晒的被子烧着了", "三楼窗户往外冒黑烟有小孩在哭", "出租房里好大一股烟呛得睁不开眼", "充电宝炸了沙发烧起来了",
    "隔壁饭店后厨爆了一声玻璃全碎了", "我家灶台一直嘶嘶响有臭鸡蛋味", "煤气罐阀门关不住在喷气", "洗着澡头晕得站不住热水器在厕所里", "我和室友烧炭火锅现在都头疼想吐", "工地上挖破管子了气呲呲往外喷", "电梯突然往下掉停在半截里面一个老太太",
    "孙女手指头夹在电动门缝里拔不出来", "我被关在冷库里了里面零下十几度", "小孩掉到井盖下面去了听得见哭", "钓鱼的人滑进水库没上来", "车翻沟里了司机压在方向盘底下", "地下车库水灌进来我还在车里", "脚手架散了两个师傅压在底下", "院墙塌下来把人埋住了",
    "孩子头钻进防盗窗栏杆拿不出来", "我老公又喝醉了拿皮带抽我", "儿媳妇把我关在门外还推我一跤", "我哥拿椅子砸我妈", "继父半夜摸进我房间", "前男友在楼下堵我不让我走", "有个光膀子的男的在小区里拿菜刀乱晃", "网吧门口一群人围着一个学生踹",
    "隔壁女的一直在喊别打了别打了", "我锁在厕所里他在外面踹门", "邻居家小孩身上都是烟头烫的疤", "出租车司机不停车还把门锁了我害怕", "我想从这里跳下去一了百了", "药我都倒出来了一会儿就吃", "对不起大家我先走了遗书在抽屉", "我姐把门反锁说她不想活了",
    "河堤上有个姑娘翻过栏杆坐着哭", "我儿子放学到现在没回家电话关机", "爷爷有老年痴呆早上出门到现在找不到", "四岁的外甥在商场里一转眼没了", "风把高压线刮断了掉在路上滋滋响", "路灯杆漏电刚才有个小孩摸了一下弹开了", "对门独居的老奶奶三天没开门里面电视一直响",
    "他手让冲床压断了两个指头", "我脚被电梯门夹着拔不出来", "我爱人让一辆渣土车刮倒了", "小孩脚趾被卷帘门压了流血", "老太太被三轮车撞了躺在路上哼哼", "大货车从人身上碾过去了", "邻居的狗咬得我儿子腿上全是血", "楼下轰的一声窗户都震碎了",
    "一声巨响墙裂开了有人喊", "修路的把煤气管挖穿了滋滋响", "我家桶装气接口那里一直往外漏", "大水灌进地下室我妈还在里面睡觉", "雨水漫到车窗了我和孩子困在车里", "邻居叔叔摸我女儿下面", "教练脱我裤子", "我舅舅半夜爬到我床上", "老板在包厢里对我动手动脚不让我走",
    "我侄子在公园一转头就没影了", "妈妈带着弟弟去河边洗衣服到现在没回来", "我女儿离家出走留了张纸条", "奶奶躺在床上出虚汗手冰凉叫她半天哼一声", "我爸脸色发灰说胸口像压了块石头", "对面阳台一个女的坐在栏杆外面", "室友把自己反锁在厕所手机也不接她最近抑郁",
    "我男朋友掐我脖子我快喘不上来了", "工友从二楼架子上掉下来没声音了", "老公被马蜂叮了全身起疹子嘴唇发紫", "老人吃了一把降压药站不起来", "小孙子把洗衣球咬破了嘴里冒泡", "我吃了邻居送的蘑菇看见小人在跳舞吐了好几次", "孕妇肚子疼流血了", "孩子烧到四十度说胡话",
    "电饭锅冒火花厨房一股焦味", "隔壁没人窗户里冒烟了", "草坡烧过来了离房子不远了", "车头冒烟了后座还有孩子", "客厅空调喷火了", "插座冒烟断不了电", "煤炉子在屋里烧我妈喊不醒", "电梯里有股糊味灯灭了我们七个人", "孩子吊在窗户外面两只手抓着",
    "有人卡在两堵墙中间", "化粪池盖翻了小孩掉进去", "桥塌了一辆车掉下去了", "山上滚石头砸到大巴", "楼顶上有个穿校服的孩子坐在边上", "一个男的把女的往面包车里拖", "有人拿着斧头在单元门口骂要砍人", "喝醉的人拿酒瓶砸店里的人", "保姆扇我爷爷耳光",
    "我嫂子拿烫的水泼我", "我儿子吸毒了拿刀逼我要钱", "债主带人把我家门堵了说今天要卸我胳膊", "有人在地铁口偷拍还掐我", "我被骗到一个园区出不去护照被收了", "我把遗书发给我妈了手机马上关机", "割了手腕血不怎么流了我有点冷", "煤气我打开了门窗都关好了",
    "高压线垂到鱼塘里有人倒在边上",
]  # fmt: skip
ORDINARY = [
    "洗衣机倒在卫生间一地水", "倒在卫生间一地水", "新规定出来了我看晕了", "这个月电费炸了怎么这么高", "楼下广场舞吵得我要死了", "快递堆在门口快把我埋了", "我被停车费坑惨了", "物业的态度让人窒息", "停水三天快渴死了", "孩子作业写得想跳楼有没有托管",
    "我家水管爆了水喷得到处都是", "楼上浇花把我被子淋湿了", "小区健身器材断了一根", "井盖响得半夜睡不着", "电梯里广告太吵", "电梯按钮按了没反应", "电动车充不进电", "隔壁装修电钻打得头疼", "路口红绿灯坏了很危险", "树枝快掉下来了请修剪",
    "楼道灯一闪一闪像鬼屋", "燃气安检什么时候来", "煤气公司电话多少", "灶打不着火", "消防通道被车堵了", "灭火器过期了", "烟感报警器没电了滴滴响", "楼道里有人抽烟呛人", "隔壁做饭油烟大", "烧烤摊占道冒烟", "阳台晒被子滴水到楼下",
    "小孩在楼道里追跑打闹", "邻居两口子天天吵架吵得睡不着", "有人在群里骂我", "保安打瞌睡没人管", "儿子打游戏不睡觉怎么办", "打狂犬疫苗去哪里", "流浪狗多怕咬人", "猫掉进井里了", "手机掉进下水道了", "钥匙锁屋里了", "孩子的球掉河里了",
    "我的快递不见了", "电瓶车不见了", "我妈走丢的狗找到了", "老人证丢了怎么补", "救护车进不来的路能拓宽吗", "急救培训什么时候有", "自杀干预热线是多少", "心情不好想找人聊聊", "楼上摔东西的声音很大", "墙上有条小裂缝", "墙皮掉了一块没砸到人",
    "水闸关不上一直滴", "我快累趴下了办个证跑三趟", "胸口碑林广场什么时候开放", "血压计社区有吗", "血站什么时候来小区", "刀具快递能寄吗", "菜刀磨刀师傅什么时候来", "我手被门夹过一次现在好了想问工伤", "车被人刮了找谁赔", "电动车把花坛轧坏了",
    "垃圾车压坏了路面", "狗把垃圾袋咬得到处都是", "邻居的狗天天叫", "楼下放鞭炮砰一声吓一跳", "窗户玻璃裂了一条缝要换", "隔壁装修砸墙轰轰响", "自来水管挖断了停水", "空调外机往外喷热气", "雨水灌进地下室了没人只有杂物", "我还在车里等朋友",
    "他摸了一下我家的门", "邻居摸黑倒垃圾", "孩子一转眼长大了要上小学", "钱一眨眼就没了", "孩子的书包一转身没了", "作业快把我埋了", "广告单都快把人埋了", "卷帘门半夜响", "三轮车乱停", "摩托车轰油门吵", "公交车站牌倒了", "渣土车扬灰",
    "老师摸底考试什么时候", "保安脱岗", "侵犯业主权益怎么投诉", "猥亵罪怎么判", "狗证怎么办", "教练车乱停", "邻居亲戚住我家车位", "小孩打翻水弄湿我衣服", "孩子哭了一晚上吵死了", "楼上半夜挪桌子咚一声", "楼上咚咚咚跳绳", "水漫金山了厕所堵了",
    "厕所水漫到客厅了", "厨房水管爆了水往外喷", "我和孩子在家停电了", "老人在家没热水", "我妈还在医院想问报销", "医院排队人多", "车里空调坏了", "电饭锅坏了哪里回收", "蜂窝煤哪里买", "栏杆锈断了", "桥面坑洼", "石头挡路", "穿校服的孩子乱扔垃圾",
    "酒瓶子扔一地", "有人往楼下泼水", "开水房没热水", "门被反锁了要开锁", "护照哪里办",
]  # fmt: skip
MOST_ASKED = 2


@pytest.mark.parametrize("text", DANGERS)
def test_an_everyday_danger_is_raised_or_asked_about(heads: Heads, text: str) -> None:
    """None of them passes for an ordinary matter."""
    urgency = read(heads, text)
    assert urgency.level == "emergency" or urgency.asks


def test_what_only_sounds_dangerous_is_not_raised(heads: Heads) -> None:
    """And hardly ever asked about."""
    read_as = {text: read(heads, text) for text in ORDINARY}
    assert [text for text, urgency in read_as.items() if urgency.level == "emergency"] == []
    assert sum(urgency.asks for urgency in read_as.values()) <= MOST_ASKED


@pytest.mark.parametrize("text", ["倒在卫生间一地水", "洗衣机倒在卫生间一地水"])
def test_what_lies_on_the_floor_may_be_a_thing(heads: Heads, text: str) -> None:
    """我爸倒在卫生间 is somebody."""
    assert read(heads, text).level == "normal"
    assert read(heads, "我爸倒在卫生间").level == "emergency"


@pytest.mark.parametrize("text", ["着火啦哈哈哈哈", "我家着火了哈哈哈哈哈", "我家着火了哈哈", "家里着火了笑死"])
def test_a_danger_that_laughs_is_asked_about(heads: Heads, text: str) -> None:
    """Laughter neither silences it nor lets it be raised."""
    urgency = read(heads, text)
    assert (urgency.danger, urgency.asks) == ("fire", True)


@pytest.mark.parametrize("text", ["热死了哈哈", "笑死我了哈哈哈哈", "电梯又坏了哈哈哈", "哈哈哈哈"])
def test_laughter_alone_is_no_danger(heads: Heads, text: str) -> None:
    assert read(heads, text).level == "normal"


def test_the_words_that_show_a_laughing_danger_keep_their_place(heads: Heads) -> None:
    """Its spans are positions in the text with its laughter."""
    text = reading_of("哈哈哈哈着火啦哈哈哈哈").text
    assert any("着火" in text[span.start : span.end] for span in read(heads, text).reasons)


@pytest.mark.parametrize("text", ["新规定都出来了", "检查结果他们都出来了", "名单现在出来了"])
def test_a_thing_that_came_out_is_nobody_who_got_out(text: str) -> None:
    assert not says_they_are_out(text, ())


@pytest.mark.parametrize("text", ["人都出来了", "孩子自己出来了", "我们已经出来了"])
def test_people_who_came_out_are_out(text: str) -> None:
    assert says_they_are_out(text, ())


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (RUN_OVER, "电动车把花坛轧坏了"), (RUN_OVER, "我的车被货车撞翻了"), (BANG, "楼上咚一声"), (WATER_COMES_IN, "厕所水漫到客厅了"),
        (MOLESTED, "房东进我房间修水管"), (MOLESTED, "医生摸了我的脉"), (IN_A_TWINKLING, "钱一眨眼就没了"),
    ],
)  # fmt: skip
def test_the_words_of_an_accident_need_somebody(pattern: re.Pattern[str], text: str) -> None:
    """Not a flower bed, a car or money."""
    assert pattern.search(text) is None
