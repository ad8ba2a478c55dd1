"""Twilio's doors."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
import yaml
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from portal.channels import jobs
from portal.channels.doors import sms
from portal.channels.models import Conversation, InboxMessage, SmsDelivery
from portal.kernel.config import PROJECT
from portal.kernel.errors import TooMany
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wording.sms_text import segments
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot, said

ABROAD, MAINLAND = "+12025550123", "+8613800000001"


def send(client: FlaskClient, parts: Parts, path: str = "/sms/twilio/inbound", **form: str) -> Any:
    signature = RequestValidator("linli-demo").compute_signature(parts.settings.public_url + path, form)
    return client.post(path, data=form, headers={"X-Twilio-Signature": signature})


def text(client: FlaskClient, parts: Parts, body: str, sid: str = "SM1", sender: str = ABROAD) -> list[str]:
    answer = send(client, parts, From=sender, To="+10000000000", Body=body, MessageSid=sid, NumMedia="0")
    assert answer.status_code == 200
    assert answer.mimetype == "text/xml"
    return [message.text or "" for message in ElementTree.fromstring(answer.data)]


def rows(parts: Parts) -> list[str]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(InboxMessage.vendor_id).order_by(InboxMessage.id)))


def test_an_answer_that_is_ready_goes_back_in_twiml(client: FlaskClient, parts: Parts) -> None:
    """The notice is an SMS of its own; both are signed."""
    assert text(client, parts, "路灯坏了")[0].startswith("【幸福社区】我是邻里机器人")
    assert text(client, parts, "三栋", "SM2") == ["【幸福社区】听到：三栋"]


def test_the_same_sid_twice_is_one_row_and_the_same_answer(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """At the same time and later."""
    answers: list[list[str]] = []
    together = threading.Barrier(2)

    def once() -> None:
        own = client.application.test_client()
        together.wait()
        answers.append(text(own, parts, "是"))

    threads = [threading.Thread(target=once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.append(text(client, parts, "是"))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][-1] == "【幸福社区】听到：是"
    assert rows(parts) == ["SM1"]
    assert list(bot.handled.values()) == [1]


def test_a_wrong_signature_leaves_no_row(client: FlaskClient, parts: Parts) -> None:
    """403 for none, a wrong one, a changed field, and the request's own idea of its host."""
    form = {"From": ABROAD, "Body": "是", "MessageSid": "SM1"}
    right = RequestValidator("linli-demo").compute_signature(parts.settings.public_url + "/sms/twilio/inbound", form)
    forged = RequestValidator("linli-demo").compute_signature("http://evil.example/sms/twilio/inbound", form)
    attempts = [
        (form, ""),
        (form, "x" * 28),
        (form | {"Body": "否"}, right),
        (form, forged),
    ]
    for fields, signature in attempts:
        headers = {"X-Twilio-Signature": signature, "X-Forwarded-Host": "evil.example", "Host": "evil.example"}
        assert client.post("/sms/twilio/inbound", data=fields, headers=headers).status_code == 403
    assert rows(parts) == []


def test_a_mainland_number_is_answered_by_the_port(
    client: FlaskClient, parts: Parts, work: Callable[[], None], letters: Callable[[str], list[str]]
) -> None:
    """Empty TwiML; the notice and the answer leave as letters, once however often it comes."""
    assert text(client, parts, "路灯坏了", sender=MAINLAND) == []
    assert text(client, parts, "路灯坏了", sender=MAINLAND) == []
    work()
    sent = letters("send_sms")
    assert [one[:12] for one in sent] == ["【幸福社区】我是邻里机器", "【幸福社区】听到：路灯坏"]


def test_past_the_budget_the_rest_is_sent(
    parts: Parts,
    bot: StandInBot,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[], None],
    letters: Callable[[str], list[str]],
    clock: HandClock,
) -> None:
    """The holding reply in TwiML, the answer by the port."""
    monkeypatch.setattr(sms, "BUDGET", 0.7)
    bot.gate = threading.Event()
    client = create_app(parts).test_client()
    assert "收到了" in text(client, parts, "路灯坏了")[0]
    bot.gate.set()
    bot.gate = None
    clock.move(seconds=15)
    work()
    assert letters("send_sms")[-1].endswith("听到：路灯坏了")


