"""A battery that swells and heats, gas that sickens, and a jump that was made, each told in one plain clause."""

from __future__ import annotations

import pytest

from bot.reading.danger.accident_words import NO_BATTERY_BURSTS
from bot.reading.danger.plain_harm import plain_harm
from bot.reading.text.ordinary_heat import without_what_is_on_the_screen


@pytest.mark.parametrize(
    "text",
    [
        "有人把电瓶拎上楼充电，电池鼓包烫手，清河小区3栋2单元",
        "有人把电瓶拎上楼充电，电池鼓包烫手，翠竹公寓3栋2单元",
        "楼上有人在家充电瓶，电池都鼓包了，很烫",
        "打电话的人说4栋2楼电瓶鼓包烫手还在充，清河小区",
        "楼道里充电的电瓶发烫鼓起来了还冒味，桂花苑4栋",
        "电动车电池充着充着膨胀了，烫得不敢碰，翠竹公寓2栋1楼",
        "充电宝鼓起来了，烫手，还在冒白烟",
        "家里的锂电池鼓包漏液了，有股刺鼻的味",
        "电瓶车在楼道充电，电池发烫冒烟了，桂花苑2栋",
        "车棚里一辆电瓶车电池烫得冒泡，滋滋响",
        "平衡车电池鼓得老大，摸着滚烫",
        "门口充电的电瓶漏液了，地上冒泡，有酸味，河畔人家6栋",
        "隔壁在楼道里充电动车，电池鼓起一个大包还特别热",
        "手机电池鼓起来了很烫在冒烟",
        "电瓶充了一夜鼓包了，发烫，味道很刺鼻，幸福家园2栋3单元",
        "电瓶车电池膨胀变形，烫手，主人不在家，清河小区1栋",
        "充电柜里有块电池烫得厉害鼓起来了",
        "电动车锂电池胀起来了发热，还插着电",
    ],
)
def test_a_battery_swollen_and_hot_is_a_fire_about_to_begin(text: str) -> None:
    found = plain_harm(text, None)
    assert found is not None
    assert (found.danger, found.sure) == ("fire", True)


@pytest.mark.parametrize(("text", "is_past"), [("去年买的电池鼓包了", False), ("去年电池鼓包了", True)])
def test_when_a_battery_was_bought_is_not_when_it_swelled(text: str, is_past: bool) -> None:
    assert (NO_BATTERY_BURSTS.search(text) is not None) == is_past


@pytest.mark.parametrize("text", ["电瓶鼓包了", "楼道里电瓶充电发烫", "充电宝鼓起来了"])
def test_one_that_only_swells_or_heats_is_asked_about(text: str) -> None:
    found = plain_harm(text, None)
    assert found is not None
    assert (found.danger, found.sure) == ("fire", False)


@pytest.mark.parametrize(
    "text",
    [
        "有人把电瓶拎上楼充电，清河小区3栋2单元",
        "楼上天天飞线充电，怕着火",
        "手机充电有点烫正常吗",
        "废旧电池鼓包了扔哪里",
        "平衡车电池鼓包了，怎么丢",
        "充电宝鼓包了去哪里回收",
        "电动车电池不耐用，换电池多少钱",
        "电瓶车充电桩坏了，清河小区",
        "电瓶被偷了，桂花苑4栋",
        "楼道里停满电瓶车，挡路",
        "上个月隔壁电瓶鼓包着过火，现在又有人充电",
        "电瓶车充电要多少钱一度",
        "暖宝宝烫手",
        "路上有电瓶车漏油",
        "手机发烫怎么办",
        "遥控器电池漏液了",
        "墙面鼓包了，漏水",
        "地砖鼓起来了，烫手",
    ],
)
def test_other_words_of_batteries_tell_of_no_harm(text: str) -> None:
    assert plain_harm(text, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "楼道里一股臭鸡蛋味，闻着头晕，桂花苑3栋",
        "家里闻到煤气味，人有点晕",
        "屋里有煤气味，我有点恶心",
        "一进门一股臭鸡蛋味，闻着难受，头疼",
        "厨房有股燃气味，孩子说头晕想吐",
        "楼道煤气味很浓，闻着想吐，翠竹公寓1栋",
        "臭鸡蛋味越来越大，胸闷",
        "我家天然气味，老人说头昏",
        "闻到液化气味，嗓子难受，喘不过气",
        "楼道里臭鸡蛋味，好几家都闻到了，有人头晕",
    ],
)
def test_a_smell_of_gas_that_sickens_is_sure(text: str) -> None:
    found = plain_harm(text, None)
    assert found is not None
    assert (found.danger, found.sure) == ("gas", True)


@pytest.mark.parametrize(
    "text",
    [
        "垃圾房臭得头晕",
        "隔壁装修油漆味，闻着头晕",
        "下水道返臭，熏得恶心",
        "楼下烧烤油烟味，难受想吐",
        "公厕味道恶心",
        "我头晕，社区有医生吗",
        "臭豆腐摊味道大，头晕",
        "河里臭鸡蛋味，夏天都这样",
        "下水道臭鸡蛋味，闻着恶心",
        "新家具味道大，甲醛，头晕",
        "煤气费太贵了，看得头晕",
        "想问下燃气改造什么时候",
        "楼上晒被子，看着恶心",
        "邻居的态度让人恶心",
        "开发票流程太复杂，头晕",
        "化工厂的气味，天天闻着头晕",
        "臭水沟味道难受",
        "沥青味闻着头晕",
    ],
)
def test_other_smells_that_sicken_are_no_gas(text: str) -> None:
    assert plain_harm(text, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "从六楼跳下来了",
        "有人从六楼跳下来了",
        "六楼跳下来一个人",
        "刚才有个女的从楼上跳下去了，桂花苑5栋",
        "我邻居从阳台跳下去了",
        "一个男的从窗户跳下来了，躺在地上",
        "从楼顶跳下来了，翠竹公寓",
        "跳下来了，快来人，5栋",
        "有人跳楼了",
        "有人跳楼，桂花苑3栋",
        "楼下有人跳楼了躺着不动",
        "她从8楼跳下去了",
        "有人从天台跳了",
    ],
)
def test_a_jump_that_was_made_is_sure(text: str) -> None:
    found = plain_harm(text, None)
    assert found is not None
    assert (found.danger, found.sure) == ("self_harm", True)


@pytest.mark.parametrize(
    "text",
    [
        "抖音上有人跳楼",
        "抖音里看到有人跳楼",
        "快手上有个人从楼上跳下来了",
        "电视里有人跳楼",
        "朋友圈有人发跳楼的视频",
        "刷到一个跳楼的视频吓死我了",
        "微信群里说有人跳楼，真的假的",
        "听说5栋有人跳楼，是真的吗",
        "小猫从六楼跳下来了",
        "从台阶上跳下来了扭了一下",
        "小孩从滑梯跳下来了",
        "跳楼价大甩卖",
        "没有人跳楼，别瞎说",
        "公司股票跳水",
        "去年有人从六楼跳下来了",
        "消防演习从二楼跳下来了",
        "孩子从沙发上跳下来了，楼下投诉我们",
        "楼上小孩跳来跳去",
        "跳绳从楼上传下来的声音",
        "老鼠从吊顶跳下来了",
    ],
)
def test_a_jump_of_a_film_an_animal_or_a_child_at_play_is_none(text: str) -> None:
    assert plain_harm(without_what_is_on_the_screen(text), None) is None
