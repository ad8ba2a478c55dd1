"""Questions about what was reported: by whom, where, under which number, and what comes of it."""

from __future__ import annotations

import pytest

from actions.intake.questions import asks_about_a_report
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

REPORT = "滨河步道路灯倒了"


@pytest.mark.parametrize("text", ["LL-99999999 到哪一步了", "LL-20200101-0007催一下", "ll99999999办好没"])
def test_a_number_that_is_not_known_is_never_another_case(resident: Resident, portal: Portal, text: str) -> None:
    """Nor is another case reminded."""
    resident.says(REPORT)
    resident.says("是")
    told = texts(resident.says(text))
    assert "这个编号在这里查不到" in told
    assert REPORT not in told
    assert portal.made("remind") == []


def test_a_number_of_another_day_with_the_same_end_is_another_case(resident: Resident, portal: Portal) -> None:
    """…-0001 of this chat is not …-0001 of another day."""
    resident.says(REPORT)
    resident.says("是")
    assert "这个编号在这里查不到" in texts(resident.says("LL-20261102-0001办得怎么样了"))


@pytest.mark.parametrize("before", ["楼道灯坏了", None])
def test_a_number_is_no_place_and_no_report(resident: Resident, portal: Portal, before: str | None) -> None:
    """Asked in an empty chat, or while the bot asks where."""
    if before:
        resident.says(before)
    assert "这个编号在这里查不到" in texts(resident.says("LL-20261102-0001办得怎么样了"))
    assert not before or portal.drafts[17]["answers"].get("place") is None


@pytest.mark.parametrize(
    "text", ["我老公昨天报的水管 到哪一步了", "我上礼拜报的那个怎么样了", "前天反映的那个坑到底处理了没有"]
)
def test_somebody_elses_report_opens_none(resident: Resident, portal: Portal, text: str) -> None:
    """Whoever asks is told how to look it up."""
    told = resident.says(text)
    assert asked(told) is None
    assert "这里没有能查的事" in texts(told)
    assert "手机号" in texts(told)


@pytest.mark.parametrize("text", ["那我说的事到底有没有人看", "要是没修好怎么办", "报上去一般几天答复"])
def test_what_comes_of_a_report_is_answered(resident: Resident, portal: Portal, text: str) -> None:
    """Without a report, too."""
    assert "工作日" in texts(resident.says(text))
    assert portal.made("report") == []


def test_how_long_it_takes_is_told_of_the_case(resident: Resident, portal: Portal) -> None:
    """The question is not added to the case."""
    resident.says(REPORT)
    resident.says("是")
    assert "LL-20261124-0001" in texts(resident.says("到底要几天嘛"))
    assert portal.made("detail") == []


def test_what_somebody_else_says_of_it_is_added(resident: Resident, portal: Portal) -> None:
    """Though the bot reads it as urging."""
    resident.says(REPORT)
    resident.says("是")
    resident.says("快递员讲 要用力往里推才关得上 你们师傅来试试就晓得")
    assert len(portal.made("detail")) == 1


def test_a_question_about_no_matter_opens_no_report(resident: Resident, portal: Portal) -> None:
    """Nobody is asked where the weather is."""
    resident.says("明天会下雨不")
    assert asked(resident.says("那后天呢 我要晒谷子")) is None


MY_CASE = [
    "我报的事怎么样了", "我反映的问题怎么样了", "我的事有人管吗", "我的事怎么样了", "我的单子到哪一步了", "我们家报的事处理了没", "我上次说的问题解决了吗", "我昨天反映的那个事有没有人看", "我投诉的事有结果没",
    "帮我查一下我报的事", "我那件事呢", "我提的问题什么时候能解决", "我报修的事有人管没", "我报上去的事谁在处理", "我反映的情况处理了吗", "我反映的事没人管吗",
]  # fmt: skip


@pytest.mark.parametrize("text", MY_CASE)
def test_whoever_asks_after_their_case_is_told_of_it(resident: Resident, portal: Portal, text: str) -> None:
    """Not of how long such things take; the question is neither added to the case nor a report."""
    case_no = portal.has_case()
    told = resident.says(text)
    assert case_no in texts(told)
    assert "5 个工作日" not in texts(told)
    assert portal.made("detail") == portal.made("report") == []


@pytest.mark.parametrize("text", MY_CASE[:6])
@pytest.mark.parametrize("first", ["居住证怎么办", "楼道灯坏了", "桂花苑3栋楼下的路灯不亮了"])
def test_an_open_draft_is_in_nobodys_way(resident: Resident, portal: Portal, first: str, text: str) -> None:
    """The case's state is told; the draft's question stands."""
    case_no = portal.has_case()
    resident.says(first)
    assert case_no in texts(resident.says(text))
    assert portal.made("detail") == portal.made("report") == []


@pytest.mark.parametrize("text", ["我报的事怎么样了", "我反映的问题处理了吗", "我的单子到哪一步了", "我那件事呢"])
def test_without_a_case_that_is_said(resident: Resident, portal: Portal, text: str) -> None:
    """And how to look up one that was reported elsewhere."""
    assert "这里没有能查的事" in texts(resident.says(text))


@pytest.mark.parametrize(
    "text",
    [
        "报了事多久有答复",
        "报上去一般几天答复",
        "一般多久能修好",
        "要是没修好怎么办",
        "报修多久有人来",
        "反映问题几天回复",
    ],
)
def test_how_long_such_things_take_is_still_a_common_question(resident: Resident, portal: Portal, text: str) -> None:
    """Of no case in particular."""
    portal.has_case(reported_at="2026-11-01T09:00:00+08:00")
    assert "工作日" in texts(resident.says(text))


LOOKS_UP = [
    "我上回报的那个路灯修没修",
    "说错，查个案子。我上个月报的噪音",
    "我没报过啥，就问问我名下有没有单子",
    "我们前天反映的井盖弄好了没有",
    "我老公上礼拜报修的水管修好没",
    "俺上次投诉的油烟管没管",
    "帮我查一下我的单子",
    "我之前申请的充电桩装没装",
    "这个号码有没有报过",
    "我上个月举报的违建拆没拆",
]


@pytest.mark.parametrize("text", LOOKS_UP)
def test_what_was_reported_elsewhere_is_looked_up_and_not_reported_anew(
    resident: Resident, portal: Portal, text: str
) -> None:
    """Without a case here it is said how to find it: by phone, by its link, by a person."""
    told = texts(resident.says(text))
    assert "这里没有能查的事" in told
    assert "转人工" in told
    assert portal.drafts.get(17) is None


@pytest.mark.parametrize(
    "text",
    [
        "我上次报的路灯还没修",
        "我报的井盖没人修，又坏了",
        "快递查个件，驿站说没有",
        "我名下有没有车位",
        "我查了一下单子，物业没给",
        "路灯修没修不知道，反正是黑的",
        "我投诉的那家又开了",
    ],
)
def test_what_tells_that_it_is_broken_still_or_asks_of_something_else_looks_nothing_up(text: str) -> None:
    assert not asks_about_a_report(text)
