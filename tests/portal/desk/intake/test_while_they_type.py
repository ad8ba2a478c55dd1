"""代录, while the clerk types: what is suggested, and what is said of danger and of wishes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.portal.cases.cases_world import draft
from tests.portal.desk.intake.taking_down_world import WORDS, desk
from tests.portal.draft_reader import Reader

__all__ = ["desk"]


def read(desk: FlaskClient, **fields: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(desk.post("/desk/new/reading.json", data=fields).data)
    return found


def test_the_fields_are_suggested(desk: FlaskClient, bot: Reader) -> None:
    """By the bot's reading of the words so far; nothing is written."""
    found = read(desk, text=WORDS, touched="")
    assert found["fields"] == {
        "place": "柳树里3栋",
        "time": "三天了",
        "kind": "request",
        "category": "0403",
        "urgency": "normal",
        "grid": "G-01",
        "body": "lamps",
    }
    assert (found["heard"], found["danger"]) == (True, None)
    assert bot.texts == [WORDS]


def test_a_settled_place_moves_the_grid(desk: FlaskClient) -> None:
    """And a settled category the body."""
    assert read(desk, text=WORDS, touched="place", place="柳树里13栋")["fields"]["grid"] == "G-02"
    assert read(desk, text=WORDS, touched="category", category="02")["fields"]["body"] == "hall"


def test_danger_is_told_with_the_number(desk: FlaskClient, bot: Reader) -> None:
    """By the bot; by the plain words alone while the bot is down; in doubt as a question."""
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": "fire"})
    assert (read(desk, text="厨房着了")["danger"] or {})["number"] == "119"
    bot.found = draft(urgency={"level": "urgent", "reasons": [], "danger": "injury", "ask": True})
    asked = read(desk, text="他好像不行")["danger"]
    assert (asked["number"], asked["sure"]) == ("120", False)
    bot.found = None
    plain = read(desk, text="着火了快来人")
    assert (plain["heard"], plain["danger"]["number"], plain["danger"]["sure"]) == (False, "119", True)


def test_an_open_manhole_is_told_with_what_to_do_first(desk: FlaskClient, bot: Reader) -> None:
    """The bot gives it no danger by name."""
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": None})
    told = read(desk, text="井盖没了，柳树里4栋楼下")["danger"]
    assert (told["number"], told["sure"]) == ("119", True)
    assert "先拦住" in told["words"]


@pytest.mark.parametrize("is_read", [True, False])
@pytest.mark.parametrize(
    ("text", "number", "says"),
    [
        ("我妈想自杀，吃了一瓶安眠药", "120", "别催吐"),
        ("我女儿割腕了，地上都是血", "120", "用力按住"),
        ("我妈把煤气开了说要一起死", "119", "开门开窗"),
        ("我儿子把自己锁在屋里说不想活了，清河小区3栋", "110", "别让他一个人"),
        ("我不想活了", "110", "别一个人待着"),
    ],
)
def test_whoever_is_with_somebody_who_wants_to_die_is_told_what_to_do_for_them(
    desk: FlaskClient, bot: Reader, text: str, number: str, says: str, *, is_read: bool
) -> None:
    """With the ambulance first where something is swallowed or cut, read by the bot or not; and nothing about a message that was sent to us."""
    bot.found = draft(urgency={"level": "emergency", "reasons": [], "danger": "self_harm"}) if is_read else None
    danger = read(desk, text=text)["danger"]
    assert danger["number"] == number
    assert says in danger["words"]
    assert "您的话收到了" not in danger["words"]


@pytest.mark.parametrize(
    ("text", "unnamed"),
    [("她不想让物业知道，3栋路灯坏了", True), ("不想让物业知道是他说的", True), (WORDS, False), ("", False)],
)
def test_a_wish_is_heard_while_it_is_typed(desk: FlaskClient, text: str, *, unnamed: bool) -> None:
    """The box shows what the case will be."""
    assert read(desk, text=text, touched="")["unnamed"] is unnamed


def test_a_reading_that_breaks_the_contract_counts_as_none(desk: FlaskClient, bot: Reader) -> None:
    """The clerk goes on by hand."""
    bot.found = {"kind": "whatever"}
    assert read(desk, text=WORDS)["heard"] is False
