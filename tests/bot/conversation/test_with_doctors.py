"""Whoever says that an ambulance took somebody hears that they may rest, and is not asked whether anybody is in danger; whatever else they tell is heard."""

from __future__ import annotations

import pytest

from actions.interpreting.situations.taken_away import is_with_doctors
from tests.bot.conversation.danger_chat import Chat, names, raise_as

TAKEN = [
    "120把人接走了", "人被救护车接走了", "救护车来了，已经接走了", "已经送到医院了", "我妈上救护车了", "被120拉走了", "人已经送医院了",
    "120的人把他抬走了", "救护车把老人拉走了，谢谢", "孩子已经在医院了", "刚刚被急救车接走了", "医生把人带上救护车了",
]  # fmt: skip
NOT_TAKEN = [
    "救护车接走了一个，还有一个躺着", "120说不用来", "120接了电话", "救护车还没到", "要不要送医院", "没人送医院", "快送医院", "被警察带走了", "救护车开不进来",
    "儿子接走了", "送医院的路上又晕了", "医院在哪里", "120还没把人接走",
]  # fmt: skip


@pytest.mark.parametrize("text", TAKEN)
def test_an_ambulance_took_them(text: str) -> None:
    assert is_with_doctors(text)


@pytest.mark.parametrize("text", NOT_TAKEN)
def test_nobody_or_not_everybody_was_taken(text: str) -> None:
    assert not is_with_doctors(text)


def test_it_ends_with_a_kind_word(chat: Chat) -> None:
    raise_as(chat, "unconscious")
    assert names(chat.says("120把人接走了")) == ["utter_taken_to_hospital"]
    assert chat.raised().get("over")


@pytest.mark.parametrize("script", ["fire", "home_violence", "self_harm", "gas"])
def test_what_hurt_them_goes_on(chat: Chat, script: str) -> None:
    """A fire burns on, and whoever strikes is still there."""
    raise_as(chat, script)
    assert "utter_taken_to_hospital" not in names(chat.says("人被救护车接走了"))
