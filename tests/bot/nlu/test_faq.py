"""Common questions, matched by meaning."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading.classifying.bodies_asked import question_about_body
from bot.reading.classifying.faq import LEAST_SIMILARITY, Questions, asks
from bot.reading.community import CommunityFiles, folder

TODAY = date(2026, 11, 24)
SHIPPED = CommunityFiles(folder())


@pytest.mark.parametrize("text", ["居住证怎么办", "我想办居住证需要啥材料", "居住证咋办理"])
def test_a_question_in_other_words_is_answered(files: CommunityFiles, text: str) -> None:
    """Dialect and politeness do not change the question."""
    match = Questions(files.now().questions).closest_by_words(text, TODAY)
    assert match is not None
    assert match.score >= LEAST_SIMILARITY


@pytest.mark.parametrize(
    "text", ["路灯坏了三天了", "残疾证怎么办", "今天天气怎么样", "我的居住证被房东扣了不给还他还骂人"]
)
def test_another_matter_is_not(files: CommunityFiles, text: str) -> None:
    """A case that touches a question is a case."""
    match = Questions(files.now().questions).closest_by_words(text, TODAY)
    assert match is None or match.score < LEAST_SIMILARITY


def test_an_answer_past_its_date_is_not_given(files: CommunityFiles) -> None:
    """老年卡 was valid until 2020."""
    match = Questions(files.now().questions).closest_by_words("老年卡去哪里领", TODAY)
    assert match is None or match.question.question != "老年卡去哪里领"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("办护照要到哪个地方", "出国护照在哪里办"),
        ("星期天居委会开门不", "社区几点上班"),
        ("八十多岁的老人有钱发吗", "高龄补贴怎么领"),
        ("厂里拖着工资不发，找谁管", "单位欠工资怎么办"),
    ],
)
def test_a_question_is_found_by_its_meaning(text: str, question: str) -> None:
    """In words that no wording has."""
    match = Questions(SHIPPED.now().questions).closest_by_meaning(text, TODAY)
    assert match is not None
    assert match.question.question == question


def test_nobody_is_told_what_they_did_not_ask() -> None:
    """A complaint in the form of a question is none."""
    assert not asks("垃圾到底有没有人收")
    assert asks("垃圾几点收啊？")
    assert Questions(SHIPPED.now().questions).closest_by_meaning("明天会下雨吗", TODAY) is None


def test_a_bodys_number_and_hours_are_told() -> None:
    """From the list of bodies; whose number nobody asks for is not."""
    asked = question_about_body("自来水公司电话是多少", SHIPPED.now())
    assert asked is not None
    assert SHIPPED.now().bodies["自来水公司"].phone in asked.answer
    assert question_about_body("我的电话是13800000001", SHIPPED.now()) is None
    assert question_about_body("自来水公司不来修", SHIPPED.now()) is None
