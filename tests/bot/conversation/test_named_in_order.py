"""催一下第一件: the first as it was told, or as it stood in the list just shown."""

from __future__ import annotations

import pytest

from actions.interpreting.choosing import named_in_order
from actions.routes.topics import Topic
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("催一下第一件", 0), ("帮我催一下第二件", 1), ("第一件催一下", 0), ("第二件怎么样了", 1), ("第三个到哪一步了", 2), ("麻烦催催第一个", 0),
        ("最后一件催一下", -1), ("那第二件还没修", 1), ("头一件有消息吗", 0), ("第四件办得怎么样了", 3), ("查一下第二件", 1), ("第一件事进度", 0),
    ],
)  # fmt: skip
def test_it_is_named_by_its_place(text: str, at: int) -> None:
    assert named_in_order(text) == at


@pytest.mark.parametrize(
    "text",
    [
        "催一下",
        "第一次来",
        "第二件不用了",
        "第一医院怎么走",
        "催一下路灯",
        "第二个路口灯坏了",
        "第一栋怎么样了",
        "这是第三次催了",
        "我第一个报的",
    ],
)
def test_other_words_name_none(text: str) -> None:
    assert named_in_order(text) is None


@pytest.fixture
def three(portal: Portal) -> list[str]:
    return [portal.has_case(title=title) for title in ("路灯不亮", "井盖坏了", "垃圾没清")]


@pytest.mark.parametrize(("text", "at"), [("催一下第一件", 0), ("催一下第二件", 1), ("第三件催一下", 2)])
def test_as_they_were_told(chat: Chat, portal: Portal, three: list[str], text: str, at: int) -> None:
    assert names(chat.says(text, "remind", rule="remind", score=0.95)) == ["utter_reminded"]
    assert any(three[at] in path for _, path, _, key in portal.calls if key.endswith(":reminder") or "remind" in path)


@pytest.mark.parametrize(("rule", "response"), [("remind", "utter_reminded"), ("status", "utter_status")])
def test_as_the_list_showed_them(chat: Chat, three: list[str], rule: Topic, response: str) -> None:
    """Newest first, for whatever is wanted of it."""
    chat.says("我报的几件都怎么样了", "ask_status", rule="status", score=0.95)
    told = chat.says("第一件催一下" if rule == "remind" else "第一件怎么样了", rule, rule=rule, score=0.95)
    assert [(say.response, say.params["case_no"]) for say in told.says] == [(response, three[2])]


@pytest.mark.parametrize("said", ["催一下最后一件", "最后一件催一下"])
def test_the_last_without_a_list_is_the_last_as_they_were_told(
    chat: Chat, portal: Portal, three: list[str], said: str
) -> None:
    assert names(chat.says(said, "remind", rule="remind", score=0.95)) == ["utter_reminded"]
    assert any(three[2] in path for _, path, _, key in portal.calls if key.endswith(":reminder") or "remind" in path)
