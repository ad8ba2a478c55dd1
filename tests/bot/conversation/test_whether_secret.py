"""到底保密还是不保密 is answered by what stands so now, of the case or of the open report; nothing is added or changed by it."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Wish
from actions.routes.who_sees import asks_whether_secret, asks_who_sees
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

ASKS = [
    "到底保密还是不保密", "到底现在是保密还是不保密", "现在是匿名还是实名", "所以是实名还是匿名呢", "我这件事保密了吗", "那保密了没有", "到底保不保密",
    "这件算匿名吗", "是不是匿名的", "现在还保密吗",
]  # fmt: skip


@pytest.mark.parametrize("text", ASKS)
def test_it_is_asked(text: str) -> None:
    assert asks_whether_secret(text)
    assert asks_who_sees(a_turn(text, wish=Wish(text, "")))


@pytest.mark.parametrize(
    "text",
    [
        "要保密",
        "别保密了",
        "改成匿名",
        "还是实名吧",
        "不用保密了",
        "实名举报楼上",
        "匿名举报管用吗",
        "你们保密工作做得差",
        "保密",
    ],
)
def test_a_wish_is_no_such_question(text: str) -> None:
    assert not asks_whether_secret(text)


@pytest.mark.parametrize("text", ["所以现在办事的人知道我是谁吗", "那现在物业看得到我的名字吗"])
def test_words_before_a_question_who_sees_it_change_nothing(text: str) -> None:
    assert asks_who_sees(a_turn(text))


@pytest.mark.parametrize(
    ("facts", "response"),
    [
        ({"confidential": True}, "utter_who_sees_unnamed"),
        ({"named": True}, "utter_who_sees_named"),
        ({}, "utter_who_sees"),
    ],
)
@pytest.mark.parametrize("text", ASKS[:3])
def test_the_case_says_what_is_so(chat: Chat, portal: Portal, facts: dict[str, bool], response: str, text: str) -> None:
    portal.has_case(reported_at=JUST_NOW, **facts)
    assert names(chat.says(text, "add_detail", rule="detail", wish=Wish(text, ""))) == [response]
    assert portal.details == []


def test_an_open_report_says_what_its_sender_wished(chat: Chat) -> None:
    chat.says(
        "桂花苑1栋5楼在卖假药，不能让他知道", place=("桂花苑1栋5楼",), wish=Wish("不能让他知道", "桂花苑1栋5楼在卖假药")
    )
    assert names(chat.says("到底保密还是不保密"))[0] == "utter_secret_with_report"
