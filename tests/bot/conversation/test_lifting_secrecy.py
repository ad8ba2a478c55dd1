"""A reporter takes back the wish not to be named: asked once, then told what handlers see."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import Portal

LIFTS = "不用保密了，可以告诉他们是我"


@pytest.fixture
def case_no(portal: Portal) -> str:
    return portal.has_case(title="棋牌室赌钱", confidential=True)


@pytest.mark.parametrize("yes", ["是", "可以", "好的", "嗯，可以"])
def test_it_is_lifted_after_a_yes(resident: Resident, portal: Portal, case_no: str, yes: str) -> None:
    """Nothing is written before; after it the portal is told, and the reporter what handlers see from then on."""
    asked = resident.says(LIFTS, may_be_named=True)
    assert texts(asked).startswith("可以让办事的单位知道“棋牌室赌钱”")
    assert portal.made("name") == []
    assert portal.details == []
    told = texts(resident.says(yes))
    assert portal.made("name") == [{"contact": 17, "text": LIFTS}]
    assert "看得到您的名字、您留的电话、您的原话和照片" in told


def test_said_again_is_a_yes(resident: Resident, portal: Portal, case_no: str) -> None:
    """Who says it once more after the question has confirmed it."""
    resident.says(LIFTS, may_be_named=True)
    resident.says("对，告诉他们是我吧", may_be_named=True)
    assert len(portal.made("name")) == 1


@pytest.mark.parametrize(
    "no",
    [
        "先不改", "不是", "不了", "算了", "物业什么时候来", "桂花苑2栋灯坏了", "是的，不可以", "好吧，那我不同意", "嗯不要", "名字可以，原话不行",
        "可以，但是电话不行", "可以是可以，我怕", "好，等我想好了再说", "不是这件", "可以吗",
    ],
)  # fmt: skip
def test_nothing_is_lifted_without_a_yes(resident: Resident, portal: Portal, case_no: str, no: str) -> None:
    """A no, and words about anything else; a later yes lifts nothing either."""
    resident.says(LIFTS, may_be_named=True)
    resident.says(no)
    resident.says("是")
    assert portal.made("name") == []


def test_a_wish_as_the_answer_keeps_it(resident: Resident, portal: Portal, case_no: str) -> None:
    """还是保密吧: nothing is lifted, and nobody is told that handlers may have read it."""
    resident.says(LIFTS, may_be_named=True)
    told = texts(resident.says("还是保密吧", wish=""))
    assert portal.made("name") == []
    assert "可能看过" not in told
    assert "办事的单位只看得到是什么事、在哪里" in told


def test_beside_a_draft_it_is_asked_later(resident: Resident, portal: Portal) -> None:
    """The report goes on as it was said."""
    resident.says("清河小区3栋棋牌室赌钱，别让人知道是我", wish="清河小区3栋棋牌室赌钱")
    told = texts(resident.says(LIFTS, may_be_named=True))
    assert "先照现在这样登记" in told
    resident.says("是")
    assert "别让人知道是我" in portal.made("report")[0]["text"]
    assert LIFTS not in portal.made("report")[0]["text"]


def test_without_a_case_nothing_is_changed(resident: Resident, portal: Portal) -> None:
    """The bot says so."""
    assert "这里没有能改的事" in texts(resident.says(LIFTS, may_be_named=True))


def test_a_refusal_is_told(resident: Resident, portal: Portal, case_no: str) -> None:
    """With who can change it."""
    portal.refusals["/naming"] = (409, "conflict")
    resident.says(LIFTS, may_be_named=True)
    assert "没有动" in texts(resident.says("是"))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "看不到您的名字和电话"),
        ({"confidential": True}, "看不到您的名字、电话、原话和照片"),
        ({"named": True}, "您同意过"),
        ({"readers": "这件只有督查看得到。"}, "这件只有督查看得到"),
    ],
)
@pytest.mark.parametrize("asks", ["谁看得到", "小叶能看到吗", "派去的人会不会跟他们讲", "她知道了吗"])
def test_who_sees_a_case_is_told_of_that_case(
    resident: Resident, portal: Portal, facts: dict[str, object], told: str, asks: str
) -> None:
    """Not how it stands; what is so differs from case to case."""
    portal.has_case(title="棋牌室赌钱", reported_at="2026-11-24T08:30:00+08:00", **facts)
    assert told in texts(resident.says(asks))


@pytest.mark.parametrize("asks", ["物业知道了吗", "派给谁了", "谁来修", "什么时候能好"])
def test_how_it_stands_is_told_as_before(resident: Resident, portal: Portal, asks: str) -> None:
    """Of other questions."""
    portal.has_case(title="路灯坏了", reported_at="2026-11-24T08:30:00+08:00")
    assert "已派给承办单位" in texts(resident.says(asks))


def test_who_will_see_a_report_is_told_before_it_is_registered(resident: Resident, portal: Portal) -> None:
    """At the end of the report or beside its summary; the question is no part of the report."""
    assert texts(resident.says("我要举报受理台的小叶收红包，她看得到这条吗")).startswith("登记以后")
    assert texts(resident.says("她会看到吗")).startswith("登记以后")
    resident.says("是")
    assert "她会看到吗" not in str(portal.made("report")[0])


@pytest.mark.parametrize(
    "no", ["是的，不可以", "好吧，那我不同意", "嗯不要", "名字可以，原话不行", "好，等我想好了再说", "可以吗"]
)
def test_a_no_in_any_words_is_told(resident: Resident, portal: Portal, case_no: str, no: str) -> None:
    """And is no detail of the case."""
    resident.says(LIFTS, may_be_named=True)
    assert "没有改" in texts(resident.says(no))
    assert portal.details == []


@pytest.mark.parametrize("asks", ["小叶能看到吗", "谁看得到", "他们会看到我电话？", "他会看到我信息？"])
def test_after_a_question_about_it_it_is_asked_again(
    resident: Resident, portal: Portal, case_no: str, asks: str
) -> None:
    """So that a yes answers what stands last on the screen."""
    resident.says(LIFTS, may_be_named=True)
    told = resident.says(asks)
    assert [one["response"] for one in told["messages"]] == ["utter_who_sees_unnamed", "utter_ask_naming"]


def test_who_sees_closes_any_other_question(resident: Resident, portal: Portal) -> None:
    """A yes after it withdraws nothing."""
    portal.has_case(title="路灯坏了", state="accepted", reported_at="2026-11-24T08:30:00+08:00")
    resident.says("撤了吧")
    resident.says("谁看得到")
    resident.says("是")
    assert portal.made("withdraw") == []


@pytest.mark.parametrize(
    "said", ["不用保密了，我电话13800138000", "不用保密了，又漏水了", "我老公说不用保密了", "我没说不用保密了"]
)
def test_a_word_of_secrecy_withdraws_nothing(resident: Resident, portal: Portal, said: str) -> None:
    """What is more than lifting is added to the case; nothing is lifted."""
    portal.has_case(title="棋牌室赌钱", confidential=True, reported_at="2026-11-24T08:30:00+08:00")
    told = resident.says(said)
    assert "utter_ask_withdraw" not in [one["response"] for one in told["messages"]]
    assert [text for _, text in portal.details] == [said]
    assert portal.made("name") == []


def test_lifting_beside_a_withdrawal_is_about_the_withdrawal(resident: Resident, portal: Portal) -> None:
    portal.has_case(title="棋牌室赌钱", confidential=True, state="accepted", reported_at="2026-11-24T08:30:00+08:00")
    assert resident.says("不用保密了，撤了吧")["messages"][0]["response"] == "utter_ask_withdraw"


def test_a_wish_said_twice_tells_of_now(resident: Resident, portal: Portal) -> None:
    """Once what cannot be undone is told; the second time nothing is said of what handlers have read."""
    portal.has_case(title="棋牌室赌钱", reported_at="2026-11-24T08:30:00+08:00")
    first = resident.says("请保密", wish="")
    again = resident.says("请保密", wish="")
    assert [first["messages"][0]["response"], again["messages"][0]["response"]] == [
        "utter_kept_secret_late",
        "utter_who_sees_unnamed",
    ]


@pytest.mark.parametrize(
    "yes", ["是，不用保密了", "对的，可以告诉他们是我", "好的，不用匿名了", "没错，写我名字吧", "嗯，不用保密"]
)
def test_a_yes_before_it_registers(resident: Resident, portal: Portal, yes: str) -> None:
    """And says how the wish is lifted then; nothing is lifted by it."""
    resident.says("清河小区3栋棋牌室赌钱，别让人知道是我", wish="清河小区3栋棋牌室赌钱")
    answer = resident.says(yes, may_be_named=True)
    assert answer["registered"]
    assert "现在再说一声“不用保密了”" in texts(answer)
    assert portal.made("name") == []


@pytest.mark.parametrize("other", ["不对，不用保密了", "不用保密了", "等等，不用保密了"])
def test_but_nothing_else_does(resident: Resident, portal: Portal, other: str) -> None:
    resident.says("清河小区3栋棋牌室赌钱，别让人知道是我", wish="清河小区3栋棋牌室赌钱")
    assert not resident.says(other, may_be_named=True)["registered"]
