"""A threat told after a matter with a stranger is the stranger's: no violence at home, and at the place of that matter."""

from __future__ import annotations

import pytest

from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.portal_stand_in import Portal

MATTER = "翠竹公寓3栋 房东不退押金"


@pytest.mark.parametrize("said", ["他还说要打我", "他威胁要打我", "她还扬言要打人"])
def test_a_threat_beside_the_draft_is_the_landlords(chat: Chat, portal: Portal, said: str) -> None:
    """Not 妇女维权热线, nor 带上孩子."""
    chat.says(MATTER, place=("翠竹公寓3栋",))
    told = chat.says(said, danger="home_violence")
    assert names(told)[0] == "utter_danger_violence"
    report = portal.made("report")[-1]
    assert report["draft"]["urgency"]["danger"] == "violence"
    assert report["answers"]["place"] == "翠竹公寓3栋"
    assert "utter_ask_danger_place" not in names(told)


@pytest.mark.parametrize("said", ["他又打我了", "我老公说要打我", "他在打我"])
def test_blows_and_the_family_stay_violence_at_home(chat: Chat, portal: Portal, said: str) -> None:
    """Nothing is sent to her phone, whatever she reported before."""
    chat.says(MATTER, place=("翠竹公寓3栋",))
    chat.says(said, danger="home_violence")
    report = portal.made("report")[-1]
    assert report["draft"]["urgency"]["danger"] == "home_violence"
    assert report["no_push"]


def test_without_a_stranger_before_it_is_as_it_was(chat: Chat, portal: Portal) -> None:
    chat.says("翠竹公寓3栋 路灯坏了", place=("翠竹公寓3栋",))
    chat.says("他还说要打我", danger="home_violence")
    assert portal.made("report")[-1]["draft"]["urgency"]["danger"] == "home_violence"


def test_after_the_case_was_registered_it_is_the_same(chat: Chat, portal: Portal) -> None:
    """The place was given three lines before."""
    chat.says(MATTER, place=("翠竹公寓3栋",))
    assert chat.says("是", "affirm", rule="affirm").registered
    told = chat.says("他还说要打我", danger="home_violence")
    assert names(told)[0] == "utter_danger_violence"
    assert portal.made("report")[-1]["answers"].get("place") == "翠竹公寓3栋"
