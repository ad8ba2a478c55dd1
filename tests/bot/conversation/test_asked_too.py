"""A trouble with a question in it, and what is asked on: the report is taken in, the question answered or kept, and nothing said of another matter."""

from __future__ import annotations

import pytest

from actions.intake.further.asked_too import asks_what_others_decide
from actions.intake.further.left_open import says_it_only_asks
from actions.intake.questions import asks
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

KEPT = "和这件事一起记下"


@pytest.mark.parametrize(
    "text",
    [
        "公交车到站不停，找哪个部门", "送外卖的在楼道骑车，谁管", "楼下饭店油烟飘进来，环保局管不管", "隔壁装修敲到半夜，这违法吗", "路口没有斑马线，归哪个部门", "门口的树挡了光，能不能让他砍掉",
        "广告牌闪得睡不着，有没有规定", "他把墙推到我家地里，能起诉吗", "楼上天天跳操，能罚他吗", "外墙裂了，归开发商还是物业管", "河边有人倒垃圾，谁来罚", "工地没围挡，合不合规", "楼道灯不亮，谁来管", "围墙裂了，谁来修", "树倒了，谁来清", "下水道堵了，谁来处理",
        "违建的棚子，谁来拆", "后门的落叶，谁来扫",
    ],
)  # fmt: skip
def test_what_others_decide_is_such_a_question(text: str) -> None:
    """Of law, of whom it falls to, of what may be done."""
    assert asks_what_others_decide(text)


@pytest.mark.parametrize(
    "text",
    [
        "路灯坏了，能不能派人来修", "楼道太脏，能不能快点处理一下", "水管爆了，来个人看看", "没人管", "楼下太吵了", "不知道找谁，路灯坏了", "桂花苑3栋漏水", "请帮我们修一下", "物业不管",
        "门坏了有没有人来修", "孩子上学怎么报名", "电梯又停了，什么时候能好", "电梯坏了，来人修", "楼道脏，有没有谁来管管", "堵了，派个人来处理一下", "谁来处理一下", "门口乱停车，来管一下", "过来看看吧",
    ],
)  # fmt: skip
def test_a_request_is_none(text: str) -> None:
    assert not asks_what_others_decide(text)


@pytest.mark.parametrize(
    "text", ["公交车到站不停，找哪个部门", "送外卖的在楼道骑车，谁管", "翠竹公寓门口路灯不亮，归谁管"]
)
def test_such_a_question_in_a_report_is_kept_and_said_to_be(resident: Resident, portal: Portal, text: str) -> None:
    """The report goes on as any other."""
    answer = resident.says(text)
    assert KEPT in texts(answer)
    assert asked(answer) in ("place", "confirm")


@pytest.mark.parametrize("text", ["公交车到站不停，急死人", "送外卖的在楼道骑车，太快了", "翠竹公寓门口路灯不亮"])
def test_nothing_is_said_of_a_question_that_nobody_asked(resident: Resident, portal: Portal, text: str) -> None:
    assert KEPT not in texts(resident.says(text))


def test_a_question_instead_of_a_place_is_kept_with_the_report(resident: Resident, portal: Portal) -> None:
    """Where is asked in other words, and a few characters are no common question of something else."""
    first = texts(resident.says("物业把我的自行车扣了，说要交五十"))
    second, third = resident.says("合法吗"), resident.says("我能剪吗")
    assert KEPT in texts(second)
    assert KEPT in texts(third)
    assert first != texts(second) != texts(third)
    assert "理发" not in texts(third)


def test_a_trouble_at_a_place_is_a_report_beside_its_answer(resident: Resident, portal: Portal) -> None:
    """Both come in one turn."""
    answer = resident.says("幸福家园5栋楼下麻将馆吵到一点，这合法吗")
    assert "邻居都同意" in texts(answer)
    assert asked(answer) == "confirm"


@pytest.mark.parametrize(
    "text", ["谁把我家的花砍了", "老菜场的公厕为什么老锁着", "谁家在阳台上烤肉一股糊味", "路灯白天亮晚上灭，为什么"]
)
def test_a_trouble_that_is_wondered_at_is_a_report(resident: Resident, portal: Portal, text: str) -> None:
    assert asked(resident.says(text)) in ("place", "confirm")


@pytest.mark.parametrize(
    "text",
    [
        "谁家有轮椅借",
        "谁给修水管",
        "谁家会修空调",
        "谁是主任",
        "谁家孩子可以上这个学校",
        "谁家的老人需要帮忙登记",
        "谁把钥匙交给物业了",
        "谁家符合条件能申请低保",
        "谁家要装修先找谁",
        "谁把表格送到社区了",
        "谁家的情况可以免物业费",
        "谁家想报名夏令营",
    ],
)
def test_who_asks_for_somebody_asks(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "谁家的狗没拴绳到处跑", "谁家小孩老是往楼下扔东西", "谁家半夜装修吵死了", "谁家的空调水滴我窗台上", "谁家在楼道里养鸽子臭死了", "谁家的鸡天天早上叫", "谁家水管漏了淌到楼道", "谁家的车堵住消防通道了", "谁把单元门的玻璃砸了",
        "谁家没有关水淹到我家了", "谁家总是在阳台上烧纸", "谁把我的电动车推倒了",
    ],
)  # fmt: skip
def test_who_wonders_who_did_it_asks_nobody(text: str) -> None:
    assert not asks(text)


