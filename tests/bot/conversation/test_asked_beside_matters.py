"""What is asked in the same message as a report: who will learn of its sender counts as the wish not to be named, another question is answered and no part of the report."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Faq, Wish
from actions.routes.beside_report import report_before_a_question, report_in_fear_of_being_named
from actions.routes.who_sees import fears_to_be_named
from bot.reading.classifying.asked_clause import asked_last
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

FEARS = "老板会不会知道是我 派出所会不会说出我 房东会不会知道是我报的 老板是不是能知道是我 他们会知道是我举报的吗 会不会查到我 会不会把我说出去 物业会不会猜到是我 你们会不会透露我的名字 村主任会不会查出来是我 邻居会知道是谁报的吗 保安能查到是我说的吗 会不会泄露我的电话 他会晓得是我吗 城管会不会把我名字说出去 店家会不会认出我来 会不会暴露我 那他们会不会发现是我"
FEARS_NOTHING = "物业知道了吗 老板会不会知道漏水 他们会不会来修 师傅会不会知道是我家漏的 你们会不会管 会不会查封 他知道是我 老板知道我住这儿吗 会不会查水表 派出所会不会来 谁知道啊 楼上会不会再漏 会不会爆 老板会不会赔我 会不会停电"


@pytest.mark.parametrize("clause", FEARS.split())
def test_it_fears_to_be_named(clause: str) -> None:
    assert fears_to_be_named(clause)


@pytest.mark.parametrize("clause", FEARS_NOTHING.split())
def test_it_fears_nothing(clause: str) -> None:
    assert not fears_to_be_named(clause)


@pytest.mark.parametrize("clause", FEARS.split())
def test_the_question_is_answered_and_counts_as_the_wish(chat: Chat, clause: str) -> None:
    """Its words are no part of the matter; what is understood is shown before it is registered."""
    told = chat.says(f"楼下饭店倒泔水，{clause}，河畔人家", place=("河畔人家",))
    assert names(told) == ["utter_who_sees_later", "utter_wish_noted", "utter_confirm_case"]
    assert chat.talk.form is not None
    assert chat.talk.form["text"] == "楼下饭店倒泔水，河畔人家"
    assert chat.talk.form["wish"] == chat.talk.form["answers"]["detail"] == f"{clause}（别说是我）"


@pytest.mark.parametrize(
    "text",
    ["老板会不会知道是我", "我不小心刮了邻居的车，他会不会知道是我", "我要举报，会不会说出我", *(f"楼下饭店倒泔水，{one}" for one in FEARS_NOTHING.split())],
)  # fmt: skip
def test_other_words_are_no_such_wish(text: str) -> None:
    """A question alone, one's own fault, no matter yet, another question."""
    assert report_in_fear_of_being_named(a_turn(text)) is None


def test_a_wish_in_the_senders_own_words_is_not_understood_from_a_question(chat: Chat) -> None:
    """However it is written: its words are no detail of the report."""
    wish = Wish("我来反映（别说是我）", "楼下饭店倒泔水，河畔人家")
    told = chat.says("楼下饭店倒泔水，河畔人家，我来反映（别说是我）", place=("河畔人家",), wish=wish)
    assert "utter_wish_noted" not in names(told)
    assert chat.talk.form is not None
    assert "detail" not in chat.talk.form["answers"]


LAST = [
    ("清河小区2栋电梯坏了 还有楼下垃圾没人收 对了老年卡在哪里办", "老年卡在哪里办"),
    ("桂花苑3栋路灯不亮，还想问居住证怎么办", "居住证怎么办"),
    ("门禁坏了，顺便问下公积金怎么查", "公积金怎么查"),
    ("楼上漏水，想问一下身份证补办去哪", "身份证补办去哪"),
    ("下水道堵了。对了，顺便问一声社保卡怎么办？", "社保卡怎么办？"),
    ("3栋电梯停了，路灯也不亮，物业费怎么算？", "物业费怎么算？"),
    ("6栋路灯坏了，门禁也坏了，养老金怎么算", "养老金怎么算"),
    ("井盖松了，垃圾没人收，我还想咨询一下生育津贴怎么领", "生育津贴怎么领"),
]
OF_IT = [
    "楼上漏水漏到我家，找谁赔",
    "6栋路灯坏了，门禁也坏了，找谁修",
    "路灯坏了，垃圾没人收，多久能好",
    "居住证怎么办",
    "你好，居住证怎么办",
    "路灯坏了，对了门禁也坏了",
    "电梯坏了，垃圾没人收，怎么办",
    "电梯停了，路灯不亮，到底谁管",
    "路灯坏了，居住证怎么办",
    "楼上太吵，垃圾乱扔，什么时候能处理",
]


