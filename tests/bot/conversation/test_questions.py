"""What is asked, and what is not."""

from __future__ import annotations

import pytest

from actions.intake.form import Form
from actions.intake.questions import lacks_a_matter, next_question
from tests.bot.conversation.drafts import a_draft


def asked_of(text: str, **said: object) -> str | None:
    return next_question(Form(text=text, draft=a_draft(text, **said)))


@pytest.mark.parametrize("text", ["我要投诉", "你好，我想反映个问题", "报修", "我们要举报", "有事", ""])
def test_a_message_that_only_says_that_there_is_something(text: str) -> None:
    """Such a message lacks its matter."""
    assert lacks_a_matter(text)


@pytest.mark.parametrize("text", ["路灯坏了", "漏水", "我要投诉油烟", "电梯"])
def test_a_word_is_a_matter(text: str) -> None:
    """Two characters that say what are enough."""
    assert not lacks_a_matter(text)


def test_a_place_once_named_is_not_asked() -> None:
    """However coarse."""
    assert asked_of("西湖区路灯坏了", place=("西湖区",)) is None


def test_a_complaint_without_a_place_is_asked_for_it() -> None:
    """Somebody must go there."""
    assert asked_of("路灯坏了") == "place"


@pytest.mark.parametrize("kind", ["inquiry", "suggestion", "praise"])
def test_kinds_that_need_no_place(kind: str) -> None:
    """Inquiries, suggestions and praise."""
    assert asked_of("小区什么时候通天然气呀", kind=kind) is None


def test_a_letter_that_names_a_place_loosely_is_not_asked() -> None:
    """Even where no span was found in it."""
    text = "住在我们青石花园的人都知道，楼下的店铺把走廊全占了，老人推轮椅过不去，找过好几次也没有人来管一管。"
    assert len(text) >= 40
    assert asked_of(text) is None


def test_noise_without_a_time_is_asked_for_it() -> None:
    """Whoever looks into it must know when to come."""
    assert asked_of("桂花苑3栋楼下烧烤油烟太大", place=("桂花苑3栋楼下",)) == "time"


@pytest.mark.parametrize("text", ["桂花苑3栋楼下烧烤每天油烟太大", "桂花苑3栋楼下一直有油烟", "桂花苑3栋楼下半夜施工"])
def test_a_time_said_loosely_is_not_asked(text: str) -> None:
    """每天, 一直, 半夜 say when."""
    assert asked_of(text, place=("桂花苑3栋楼下",)) is None


def test_two_questions_at_most() -> None:
    """After two, the summary, whatever is missing."""
    text = "吵得很"
    form = Form(text=text, draft=a_draft(text), asked=("detail", "place"))
    assert next_question(form) is None
