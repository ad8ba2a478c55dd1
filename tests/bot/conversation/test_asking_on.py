"""What is asked on after the answer to a common question stays with that question, unless it names another or tells of another trouble."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.intake.further.asking_on import asks_on, tells_of_another_trouble, with_named_questions
from actions.intake.further.words import asking_clause, distinct_pairs, names_another
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_turn

ANSWERED: Any = {
    "question": "租房要登记吗",
    "answer": "要登记。搬来的人带身份证到派出所登记，也可以由房东、单位代报。",
    "source": "条例",
    "score": 1.0,
    "shared": (),
}
FINES: Any = {
    "question": "驾照扣分怎么查",
    "answer": "查分、交罚款。",
    "source": "",
    "score": 0.99,
    "shared": ("罚款",),
}
WORDS = f"{ANSWERED['question']} {ANSWERED['answer']}"


def asking(text: str, score: float = 0.99, **said: Any) -> Any:
    """A turn that is read as a question."""
    return replace(a_turn(text, "faq", kind="inquiry", **said), act="question", act_score=score)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("子女代办行么，我妈走不动", "子女代办行么"),
        ("他腿断了 我去可以吗", "我去可以吗"),
        ("我69差两个月", "我69差两个月"),
    ],
)
def test_what_is_asked_stands_apart_from_why(text: str, asks: str) -> None:
    """The clauses that ask; the whole text, if none does."""
    assert asking_clause(text) == asks


def test_no_aspect_and_no_general_word_tells_what_is_asked() -> None:
    """A fine is asked of anything; a wrong fine is not."""
    assert distinct_pairs("不登记会罚款不") == []
    assert "错了" in distinct_pairs("判错了找谁")


@pytest.mark.parametrize(
    ("text", "named"),
    [("不登记会罚款不", False), ("驾照要不要带", True), ("那驾照呢", True), ("房东不在可以吗", False)],
)
def test_another_question_must_be_named(text: str, named: bool) -> None:
    """By more than the word for what is asked of anything."""
    assert names_another(FINES, text, WORDS) is named
    kept = with_named_questions(ANSWERED, WORDS, replace(asking(text), faq=FINES)).faq
    assert (kept is not None) is named


@pytest.mark.parametrize("text", ["让我弟弟去行不行", "几块钱一张", "到哪申请", "不去登记要不要紧"])
def test_a_question_in_general_words_asks_on(text: str) -> None:
    """Of whatever was answered."""
    assert asks_on(ANSWERED, WORDS, asking(text))


@pytest.mark.parametrize(
    "turn",
    [
        asking("桂花苑3栋那家可以吗", place=("桂花苑3栋",)),
        asking("你们几点上班"),
        asking("我报的那件事怎么样了"),
        asking("呼吸机停了怎么办"),
        replace(asking("路灯不亮三天了"), act="report"),
    ],
)
def test_what_tells_of_a_place_a_case_the_office_or_another_situation_does_not(turn: Any) -> None:
    """It gets its own answer, or is a report."""
    assert not asks_on(ANSWERED, WORDS, turn)


def test_another_trouble_is_no_further_question() -> None:
    """路灯坏了找谁修 after 养狗要办证吗 is a report, however it is worded."""
    turn = replace(a_turn("路灯坏了找谁修", "report_case", 0.95), act="question", act_score=0.96)
    assert tells_of_another_trouble(ANSWERED, WORDS, turn)
    assert not tells_of_another_trouble(ANSWERED, f"{WORDS} 路灯", turn)


@pytest.mark.parametrize(
    ("first", "further", "told"),
    [
        ("出租房要登记吗", ("不登记会罚款不",), "登记"),
        ("老年公交卡几岁可以办", ("带什么", "子女代办行么，我妈走不动"), "社区可以代办"),
        ("城乡居民医保什么时候交", ("我妈不会用手机，能现金交吗",), "服务中心"),
        ("我失业了，能领失业金吗？之前公司交了两年社保", ("自己辞职的是不是就没有", "去哪申请"), "掌上 12333"),
        ("工伤认定怎么申请", ("老板不给报咋办",), "直接报"),
        ("怎么换物业公司", ("合同还没到期",), "60 天"),
        ("改名字怎么办", ("改完银行卡怎么弄",), "跟着换"),
        ("劳动仲裁怎么申请", ("多久有结果",), "45 天"),
        ("单位欠工资怎么办", ("要请律师不",), "不用请律师"),
        ("养老金资格认证怎么做", ("我爸瘫在床上去不了",), "上门"),
    ],
)
def test_the_topic_is_kept(resident: Resident, first: str, further: tuple[str, ...], told: str) -> None:
    """However it is asked, and after whatever was asked before."""
    resident.says(first)
    for text in further:
        answer = resident.says(text)
        assert asked(answer) == "answered"
    assert told in texts(answer)


@pytest.mark.parametrize(
    ("first", "further", "told"),
    [("老人去世了户口怎么注销", "死亡证明去哪里开", "卫生院"), ("居住证怎么办", "身份证丢了补要钱吗", "40 元"), ("装修要办什么手续", "几点到几点能敲", "清早")],
)  # fmt: skip
def test_a_question_that_names_another_gets_that_answer(
    resident: Resident, first: str, further: str, told: str
) -> None:
    """Though it shares its words with what was answered."""
    resident.says(first)
    assert told in texts(resident.says(further))


@pytest.mark.parametrize(
    "further", ["路灯坏了找谁修", "杏花村的垃圾桶谁来收啊，满了三天了", "学校门口摩托车乱窜，安居街那边"]
)
def test_a_trouble_after_an_answer_is_a_report(resident: Resident, further: str) -> None:
    """Nobody reads it under an answer that was given before."""
    resident.says("养狗要办证吗")
    assert asked(resident.says(further)) in ("place", "confirm", "detail")