@pytest.mark.parametrize(
    ("first", "then", "word"),
    [
        ("电动车可以推上楼充电吗", "那哪里能充", "车棚"), ("电动车可以推上楼充电吗", "为什么", "逃生"), ("老人吃饭有食堂吗", "能送上门吗", "送餐"), ("维修资金怎么用", "屋顶漏了急着用行不行", "应急程序"),
        ("物业不作为可以不交物业费吗", "他们停我水电合法吗", "断水断电"), ("低保怎么申请", "家里有个破车会不会不给办", "车、存款"), ("旧沙发旧床垫怎么处理", "那打谁电话来拖", "物业"), ("房东不退押金怎么办", "没签合同行吗", "没签合同的"),
        ("加装电梯怎么弄", "钱怎么出", "按楼层"), ("养狗要办证吗", "大狗呢 我养的金毛", "大型犬"), ("想摆摊要办什么", "城管赶我怎么办", "书面单子"), ("家里的墙能不能敲", "已经敲了会罚多少", "五万"),
        ("自己的车位被人占了怎么办", "报警有用吗", "110"),
    ],
)  # fmt: skip
def test_of_the_answer_only_what_is_asked_is_told(
    resident: Resident, portal: Portal, first: str, then: str, word: str
) -> None:
    """In whatever words, and not the whole of it again."""
    whole = texts(resident.says(first))
    told = texts(resident.says(then))
    assert word in told
    assert len(told) < len(whole)
    assert "没说到" not in told


def test_the_hours_of_where_the_answer_sends_are_not_the_communitys(resident: Resident, portal: Portal) -> None:
    """几点开门 after the health centre is of that; of the community where it is named."""
    resident.says("孕妇产检在社区医院能做吗")
    assert "8:30–17:30" not in texts(resident.says("几点开门"))
    assert "8:30–17:30" in texts(resident.says("那你们社区几点开门"))


@pytest.mark.parametrize(
    "text", ["没有啥要投诉的，就是问问", "不是我投诉，我自己家要装修", "我不是要投诉谁", "不是要举报谁，随便问问"]
)
def test_who_only_asks_reports_nothing_and_asks_on(resident: Resident, portal: Portal, text: str) -> None:
    """What was answered stays what is spoken of."""
    assert says_it_only_asks(text)
    resident.says("装修几点可以敲墙")
    assert "不登记" in texts(resident.says(text))
    assert "双休日" in texts(resident.says("礼拜天行不行"))


@pytest.mark.parametrize(
    "text", ["就是问一下几点能敲", "我要投诉", "不投诉也行吗", "不是3栋是5栋", "没人管", "问问我那件怎么样了"]
)
def test_who_says_more_is_none(text: str) -> None:
    assert not says_it_only_asks(text)


BESIDE = [
    "没要投诉，但是楼上漏水很严重", "我就是问问，还有桂花苑3栋路灯坏了", "不想投诉了，把昨天报的撤回吧", "不是要投诉，就是楼下天天唱歌唱到半夜", "只是问一下，不过我家门口的井盖松了",
    "不举报谁，门口垃圾堆成山了没人收", "随便问问，另外幸福家园5栋有人乱扔烟头", "就问问，昨天那件帮我催一下", "我不投诉，麻烦派人把公园路的树枝锯掉", "没想投诉，对了我家对面养了二十只鸽子",
    "我不是投诉，3栋那边电梯晃得厉害", "就是问问而已，顺便报修一下楼道灯",
]  # fmt: skip
ONLY_ASKED = [
    "就是问问，没别的", "不投诉，就想了解一下", "没要举报谁，只是好奇", "我只是问问，谢谢", "不是要投诉，就是不太懂", "随便问问，你别登记", "就问一下，孩子上学要用", "我没想投诉，心里有个数",
    "单纯咨询，家里老人让问的", "不是要告谁，就是想问问",
]  # fmt: skip


@pytest.mark.parametrize("text", BESIDE)
def test_what_is_told_beside_only_asking_is_heard(text: str) -> None:
    """A trouble, a withdrawal, a request: who has said so waits for it."""
    assert not says_it_only_asks(text)


@pytest.mark.parametrize("text", ONLY_ASKED)
def test_who_says_only_why_asks_only(text: str) -> None:
    assert says_it_only_asks(text)


@pytest.mark.parametrize(("text", "then"), [(BESIDE[0], "place"), (BESIDE[1], "confirm"), (BESIDE[3], "place")])
def test_a_trouble_after_an_answer_is_a_report_though_nothing_is_complained_of(
    resident: Resident, portal: Portal, text: str, then: str
) -> None:
    resident.says("居住证怎么办")
    answer = resident.says(text)
    assert asked(answer) == then
    assert "不登记" not in texts(answer)


def test_a_withdrawal_after_an_answer_is_one(resident: Resident, portal: Portal) -> None:
    """Though it begins with not complaining."""
    resident.says("桂花苑3栋楼下的路灯不亮了")
    resident.says("是")
    resident.new_epoch()
    resident.says("居住证怎么办")
    assert "要撤回" in texts(resident.says(BESIDE[2]))


def test_a_question_read_as_of_a_case_is_told_to_be_open(resident: Resident, portal: Portal) -> None:
    """Not that there is nothing to look up, nor what the bot can do."""
    assert "答不上来" in texts(resident.says("要带什么"))
    assert "没有能查的事" not in texts(resident.says("口头行不行"))


@pytest.mark.parametrize("text", ["我弟从老家来投奔我，住我这儿，要登记吗", "我爸瘫在床上来不了，我能替他投吗"])
def test_no_vote_is_offered_to_who_asks_something_else(resident: Resident, portal: Portal, text: str) -> None:
    assert "正在征求意见" not in texts(resident.says(text))


def test_an_answer_that_tells_no_time_says_so(resident: Resident, portal: Portal) -> None:
    """Whoever asks when."""
    assert "什么时候，这一条里没写" in texts(resident.says("献血车什么时候来"))
    assert "没写" not in texts(resident.says("献血要什么条件"))
