"""What is said to be reported is kept, whatever is asked in the same sentence: the question is answered, and the report goes on."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Faq
from actions.routes.beside_report import report_beside_a_question
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.drafts import a_turn

SEEN: Faq = {
    "question": "我说的话谁能看到",
    "answer": "只给办这件事的人看。",
    "source": "",
    "score": 0.97,
    "shared": (),
}
KEPT = [
    "我要反映居委会王主任收钱，谁能看见这条",
    "我要举报楼上开赌场，你们会不会泄露我的名字",
    "我想投诉物业乱收停车费，多久有结果？",
    "举报三单元群租，要不要留名字？",
    "我来反映小区门口占道经营，会保密吗？",
    "俺要投诉保安骂人，谁来处理？",
    "我要实名举报村主任吃回扣，几天答复？",
    "您好，我想反映广场舞吵人，你们多久会答复？",
]
ONLY_ASKED = [
    "我要投诉，怎么投诉",
    "我想反映问题，找谁",
    "举报电话是多少，谁接",
    "谁能看见我说的",
    "投诉流程是什么，要几天",
    "我要投诉你们，怎么弄",
    "居住证怎么办，要带什么",
    "投诉物业要什么材料？",
]


@pytest.mark.parametrize("text", KEPT)
def test_the_report_goes_on_without_the_question(text: str) -> None:
    beside = report_beside_a_question(a_turn(text, faq=SEEN))
    assert beside is not None
    assert beside.text == text.rsplit("，", 1)[0] or text.endswith(beside.text)
    assert beside.faq is None


@pytest.mark.parametrize("text", ONLY_ASKED)
def test_a_question_alone_is_only_answered(text: str) -> None:
    assert report_beside_a_question(a_turn(text, faq=SEEN)) is None


@pytest.mark.parametrize("text", KEPT)
def test_it_is_answered_and_taken_in(chat: Chat, text: str) -> None:
    told = names(chat.says(text, faq=SEEN))
    assert chat.talk.form is not None
    assert chat.talk.form["stage"] != "answered"
    assert "utter_faq" in " ".join(told) or "utter_who_sees_later" in told
    assert chat.talk.form["text"] in text
