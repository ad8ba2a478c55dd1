"""A case that is not to be withdrawn, and one that is still broken, in the words that people use."""

from __future__ import annotations

import pytest

from actions.interpreting.follow_up_answers import is_still_broken, read_fixed
from actions.interpreting.withdrawals import asks_to_withdraw, keeps_case, undoes, wants_it_back, was_a_slip, withdraws
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import Portal

KEEPS = [
    "不撤回", "不撤", "不撤了", "别撤", "别撤回", "先别撤回", "不要撤回", "不要取消", "别取消", "还是不撤了", "算了，不撤回了", "那就不撤回吧", "我不撤回", "我不想撤回", "这件先别撤", "千万别撤销", "暂时不撤",
    "不用撤回。", "也别取消了", "能不能不撤回", "不撤回，灯还是不亮", "先别撤了", "取消撤回", "撤回取消掉", "撤销刚才的撤回", "把撤回撤回来", "那个撤回作废，照旧", "撤错了 帮我恢复", "没想撤，点错了",
    "哎呀按错了！我没有要撤，灯还没亮，麻烦继续办", "刚才手滑点了撤回，还是要办的", "误操作，请恢复工单", "谁让你撤的，我没说撤", "本来想撤的 想想还是留着吧 不撤 就按原来的办", "撤了吧 算了别撤",
    "路灯那个撤了吧 哎算了 别撤了", "不撤不撤，你们接着办", "唉 撤早了 灯又黑了", "我妈按错的，别当真", "能不能取消撤回啊", "甭撤了", "路灯那个别撤",
]  # fmt: skip
DOES_NOT = [
    "撤回", "不要，撤回", "不办了，撤回", "不用了，取消吧", "别办了 撤了吧", "取消", "不撤回不行吗", "不撤回的话什么时候修", "怎么撤回", "撤不撤", "别来了", "不要了", "别撤 不 还是撤了吧", "点错了，撤回",
    "报错了，撤掉", "路灯那个撤了吧，门禁还是坏的别撤", "不是要撤路灯那个，撤井盖那个", "撤回以后还能再报吗", "怎么取消撤回", "撤不撤随便你们", "你们别把小区后门的公交站取消了", "不要撤走垃圾桶",
    "物业把保安撤了，没人管", "什么时候恢复供水", "水压还没恢复", "电梯里的按钮按错了取消不了", "把我名字撤掉，别让物业知道",
    "发错了", "手滑", "不小心按错了", "恢复了，谢谢", "取消吧，点错了", "撤掉，按错了", "撤了吧，水恢复了", "对，水恢复了", "是的，我点错了", "什么时候能恢复",
]  # fmt: skip
CASE = "桂花苑3栋楼下的路灯不亮"


@pytest.mark.parametrize("text", KEEPS)
def test_a_case_is_kept(text: str) -> None:
    """The last word about it says so; what else is said may stand beside it, and the case may be named."""
    assert keeps_case(text, CASE)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("不小心按错了", True), ("对不起，按错了", True), ("手滑", True), ("点错了点错了", True), ("是的，我点错了", False), ("撤掉，按错了", False), ("报错了地方，是5栋", False)],
)  # fmt: skip
def test_a_slip_keeps_the_case_only_as_an_answer(text: str, is_one: bool) -> None:
    """To whether it shall be withdrawn, or right after it was; not beside a yes or other words."""
    assert was_a_slip(text) is is_one


@pytest.mark.parametrize("text", DOES_NOT)
def test_other_words_are_not_that(text: str) -> None:
    """They withdraw it, ask, name another, or are no words about a case at all."""
    assert not keeps_case(text, CASE)


@pytest.mark.parametrize(
    "text", ["我改主意了，还是帮我办吧", "照原来的办", "想了想 还是要修的", "继续办吧", "路灯那件留着"]
)
def test_a_case_just_withdrawn_is_wanted_back(text: str) -> None:
    """Without a word of withdrawing."""
    assert wants_it_back(text, CASE)


