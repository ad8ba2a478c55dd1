"""Words after a report that go on with it are added to it; where they may be another matter, the bot asks once."""

from __future__ import annotations

import pytest

from actions.intake import after_report
from actions.intake.corrections.taking_back import says_own_mistake
from actions.intake.questions import asks
from actions.interpreting import danger_signs, follow_up_answers
from actions.interpreting import short_answers as short
from actions.interpreting.matters.quarrels import tells_what_people_do
from actions.interpreting.places import is_in_any_estate
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal
from tests.bot.conversation.test_after_report import a_case, registered

MORE = [
    "另外补充一句，楼里好几家都碰到过",
    "还有一点，老人晚上下楼不敢走",
    "忘了说，灯罩里头全是水",
    "再补充一点：早上六点就灭了",
    "地点说具体一点，就在快递柜对面",
    "对了漏讲了，旁边那盏也一闪一闪",
    "位置写得再清楚些，靠西头那个楼梯口",
    "刚才忘记提了，门口还有块玻璃",
]


@pytest.mark.parametrize("text", MORE)
def test_words_that_announce_more_announce_no_other_matter(text: str) -> None:
    """Whatever comes before 补充, 忘了说, 还有一点."""
    assert short.announces_more(text)
    assert not short.begins_another_matter(text)


@pytest.mark.parametrize(
    "text",
    [
        "另外想投诉楼上装修",
        "还有一点垃圾没人收",
        "还有个事，门禁坏了",
        "补充水管的压力不够",
        "对了还有，电梯也坏了",
        "地址是桂花苑3栋",
        "忘带钥匙了",
    ],
)
def test_other_words_announce_no_more(text: str) -> None:
    """They open another matter, or none at all."""
    assert not short.announces_more(text)


@pytest.mark.parametrize("text", MORE[:6])
def test_what_is_announced_as_more_goes_to_the_case(resident: Resident, portal: Portal, text: str) -> None:
    """And nobody is asked where it is."""
    registered(resident, portal)
    assert asked(resident.says(text)) is None
    assert portal.details == [("details", text)]


@pytest.mark.parametrize(
    "text",
    [
        "水都流到地库口去了",
        "他们又来倒了一车",
        "开的是白色面包车",
        "现在草坪上也全是水",
        "旁边那个花坛都泡烂了",
        "车牌被布遮住了",
        "门口的台阶也湿了",
    ],
)
def test_a_message_without_a_place_of_its_own_goes_on_with_the_case(
    resident: Resident, portal: Portal, text: str
) -> None:
    """A spot that every estate has is no place of its own."""
    registered(resident, portal)
    answer = resident.says(text)
    assert asked(answer) in (None, "which_case"), texts(answer)
    if asked(answer) == "which_case":
        resident.says("同一件")
    assert portal.details == [("details", text)]
    assert len(portal.cases) == 1


@pytest.mark.parametrize(
    "text",
    [
        "清河小区门口垃圾堆成山没人收",
        "另外幸福公园的滑梯裂了",
        "河畔人家2栋单元门关不上",
        "再报一件，清河小区路面塌了一块",
    ],
)
def test_a_message_with_a_place_and_a_matter_of_its_own_is_a_new_report(
    resident: Resident, portal: Portal, text: str
) -> None:
    """It is shown back as a report, and nothing is added to the case."""
    registered(resident, portal)
    assert asked(resident.says(text)) == "confirm"
    assert portal.details == []


@pytest.mark.parametrize(
    "place", ["地库", "地库口", "花坛", "3栋楼下草坪", "地下车库出口", "消防通道", "单元门口台阶", "北面围墙"]
)
def test_a_spot_may_lie_in_any_estate(place: str) -> None:
    """It names neither estate nor road."""
    assert is_in_any_estate(place)


@pytest.mark.parametrize("place", ["桂花苑", "幸福公园", "桂花广场", "书香路公交站", "清河小区地库", "旧粮站后面"])
def test_a_name_lies_in_one(place: str) -> None:
    """A place with a name of its own is where it is."""
    assert not is_in_any_estate(place)


def test_a_spot_with_a_matter_surely_of_another_category_is_asked_about() -> None:
    """It may be the same estate's, or any."""
    turn = a_turn("地库里有人拉电线充电", place=("地库",), category=("0415", ["城乡建设", "电动车"], 0.9))
    assert after_report.read_relation(turn, a_case(), sure_of_other=False) == "again"


