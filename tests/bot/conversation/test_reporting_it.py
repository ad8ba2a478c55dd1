"""After the answer to a common question: what was asked about is reported if that is wished for, with the question's words; a follow-up gets the piece that fits."""

from __future__ import annotations

from typing import Any

import pytest

from actions.intake.after_answer import reports_it, starts_anew
from actions.intake.form import Form
from actions.intake.further.reporting_it import kind_wanted, says_it_was_left_out
from actions.intake.further.telling import is_whole, told_further
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_turn

FEE: Any = {
    "question": "物业费能随便涨吗",
    "answer": "不能自己说涨就涨，要业主表决。没表决就涨的，先让物业拿出依据，再向街道反映。",
    "source": "《民法典》",
    "score": 1.0,
}
LEAK: Any = {
    "question": "楼上漏水怎么办",
    "answer": "先请物业一起上门看水从哪来、关阀门。",
    "source": "《民法典》",
    "score": 1.0,
}
PERMIT: Any = {
    "question": "居住证怎么办",
    "answer": "在这里住满半年就可以办，到派出所办。",
    "source": "《居住证暂行条例》",
    "score": 1.0,
}


def answered(faq: Any) -> Form:
    turn = a_turn(faq["question"], "faq", kind="inquiry", faq=faq)
    told = {name: faq[name] for name in ("question", "answer", "source")}
    return Form(text=faq["question"], draft=turn.draft, stage="answered", faq=told)


WISHES = [
    "我要投诉", "那我要投诉", "登记", "登记吧", "给我登记一下吧", "帮我反映一下", "投诉他们", "我想投诉物业", "就这个 我要举报", "麻烦帮我登记一下行吗", "那就报上去吧",
    "好，帮我上报", "把这个情况反映一下", "我要投诉，他们从两块涨到三块", "行，投诉",
]  # fmt: skip
OTHERS = [
    "去哪里投诉", "怎么投诉", "能投诉吗", "要登记吗", "投诉有用吗", "找谁反映", "我要报修", "我要投诉广场舞", "投诉电话多少", "我想投诉3栋的狗", "另外我要投诉一件事",
]  # fmt: skip


@pytest.mark.parametrize("text", WISHES)
def test_the_wish_to_report_is_of_what_was_asked(text: str) -> None:
    turn = a_turn(text, "report_case", 0.9)
    assert reports_it(answered(FEE), turn)
    assert not starts_anew(answered(FEE), turn)


@pytest.mark.parametrize("text", OTHERS)
def test_questions_and_other_matters_are_no_such_wish(text: str) -> None:
    assert not reports_it(answered(FEE), a_turn(text, "report_case", 0.9))


def test_a_repair_is_wanted_of_what_is_broken_alone() -> None:
    turn = a_turn("我要报修", "report_case", 0.9)
    assert reports_it(answered(LEAK), turn)
    assert not reports_it(answered(PERMIT), turn)
    assert not reports_it(answered(PERMIT), a_turn("我想投诉物业", "report_case", 0.9))


@pytest.mark.parametrize(
    ("text", "kind"), [("我要投诉", "complaint"), ("那我举报", "tip_off"), ("我要报修", "request"), ("登记吧", None)]
)
def test_the_words_name_the_kind(text: str, kind: str | None) -> None:
    assert kind_wanted(text) == kind


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("我们根本没投票", True), ("没人问过我们", True), ("都没通知就涨了", True), ("业主没同意过", True), ("没给我们签字", True), ("我同意", False), ("怎么投票", False), ("没钱交", False),
    ],
)  # fmt: skip
def test_whoever_was_not_asked_tells_of_the_answer(text: str, left_out: bool) -> None:
    assert says_it_was_left_out(text, FEE["answer"]) is left_out
    assert not says_it_was_left_out(text, PERMIT["answer"])


def test_the_report_keeps_what_was_asked_about(resident: Resident) -> None:
    """A complaint alone says nothing of the fee that it is about."""
    resident.says("物业费能随便涨吗")
    assert "没表决就涨的" in texts(resident.says("我们都没投过票"))
    resident.says("我要投诉")
    summary = texts(resident.says("桂花苑3栋 上个月通知的"))
    assert "物业费能随便涨吗" in summary
    assert "投诉" in summary
    assert "地点：桂花苑3栋\n" in summary


def test_a_leak_that_was_asked_about_is_reported(resident: Resident) -> None:
    resident.says("楼上漏水谁负责")
    resident.says("我要报修")
    assert "楼上漏水谁负责" in texts(resident.says("桂花苑3栋302"))


def test_the_whole_answer_is_said_again_once() -> None:
    """Then, of words that it does not speak of, that nothing more is known; whoever did not understand hears it as often as they ask."""
    assert is_whole(told_further(FEE, "那石头呢"), FEE)
    told = told_further(FEE, "那石头呢", again=True)
    assert not is_whole(told, FEE)
    assert told.response == "utter_faq_again"
    assert is_whole(told_further(FEE, "没听懂，再说一遍", again=True), FEE)


@pytest.mark.parametrize(
    ("question", "more", "told"),
    [
        ("居住证到期了怎么办", "网上能弄吗", "浙里办"),
        ("居住证到期了怎么办", "要交钱不", "签注不收费"),
        ("居住证怎么办", "没合同咋办", "住宿证明"),
        ("居住证怎么办", "房东不给签", "不肯写"),
        ("养老金资格认证怎么做", "每年都要弄吗", "一年一次"),
        ("电动车可以推上楼充电吗", "我就充半小时，有人看着", "不可以"),
        ("公租房怎么申请", "我在这边打工五年了", "稳定工作"),
        ("独生子女费怎么领", "离婚的还有没有", "离婚"),
        ("独生子女父母奖励一个月多少", "退休能拿几块", "退休时怎么给"),
    ],
)
def test_a_follow_up_gets_the_piece_that_fits(resident: Resident, question: str, more: str, told: str) -> None:
    """And not the whole answer once more."""
    whole = texts(resident.says(question))
    piece = texts(resident.says(more))
    assert told in piece
    assert whole.partition("\n")[0] not in piece