@pytest.mark.parametrize("text", ["还是撤了吧", "还是要修水管", "那留着电话吧", "门禁那件继续办", "谢谢", "还要多久"])
def test_other_words_do_not_want_it_back(text: str) -> None:
    """They name something else, or want nothing."""
    assert not wants_it_back(text, CASE)


@pytest.mark.parametrize(
    "text", ["还是不报了，怕邻居知道，帮我撤掉", "撤回", "取消吧 不用了", "别修了 撤掉", "点错了，撤回"]
)
def test_a_case_is_withdrawn(text: str) -> None:
    """Also beside other words."""
    assert withdraws(text)
    assert asks_to_withdraw(text)


@pytest.mark.parametrize("text", ["把我名字撤掉，别让物业知道", "取消撤回", "物业把保安撤了", "撤了吧 算了别撤"])
def test_other_words_withdraw_nothing(text: str) -> None:
    """A name, a withdrawal, somebody else's."""
    assert not withdraws(text)


def test_a_withdrawal_that_was_made_is_undone_in_words() -> None:
    """Rather than kept from being made."""
    assert undoes("取消撤回")
    assert not undoes("别撤")


@pytest.fixture
def withdrawn(resident: Resident, portal: Portal) -> Portal:
    """A case that was withdrawn just now; another one is open."""
    portal.has_case(title="楼道堆着旧沙发", place="清河小区")
    portal.has_case(title="桂花苑3栋楼下的路灯不亮")
    resident.says("路灯那个撤回")
    assert "撤回了" in texts(resident.says("是"))
    portal.details.clear()
    return portal


@pytest.mark.parametrize(
    "text", ["别撤", "取消撤回", "我改主意了，还是帮我办吧", "又黑了", "哎呀按错了，路灯还没亮，继续办"]
)
def test_a_case_just_withdrawn_comes_back(resident: Resident, withdrawn: Portal, text: str) -> None:
    """The very one, though another is open, with the words that ask for it."""
    told = texts(resident.says(text))
    assert "不撤回，继续办" in told
    assert "路灯不亮" in told
    assert withdrawn.details == [("restoration", text)]
    assert "withdrawn" not in [case["state"] for case in withdrawn.cases]


def test_a_withdrawal_is_undone_later_too(resident: Resident, withdrawn: Portal) -> None:
    """After other words."""
    resident.says("谢谢")
    resident.says("撤销刚才的撤回")
    assert withdrawn.details == [("restoration", "撤销刚才的撤回")]


def test_a_new_report_after_a_withdrawal_is_a_new_report(resident: Resident, withdrawn: Portal) -> None:
    """It restores nothing."""
    resident.says("幸福家园2栋电梯又坏了，按钮按了没反应")
    assert withdrawn.details == []


def test_what_the_portal_does_not_restore_stays_withdrawn(resident: Resident, withdrawn: Portal) -> None:
    """Its state is told."""
    withdrawn.refusals["/restoration"] = (409, "conflict")
    assert "路灯不亮" in texts(resident.says("别撤"))
    assert withdrawn.details == []


@pytest.mark.parametrize(
    "text",
    [
        "我反悔了，刚才不该撤回", "恢复我的工单", "撤错了能恢复吗", "恢复", "恢复刚才那个", "不小心撤回了，能不能帮我恢复",
        "后悔撤了，还能要回来吗", "请帮我恢复昨天撤掉的那个单子", "不应该取消的", "麻烦恢复一下",
    ],
)  # fmt: skip
def test_whoever_regrets_a_withdrawal_gets_the_case_back(resident: Resident, withdrawn: Portal, text: str) -> None:
    """After other words, though another case is open."""
    resident.says("你好")
    resident.says(text)
    assert withdrawn.details == [("restoration", text)]


@pytest.mark.parametrize(
    "text",
    ["什么时候恢复供水", "我们楼恢复供电了吗", "撤回了还能恢复吗", "路灯恢复了", "请恢复12路公交", "停水了请尽快恢复"],
)
def test_words_of_restoring_something_else_restore_no_case(resident: Resident, withdrawn: Portal, text: str) -> None:
    resident.says("谢谢")
    resident.says(text)
    assert [verb for verb, _ in withdrawn.details] == [] or withdrawn.details[0][0] != "restoration"


