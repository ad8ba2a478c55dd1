"""A question after an answer that names a subject of its own is a new one; until when people may vote; and who is called a thief."""

from __future__ import annotations

from typing import Any

import pytest

from actions.conversation.turn import Talk
from actions.intake.further.words import names_a_subject
from actions.interpreting import ballots
from actions.interpreting.matters.theft import tells_of_theft
from actions.routing import topic_of
from tests.bot.conversation.drafts import a_turn

BROADBAND = "宽带移机找谁 宽带电视移机打什么电话 打自己那家的客服：电信 10000。费用、违约金看当初的合约。"
DOGS = "养狗要办证吗 要办。带狗打疫苗，到派出所登记。"


@pytest.mark.parametrize(
    "text",
    ["暂住证要钱吗", "居住证去哪办", "残疾证咋办", "退休金没到账找谁", "退休金没到账怎么办", "居住证呢", "我妈的优待证要钱吗", "护照要多少钱", "老年卡几岁能办", "驾照丢了去哪补", "结婚证丢了咋补", "街道办事处在哪", "水费去哪交"],
)  # fmt: skip
def test_a_subject_that_the_answer_does_not_know_is_a_new_question(text: str) -> None:
    """Nobody is told of broadband, with its law, who asks for a paper."""
    assert names_a_subject(text, BROADBAND)


@pytest.mark.parametrize(
    "text",
    ["要钱吗", "要多久", "多久能拿到", "要居住证吗", "残疾证有用吗", "结婚证没在身边可以吗", "要不要身份证", "社保卡行吗", "工本费多少", "手续费要多少钱", "违约金怎么算", "押金怎么退", "大型犬呢", "外地户口可以吗", "我妈走不动能上门吗", "一楼不同意怎么办", "钱谁出", "电费谁出", "自己辞职的呢", "网上可以弄吗"],
)  # fmt: skip
def test_a_part_of_what_was_answered_is_none(text: str) -> None:
    """A paper that may be needed, a fee, a person."""
    assert not names_a_subject(text, BROADBAND)


def test_a_subject_that_the_answer_names_goes_on_with_it() -> None:
    assert not names_a_subject("派出所在哪", DOGS)
    assert names_a_subject("街道办事处在哪", DOGS)


@pytest.mark.parametrize("text", ["截止是哪天", "几号截止", "投票什么时候截止", "那投到几号", "什么时候截止啊"])
def test_until_when_people_may_vote_is_asked(text: str) -> None:
    assert ballots.asks_when_it_closes(text)


@pytest.mark.parametrize(
    "text", ["报名截止是哪天", "医保缴费什么时候截止", "截止了吗", "什么时候修好", "截止前灯还没修，什么时候来"]
)
def test_what_else_ends_is_no_vote(text: str) -> None:
    assert not ballots.asks_when_it_closes(text)


def test_it_is_asked_of_the_vote_that_was_offered() -> None:
    """Without one, of a case."""
    linked: Any = {"kind": "vote_secret", "consultation": "3"}
    talk = Talk()
    assert topic_of(a_turn("截止是哪天", "ask_status", 0.9, expecting=linked), talk, "status") == "consultations"
    assert topic_of(a_turn("截止是哪天", "ask_status", 0.9), talk, "status") == "status"


@pytest.mark.parametrize("text", ["投给谁别人看得到吗", "我投了谁别人看得到吗", "投的票别人看得到吗"])
def test_who_sees_a_ballot_is_asked(text: str) -> None:
    assert ballots.asks_who_sees_ballots(text)


@pytest.mark.parametrize("text", ["有人在群里造谣说我偷东西", "同学冤枉我偷钱", "邻居说我家偷电", "老师说是我偷的钱"])
def test_whoever_is_called_a_thief_was_robbed_of_nothing(text: str) -> None:
    assert not tells_of_theft(text)


@pytest.mark.parametrize("text", ["我的快递被偷了", "保安说我车被偷了", "他说他偷了我手机", "我听说小区有人偷瓶"])
def test_a_theft_stays_one(text: str) -> None:
    assert tells_of_theft(text)
