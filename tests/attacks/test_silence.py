"""Silence: who is in danger is told the number within a second, however slow, busy or absent the bot is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from portal.channels import jobs
from portal.channels.bot_client import BotClient
from portal.channels.doors import wechat
from portal.channels.inbound.conversation import drain
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.conftest import HandClock
from tests.vendors.bot import TOKEN, StandInBot, said

ABROAD, MAINLAND = "+12025550123", "+8613800000001"
pytestmark = pytest.mark.hasty
SECOND = 5.0  # well within the ten that a request may wait for the bot; the second itself is shown by bench.starvation
ALARMS = (
    ("着火了", "119"),
    ("我家厨房起火了，快来", "119"),
    ("漏煤气了，好大的味道", "119"),
    ("我被困在电梯里了", "119"),
    ("孩子掉河里了", "119"),
    ("有人触电了", "120"),
    ("我爸晕倒了，没呼吸", "120"),
    ("有人拿刀砍人", "110"),
    ("楼顶有人要跳楼", "110"),
    ("救命！快来人", "110"),
    ("着　火　了！！", "119"),
    ("家裡著火了", "119"),
)
ORDINARY = (
    "没着火，就是烟大",
    "消防演习几点开始",
    "着火了怎么办，演练时讲了",
    "WiFi救命",
    "救命，快递柜验证码没了",
    "被困在手续里",
    "昨天着火了，墙还黑着",
    "如果着火了往哪跑",
    "电视里说着火了",
    "跳楼价清仓",
    "火锅店油烟大",
    "防溺水宣传什么时候来",
)


@pytest.fixture
def bot() -> Iterator[StandInBot]:
    stand_in = StandInBot()
    yield stand_in
    if stand_in.gate is not None:
        stand_in.gate.set()
    stand_in.down()


@pytest.fixture(autouse=True)
def no_minute_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent counts as sent in the same minute by the rate limits, however long the machine takes over it."""
    moment = time.time()
    monkeypatch.setattr("limits.storage.memory.time", SimpleNamespace(time=lambda: moment))


@pytest.fixture
def parts(parts: Parts, bot: StandInBot) -> Parts:
    return replace(parts, settings=replace(parts.settings, rasa_port=bot.port, bot_token=TOKEN))


def arrive(client: FlaskClient) -> dict[str, str]:
    token = client.post("/api/v1/chat/sessions").json["token"]  # type: ignore[index]
    return {"Authorization": f"Bearer {token}"}


def say(client: FlaskClient, visitor: dict[str, str], text: str, message_id: str = "m1") -> Any:
    body = {"text": text, "client_message_id": message_id}
    return client.post("/api/v1/chat/messages", json=body, headers=visitor)


def first_line(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return str((answer.json["messages"] or [{"text": ""}])[0]["text"].split("\n")[0])


def texts(answer: Any) -> list[str]:
    return [message["text"] for message in answer.json["messages"]]


def by_wechat(client: FlaskClient, parts: Parts, text: str, msg_id: int = 1, sender: str = "o-abc") -> str:
    stamp = str(int(parts.clock.now().timestamp()))
    query = {"timestamp": stamp, "nonce": "17", "signature": wechat.signature("linli-demo", stamp, "17")}
    fields = {"ToUserName": "gh_1", "FromUserName": sender, "CreateTime": "1790000000", "MsgType": "text"}
    fields |= {"Content": text, "MsgId": str(msg_id)}
    body = "<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()) + "</xml>"
    answer = client.post("/wechat", query_string=query, data=body.encode())
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.data).findtext("Content") or ""


def by_sms(client: FlaskClient, parts: Parts, text: str, sender: str, sid: str = "SM1") -> Any:
    form = {"From": sender, "To": "+10000000000", "Body": text, "MessageSid": sid, "NumMedia": "0"}
    url = parts.settings.public_url + "/sms/twilio/inbound"
    signature = RequestValidator("linli-demo").compute_signature(url, form)
    return client.post("/sms/twilio/inbound", data=form, headers={"X-Twilio-Signature": signature})


def letters(parts: Parts) -> list[str]:
    with parts.db.read() as s:
        return [row.letter.text for row in s.query(OutboxRow).order_by(OutboxRow.id) if row.letter]


