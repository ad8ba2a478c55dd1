"""What a handler may not ask the reporter of a case told in confidence."""

from __future__ import annotations

import pytest

from portal.cases.reading.staff_words import fishing

FISHING = [
    "堵门的车车牌号是多少，您的车牌号呢？",
    "您公司叫什么名字？",
    "堵了您的车，车牌是多少？",
    "您是3栋302的周女士吗？车牌号多少？请留个电话",
    "您是6栋的陈阿姨吗？",
    "请问您贵姓？",
    "您住几栋几单元？",
    "麻烦告诉我们您的门牌号",
    "请留一个联系方式，我们好回访",
    "您的车牌是多少",
    "您开的什么车",
    "方便加个微信吗",
    "您怎么称呼？",
    "请提供姓名和身份证号",
    "您家在哪一栋？",
    "怎么联系您比较方便",
    "您是不是302的业主",
    "您电话号码是多少",
    "请问反映人叫什么名字",
    "您停在几号车位？",
    "您是哪一户，我们去您家看",
    "方便透露一下身份吗",
    "您是几幢的业主",
    "能不能说下您住的房间",
    "留个手机方便联系",
    "电话发我一下",
    "车牌报一下",
    "您是不是姓周",
    "我们想当面和您核实，请告知住处",
    "您是302的吗",
    "您微信是多少",
    "哪位业主反映的，请回复",
    "您是老住户吗，住几楼",
    "请回复您的楼栋和房号",
    "您从哪里看见的？",
    "您怎么知道的？",
    "您当时站在哪里？",
    "您是亲眼看见的吗？",
    "是别人告诉您的吗？",
    "您离那里多远？",
    "您在几楼听得到？",
    "您跟老板认识吗？",
    "您在那儿上班吗？",
    "您每天路过吗？",
    "半夜您怎么会看见？",
    "您家听得清楚吗？",
    "您几楼？",
    "您是在阳台上看到的吗？",
]
# asked of nobody by name: a question asks the reporter, a report on the work does not
UNADDRESSED = [
    "在什么位置看到的？",
    "听谁说的？",
    "从窗户看到的吗？",
    "楼上还是隔壁听到的？",
    "照片从哪个角度拍的？",
    "还有谁知道这件事？",
]
OF_THE_MATTER = [
    "请问施工单位叫什么名字？",
    "收费的人叫什么名字？",
    "那家店叫什么名字？",
    "堵门的车车牌号是多少？",
    "请于明天把单据拍来",
    "金桂苑的车库是哪天漏的水？",
    "灯是一直不亮还是偶尔亮？",
    "哪天收的停车费，收了多少？",
    "收据还在吗，能拍照传来吗？",
    "现在还漏吗？",
    "声音是上午响还是夜里响？",
    "坏的是东边那盏吗？",
    "您什么时候看到的？",
    "骂人的是白班还是夜班的保安？",
    "当时有没有别的人在场？",
    "您希望怎么处理？",
    "是几号楼的灯不亮？",
    "哪个门口的垃圾桶满了？",
    "堵的是几楼的楼道？",
    "换成感应灯可以吗？",
    "狗是什么颜色的？",
    "要开发票还是收据？",
    "电梯停在几楼不动？",
    "井盖是圆的还是方的？",
    "您说的是地上停车场还是地下的？",
    "周末来修可以吗？",
    "楼道灯是声控还是常亮的？",
    "水从墙上还是从窗户进来？",
    "您发现时是几点？",
    "您家水表是单独的吗？",
    "异味是天天有还是下雨才有？",
    "那辆车是白色的吗？",
    "装修噪声每天几点开始？",
    "押金交给了谁，有没有收条？",
    "门口的监控您看到是朝哪边的？",
    "您报的是六楼的平台吗？",
    "这两天还有没有再发生？",
    "您愿意参加调解会吗？",
    "可以把收费的短信截图发来吗？",
    "您看见几个人在堆垃圾？",
    "您的意见是换锁还是修锁？",
    "是谁让您交的钱？",
    "车位费是按月收还是按年收？",
    "您是什么时候办的门禁卡？",
    "给老人送餐是中午还是晚上？",
    "孩子几岁，在哪个班？",
    "从哪里倒的？",
    "从哪个门出来？",
    "从几楼扔下来的？",
    "几点看见的？",
    "看见几次？",
    "看到店名了吗？",
    "味道从哪里来？",
    "声音从哪一户传出来？",
    "您看现在好了吗？",
    "您怎么看这个结果？",
    "您知道他们几点关门吗？",
    "听到的是机器声还是音乐声？",
    "孩子在几楼？",
    "煤气味从哪一层闻到的？",
    "一共看见几个人？",
    "请问什么时候发现的？",
]


