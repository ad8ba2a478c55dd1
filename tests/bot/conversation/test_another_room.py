"""Whoever says in an emergency that they are in another room is looked for there; another's room, a time or a code moves nobody."""

from __future__ import annotations

import asyncio

import pytest

from tests.bot.conversation.danger_chat import Chat, fire
from tests.bot.conversation.portal_stand_in import Portal

MOVED = "他又打我了，在302|我现在在302|我躲到302了|人在302|我跑到302室|在302|我们在302|我逃到302了|他来了，我在302|换到302了"
STAYS = "他在302|他住302|电话302|密码在302里|3点02分|302的人来了|楼上302也听见了|他家在302|编号302|去年在302次列车上"


@pytest.fixture
def chat(portal: Portal, loop: asyncio.AbstractEventLoop) -> Chat:
    return Chat(portal, loop)


@pytest.mark.parametrize("text", MOVED.split("|"))
def test_the_room_is_where_they_are(chat: Chat, portal: Portal, text: str) -> None:
    fire(chat, "翠竹公寓3栋202我老公打我", "home_violence", ("翠竹公寓3栋202",))
    chat.says(text)
    assert portal.cases[0]["place"] == "翠竹公寓3栋302"


@pytest.mark.parametrize("text", STAYS.split("|"))
def test_other_numbers_move_nobody(chat: Chat, portal: Portal, text: str) -> None:
    fire(chat, "翠竹公寓3栋202我老公打我", "home_violence", ("翠竹公寓3栋202",))
    chat.says(text)
    assert portal.cases[0]["place"] == "翠竹公寓3栋202"


def test_so_it_is_though_somebody_else_held_the_telephone(chat: Chat, portal: Portal) -> None:
    """Nothing of it is said here; people are paged anew."""
    fire(chat, "翠竹公寓3栋202我老公打我", "home_violence", ("翠竹公寓3栋202",))
    chat.says("我是她老公", rule="not_understood")
    told = chat.says("他又打我了，在302", danger="home_violence")
    assert portal.cases[0]["contact"] in (0, 17)
    assert "302" not in str(told.says)
    assert any(danger == "home_violence" for _, danger in portal.raised_again)


def test_danger_at_home_puts_no_card_in_sight(chat: Chat) -> None:
    """Whoever takes the telephone would tap it."""
    assert all(
        one.link is None for one in fire(chat, "翠竹公寓3栋202我老公打我", "home_violence", ("翠竹公寓3栋202",)).says
    )


def test_a_fire_has_its_card(chat: Chat) -> None:
    assert any(one.link for one in fire(chat).says)
