"""After the answer to a common question: only what asks more of the same gets that answer again, nothing else is lost."""

from __future__ import annotations

from typing import Any

import pytest

from actions.intake.after_answer import asks_more, starts_anew
from actions.intake.form import Form
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

QUESTION = "居住证怎么办"
FAQ: Any = {
    "question": QUESTION,
    "answer": "在这里住满半年就可以办。带身份证、照片和住处的证明，到派出所或受理点办，受理后 15 天内发证。搬来先去登记。",
    "source": "《居住证暂行条例》",
    "score": 1.0,
}
HOURS: Any = {"question": "社区几点上班", "answer": "周一至周日 8:30–17:30", "source": "公告", "score": 1.0}


def answered() -> Form:
    turn = a_turn(QUESTION, "faq", kind="inquiry", faq=FAQ)
    faq = {name: FAQ[name] for name in ("question", "answer", "source")}
    return Form(text=QUESTION, draft=turn.draft, stage="answered", faq=faq)


MORE = [
    "那周末呢", "周末也能办吗", "要多少钱", "要交多少钱", "收钱吗", "在哪办", "去哪里办", "要带什么", "要什么材料", "多久能拿到", "要等多久", "网上能办吗",
    "手机上可以办吗", "可以代办吗", "别人能帮我办吗", "老人也一样吗", "小孩子也要吗", "外地人呢", "外地户口也行吗", "我是外地人可以吗", "没有工作能办吗", "地址在哪",
    "几点开门", "中午休息吗", "需要本人去吗", "照片要几寸的", "那要准备些什么呢", "没有房产证怎么办", "如果过期了呢", "什么时候办", "办理时间", "具体地址", "材料",
    "费用", "租的房子也可以吗", "我妈七十了也要去吗", "那我老公呢", "然后呢", "怎么弄", "没听懂，再说一遍", "说具体点", "派出所在哪里", "那半年从哪天算", "那双胞胎呢",
]  # fmt: skip
OF_THEIR_OWN = [
    "再补一句，灯杆上还有电线露出来", "灯杆上还有电线露出来", "还有一盏也快灭了", "补充一下，是左边那盏", "忘了说，晚上七点以后家里才有人", "记得带梯子", "师傅来之前打我电话",
    "有事打我", "催一下", "怎么还没人来", "什么时候来修", "到现在还没修", "已经修好了", "我要投票", "楼道灯也坏了", "电梯又停了", "我想投诉物业", "我要报修",
    "停水了", "那个灯一闪一闪的", "晚上那里很黑，老人摔了一跤", "灯不亮的是两盏", "算了，路灯不用修了", "号码不想留了", "我那件事办得怎么样了", "路灯什么时候修",
    "白天家里没人", "晚上有人在家", "那路灯不亮呢", "垃圾没人收", "快递柜能放多大的东西",
]  # fmt: skip


@pytest.mark.parametrize("text", MORE)
def test_words_that_ask_more_of_anything_keep_the_topic(text: str) -> None:
    """Whatever the classifier makes of them, and though they resemble another common question a little."""
    for faq in (None, HOURS | {"score": 0.86} if not text.startswith("那双") else None):
        turn = a_turn(text, "ask_capability", 0.7, kind="inquiry", faq=faq)
        assert asks_more(answered(), turn)
        assert not starts_anew(answered(), turn)


@pytest.mark.parametrize("text", OF_THEIR_OWN)
def test_other_words_are_of_their_own(text: str) -> None:
    """A case, more of a case, a wish, another question: nobody reads it under an answer that was given before."""
    turn = a_turn(text, "out_of_scope", 0.5)
    assert not asks_more(answered(), turn)
    assert starts_anew(answered(), turn)


@pytest.mark.parametrize("text", ["社区几点下班", "星期天有人吗", "电话多少"])
def test_another_common_question_gets_its_own_answer(text: str) -> None:
    """Plainly another, whatever words the two share."""
    assert starts_anew(answered(), a_turn(text, "faq", kind="inquiry", faq=HOURS))


@pytest.mark.parametrize("text", ["不是", "没有", "是", "知道了", "不知道", "算了", "等一下", "谢谢"])
def test_the_reply_to_did_this_help_is_none(text: str) -> None:
    """It goes to the question that was asked."""
    assert not starts_anew(answered(), a_turn(text, "thank" if text == "谢谢" else "out_of_scope"))


def test_a_number_or_a_place_is_never_more_of_a_question() -> None:
    """Also in words that a reply may have."""
    assert starts_anew(answered(), a_turn("我的电话是13800138000", "affirm", phone=("13800138000",)))
    assert starts_anew(answered(), a_turn("不是3栋，是5栋", "deny", place=("3栋", "5栋")))


REPORT = "桂花苑3栋楼下的路灯不亮了"
JOINS_THE_CASE = [
    "再补一句，灯杆上还有电线露出来",
    "我号码 13800138000，办好了打给我",
    "修好了给我打电话，13800138000",
    "忘了说，晚上七点以后家里才有人",
    "记得带梯子",
    "地址错了，是5栋",
]


@pytest.mark.parametrize("text", JOINS_THE_CASE)
def test_what_is_said_of_the_case_reaches_it(resident: Resident, portal: Portal, text: str) -> None:
    """Though a common question was asked in between."""
    resident.says(REPORT)
    assert resident.says("是")["registered"]
    resident.new_epoch()
    assert asked(resident.says(QUESTION)) == "answered"
    told = resident.says(text)
    assert portal.details == [("details", text)]
    assert "居住" not in texts(told)
    assert "看见" not in texts(told)


def test_a_new_question_gets_its_own_answer(resident: Resident, portal: Portal) -> None:
    """And what asks more of it, the same again."""
    resident.says("居住证怎么办，要带什么材料")
    told = texts(resident.says("社区几点下班"))
    assert "8:30" in told
    assert "住满半年" not in told
    assert "8:30" in texts(resident.says("那周末呢"))
    assert "住满半年" in texts(resident.says("那居住证怎么办"))


def test_what_tells_of_a_danger_is_asked_about(resident: Resident, portal: Portal) -> None:
    """It is no more of the question."""
    resident.says(QUESTION)
    assert asked(resident.says("电线掉下来了")) == "danger"


def test_a_number_left_without_a_case_begins_one(resident: Resident, portal: Portal) -> None:
    """It is kept, and what the matter is, is asked."""
    resident.says(QUESTION)
    told = resident.says("我号码 13800138000，办好了打给我")
    assert asked(told) == "detail"
    assert "保存两年" not in texts(told)
    assert portal.drafts[17]["answers"]["contact"] == "13800138000"
