"""Who sees a complaint at present is asked in many words; what else somebody sees is no such question."""

from __future__ import annotations

import pytest

from actions.routes.who_sees import asks_who_sees
from tests.bot.conversation.drafts import a_turn


@pytest.mark.parametrize("text", ["小叶现在看得到吗？", "小叶还看得到吗", "谁看得到我说的", "谁能看我的投诉"])
def test_it_is_heard(text: str) -> None:
    assert asks_who_sees(a_turn(text))


@pytest.mark.parametrize("text", ["小叶看得到我家的灯吗", "小叶现在在吗", "小叶看到我的微信了吗"])
def test_another_question_is_not(text: str) -> None:
    assert not asks_who_sees(a_turn(text))
