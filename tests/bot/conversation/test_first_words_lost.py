"""A report that begins like a no or with thanks is a report; a mere no and mere thanks are none."""

from __future__ import annotations

import asyncio

import pytest

from actions.routes.new_message import tells_a_trouble
from actions.routes.topics import Topic
from tests.bot.conversation.danger_chat import Chat
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

REPORTS = (
    ("不是我家，是隔壁单元漏水，幸福家园3栋1单元", "幸福家园3栋1单元"), ("路灯坏了，不是我家，是对面，公园路那个", "公园路"), ("不是3栋是5栋的门禁坏了，幸福家园", "幸福家园"),
    ("我没有报错，就是路灯坏了，公园路", "公园路"), ("谢谢你们上次修好，这次是公园路井盖响", "公园路"), ("不是物业管的，公园路的路灯坏了", "公园路"), ("没报过，桂花苑3栋水管漏水", "桂花苑3栋"),
    ("不是电梯，是门禁坏了，桂花苑2栋", "桂花苑2栋"), ("谢谢，桂花苑3栋电梯又坏了", "桂花苑3栋"), ("没有别的，就桂花苑3栋下水道堵了", "桂花苑3栋"),
)  # fmt: skip
NONE = (
    ("不是桂花苑3栋", "桂花苑3栋"), ("谢谢师傅把桂花苑3栋的路灯修好了", "桂花苑3栋"), ("没有，桂花苑3栋的灯是好的", "桂花苑3栋"), ("不漏了，桂花苑3栋，谢谢", "桂花苑3栋"),
    ("桂花苑3栋的电梯没坏", "桂花苑3栋"), ("谢谢桂花苑3栋的网格员", "桂花苑3栋"), ("不用来了，桂花苑3栋", "桂花苑3栋"), ("桂花苑3栋路灯换好了", "桂花苑3栋"), ("不是，没有坏", ""), ("谢谢", ""),
)  # fmt: skip


@pytest.fixture
def chat(portal: Portal, loop: asyncio.AbstractEventLoop) -> Chat:
    return Chat(portal, loop)


@pytest.mark.parametrize("rule", ["deny", "thank"])
@pytest.mark.parametrize(("said", "place"), REPORTS)
def test_what_is_broken_is_taken_in(chat: Chat, said: str, place: str, rule: str) -> None:
    chat.says(said, rule, rule=rule, score=0.9, place=(place,))
    assert chat.talk.form is not None
    assert said in chat.talk.form["text"]


@pytest.mark.parametrize("rule", ["deny", "thank", "stop"])
@pytest.mark.parametrize(("said", "place"), NONE)
def test_a_mere_no_or_thanks_tells_no_trouble(said: str, place: str, rule: Topic) -> None:
    assert not tells_a_trouble(a_turn(said, place=(place,) if place else ()), rule)


@pytest.mark.parametrize(
    "said", ["桂花苑3栋门口特别吵", "桂花苑3栋的灯修好了又灭了", "桂花苑3栋别人家漏水", "桂花苑3栋楼道灯亮了又坏了"]
)
def test_what_is_mended_for_a_while_or_sounds_like_a_stop_is_a_trouble(said: str) -> None:
    assert tells_a_trouble(a_turn(said, place=("桂花苑3栋",)), "thank")