def test_after_stop_nothing_leaves_but_the_confirmation(
    client: FlaskClient, parts: Parts, work: Callable[[], None], letters: Callable[[str], list[str]]
) -> None:
    """Once confirmed; later answers are written but not sent; START undoes it."""
    assert ["不再给您发短信" in one for one in text(client, parts, " ｓｔｏｐ。")] == [True]
    assert text(client, parts, "退订", "SM2") == []
    assert text(client, parts, "路灯坏了", "SM3") == []
    assert ["恢复提醒" in one for one in text(client, parts, "恢复", "SM4")] == [True]
    assert text(client, parts, "三栋", "SM5") == ["【幸福社区】听到：三栋"]


def test_a_danger_answer_gives_its_first_line_after_stop(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """Life first: the number to call, no more."""
    text(client, parts, "R")
    bot.answer = lambda _ask: {"messages": [said("马上打119。\n我已经报给社区。", response="utter_danger_fire")]}
    assert text(client, parts, "着火了", "SM2") == ["【幸福社区】马上打119。"]


LINK = "/c/LL-20261124-0042?access=" + "a" * 43


RESPONSES = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["responses"]
_NUMBER = re.compile("110|119|120")
SCRIPTS = sorted(
    name
    for name, variants in RESPONSES.items()
    if name.startswith("utter_danger_") and _NUMBER.search(variants[0]["text"].split("\n")[0])
)


def bots_words(response: str) -> str:
    """What the bot says by SMS."""
    variants = RESPONSES[response]
    own = [one["text"] for one in variants if one.get("channel") == "sms"]
    return str((own or [variants[0]["text"]])[0]).replace("{case_no}", "LL-20261124-0042")


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("raised", ["utter_danger_raised", "utter_danger_raised_quietly"])
def test_nothing_of_an_answer_to_danger_is_cut_off(
    client: FlaskClient, parts: Parts, bot: StandInBot, script: str, raised: str
) -> None:
    """The number, what to do, that somebody was told, and the question where; the link to the case can wait."""
    text(client, parts, "你好")
    responses = (script, raised, "utter_ask_danger_place")
    links = {raised: LINK}
    bot.answer = lambda _ask: {
        "messages": [said(bots_words(one), response=one, link=links.get(one)) for one in responses]
    }
    (only,) = text(client, parts, "我妈晕倒了叫不醒", "SM2")
    assert [one for one in responses if bots_words(one) not in only] == []
    assert segments(only) <= 3
    assert "access=" not in only


def test_an_ordinary_answer_has_its_link(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """Within two SMS."""
    text(client, parts, "你好")
    bot.answer = lambda _ask: {"messages": [said("记好了。", response="utter_registered", link=LINK)]}
    (only,) = text(client, parts, "是", "SM2")
    assert only.endswith(LINK)
    assert segments(only) <= 2


def test_a_mainland_stop_is_confirmed_once_by_the_port(
    client: FlaskClient, parts: Parts, work: Callable[[], None], letters: Callable[[str], list[str]]
) -> None:
    """The confirmation is the one letter that leaves."""
    for number, word in enumerate(("TD", "退订", "路灯坏了")):
        text(client, parts, word, f"SM{number}", MAINLAND)
    work()
    delivered = [letter for letter in letters("send_sms") if "不再给您发短信" in letter]
    assert len(delivered) == 1
    with parts.db.read() as s:
        assert s.scalars(sa.select(ContactPoint.opted_out_at)).one() is not None


def test_a_reply_takes_at_most_two_segments(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """Whole sentences from the front; a menu gets a third segment and is never cut."""
    text(client, parts, "你好")
    bot.answer = lambda _ask: {"messages": [said("这件事归街道管，请打电话去问。" * 30)]}
    (plain,) = text(client, parts, "问", "SM2")
    assert segments(plain) == 2
    buttons = [{"title": f"选项{number}", "payload": str(number)} for number in range(3)]
    bot.answer = lambda _ask: {"messages": [said("这件事归街道管，请打电话去问。" * 30, buttons=buttons)]}
    (menu,) = text(client, parts, "问", "SM3")
    assert segments(menu) == 3
    assert menu.endswith("回1选项0 2选项1 3选项2")


def test_pictures_without_words_are_answered_kindly(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """An MMS is not fetched; the sender is asked for words."""
    answer = send(client, parts, From=ABROAD, Body="", MessageSid="MM1", NumMedia="1", MediaUrl0="http://x/")
    assert "打不开" in answer.text
    assert bot.asked == []


def test_reports_never_go_back(client: FlaskClient, parts: Parts) -> None:
    """Out of order and twice: the latest stage stands, the first final word too."""
    for state in ("sent", "queued", "delivered", "sent", "failed", "nonsense"):
        answer = send(client, parts, "/sms/twilio/status", MessageSid="SM9", MessageStatus=state)
        assert answer.status_code == 204
    with parts.db.read() as s:
        assert s.scalars(sa.select(SmsDelivery.state)).one() == "delivered"


def test_a_report_of_an_opt_out_marks_the_number(client: FlaskClient, parts: Parts) -> None:
    """21610: the number said STOP to the vendor itself."""
    send(
        client, parts, "/sms/twilio/status", MessageSid="SM9", MessageStatus="undelivered", ErrorCode="21610", To=ABROAD
    )
    with parts.db.read() as s:
        assert s.scalars(sa.select(ContactPoint.opted_out_at)).one() is not None


def test_a_refusal_too_is_written_with_the_conversation_locked(
    client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the messages' ids rise in the order in which they are sent; the row is there, since it was locked."""

    def too_many(*_: object) -> None:
        raise TooMany("发得太快了")

    monkeypatch.setattr("portal.channels.inbound.limits.spend_message", too_many)
    assert "发得太快了" in text(client, parts, "路灯坏了")[0]
    with parts.db.read() as s:
        point = s.scalars(sa.select(ContactPoint)).one()
        assert s.get(Conversation, point.id) is not None


def test_an_unsigned_report_is_refused(client: FlaskClient, parts: Parts) -> None:
    """403, nothing kept."""
    assert client.post("/sms/twilio/status", data={"MessageSid": "SM9", "MessageStatus": "sent"}).status_code == 403
    with parts.db.read() as s:
        assert s.scalars(sa.select(SmsDelivery)).all() == []


def test_without_a_secret_the_doors_are_not_there(parts: Parts) -> None:
    """An unset secret closes them."""
    closed = replace(parts, settings=replace(parts.settings, twilio_auth_token=None))
    client = create_app(closed).test_client()
    assert client.post("/sms/twilio/inbound", data={}).status_code == 404
    assert client.post("/sms/twilio/status", data={}).status_code == 404


def test_a_mainland_sender_is_told_when_the_bot_is_late(
    client: FlaskClient,
    parts: Parts,
    bot: StandInBot,
    work: Callable[[], None],
    letters: Callable[[str], list[str]],
    clock: HandClock,
) -> None:
    """After ten seconds without an answer: one holding reply, however many messages wait; then the answers."""
    bot.down()
    text(client, parts, "路灯坏了", "SM1", MAINLAND)
    text(client, parts, "三栋", "SM2", MAINLAND)
    jobs.hold_late_sms(parts)
    assert letters("send_sms") == []
    clock.move(seconds=11)
    jobs.hold_late_sms(parts)
    jobs.hold_late_sms(parts)
    assert ["收到了" in letter for letter in letters("send_sms")] == [True]
    bot.up()
    clock.move(seconds=30)
    work()
    assert [letter[-2:] for letter in letters("send_sms")[2:]] == ["坏了", "三栋"]
