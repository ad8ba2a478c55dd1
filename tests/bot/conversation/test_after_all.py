"""What was given up or withdrawn is taken up again in the reporter's words, and only then."""

from __future__ import annotations

import pytest

from actions.interpreting.follow_up_answers import is_broken_again, wants_it_after_all
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

AFTER_ALL = [
    "还是要报", "算了还是报吧", "想了想还是帮我报一下", "还是要修的", "刚才那个重新报一下", "不撤了", "撤错了，还是要办", "我后悔了 还是来看看吧",
    "哎算了还是别撤", "等等别撤，你们继续办", "慢着 先别撤 你们接着办", "唉，刚才撤的不算", "撤早了，麻烦继续处理", "那个还是要修的，别撤了", "当我没撤", "取消的那个不算数，照样来修",
    "覅撤了", "不好意思，刚才那件恢复一下", "還是要報".replace("還", "还").replace("報", "报"), "那还是登记吧",
]  # fmt: skip
BROKEN_AGAIN = [
    "又坏了",
    "结果又漏了",
    "现在又不亮了",
    "还是没修好",
    "刚才又停了，还是报吧",
    "没修好，麻烦了",
    "灯又坏了",
]
NEITHER = [
    "还是要报吗", "还是你们靠得住", "撤回", "还是撤了吧", "再说吧", "还是再说吧", "以后再说", "再讲吧", "又来问我", "不报了", "还是算了", "3栋又坏了一盏灯，在大门口右边", "要重新办身份证",
    "没修好你们就走了，态度还差得很", "谢谢", "不好意思",
]  # fmt: skip


@pytest.mark.parametrize("text", AFTER_ALL)
def test_who_wants_it_after_all(text: str) -> None:
    """All of the message says so."""
    assert wants_it_after_all(text)


@pytest.mark.parametrize("text", BROKEN_AGAIN)
def test_who_says_that_it_is_broken_again(text: str) -> None:
    """Perhaps with the wish to report it."""
    assert is_broken_again(text)


@pytest.mark.parametrize("text", NEITHER)
def test_who_says_neither(text: str) -> None:
    """A question, a further word about something else, a withdrawal."""
    assert not wants_it_after_all(text)
    assert not is_broken_again(text)


@pytest.fixture
def withdrawn(portal: Portal) -> Portal:
    portal.has_case(reported_at=JUST_NOW, state="withdrawn", title="楼道灯不亮", place="桂花苑3栋2单元")
    return portal


@pytest.mark.parametrize(
    "text", ["还是要报", "算了还是报吧", "又坏了", "不撤了", "结果还是没修好", "刚才那个重新报一下"]
)
def test_a_withdrawn_case_is_restored(resident: Resident, withdrawn: Portal, text: str) -> None:
    """As it was, with these words; no second case is made."""
    told = texts(resident.says(text))
    assert "不撤回，继续办" in told
    assert "楼道灯不亮" in told
    assert withdrawn.details == [("restoration", text)]
    assert [case["state"] for case in withdrawn.cases] == ["reported"]
    assert withdrawn.made("report") == []


def test_a_case_withdrawn_long_ago_is_not(resident: Resident, portal: Portal) -> None:
    """Nobody means it any more."""
    portal.has_case(reported_at="2026-11-02T09:00:00+08:00", state="withdrawn", title="楼道灯不亮")
    assert "楼道灯不亮" not in texts(resident.says("还是要报")).partition("编号")[0] or portal.made("report") == []


@pytest.mark.parametrize(
    "text", ["垃圾没人收", "楼下垃圾好几天没得人收", "垃圾桶没人倒", "楼道没人扫", "广告纸没人清", "没人修"]
)
def test_a_complaint_that_asks_nothing_gets_no_common_answer(resident: Resident, text: str) -> None:
    """It is a report."""
    assert "utter_faq_answer" not in [one["response"] for one in resident.says(text)["messages"]]


@pytest.mark.parametrize("text", ["垃圾几点收啊", "报修要不要钱"])
def test_a_question_still_gets_its_answer(resident: Resident, text: str) -> None:
    """With or without a complaint beside it."""
    assert resident.says(text)["messages"][0]["response"] == "utter_faq_answer"


def test_a_withdrawal_is_not_confirmed_by_taking_it_back(resident: Resident, portal: Portal) -> None:
    """等等别撤 after "shall I withdraw it?" keeps the case."""
    portal.has_case(reported_at=JUST_NOW)
    resident.says("撤回")
    assert "不撤回" in texts(resident.says("等等别撤，你们继续办"))
    assert portal.cases[0]["state"] == "dispatched"
