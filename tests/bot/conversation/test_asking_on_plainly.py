"""After an answer to a common question: what the bot plainly reads as a question opens no report, whatever its words, nor does what only tells how things stand."""

from __future__ import annotations

import pytest

from actions.intake.questions import only_chats
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("垃圾怎么分", "电池扔哪"),
        ("低保怎么申请", "我一个月八百块"),
        ("死亡证明去哪开", "在家死的"),
        ("残疾证怎么办", "左手不太灵活"),
    ],
)
def test_no_report_is_begun(resident: Resident, portal: Portal, first: str, then: str) -> None:
    """It is not asked where."""
    resident.says(first)
    assert asked(resident.says(then)) not in ("place", "confirm", "detail")


@pytest.mark.parametrize("then", ["桂花苑3栋灯坏了", "楼上天天吵", "桂花苑门口垃圾没人收", "翠竹公寓2栋漏水"])
def test_a_trouble_is_a_report(resident: Resident, portal: Portal, then: str) -> None:
    """Whatever was answered before."""
    resident.says("低保怎么申请")
    assert asked(resident.says(then)) in ("place", "confirm")


def test_another_question_in_its_own_words_is_answered(resident: Resident, portal: Portal) -> None:
    """Though it has no word of its own for what it asks about."""
    resident.says("你是人吗")
    assert "只给办这件事的人看" in texts(resident.says("我的话谁看得到"))


def test_grief_is_heard_out() -> None:
    """And not asked where it is, though some category is guessed; a place or less surely nothing of ours opens a report."""
    said = {"act": "chat", "act_score": 0.77, "category": ("1205", ["政法", "治安"], 0.35), "unsure": True}
    grief = "我家猫死了我好难过"
    assert only_chats(a_turn(grief, "out_of_scope", 0.97, **said))
    assert not only_chats(a_turn(grief, "out_of_scope", 0.6, **said))
    assert not only_chats(a_turn("桂花苑猫死了", "out_of_scope", 0.97, place=("桂花苑",), **said))
