"""What the bot says of a message that made a case, or joined one, before it had read it; and of a person who is asked for in danger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.cases.verbs.reporter import unread
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.channels.conftest import Visitor
from tests.portal.channels.test_sms import text as by_sms
from tests.portal.channels.without_bot_world import comes, messages, report, texts
from tests.vendors.bot import StandInBot

ADVICE = ("utter_danger_fire", "请马上打火警119！\n人先离开，弯腰走楼梯。")
OIL = ("utter_danger_oil", "压不住就马上打火警119！先关火，盖上锅盖。\n千万别浇水。")
RAISED = ("utter_danger_raised", "我已按紧急情况报给值班的人。")
ADDED = ("utter_danger_added", "记到这件事里了。")
PLACE = ("utter_ask_danger_place", "能说的话，告诉我在哪里。")
CLEAR = ("utter_all_clear", "人平安就好。")
PERSON = ("utter_handed_over", "已转给社区的工作人员，他们看到会联系您。")


Answers = Callable[[dict[str, tuple[tuple[str, str], ...]]], None]


@pytest.fixture
def answers(bot: StandInBot, parts: Parts, call: Any) -> Answers:
    """Make the bot answer each text with these (response, text); it reports first what made a case, as the bot does."""

    def make(by_text: dict[str, tuple[tuple[str, str], ...]]) -> None:
        def answer(ask: dict[str, Any]) -> dict[str, Any]:
            if raised := bool(ask["metadata"].get("raised")):
                row = next(one for one in messages(parts) if one.id == ask["inbox_id"])
                assert report(call, row).status_code == 201
            said = [message(*one) for one in by_text.get(ask["text"], ())]
            return {"messages": said, "registered": raised}

        bot.answer = answer

    return make


def message(response: str, text: str) -> dict[str, Any]:
    params = {"office": "社区", "phone": "010-1", "hours": "8点到18点"} if response == PERSON[0] else {}
    return {"text": text, "buttons": [], "link": None, "asks": None, "fallback": False, "response": response, "params": params}  # fmt: skip


def told_late(visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None]) -> list[str]:
    """What the visitor reads once the bot has read all that waits."""
    before = visitor.since()["messages"]
    comes(parts, bot)
    for _ in range(6):
        work()
    after = visitor.since()["messages"]
    return [one["text"] for one in after[len(before) :] if "我是邻里机器人" not in one["text"]]


@pytest.mark.usefixtures("training")
def test_what_the_gateway_said_at_once_is_not_said_again(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None], answers: Answers
) -> None:
    """The number to call, the case's number and the question where; only what to do is new."""
    answers({"着火了": (ADVICE, RAISED, PLACE)})
    visitor.say("着火了")
    assert told_late(visitor, parts, bot, work) == ["人先离开，弯腰走楼梯。"]


@pytest.mark.usefixtures("training")
def test_an_end_that_danger_followed_is_not_welcomed(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None], answers: Answers
) -> None:
    """人平安就好 while it burns again; the advice of the last words stays."""
    answers({"着火了": (ADVICE, RAISED, PLACE), "扑灭了": (CLEAR,), "又着起来了": (OIL, ADDED)})
    for text in ("着火了", "扑灭了", "又着起来了"):
        visitor.say(text)
    assert told_late(visitor, parts, bot, work) == [OIL[1]]


@pytest.mark.usefixtures("training")
def test_an_end_that_is_the_last_word_is_told(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None], answers: Answers
) -> None:
    """Without what to do in a fire that is out."""
    answers({"着火了": (ADVICE, RAISED, PLACE), "扑灭了": (CLEAR,)})
    for text in ("着火了", "扑灭了"):
        visitor.say(text)
    assert told_late(visitor, parts, bot, work) == [CLEAR[1]]


@pytest.mark.usefixtures("training")
def test_the_same_advice_is_given_once(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None], answers: Answers
) -> None:
    """However many messages tell of the same, before the last."""
    said = ("着火了", "火更大了", "火烧到三楼了")
    answers(dict.fromkeys(said, (ADVICE, ADDED)))
    for text in said:
        visitor.say(text)
    assert told_late(visitor, parts, bot, work) == ["人先离开，弯腰走楼梯。"]


def in_emergency(visitor: Visitor, bot: StandInBot, text: str, danger: str) -> None:
    """The sender's emergency, which the bot raised."""
    until = "2099-01-01T00:00:00+08:00"
    hour = {"kind": "detail", "case_no": "LL-20261124-0001", "danger": danger, "until": until}
    bot.answer = lambda _ask: {"messages": [message(*ADVICE)], "expecting": hour}
    visitor.say(text)


def test_whoever_asks_for_a_person_in_danger_has_the_numbers_first(visitor: Visitor, bot: StandInBot) -> None:
    """A person reads it some time."""
    in_emergency(visitor, bot, "着火了", "fire")
    bot.answer = lambda _ask: {"messages": [message(*PERSON)]}
    told = texts(visitor.say("0"))
    assert all(number in told[0] for number in ("110", "119", "120"))
    assert told[1] == PERSON[1]


def test_whoever_asks_for_a_person_at_other_times_has_only_the_answer(visitor: Visitor, bot: StandInBot) -> None:
    """No danger was told."""
    visitor.say("路灯坏了")
    bot.answer = lambda _ask: {"messages": [message(*PERSON)]}
    assert texts(visitor.say("0")) == [PERSON[1]]


def test_who_is_sent_nothing_unasked_is_promised_no_message(visitor: Visitor, parts: Parts, bot: StandInBot) -> None:
    """Somebody else may hold the phone."""
    in_emergency(visitor, bot, "他打我", "home_violence")
    with parts.db.write() as s:
        for point in s.query(ContactPoint):
            point.no_push = True
    bot.answer = lambda _ask: {"messages": [message(*PERSON)]}
    told = texts(visitor.say("0"))[-1]
    assert "会联系您" not in told
    assert "不会主动发消息给您" in told
    assert "010-1" in told


@pytest.mark.usefixtures("training")
def test_an_answer_that_is_asked_for_again_is_late_all_the_same(
    visitor: Visitor,
    parts: Parts,
    bot: StandInBot,
    work: Callable[[], None],
    answers: Answers,
    call: Any,
) -> None:
    """The bot had reported it, and was killed before it answered."""
    answers({"着火了": (ADVICE, RAISED, PLACE), "扑灭了": (CLEAR,)})
    for text in ("着火了", "扑灭了"):
        visitor.say(text)
    assert report(call, messages(parts)[0]).status_code == 201
    assert told_late(visitor, parts, bot, work) == [CLEAR[1]]


def test_an_answer_in_time_looks_for_no_case(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """No ordinary message pays for those few that made a case before the bot had read them."""
    monkeypatch.setattr(unread, "case_of", lambda *_: pytest.fail("a case is looked for"))
    assert "听到：路灯坏了" in texts(visitor.say("路灯坏了"))


def test_by_sms_there_is_no_page_to_look_at(
    client: FlaskClient, parts: Parts, bot: StandInBot, letters: Callable[[str], list[str]]
) -> None:
    """Whoever is sent nothing unasked is told to write again."""
    bot.answer = lambda _ask: {"messages": [message(*PERSON)]}
    by_sms(client, parts, "您好", "SM1")
    with parts.db.write() as s:
        for point in s.query(ContactPoint):
            point.no_push = True
    told = "".join(by_sms(client, parts, "转人工", "SM2") or letters("send_sms"))
    assert "不会主动发消息给您，方便时您再发一句来" in told
    assert "来这里看" not in told