@pytest.mark.parametrize(("text", "question"), LAST)
def test_the_last_question_is_found(text: str, question: str) -> None:
    assert asked_last(text) == question


@pytest.mark.parametrize("text", OF_IT)
def test_what_is_asked_of_the_trouble_is_no_other_question(text: str) -> None:
    """Nor a question alone; behind one trouble only where words say that it is another."""
    assert asked_last(text) == ""


SEEN: Faq = {"question": "居住证怎么办", "answer": "带身份证。", "source": "", "score": 0.97, "shared": ()}


@pytest.mark.parametrize(
    "report", ["桂花苑3栋路灯不亮", "清河小区2栋电梯坏了", "公园路下水道堵了", "幸福家园5栋楼道垃圾没人收"]
)
@pytest.mark.parametrize("question", ["，对了居住证怎么办", " 还想问居住证怎么办？", "。顺便问下居住证怎么办"])
def test_the_report_goes_on_without_the_question(chat: Chat, report: str, question: str) -> None:
    told = names(chat.says(report + question, faq_last=SEEN, place=(report[:4],)))
    assert told[0] == "utter_faq_answer"
    assert chat.talk.form is not None
    assert chat.talk.form["text"] == report


def test_without_a_known_question_nothing_is_cut() -> None:
    assert report_before_a_question(a_turn("桂花苑3栋路灯不亮，对了居住证怎么办")) is None


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("清河小区2栋电梯坏了一周 还有楼下垃圾桶没人收 对了老年卡在哪里办", ["清河小区2栋电梯坏了一周", "楼下垃圾桶没人收"]),
        ("桂花苑3栋路灯不亮，另外5栋门禁坏了，顺便问下公积金怎么查", ["桂花苑3栋路灯不亮", "5栋门禁坏了"]),
    ],
)  # fmt: skip
def test_each_matter_is_registered_and_the_question_answered(
    resident: Resident, portal: Portal, text: str, matters: list[str]
) -> None:
    told = resident.says(text)
    assert [one["response"] for one in told["messages"]] == ["utter_faq_answer", "utter_ask_split"]
    for answer in ("好", "是", "是"):
        told = resident.says(answer)
    assert [one["text"] for one in portal.made("report")] == matters
    assert {one["draft"]["kind"]["code"] for one in portal.made("report")} == {"request"}


def test_several_troubles_before_a_question_are_no_inquiry(resident: Resident, portal: Portal) -> None:
    """Whatever office answers such questions."""
    told = resident.says("桂花苑5栋水管爆了，门禁坏了，楼下有人乱停车，公积金怎么查？")
    assert told["messages"][0]["response"] == "utter_faq_answer"
    assert asked(told) == "confirm"
    assert "公积金怎么查" not in texts({"messages": told["messages"][1:]})
    resident.says("是")
    (made,) = portal.made("report")
    assert made["draft"]["kind"]["code"] == "request"
    assert "category" in made["draft"]["missing"]


def test_troubles_told_one_after_another_are_offered_apart_without_the_question(
    resident: Resident, portal: Portal
) -> None:
    """也 and 还 tell that they are several; whoever means one says so."""
    told = resident.says("桂花苑5栋水管爆了，门禁也坏了，楼下还有人乱停车，公积金怎么查？")
    assert [one["response"] for one in told["messages"]] == ["utter_faq_answer", "utter_ask_split"]
    assert asked(told) == "which_case"
    assert "公积金怎么查" not in texts({"messages": told["messages"][1:]})
    for answer in ("好", "是", "是"):
        resident.says(answer)
    assert [one["text"] for one in portal.made("report")] == ["桂花苑5栋水管爆了", "门禁也坏了，楼下还有人乱停车"]
    assert {one["draft"]["kind"]["code"] for one in portal.made("report")} == {"request"}
    assert all("category" in one["draft"]["missing"] for one in portal.made("report"))


def test_whoever_means_one_registers_them_together(resident: Resident, portal: Portal) -> None:
    resident.says("桂花苑5栋水管爆了，门禁也坏了，楼下还有人乱停车，公积金怎么查？")
    assert asked(resident.says("就是一件事")) == "confirm"
    resident.says("是")
    (made,) = portal.made("report")
    assert made["text"] == "桂花苑5栋水管爆了，门禁也坏了，楼下还有人乱停车"
    assert made["draft"]["kind"]["code"] == "request"