def round_of_the_worker(parts: Parts, sender: int = 1) -> None:
    client = BotClient(parts.settings.bot_url, parts.settings.bot_token)
    drain(parts, client, sender, seconds=10, call_seconds=5)


def test_the_number_comes_within_a_second_while_the_bot_is_slow(
    client: FlaskClient, parts: Parts, bot: StandInBot, clock: HandClock
) -> None:
    """The first line of the holding reply; the bot's own answer still comes. An ordinary message beside it waits on."""
    visitor, neighbour = arrive(client), arrive(client)
    bot.gate = threading.Event()
    begun = time.monotonic()
    answer = say(client, visitor, "着火了")
    assert time.monotonic() - begun < SECOND
    assert "119" in first_line(answer)
    assert answer.json["pending"]
    bot.gate.set()
    bot.gate = None
    assert "听到：路灯坏了" in texts(say(client, neighbour, "路灯坏了"))
    clock.move(seconds=5)
    round_of_the_worker(parts)
    told = client.get("/api/v1/chat/messages?wait=0", headers=visitor).json
    assert [message["text"] for message in told["messages"]][-1] == "听到：着火了"  # type: ignore[index]
    assert not told["pending"]  # type: ignore[index]


def test_the_bot_alone_speaks_when_it_is_in_time(client: FlaskClient, bot: StandInBot) -> None:
    """No second voice: one danger answer, and the notice after it."""
    bot.answer = lambda _ask: {"messages": [said("请马上打火警119！", response="utter_danger_fire")]}
    answer = say(client, arrive(client), "着火了")
    assert "119" in first_line(answer)
    assert [message["text"] for message in answer.json["messages"] if "收到了" in message["text"]] == []
    assert not answer.json["pending"]


def test_a_bot_that_cannot_reach_the_portal_does_not_keep_the_number_away(
    client: FlaskClient, parts: Parts, bot: StandInBot
) -> None:
    """Its plain note comes after the number; to an ordinary message it stands alone."""
    bot.answer = lambda _ask: {"messages": [said("系统忙，过会儿再办")], "retry": True}
    assert "119" in first_line(say(client, arrive(client), "着火了"))
    assert "119" in by_sms(client, parts, "着火了", ABROAD).text
    assert texts(say(client, arrive(client), "路灯坏了"))[-1] == "系统忙，过会儿再办"
    assert not [text for text in texts(say(client, arrive(client), "路灯坏了")) if "119" in text]


@pytest.mark.parametrize(("text", "number"), ALARMS)
def test_plain_words_of_danger_bring_their_number(client: FlaskClient, bot: StandInBot, text: str, number: str) -> None:
    """Nobody waits: the bot is down."""
    bot.down()
    assert number in first_line(say(client, arrive(client), text))


def test_ordinary_words_bring_no_alarm(client: FlaskClient, bot: StandInBot) -> None:
    """What only sounds like danger gets the plain holding reply, in which no number is the first thing; danger does."""
    bot.fail = lambda _ask: 503
    client.application.extensions["linli_gateway"].breaker.record = lambda _fine: None
    for text in ORDINARY:
        assert first_line(say(client, arrive(client), text)).startswith("收到了"), text
    assert "119" in first_line(say(client, arrive(client), "着火了"))


def test_there_is_no_seat_and_the_number_comes(client: FlaskClient, bot: StandInBot) -> None:
    """All that may wait for the bot do: an alarm gets its number at once, an ordinary message its turn."""
    gateway = client.application.extensions["linli_gateway"]
    with ExitStack() as seats:
        for share in (gateway.waiting, getattr(gateway, "alarms", gateway.waiting)):
            for _ in range(64):
                seats.enter_context(share.seat())
        begun = time.monotonic()
        assert "119" in first_line(say(client, arrive(client), "着火了"))
        assert time.monotonic() - begun < SECOND
        assert say(client, arrive(client), "路灯坏了").json["pending"]


def test_behind_ones_own_flood(client: FlaskClient, parts: Parts, bot: StandInBot, clock: HandClock) -> None:
    """Rows of the same sender stand before it: the number at once, and the bot hears the alarm first of all."""
    visitor = arrive(client)
    gateway = client.application.extensions["linli_gateway"]
    with ExitStack() as seats:
        for _ in range(64):
            seats.enter_context(gateway.waiting.seat())
        for number in range(20):
            say(client, visitor, "1" * 5000, f"f{number}")
    bot.gate = threading.Event()
    assert "119" in first_line(say(client, visitor, "着火了", "alarm"))
    bot.gate.set()
    bot.gate = None
    bot.asked.clear()
    clock.move(seconds=30)
    round_of_the_worker(parts)
    assert bot.asked[0]["text"] == "着火了"
    assert len(bot.asked) == 21


