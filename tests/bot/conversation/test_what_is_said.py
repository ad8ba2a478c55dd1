"""What 1, 2, 好的 and 不是 say to each open question: the bot's one table, by the words alone."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from actions.conversation.turn import Talk, Turn
from actions.intake.flow import start_report
from actions.intake.form import Form
from actions.interpreting import open_questions
from actions.routing import topic_of
from tests.bot.conversation.drafts import a_turn
from tests.bot.model import ROOT

WORDS = ("1", "2", "好的", "不是")
CASES = ["路灯坏了（0001） LL-20261124-0001", "水管漏水（0002） LL-20261124-0002"]
FOLLOW_UP = {"kind": "follow_up", "case_no": "LL-20261124-0001", "choices": {"1": "修好了", "2": "没修好"}}
OPTIONS = [{"code": "yes", "label": "同意"}, {"code": "no", "label": "反对"}]
VOTE = {
    "kind": "vote_named", "consultation": "3", "title": "停车场", "question": "q1", "options": OPTIONS, "given": {},
    "questions": [{"key": "q1", "text": "改吗", "options": OPTIONS}], "choices": {"1": "同意", "2": "反对"},
}  # fmt: skip
SECRET = {"kind": "vote_secret", "consultation": "3"}
FORM = Form.from_json(start_report(a_turn("桂花苑3栋路灯坏了", place=("桂花苑3栋",))).form.to_json())  # type: ignore[union-attr]


def a_word(text: str, **said: Any) -> Turn:
    """A message of which the classifier makes nothing, so that only the words count."""
    return a_turn(text, "nlu_fallback", 0.0, **said)


def topics(talk: Talk, **said: Any) -> list[str]:
    return [topic_of(a_word(text, **said), talk, "not_understood") for text in WORDS]


PENDING = [
    ({"asked": "which_case", "topic": "remind", "cases": CASES}, ["remind", "remind", "affirm", "deny"]),
    ({"asked": "which_consultation", "topic": "consultations", "titles": ["停车场", "加电梯"]}, ["consultations", "consultations", "affirm", "deny"]),
    ({"asked": "withdraw", "topic": "withdraw", "case_no": "LL-1"}, ["withdraw"] * 4),
    ({"asked": "person", "topic": "person"}, ["person"] * 4),
    ({"asked": "fixed", "topic": "follow_up", "case_no": "LL-1"}, ["follow_up"] * 4),
]  # fmt: skip


@pytest.mark.parametrize(("pending", "answered"), PENDING)
def test_what_a_topic_asked(pending: dict[str, Any], answered: list[str]) -> None:
    """A number of the list, or a yes and a no, go to the topic that asked; the rest stands for itself."""
    assert topics(Talk(pending=pending)) == answered


@pytest.mark.parametrize(
    ("expecting", "alone", "beside_a_form"),
    [
        (FOLLOW_UP, ["follow_up"] * 4, ["intake"] * 4),
        (VOTE, ["vote", "vote", "affirm", "deny"], ["intake"] * 4),
        (SECRET, ["vote", "vote", "affirm", "deny"], ["intake"] * 4),
        ({"kind": "detail", "case_no": "LL-1"}, ["affirm", "detail", "affirm", "detail"], ["intake"] * 4),
        (None, ["affirm", "deny", "affirm", "deny"], ["intake"] * 4),
    ],
)
def test_what_the_gateway_asked(expecting: Any, alone: list[str], beside_a_form: list[str]) -> None:
    """Alone it is answered; with an open form besides, a yes, a no and a number are for the form."""
    assert topics(Talk(), expecting=expecting) == alone
    assert topics(Talk(form=FORM.to_json()), expecting=expecting) == beside_a_form


def test_two_questions_open_outside_a_form() -> None:
    """The gateway's, which it handed over with the message, comes before what a topic asked earlier."""
    pending = {"asked": "withdraw", "topic": "withdraw", "case_no": "LL-1"}
    assert topics(Talk(pending=pending), expecting=FOLLOW_UP) == ["follow_up"] * 4
    assert topics(Talk(pending=pending), expecting=VOTE) == ["vote", "vote", "withdraw", "withdraw"]


def test_words_that_are_long_or_clear_beside_a_form() -> None:
    """修好了 is the follow-up's answer even then; a sentence is the form's."""
    talk = Talk(form=FORM.to_json())
    assert topic_of(a_word("修好了", expecting=FOLLOW_UP), talk, "not_understood") == "follow_up"
    assert topic_of(a_word("没修好的是三楼的水管", expecting=FOLLOW_UP), talk, "not_understood") == "intake"


def test_a_typed_number_is_for_the_open_form() -> None:
    """And without one it is what it stands for."""
    turn = a_word("修好了", typed="1")
    assert open_questions.with_typed_number(turn, form_is_open=True).text == "1"
    assert open_questions.with_typed_number(turn, form_is_open=False).text == "修好了"


def test_zero_is_for_a_person_beside_an_open_form_too() -> None:
    """Every first SMS offers it: 要人工回0."""
    assert open_questions.with_typed_number(a_word("转人工", typed="0"), form_is_open=True).text == "转人工"


def test_what_each_answer_says_in_a_form() -> None:
    """The summary, two matters, which first, whether an answer helped."""
    turns = [a_word(text) for text in WORDS]
    assert [open_questions.confirms_summary(turn) for turn in turns] == [True, False, True, False]
    assert [open_questions.read_split_answer(turn) for turn in turns] == ["first", "second", "first", "undivided"]
    assert [open_questions.read_first_or_second(turn) for turn in turns] == ["first", "second", "first", "first"]
    assert [open_questions.accepts_faq_answer(turn) for turn in turns] == [True, False, True, False]


def test_every_question_that_a_topic_asks_is_in_the_table() -> None:
    """`pending.asked` of each topic; and a name that is not in it is answered by nothing."""
    asked = set()
    for path in (ROOT / "actions" / "topics").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                asked |= {
                    value.value
                    for key, value in pairs
                    if isinstance(key, ast.Constant) and key.value == "asked" and isinstance(value, ast.Constant)
                }
    assert asked == set(open_questions.PENDING)
    assert not open_questions.answers_pending({"asked": "horoscope"}, a_word("1"))
