"""Digits of a code, a plate or a telephone are no place, be it in a correction or in an emergency."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Turn
from actions.intake.corrections.changes import Known
from actions.intake.corrections.codes import without_codes
from actions.intake.corrections.turn_changes import changes_of
from tests.bot.conversation.danger_chat import Chat, fire
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

CODES = (
    "密码写错了是4321|密码不是1234，是4321|门禁码5678写错了，应该是8765|4321才是密码|单元门4321#，说错了|编号写错了，是0042|车牌不是浙A12345，是54321"
    "|门禁密码记错了，是2580|口令改成了9999|取件码说错了，应该是3322"
)
PLACES = (
    "不对，是402|是402不是401|门牌错了，是402|401打错了，是402|密码没错，房号错了，是402|地址写错了，是5栋402|说错了，是402室|不是401，密码锁那家是402"
    "|我看错了，是402|门牌号应该是402"
)
KNOWN = Known("翠竹公寓5栋401", "", "", "request")


@pytest.fixture
def chat(portal: Portal, loop: object) -> Chat:
    return Chat(portal, loop)  # type: ignore[arg-type]


def _said(text: str) -> Turn:
    return a_turn(text, act="correct", act_score=0.95)


@pytest.mark.parametrize("text", CODES.split("|"))
def test_a_code_corrects_no_place(text: str) -> None:
    assert changes_of(_said(text), KNOWN).place is None


@pytest.mark.parametrize("text", PLACES.split("|"))
def test_a_room_does(text: str) -> None:
    assert "402" in (changes_of(_said(text), KNOWN).place or "")


@pytest.mark.parametrize("text", [*CODES.split("|"), "电话写错了，是6789", "手机尾号不是1234是4321"])
def test_in_an_emergency_help_is_sent_where_it_was(chat: Chat, portal: Portal, text: str) -> None:
    fire(chat, "翠竹公寓5栋401着火了", place=("翠竹公寓5栋401",))
    chat.says(text, act="correct", act_score=0.95)
    assert portal.cases[0]["place"] == "翠竹公寓5栋401"


def test_in_an_emergency_another_room_is_where_to_go(chat: Chat, portal: Portal) -> None:
    fire(chat, "翠竹公寓5栋401着火了", place=("翠竹公寓5栋401",))
    chat.says("不对，是402", act="correct", act_score=0.95)
    assert portal.cases[0]["place"] == "翠竹公寓5栋402"


def test_the_text_keeps_its_length() -> None:
    """So that each span of the draft stays where it is."""
    assert all(len(without_codes(_said(text)).text) == len(text) for text in CODES.split("|"))
