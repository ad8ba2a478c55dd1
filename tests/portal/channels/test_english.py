"""English to the gateway: the number to call, and English under the bot's Chinese."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.channels.bot_client import Outgoing
from portal.channels.models import Handover
from portal.channels.outbound.in_english import with_english
from portal.channels.text import english
from portal.channels.text.danger_words import plain_danger
from portal.channels.text.english import is_english
from portal.storage.parts import Parts
from tests.portal.channels.conftest import Visitor
from tests.vendors.bot import StandInBot, said

PLAIN = {
    "119": "there is a fire in building 3!!|Fire!|my kitchen is ON FIRE come quickly|thick smoke on the stairs, we can't see|the scooter is burning downstairs"
    "|fire at the old market|gas leak at block 8|it smells like gas in here|I'm stuck in the elevator|a boy fell into the river|my mum is trapped under the wall"
    "|the fire is out of control",
    "120": "my father is unconscious|He's not breathing|she is bleeding a lot|heart attack, building 2|a man was hit by a car at the gate|I can’t breathe",
    "110": "a man with a knife is at the gate|they are robbing the shop, he has a gun|my husband is beating me|I want to kill myself|help!!|Please help me"
    "|someone is being attacked",
}
ORDINARY = (
    "The street light on Park Road has been off for three days|the fire door does not close|fire drill tomorrow?|where is the fire station"
    "|help me register for a permit|gas bill too high|the fire is out, thanks|my cat is stuck in the elevator|I lost my key card|what if there is a fire"
    "|fireworks every night|someone is smoking in the lift|he had a heart attack last year|knife sharpening uncle is too loud|hello|what can you do"
    "|noise is killing me|emergency exit is blocked|桂花苑有家店叫OnFire，油烟味很大，天天这样没人管"
)


@pytest.mark.parametrize("number", PLAIN)
def test_a_cry_in_english_has_its_number(number: str) -> None:
    """As people of no one country write them."""
    told = {text: found.number if (found := plain_danger(text)) else None for text in PLAIN[number].split("|")}
    assert set(told.values()) == {number}, told


def test_other_english_is_no_alarm() -> None:
    """A drill, a bill, what is over, what is feared, a shop's name."""
    assert [text for text in ORDINARY.split("|") if plain_danger(text)] == []


def test_a_danger_that_no_words_take_back_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cell of the list takes nothing back, rather than everything."""
    (tmp_path / "words.csv").write_text("danger,number,sure,asked,unless\nfire,119,on fire,,\n", encoding="utf-8")
    monkeypatch.setattr(english, "WORDS", tmp_path / "words.csv")
    english._rows.cache_clear()
    try:
        assert english.plain_danger("it is on fire") == ("fire", "119")
    finally:
        english._rows.cache_clear()


def test_a_long_text_takes_no_longer_than_it_has_to() -> None:
    began = time.perf_counter()
    for flood in ("help " * 40, "please i'm " * 27, "is is in " * 33 + "?", "fire " * 1000):
        plain_danger(flood)
        is_english(flood)
    assert time.perf_counter() - began < 1


def test_english_is_told_from_chinese_with_a_name_in_it() -> None:
    assert all(map(is_english, ("where is my case", "The light on Park Road (公园路) is off", "hello")))
    assert not any(
        map(is_english, ("3号楼WiFi坏了", "LL-20261128-0001", "桂花苑KTV太吵", "https://a.example/c", "ok", ""))
    )


def test_each_part_of_an_answer_to_danger_stands_in_english_too() -> None:
    told = [
        Outgoing("请马上打火警119！", response="utter_danger_fire_seen"),
        Outgoing("报了", response="utter_danger_raised", params={"case_no": "LL-1"}),
    ]
    first, second = with_english("there is a fire!", told)
    assert first.text.startswith("请马上打火警119！\nCall 119 (fire) now!")
    assert second.text == "报了\nReported as urgent to the people on duty, number LL-1."


def test_other_answers_say_once_that_the_bot_reads_chinese() -> None:
    told = [Outgoing("记下了", response="utter_plain"), Outgoing("您接着说", response="utter_go_on")]
    first, last = with_english("the street light is off", told)
    assert first.text == "记下了"
    assert "I read only Chinese" in last.text
    assert "a person of the community was asked" in last.text
    assert with_english("路灯不亮了", told) == told


def test_small_talk_in_english_is_passed_on_to_nobody() -> None:
    (greeting,) = with_english("hello", [Outgoing("您好", response="utter_greet")])
    assert "I read only Chinese" in greeting.text
    assert "a person of the community" not in greeting.text


@pytest.mark.parametrize(
    ("text", "handed"), [("My upstairs light blinks three times", ["foreign"]), ("hello there", []), ("路灯不亮了", [])]
)
def test_english_that_the_bot_did_not_read_goes_to_a_person_at_once(
    visitor: Visitor, bot: StandInBot, parts: Parts, text: str, handed: list[str]
) -> None:
    """Whoever cannot say it in Chinese may be in danger all the same."""
    response = "utter_greet" if text.startswith("hello") else "utter_take_your_time"
    answered = {"messages": [said("嗯，您接着说", response=response)], "retry": False, "registered": False}
    bot.answer = lambda _ask: answered
    visitor.say(text)
    visitor.say(text)
    with parts.db.read() as s:
        assert list(s.scalars(sa.select(Handover.reason))) == handed  # once, however much they write
