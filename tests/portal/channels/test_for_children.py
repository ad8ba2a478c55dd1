"""What a child is told in a danger: what to do, in a child's words, under the same number."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.channels.bot_client import BotClient, Outgoing
from portal.channels.inbound.conversation import drain
from portal.channels.outbound import alarm_advice, for_children
from portal.channels.text.danger_words import TEMPLATES
from portal.kernel.config import PROJECT
from portal.storage.parts import Parts
from portal.wording.sms_text import units
from tests.portal.channels.conversation_world import client_of_bot, say, sender, texts
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot
from tests.vendors.bot import said as said_by_bot

__all__ = ["client_of_bot", "sender"]

_DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["responses"]
_NO_ADVICE = re.compile("utter_danger_(?:raised|raised_quietly|added|no_place|unsure)")
ADVICE = sorted(name for name in _DOMAIN if name.startswith("utter_danger_") and not _NO_ADVICE.fullmatch(name))
OF_ADULTS = re.compile("带上?孩子|您|拉架|派个?人|产妇|数一数|撬|AED|灭火器")
WORDS = for_children.load()
OWN = [*TEMPLATES.values(), *(scene.template for scene in alarm_advice.load())]


def said(name: str) -> Outgoing:
    return Outgoing(text=_DOMAIN[name][0]["text"], response=name)


@pytest.mark.parametrize("name", [*ADVICE, *OWN])
def test_every_first_answer_to_a_danger_has_words_for_children(name: str) -> None:
    """The bot's and the gateway's own."""
    assert WORDS[name]


@pytest.mark.parametrize("name", ADVICE)
def test_a_child_reads_the_same_number_first_and_then_words_for_a_child(name: str) -> None:
    """Nothing that only a grown-up can do, and it fits the SMS of an answer to danger."""
    (told,) = for_children.in_a_childs_words([said(name)])
    number, _, rest = told.text.partition("\n")
    assert number == said(name).text.partition("\n")[0]
    assert rest == WORDS[name]
    assert not OF_ADULTS.search(rest)
    assert units(told.text) <= 134


def test_a_child_behind_a_door_that_is_smashed_is_not_told_to_run_out() -> None:
    """At home it locks the door; outside it runs to where people are."""
    home, _, outside = WORDS["utter_danger_violence"].partition("在外面")
    assert "锁好门" in home
    assert "跑" not in home
    assert "人多的地方" in outside


def test_each_id_is_an_answer() -> None:
    """Of the bot or of the gateway."""
    assert set(WORDS) <= {*_DOMAIN, *OWN}


@pytest.mark.parametrize("name", ["utter_danger_raised", "utter_ask_danger_place", "utter_danger_added"])
def test_other_messages_stay_as_they_are(name: str) -> None:
    """And so does an answer whose number the holding reply said already, but for its words."""
    assert for_children.in_a_childs_words([said(name)]) == [said(name)]
    cut = Outgoing(text="先躲到安全的地方。", response="utter_danger_violence")
    assert for_children.in_a_childs_words([cut])[0].text == WORDS["utter_danger_violence"]


@pytest.mark.parametrize(
    ("content", "line"),
    [("id,text\na,b\n", "header"), ("id,text,source\na,,c\n", "line 2"), ("id,text,source\na,b,c\na,d,e\n", "line 3")],
)
def test_a_bad_line_is_named(tmp_path: Path, content: str, line: str) -> None:
    path = tmp_path / "words.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(for_children.ChildWordError, match=line):
        for_children.load.__wrapped__(path)


def danger_answer(_ask: dict[str, Any]) -> dict[str, Any]:
    """The bot's answer to blows at home."""
    told = said_by_bot(HOME, response="utter_danger_home_violence")
    return {"messages": [told, said_by_bot("报了，编号 LL-1。", response="utter_danger_raised")]}


HOME = said("utter_danger_home_violence").text


@pytest.mark.parametrize(
    ("messages", "to_a_child"),
    [
        (["爸爸打妈妈我好怕"], True),
        (["我8岁", "爸爸打妈妈"], True),
        (["我老公打我，孩子8岁，我好怕"], False),
    ],
)
def test_whoever_is_plainly_a_child_is_answered_in_a_childs_words(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, messages: list[str], to_a_child: bool
) -> None:
    """Also if they said so a message before; never told to take the children with them."""
    for text in messages:
        bot.answer = danger_answer if text == messages[-1] else bot.answer
        say(parts, sender, text)
        drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    told = texts(parts, sender)
    assert ("这不是你的错" in "".join(told)) is to_a_child
    assert ("带上孩子" in "".join(told)) is not to_a_child
    assert told[-2].startswith("请马上打报警110！\n")
    assert told[-1] == "报了，编号 LL-1。"


def test_a_sender_counts_as_a_child_for_an_hour(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """Then whoever has the telephone may be somebody else."""
    say(parts, sender, "我8岁")
    drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    clock.move(hours=2)
    bot.answer = danger_answer
    say(parts, sender, "他打我")
    drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    assert HOME in texts(parts, sender)