@pytest.mark.parametrize(
    ("text", "said", "same"),
    [
        ("另外楼里邻居都有意见", {}, True),
        ("还有，老人小孩进出很不方便", {}, True),
        ("对了还有就是晚上更厉害", {}, True),
        ("另外想投诉楼上装修", {}, False),
        ("还有个事，想问问医保", {}, False),
        ("另外路灯也不亮", {"category": ("0501", ["环境", "噪声"], 0.9)}, False),
        ("另外幸福公园没人打扫", {"place": ("幸福公园",)}, False),
    ],
)
def test_another_matter_that_names_nothing_of_its_own_may_be_the_same(
    text: str, said: dict[str, object], same: bool
) -> None:
    """另外 alone does not tell; a place, a report by name, or a sure other category does."""
    turn = a_turn(text, **({"category": ("0403", ["城乡建设", "市政公用"], 0.2)} | said))
    assert after_report.may_be_the_same_matter(turn, a_case()) is same


CAME = [
    "师傅上午来看过了，说零件要从外地调",
    "社区的人刚才来过了，拍了照就走了",
    "物业派人来看了，讲要等材料",
    "供电的人来查过，说不是他们的线",
    "城管来看过两次，一走又摆出来",
    "他们昨天来量过尺寸了，什么时候装没说",
    "保安来看过了，说他管不了",
]


@pytest.mark.parametrize("text", CAME)
def test_who_came_about_it_is_added_and_not_answered_with_the_state(
    resident: Resident, portal: Portal, text: str
) -> None:
    """The sender tells something, and asks nothing."""
    registered(resident, portal)
    resident.says(text)
    assert portal.details == [("details", text)]


@pytest.mark.parametrize(
    "text",
    [
        "物业来看过了吗",
        "师傅来过没有",
        "还没人来看过",
        "什么时候来人",
        "有人来看过没",
        "我报的事师傅来看过了没有？",
        "师傅来修好了",
    ],
)
def test_a_question_or_a_mended_thing_is_no_account_of_who_came(text: str) -> None:
    """These are answered as before."""
    assert not follow_up_answers.tells_who_came(text)


@pytest.mark.parametrize(
    ("text", "is_question"),
    [
        ("等到什么时候没讲", False),
        ("要多久也没说", False),
        ("说要修，哪天没定", False),
        ("等到几号没告诉我们", False),
        ("多少钱没说清楚", False),
        ("零件几天到没人说", False),
        ("什么时候来修", True),
        ("要等多久", True),
        ("多少钱一次", True),
    ],
)
def test_what_nobody_told_is_no_question(text: str, is_question: bool) -> None:
    """The question words stand in what somebody did not say."""
    assert asks(text) is is_question


@pytest.mark.parametrize(
    "text",
    [
        "另外楼层也写错了，是五楼",
        "还有，树的品种也说错了，应该是桂花",
        "对了还有颜色讲错了，是红的",
        "另外店名打错了，是一家面馆",
        "另外车型也说错了，是三轮车",
        "还有就是数量报错了，三个",
    ],
)
def test_the_senders_own_mistake_corrects_the_case(resident: Resident, portal: Portal, text: str) -> None:
    """Though it begins like another matter."""
    registered(resident, portal)
    assert asked(resident.says(text)) is None
    assert [said for _, said in portal.details] == [text]


@pytest.mark.parametrize(
    "text", ["另外物业算错了水费", "另外快递员写错了地址", "还有物业把楼号登记错了", "另外医院说错了，是甲流"]
)
def test_somebody_elses_mistake_is_none_of_the_senders(text: str) -> None:
    """It may be a matter of its own."""
    assert not says_own_mistake(text)


@pytest.mark.parametrize(
    "text",
    [
        "今天又咬了一个人，已经打过针了",
        "狗咬了我儿子一口，刚去打了疫苗",
        "摔破了头，去医院缝过针了",
        "夹到手了，包扎好了",
        "被划了一道，卫生院处理过伤口了",
        "被咬了，从医院回来",
    ],
)
def test_an_injury_that_was_treated_is_told_from_one_that_was_not(text: str) -> None:
    """Only these words of treatment, and only of an injury."""
    treated = text.replace("又", "")
    assert danger_signs.was_treated(a_turn(treated, danger="injury"))
    assert not danger_signs.was_treated(a_turn(treated, danger="fire"))
    assert not danger_signs.was_treated(a_turn(treated + "，现在还在流血", danger="injury"))


