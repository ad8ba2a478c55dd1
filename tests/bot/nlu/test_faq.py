"""Common questions, matched by meaning."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reading.classifying.faq import LEAST_SIMILARITY, Questions
from bot.reading.community import CommunityFiles

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("text", ["居住证怎么办", "我想办居住证需要啥材料", "居住证咋办理"])
def test_a_question_in_other_words_is_answered(files: CommunityFiles, text: str) -> None:
    """Dialect and politeness do not change the question."""
    match = Questions(files.now().questions).best(text, TODAY)
    assert match is not None
    assert match.score >= LEAST_SIMILARITY


@pytest.mark.parametrize(
    "text", ["路灯坏了三天了", "残疾证怎么办", "今天天气怎么样", "我的居住证被房东扣了不给还他还骂人"]
)
def test_another_matter_is_not(files: CommunityFiles, text: str) -> None:
    """A case that touches a question is a case."""
    match = Questions(files.now().questions).best(text, TODAY)
    assert match is None or match.score < LEAST_SIMILARITY


def test_an_answer_past_its_date_is_not_given(files: CommunityFiles) -> None:
    """老年卡 was valid until 2020."""
    match = Questions(files.now().questions).best("老年卡去哪里领", TODAY)
    assert match is None or match.question.question != "老年卡去哪里领"
