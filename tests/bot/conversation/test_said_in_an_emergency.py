"""What is said in an open emergency to whoever listens, asked beside it, or told of when somebody left."""

from __future__ import annotations

import pytest

from actions.interpreting.places import may_be_a_place
from actions.routes.topics import Topic
from actions.topics.danger.emergency import says_that_we_stay
from actions.topics.danger.whereabouts import says_where
from tests.bot.conversation.danger_chat import Chat, fire, names, raise_as
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize("said", ["你又不懂", "你别管我", "你是谁啊", "你就是个机器"])
@pytest.mark.parametrize("rule", ["capability", "out_of_scope", "greet"])
def test_whoever_wants_to_die_is_not_shown_what_we_do(chat: Chat, portal: Portal, said: str, rule: Topic) -> None:
    """Somebody listens, and the words stand in the case for whoever is on call."""
    fire(chat, "桂花苑3栋 我不想活了", "self_harm")
    told = chat.says(said, "ask_capability", rule=rule, score=0.95)
    assert says_that_we_stay(told.says) or "utter_situation_answer" in names(told)
    assert "utter_capability" not in names(told)
    assert portal.details[-1][1] == said


@pytest.mark.parametrize("said", ["帮助", "菜单"])
def test_but_a_command_is_obeyed(chat: Chat, said: str) -> None:
    fire(chat, "桂花苑3栋 我不想活了", "self_harm")
    assert names(chat.says(said, "ask_capability", rule="capability", score=0.95)) == ["utter_capability"]


@pytest.mark.parametrize("said", ["你能陪我聊聊吗", "可以跟你说说话吗"])
def test_whoever_asks_us_to_talk_is_not_sent_to_whom_to_ask(chat: Chat, said: str) -> None:
    fire(chat, "桂花苑3栋 我不想活了", "self_harm")
    assert "utter_ask_those_who_help" not in names(chat.says(said))


@pytest.mark.parametrize(
    ("script", "said", "act"),
    [("heart", "要喂药吗", True), ("heart", "能喂水吗", True), ("dog_bite", "要打针吗", False), ("dog_bite", "疫苗今天打行吗", False)],
)  # fmt: skip
def test_what_the_advice_answers_is_not_said_to_be_unknown(chat: Chat, script: str, said: str, *, act: bool) -> None:
    raise_as(chat, script)
    told = names(chat.says(said))
    assert "utter_ask_those_who_help" not in told
    assert ("utter_forbidden" in told) is act


@pytest.mark.parametrize("said", ["中午出门的", "早上出门的", "下午出门", "吃过午饭出的门", "刚进门的"])
def test_when_somebody_left_is_no_place(said: str) -> None:
    """And the place is still awaited."""
    assert not may_be_a_place(said)
    assert not says_where(a_turn(said))


@pytest.mark.parametrize("said", ["小区东门", "菜场门口", "公司大门", "老粮站后头"])
def test_a_gate_still_is_one(said: str) -> None:
    assert may_be_a_place(said)