def test_another_holds_the_conversation(client: FlaskClient, bot: StandInBot) -> None:
    """The worker has the sender's lease and waits for a slow bot: the number comes all the same."""
    visitor = arrive(client)
    bot.gate = threading.Event()
    first = threading.Thread(target=lambda: say(client.application.test_client(), visitor, "路灯坏了", "a"))
    first.start()
    assert bot.entered.wait(10)
    begun = time.monotonic()
    assert "119" in first_line(say(client, visitor, "着火了", "b"))
    assert time.monotonic() - begun < SECOND
    bot.gate.set()
    first.join(20)


def test_by_wechat_in_the_passive_reply(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """Long before the vendor's five seconds; a repeat gets the same words. An ordinary follower is answered by the bot."""
    assert "听到：路灯坏了" in by_wechat(client, parts, "路灯坏了", 7, "o-neighbour")
    bot.gate = threading.Event()
    begun = time.monotonic()
    first = by_wechat(client, parts, "着火了")
    assert time.monotonic() - begun < SECOND
    assert "119" in first.split("\n")[0]
    assert by_wechat(client, parts, "着火了") == first


def test_by_sms_in_the_answer_or_by_the_port(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """Abroad in TwiML, on the mainland as a letter; an ordinary SMS is left to the worker."""
    bot.gate = threading.Event()
    begun = time.monotonic()
    abroad = by_sms(client, parts, "着火了", ABROAD)
    assert time.monotonic() - begun < SECOND
    assert "119" in abroad.text.split("\n")[0]
    begun = time.monotonic()
    by_sms(client, parts, "我被困在电梯里了", MAINLAND, "SM2")
    assert time.monotonic() - begun < SECOND
    assert [text.split("\n")[0] for text in letters(parts)] == ["【幸福社区】请马上打119！"]
    by_sms(client, parts, "路灯坏了", "+8613800000002", "SM3")
    assert len(letters(parts)) == 1


def test_after_unsubscribing_the_number_still_comes(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """退订 silences everything but the first line of an alarm."""
    bot.down()
    by_sms(client, parts, "退订", ABROAD)
    assert "119" in by_sms(client, parts, "着火了", ABROAD, "SM2").text
    assert "<Message>" not in by_sms(client, parts, "路灯坏了", ABROAD, "SM3").text


def test_over_the_limit_an_alarm_is_kept_and_answered(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """A sender who may say no more still gets the number; a neighbour with nothing to do with it is answered."""
    bot.answer = lambda ask: {"messages": [said("听到：" + ask["text"][:10])]}
    visitor, neighbour = arrive(client), arrive(client)
    answers = [say(client, visitor, "1", f"f{number}") for number in range(70)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["Retry-After"]) > 0
    assert "没有收下" in refused[0].json["title"]
    bot.down()
    answer = say(client, visitor, "着火了", "alarm")
    assert "119" in first_line(answer)
    assert answer.json["pending"]
    bot.up()
    assert "听到：路灯坏了" in texts(say(client, neighbour, "路灯坏了"))


def test_a_flood_of_alarms_ends_with_the_number_too(client: FlaskClient, bot: StandInBot) -> None:
    """Not kept without end, but the refusal's own words begin with the number."""
    bot.down()
    visitor = arrive(client)
    codes = set()
    for number in range(140):
        answer = say(client, visitor, "着火了", f"a{number}")
        codes.add(answer.status_code)
        assert "119" in (answer.json["title"] if answer.status_code == 429 else first_line(answer))
    assert codes == {200, 429}


def test_who_only_looks_is_told_within_the_budget(client: FlaskClient, bot: StandInBot, clock: HandClock) -> None:
    """A message that found no seat is not left without a word: after 8 seconds whoever polls is told, once."""
    visitor = arrive(client)
    gateway = client.application.extensions["linli_gateway"]
    with ExitStack() as seats:
        for _ in range(64):
            seats.enter_context(gateway.waiting.seat())
        assert say(client, visitor, "路灯坏了").json["messages"] == []
    clock.move(seconds=9)
    for _ in range(2):
        told = client.get("/api/v1/chat/messages?wait=0", headers=visitor).json
        assert [message["text"][:3] for message in told["messages"]] == ["收到了"]  # type: ignore[index]


def test_one_flood_leaves_the_worker_to_others(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """The rounds go from sender to sender: who waits with one row does not wait for a hundred of somebody else's."""
    gateway = client.application.extensions["linli_gateway"]
    flooding, honest, alarmed = arrive(client), arrive(client), arrive(client)
    with ExitStack() as seats:
        for share in (gateway.waiting, getattr(gateway, "alarms", gateway.waiting)):
            for _ in range(64):
                seats.enter_context(share.seat())
        for number in range(40):
            say(client, flooding, "1" * 5000, f"f{number}")
        say(client, honest, "路灯坏了")
        say(client, alarmed, "着火了")
    drainer = jobs.InboxDrainer(at_once=1)
    drainer(parts)
    _until(lambda: len(bot.asked) == 42)
    heard = [ask["text"][:4] for ask in bot.asked]
    assert heard.index("着火了") <= 1
    assert heard.index("路灯坏了") <= 4
    assert heard.count("1111") == 40


def _until(true: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.02)


def test_what_waits_of_one_sender_is_bounded(
    client: FlaskClient, parts: Parts, bot: StandInBot, clock: HandClock
) -> None:
    """With the bot away, the sixty-first is refused and not kept; all that were acknowledged are answered, and others heard."""
    parts = replace(parts, settings=replace(parts.settings, chat_messages_per_minute=1000))
    client = create_app(parts).test_client()
    bot.down()
    flooding, honest = arrive(client), arrive(client)
    statuses = [say(client, flooding, "路灯坏了", f"f{number}").status_code for number in range(70)]
    assert statuses == [200] * 60 + [429] * 10
    assert say(client, honest, "路灯坏了").status_code == 200
    bot.up()
    clock.move(minutes=5)
    for sender in (1, 2):
        round_of_the_worker(parts, sender)
    assert len(bot.handled) == 61


def test_a_number_that_floods_by_sms_is_told_once(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """Each answer costs: one sentence, then 429 to the vendor; an alarm of that number is heard, and so is another number."""
    bot.down()
    answers = [by_sms(client, parts, "1", ABROAD, f"SM{number}") for number in range(70)]
    refused = [answer for answer in answers if "没有收下" in answer.text or answer.status_code == 429]
    assert len(refused) == 10
    assert sum(answer.status_code == 200 for answer in refused) == 1
    assert "119" in by_sms(client, parts, "着火了", ABROAD, "SMalarm").text
    assert "收到了" in by_sms(client, parts, "路灯坏了", "+12025550199", "SMother").text


def test_a_follower_who_floods_is_told_in_the_reply(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """Never silence; the alarm's number all the same; another follower is heard."""
    bot.down()
    told = [by_wechat(client, parts, "1", number + 1) for number in range(70)]
    assert sum("没有收下" in text for text in told) == 10
    assert "119" in by_wechat(client, parts, "着火了", 900).split("\n")[0]
    assert "收到了" in by_wechat(client, parts, "路灯坏了", 901, "o-other")


def test_neighbours_behind_one_address_are_heard(client: FlaskClient, bot: StandInBot) -> None:
    """A village behind one line: thirty people, ten messages each, all taken; so is a new visitor."""
    bot.down()
    people = [arrive(client) for _ in range(30)]
    statuses = {say(client, one, "路灯坏了", f"m{number}").status_code for one in people for number in range(10)}
    assert statuses == {200}


def test_an_ipv6_network_is_one_address(client: FlaskClient, parts: Parts) -> None:
    """Who has 2^64 addresses opens no more chats than who has one; a neighbour's network is another."""
    most = parts.settings.chat_sessions_per_hour

    def open_one(address: str) -> int:
        return client.post("/api/v1/chat/sessions", environ_base={"REMOTE_ADDR": address}).status_code

    statuses = [open_one(f"2001:db8:0:1::{number:x}") for number in range(1, most + 20)]
    assert statuses.count(201) == most
    assert open_one("2001:db8:0:2::1") == 201
    assert open_one("192.0.2.7") == 201
