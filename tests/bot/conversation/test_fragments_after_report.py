"""A few words right after a report are more of it, or correct it; they open no second one."""

from __future__ import annotations

import pytest

from actions.intake.corrections.taking_back import corrects_at_once
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal


def report(resident: Resident, text: str) -> None:
    """Report a matter, and confirm it."""
    resident.says(text)
    assert resident.says("是")["registered"]
    resident.new_epoch()


FRAGMENTS = [
    ("桂花苑6栋门口有流浪狗乱窜，吓到小孩", ("4条", "还是2条")),
    ("公园路路灯不亮好几天了", ("两盏", "还是三盏吧")),
    ("桂花苑3栋垃圾桶满了好几天没人倒", ("大概七八个", "黄色盖子")),
    ("幸福家园2栋楼道堆了很多杂物没人清", ("五箱", "天哪", "纸箱子")),
    ("翠竹公寓5栋楼下停了辆僵尸车", ("就一辆", "面包车", "唉")),
]


@pytest.mark.parametrize(("text", "said"), FRAGMENTS)
def test_words_without_a_matter_join_the_case(
    resident: Resident, portal: Portal, text: str, said: tuple[str, ...]
) -> None:
    """An amount, an exclamation, a thing: whatever the classifier makes of them, nothing is asked."""
    report(resident, text)
    for words in said:
        assert asked(resident.says(words)) is None
    assert portal.details == [("details", words) for words in said]
    assert len(portal.cases) == 1


@pytest.mark.parametrize(
    "text", ["公园路的井盖松了，差点摔一跤", "翠竹公寓5栋的灯也不亮了", "居住证怎么办", "我的事办得怎么样了"]
)
def test_a_matter_or_a_question_is_no_fragment(resident: Resident, portal: Portal, text: str) -> None:
    """A report of its own opens one, and a question is answered."""
    report(resident, "桂花苑6栋门口有流浪狗乱窜，吓到小孩")
    resident.says(text)
    assert portal.details == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("翠竹公寓东门转弯看不见车，能不能装个镜子", "我看上面写的投诉，我没投诉谁，我就是提建议"),
        ("幸福家园的广场舞太吵了，每天晚上七点", "我看记的是投诉，我不是投诉，是想提个建议"),
        ("幸福家园的广场舞太吵了，每天晚上七点", "怎么成了投诉，我只是建议换个地方跳"),
        ("桂花苑3栋楼下车位不够，天天抢", "写着投诉，我不是要投诉，就是提个建议"),
        ("公园路的长椅太少了，老人没地方坐", "怎么显示投诉了，我没投诉谁，只是提建议"),
    ],
)
def test_how_it_was_written_down_corrects_the_kind(resident: Resident, portal: Portal, text: str, said: str) -> None:
    """It is about the case, though it has words of a question."""
    report(resident, text)
    resident.says(said)
    assert [body["changes"] for body in portal.made("detail")] == [{"kind": "suggestion"}]


@pytest.mark.parametrize("said", ["这算投诉还是建议啊", "投诉和建议有什么区别吗"])
def test_a_question_about_kinds_changes_none(resident: Resident, portal: Portal, said: str) -> None:
    report(resident, "幸福家园的广场舞太吵了，每天晚上七点")
    resident.says(said)
    assert portal.made("detail") == []


@pytest.mark.parametrize(
    ("text", "said", "changes"),
    [
        ("昨天下午翠竹公寓5栋的电梯停了两个小时", "还有，不是昨天，今天上午停的", {"time": "今天上午"}),
        ("幸福家园8栋门禁坏了", "还有，不是8栋，是6栋", {"place": "幸福家园6栋"}),
        ("昨天下午翠竹公寓5栋的电梯停了两个小时", "还有，停的时间不是昨天，是今天上午", {"time": "今天上午"}),
        ("昨天下午翠竹公寓5栋的电梯停了两个小时", "另外停的不是5栋那台，是6栋那台", {"place": "翠竹公寓6栋"}),
        ("幸福家园8栋门禁坏了", "另外，不是8栋，6栋的", {"place": "幸福家园6栋"}),
        ("公园路3号门口路灯不亮", "对了还有，不是3号，是5号门口", {"place": "公园路5号门口"}),
        ("桂花苑3栋的水管昨晚爆了", "对了，不是昨晚，是前天晚上", {"time": "前天晚上"}),
        ("文化路图书馆的井盖松了", "图书馆其实在学府路上，文化路是后门", {"place": "学府路图书馆"}),
        ("中山路菜场门口下水道堵了", "菜场其实在人民路，中山路是侧门", {"place": "人民路菜场门口"}),
    ],
)
def test_a_correction_behind_words_that_add_is_one(
    resident: Resident, portal: Portal, text: str, said: str, changes: dict[str, str]
) -> None:
    """It is neither another matter nor asked about."""
    report(resident, text)
    assert asked(resident.says(said)) is None
    assert [body["changes"] for body in portal.made("detail")] == [changes]


@pytest.mark.parametrize(
    "text",
    [
        "还有，不是我说你们，楼道灯也坏了",
        "还有5栋的门禁也坏了",
        "另外不是说好了上周修吗",
        "还有，不是8栋，9栋也坏了",
        "不是8栋，是6栋",
    ],
)
def test_what_adds_corrects_nothing_at_once(text: str) -> None:
    assert not corrects_at_once(text)


@pytest.mark.parametrize(
    "said", ["还有，上面的楼号要改，6栋的", "还有，那个楼号改一下，6栋", "还有，地址写的8栋要改成6栋"]
)
def test_what_is_the_same_after_all_is_read_as_a_correction(resident: Resident, portal: Portal, said: str) -> None:
    """Of the case about which was asked."""
    report(resident, "幸福家园8栋门禁坏了")
    assert asked(resident.says(said)) == "which_case"
    resident.says("同一件")
    assert [body.get("changes") for body in portal.made("detail")] == [{"place": "幸福家园6栋"}]


def test_the_same_again_without_a_correction_changes_nothing(resident: Resident, portal: Portal) -> None:
    """It is only added."""
    report(resident, "昨天下午翠竹公寓5栋的电梯停了两个小时")
    told = resident.says("翠竹公寓5栋的电梯停了两个小时")
    assert asked(told) == "which_case"
    assert "加在" in texts(resident.says("同一件"))
    assert [body.get("changes") for body in portal.made("detail")] == [None]


@pytest.mark.parametrize("said", ["另一件", "我妈", "我老公"])
def test_another_matter_and_somebody_alone_are_no_fragment(resident: Resident, portal: Portal, said: str) -> None:
    """More is to come."""
    report(resident, "桂花苑3栋厨房漏水")
    resident.says(said)
    assert portal.details == []


def test_what_becomes_of_somebody_is_read_with_them(resident: Resident, portal: Portal) -> None:
    """As danger, not as more of a leak."""
    report(resident, "桂花苑3栋厨房漏水")
    resident.says("我妈")
    assert "110" in texts(resident.says("走丢了"))
    assert portal.details == []
