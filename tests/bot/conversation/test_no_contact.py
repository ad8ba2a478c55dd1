"""Whoever is beaten and wants no call or text is promised none, and gets none unasked."""

from __future__ import annotations

import pytest

from actions.interpreting.aid.untold import wants_no_contact
from tests.bot.conversation.danger_chat import Chat, fire, names
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    "said", ["别打电话给我", "别打我电话", "别给我发消息", "不要联系我", "千万别回短信", "别打电话给我，他在旁边"]
)
@pytest.mark.parametrize("danger", ["home_violence", "violence"])
def test_the_wish_is_answered_and_kept(chat: Chat, portal: Portal, said: str, danger: str) -> None:
    fire(chat, "桂花苑3栋 有人打我", danger)
    assert names(chat.says(said))[0] == "utter_detail_quietly"
    assert portal.details[-1][1] == said


def test_of_a_fire_nothing_of_the_kind_is_promised(chat: Chat) -> None:
    """There a call may save them."""
    fire(chat)
    assert "utter_detail_quietly" not in names(chat.says("别打我电话"))


@pytest.mark.parametrize("said", ["打我电话", "他不让我打电话", "别打我", "别打了", "我不敢打电话", "快联系我"])
def test_other_words_are_no_such_wish(said: str) -> None:
    assert not wants_no_contact(said)