@pytest.mark.parametrize("text", [*FISHING, *UNADDRESSED])
def test_asking_who_and_where_they_are_is_found(text: str) -> None:
    """Name, home, plate, number."""
    assert fishing.asks_who(text)


@pytest.mark.parametrize("text", OF_THE_MATTER)
def test_asking_of_the_matter_is_free(text: str) -> None:
    """What happened, when, and where it is broken."""
    assert not fishing.asks_who(text)


@pytest.mark.parametrize(
    "text",
    [
        *FISHING,
        "灯换好了，您留个电话好联系",
        "没有门牌号没法办，需要您补充",
        "要您的姓名和房号才能办",
        "投诉人到物业登记一下姓名",
        "已处理，您是3栋的吧，住几楼",
        "对张建国批评教育，张建国承认错误",
    ],
)
def test_a_report_on_the_work_asks_as_well(text: str) -> None:
    """Whoever may not ask in a question might ask in the words of a resolution, or name whom they take for the reporter."""
    assert fishing.asks_who(text, is_report=True)


@pytest.mark.parametrize(
    "text",
    [
        "已经处理，我们的联系电话是88123456",
        "违停的车牌已经抄给交警，车已经拖走",
        "已核实保安身份，批评教育了",
        "王师傅已上门，带了工作证表明身份",
        "收费公示牌上写了物业电话，电话是公开的",
        "门牌掉了，已装好",
        "车位号已重新划线",
        "收费单上的名字写错了，已改",
        "在楼上看到水管裂了几处，已换新",
        "我们在楼下听到几次打牌声，已劝离",
        "怎么发现的漏点：打压测试，已修复",
        "您家里听得到的噪声已经降了，请再听听",
    ],
)
def test_a_report_that_asks_nothing_goes_out(text: str) -> None:
    """A plate, a number, a name badge may be what the work was about."""
    assert not fishing.asks_who(text, is_report=True)


RELATED = [
    "您是不是修鞋的老李？",
    "您住得近吗",
    "您是他亲戚吗",
    "您是他家亲戚吧",
    "您是不是住得很近",
    "您离得远吗",
    "您是这家店的员工吗",
    "您是租户还是业主",
    "您和他一个单位的吗",
    "您是他同事吗",
    "您是卖菜的那位吗",
    "您就是上次来的那位大姐吧",
    "您是老人家属吗",
    "您是邻居吗",
    "您也在那里开店吗",
    "您是一个人住吗",
    "您多大年纪了",
    "您是本地人吗",
    "您家有孩子在那上学吗",
    "您是男的女的",
    "您孩子在几班",
    "您是厂里的人吗",
    "您以前投诉过吗",
    "是不是上次打12345的那位",
    "您是附近商户吗",
    "您是哪个班的家长",
    "您跟老板吵过架没有",
    "您是修车的那个师傅吗",
    "您是不是老李",
    "住附近吗",
    "您平时几点下班路过",
    "您是做什么工作的",
]
OF_THE_MATTER = [
    "路灯是一直不亮还是有时亮",
    "大概几点开始响",
    "树枝有多粗，挂在哪一根电线上",
    "现在还冒烟吗",
    "是不是每天都有",
    "垃圾是不是建筑垃圾",
    "水是从哪里流出来的",
    "是不是店门口那棵树",
    "那条狗是不是黑色的",
    "您看见的是几个人在倒",
    "灯杆上有没有编号",
    "井盖是不是铁的",
    "您说的是东门还是西门",
    "那家店是卖什么的",
    "堵的车是货车吗",
    "您现在安全吗",
    "是不是已经修好了",
    "您方便的时候拍张现场照片吗",
    "您希望怎么处理",
    "是不是离幼儿园近",
    "异味是不是像油漆",
    "老板是男的还是女的",
    "漏水的是不是楼道的管子",
    "您是说东门那盏吗",
    "您是想让我们先停工吗",
    "您是几点看到的",
    "您反映的是不是这棵树",
]


@pytest.mark.parametrize("text", RELATED)
def test_nobody_is_asked_what_they_are_or_to_whom(text: str) -> None:
    """Neighbour, kin, colleague, shop, age, habits: each answer narrows down who reported it."""
    assert fishing.asks_who(text)


@pytest.mark.parametrize("text", OF_THE_MATTER)
def test_what_is_asked_of_the_matter_is_asked(text: str) -> None:
    assert not fishing.asks_who(text)


@pytest.mark.parametrize("text", ["您是" * 2500, "您" + "住" * 5000, "您和" + "人" * 5000, "您平时" * 2000])
def test_long_runs_are_read_at_once(text: str) -> None:
    fishing.asks_who(text)