@pytest.mark.parametrize(
    "text",
    [
        "咬了一口，要不要打针",
        "还没去打针",
        "咬了一口，打了针现在昏过去了",
        "咬了一口，血流不停，打过针了",
        "打过120了，人还在地上",
    ],
)
def test_what_is_not_over_is_an_emergency(text: str) -> None:
    """A question, a no, or a sign of something worse."""
    assert not danger_signs.was_treated(a_turn(text, danger="injury"))


def test_a_treated_injury_at_the_cases_place_is_added_to_it(resident: Resident, portal: Portal) -> None:
    """Without a case it stays an emergency."""
    text = "跟你们讲一下，今天咬人了，楼下小孩手上一口，已经去打过针了"
    portal.has_case(state="reported", title="几条野狗没人管", reported_at="2026-11-24T08:50:00+08:00")
    resident.says(text)
    assert portal.details == [("details", text)]
    portal.cases.clear()
    resident.new_epoch()
    assert "120" in texts(resident.says(text))


@pytest.mark.parametrize(
    "text", ["他们又来倒了", "刚才有人偷倒了一车", "旁边有个变压器", "又有人乱倒垃圾", "晚上还来倒过", "水压也低了"]
)
def test_rubbish_and_things_are_nobody_harmed(text: str) -> None:
    """来倒了 is no fall, 变压器 no pressure."""
    assert not danger_signs.tells_of_harm(a_turn(text, danger="other", asks=True), "")


def test_somebody_who_fell_is_harmed() -> None:
    """The same characters."""
    assert danger_signs.tells_of_harm(a_turn("老人倒了起不来", danger="other", asks=True), "")


@pytest.mark.parametrize(
    "text",
    [
        "快点没反应了", "快点来没反应了", "他有点没反应", "按压没反应", "按压胸口没反应", "按了没反应", "电梯里喊了没反应", "社区医生来了还没反应", "开关电到没反应", "快点打电话没反应了",
        "我妈在电梯没反应", "奶奶家门铃按了没反应", "拍他没反应了", "门禁坏了，我爸没反应",
    ],
)  # fmt: skip
def test_somebody_who_does_not_respond_is_harmed(text: str) -> None:
    """Also beside the name of a device or an office."""
    assert danger_signs.tells_of_harm(a_turn(text), "")


@pytest.mark.parametrize(
    "text",
    ["刷卡没反应", "刷脸一直没反应", "电梯按了没反应", "按了按钮没反应", "投诉了没反应", "插上去没反应", "扫码了也没反应", "打了电话没反应", "门坏了，刷卡没反应"],
)  # fmt: skip
def test_a_device_that_does_not_respond_is_no_harm(text: str) -> None:
    assert not danger_signs.tells_of_harm(a_turn(text), "")


QUARRELS = [
    *(
        "隔壁有人吵架砸东西",
        "隔壁在吵架，砸东西",
        "楼上天天半夜吵",
        "楼下有人在摔东西骂人",
        "有人在楼道里吵",
        "对门两口子又在对骂",
    ),
    *(
        "楼上一帮人打麻将打到三点",
        "隔壁男的在打孩子",
        "几个小年轻在楼下大喊大叫",
        "楼上邻居敲墙",
        "有人撬隔壁的门",
        "隔壁发酒疯",
    ),
]
OF_THE_LAMP = [
    *(
        "灯还是不亮",
        "是有人砸坏的",
        "灯罩被人偷走了",
        "邻居都吵着要修",
        "楼上楼下都黑",
        "隔壁说也坏了",
        "有人摔了一跤",
        "晚上最好来两个人",
    ),
    *("隔壁单元的也不亮", "对面那户反映过", "已经有人来看过了"),
]


@pytest.mark.parametrize(
    ("text", "tells"), [*((one, True) for one in QUARRELS), *((one, False) for one in OF_THE_LAMP)]
)
def test_what_people_do_to_each_other_is_told_apart_from_what_happened_to_a_thing(text: str, *, tells: bool) -> None:
    """Whoever broke the lamp is more of the lamp."""
    assert tells_what_people_do(text) is tells


@pytest.mark.parametrize("text", ["隔壁有人吵架砸东西", "楼上天天半夜吵", "楼下有人在摔东西骂人"])
def test_a_quarrel_within_an_hour_of_a_lamp_is_asked_about(resident: Resident, portal: Portal, text: str) -> None:
    """Not added to the lamp; told to be another, it is taken down as one."""
    registered(resident, portal)
    assert "同一件事吗" in texts(resident.says(text))
    assert portal.made("detail") == []
    assert asked(resident.says("另一件")) == "place"