def test_a_refused_restoration_says_why_and_what_to_do(resident: Resident, withdrawn: Portal) -> None:
    """In the portal's words, beside the state."""
    withdrawn.refusals["/restoration"] = (409, "conflict")
    assert "。不行" in texts(resident.says("别撤"))


def test_what_is_said_beside_keeping_the_case_is_kept(resident: Resident, portal: Portal) -> None:
    """It is added to the case, and may be reported apart."""
    portal.has_case()
    resident.says("撤回")
    told = texts(resident.says("别撤，另外门口垃圾也没人收"))
    assert told.startswith("好的，不撤回，继续办。")
    assert "另一件" in told
    assert portal.details == [("details", "别撤，另外门口垃圾也没人收")]


def test_keeping_the_case_adds_nothing_by_itself(resident: Resident, portal: Portal) -> None:
    portal.has_case()
    resident.says("撤回")
    assert texts(resident.says("别撤了")) == "好的，不撤回，继续办。"
    assert portal.details == []


def test_what_is_told_with_it_is_added(resident: Resident, portal: Portal) -> None:
    """别撤 beside news of the matter."""
    portal.has_case()
    told = texts(resident.says("别撤啊 水管还在漏"))
    assert told.startswith("好的，不撤回，继续办。")
    assert portal.details == [("details", "别撤啊 水管还在漏")]


def test_a_withdrawal_beside_a_wish_is_asked_about(resident: Resident, portal: Portal) -> None:
    """A wish not to be named does not hide it."""
    portal.has_case(reported_at="2026-11-24T09:00:00+08:00")
    shown = resident.says("还是不报了，怕邻居知道，帮我撤掉", wish="还是不报了，帮我撤掉")
    assert "要撤回" in texts(shown)


@pytest.mark.parametrize("text", ["不撤回", "先别撤回", "不要取消", "还是不撤了"])
def test_nobody_is_asked_whether_to_withdraw_what_they_keep(resident: Resident, portal: Portal, text: str) -> None:
    """Also where nothing was asked; the case goes on."""
    portal.has_case()
    assert texts(resident.says(text)) == "好的，不撤回，继续办。"
    assert portal.details == []


def test_who_keeps_what_was_withdrawn_gets_it_back(resident: Resident, portal: Portal) -> None:
    """Days later, too, if nothing else is open; the portal says for how long."""
    portal.has_case(state="withdrawn", state_label="已撤回")
    resident.says("不撤回")
    assert portal.details == [("restoration", "不撤回")]


def test_who_keeps_what_is_over_is_told_how_it_stands(resident: Resident, portal: Portal) -> None:
    """It does not go on."""
    portal.has_case(state="closed", state_label="已结案")
    assert "已结案" in texts(resident.says("不撤回"))
    assert portal.details == []


STILL = [
    "还是不亮",
    "还是漏",
    "又坏了",
    "没修好",
    "修了还是不亮",
    "依旧不亮",
    "照样漏水",
    "老样子，没修好",
    "还是堵",
    "又不亮了",
]
WAITS = [
    "还没人来修",
    "还没人来修啊，都一个星期了",
    "到现在还没修",
    "还是没人来",
    "还是没动静",
    "没修，快点",
    "还没处理",
    "催一下，还没修",
]


@pytest.mark.parametrize("text", STILL)
def test_what_is_still_broken_goes_on_the_case(resident: Resident, portal: Portal, text: str) -> None:
    """As the resident's words: nobody answers that it was hurried."""
    assert is_still_broken(text)
    assert read_fixed(text) is False or text in ("依旧不亮", "照样漏水")
    case_no = portal.has_case(state="dispatched")
    resident.expecting = {"kind": "follow_up", "case_no": case_no, "choices": {"1": "修好了", "2": "没修好"}}
    if read_fixed(text) is False:
        assert "催过" not in texts(resident.says(text))
        assert portal.details == [("details", text)]


@pytest.mark.parametrize("text", WAITS)
def test_who_waits_for_somebody_hurries(text: str) -> None:
    """Nobody has come yet: that is a reminder."""
    assert not is_still_broken(text)
