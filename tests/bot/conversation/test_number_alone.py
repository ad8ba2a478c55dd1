"""Whoever writes only 119, 120 or 110 hears that they must call themselves, also where a summary waits for a yes; what they tell next is heard as it is."""

from __future__ import annotations

import pytest

from tests.bot.conversation.danger_chat import Chat, names


@pytest.mark.parametrize(
    ("number", "response"),
    [("119", "utter_number_fire"), ("120", "utter_number_ambulance"), ("110", "utter_number_police")],
)
def test_the_number_is_answered_with_its_own_advice(chat: Chat, number: str, response: str) -> None:
    assert names(chat.says(number, danger="other", asks=True)) == [response, "utter_not_told_yet", "utter_ask_danger"]


def test_what_happened_is_raised_as_what_it_is(chat: Chat) -> None:
    chat.says("110", danger="other", asks=True)
    told = chat.says("我被人打了", danger="violence", asks=True)
    assert told.registered
    assert names(told)[0] == "utter_danger_violence"


def test_nothing_is_kept_of_a_number_written_by_mistake(chat: Chat) -> None:
    chat.says("119", danger="other", asks=True)
    assert names(chat.says("没有", "deny", rule="deny")) == ["utter_no_danger_dropped"]


def test_at_the_summary_it_is_no_house_number(chat: Chat) -> None:
    chat.says("公园路3号路灯不亮了", place=("公园路3号",))
    told = chat.says("119", "add_detail", rule="detail", place=("119",))
    assert names(told)[0] == "utter_number_fire"
    assert names(chat.says("没有", "deny", rule="deny"))[-1] == "utter_still_open"
    assert "119" not in str(chat.talk.form)
