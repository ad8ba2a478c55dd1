"""The WeChat door: signatures, repeats, what is refused, what is said later."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.channels.doors import wechat
from portal.channels.inbound.gateway import Gateway
from portal.channels.models import InboxMessage
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot, said

TOKEN = "linli-demo"


def signed(parts: Parts, **more: str) -> dict[str, str]:
    stamp = str(int(parts.clock.now().timestamp()))
    return {"timestamp": stamp, "nonce": "17", "signature": wechat.signature(TOKEN, stamp, "17")} | more


def xml(**fields: Any) -> str:
    inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return f"<xml>{inner}</xml>"


def text(content: str, msg_id: int = 1, sender: str = "o-abc") -> str:
    return xml(
        ToUserName="gh_1", FromUserName=sender, CreateTime=1790000000, MsgType="text", Content=content, MsgId=msg_id
    )


def content(answer: Any) -> str:
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.data).findtext("Content") or ""


def rows(parts: Parts) -> list[tuple[str, str, str]]:
    with parts.db.read() as s:
        found = s.execute(
            sa.select(InboxMessage.vendor_id, InboxMessage.kind, InboxMessage.text).order_by(InboxMessage.id)
        )
        return [tuple(row) for row in found]


@pytest.mark.parametrize(
    ("timestamp", "nonce", "expected"),
    [
        ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
    ],
)
def test_the_official_vectors(timestamp: str, nonce: str, expected: str) -> None:
    """The vendor's own examples."""
    assert wechat.signature("AAAAA", timestamp, nonce) == expected


def test_the_server_check_echoes_for_who_knows_the_token(client: FlaskClient, parts: Parts) -> None:
    """GET: the echo as plain text; a wrong signature gets 403."""
    right = client.get("/wechat", query_string=signed(parts, echostr="<b>77"))
    wrong = client.get("/wechat", query_string=signed(parts, echostr="77", nonce="18"))
    assert (right.status_code, right.text, right.mimetype) == (200, "<b>77", "text/plain")
    assert wrong.status_code == 403


def test_the_echo_is_not_bound_to_the_clock(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """An old timestamp passes the server check."""
    query = signed(parts, echostr="77")
    clock.move(days=1)
    assert client.get("/wechat", query_string=query).text == "77"


def test_a_wrong_signature_leaves_no_row(client: FlaskClient, parts: Parts) -> None:
    """403 for a wrong, an empty and a missing one; nothing is stored."""
    for query in (signed(parts, signature="0" * 40), signed(parts, signature=""), {}, signed(parts, signature="é")):
        assert client.post("/wechat", query_string=query, data=text("路灯坏了")).status_code == 403
    assert rows(parts) == []


def test_an_old_or_early_request_is_refused(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """More than ten minutes off, either way: 403; ten minutes pass."""
    query = signed(parts)
    clock.move(minutes=10)
    assert client.post("/wechat", query_string=query, data=text("一")).status_code == 200
    clock.move(seconds=1)
    assert client.post("/wechat", query_string=query, data=text("二", 2)).status_code == 403
    clock.move(minutes=-21)
    assert client.post("/wechat", query_string=query, data=text("三", 3)).status_code == 403


def test_a_message_is_answered_in_the_exchange(client: FlaskClient, parts: Parts) -> None:
    """The passive reply goes from the account to the sender, with the notice the first time."""
    answer = client.post("/wechat", query_string=signed(parts), data=text("路灯坏了"))
    body = ElementTree.fromstring(answer.data)
    assert (body.findtext("ToUserName"), body.findtext("FromUserName")) == ("o-abc", "gh_1")
    assert content(answer).startswith("【幸福社区】")
    assert content(answer).endswith("听到：路灯坏了")


def test_four_times_at_once_is_one_row_and_one_answer(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """The same MsgId at the same time: one row, handled once, the same answer to each."""
    answers: list[str] = []
    together = threading.Barrier(4)

    def send() -> None:
        own = client.application.test_client()
        together.wait()
        answers.append(content(own.post("/wechat", query_string=signed(parts), data=text("是", 9))))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(parts) == [("9", "text", "是")]
    assert list(bot.handled.values()) == [1]
    assert len(answers) == 4
    assert set(answers) == {answers[0]}
    assert "听到：是" in answers[0]


def test_a_repeat_an_hour_later_gets_the_same_answer(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """A MsgId is one message however late it comes again."""
    first = content(client.post("/wechat", query_string=signed(parts), data=text("一")))
    client.post("/wechat", query_string=signed(parts), data=text("二", 2))
    assert content(client.post("/wechat", query_string=signed(parts), data=text("一"))) == first
    assert len(bot.asked) == 2


def test_a_late_answer_is_sent_after_the_holding_reply(
    parts: Parts,
    bot: StandInBot,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[], None],
    letters: Callable[[str], list[str]],
    clock: HandClock,
) -> None:
    """Past the budget: the holding reply at once, to the repeat too; the answer itself leaves once, when it is there."""
    monkeypatch.setattr(wechat, "BUDGET", 0.7)
    bot.gate = threading.Event()
    client = create_app(parts).test_client()
    began = time.monotonic()
    first = content(client.post("/wechat", query_string=signed(parts), data=text("路灯坏了")))
    assert time.monotonic() - began < 4
    assert "收到了" in first
    assert content(client.post("/wechat", query_string=signed(parts), data=text("路灯坏了"))) == first
    bot.gate.set()
    bot.gate = None
    clock.move(seconds=15)
    work()
    work()
    sent = letters("send_wechat")
    assert len(sent) == 1
    assert sent[0].endswith("听到：路灯坏了")


def test_an_answer_nobody_carried_off_is_sent(
    client: FlaskClient, parts: Parts, work: Callable[[], None], letters: Callable[[str], list[str]], clock: HandClock
) -> None:
    """The portal was killed between the answer and the reply: the worker sends it, once."""
    query = signed(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Gateway, "claim_texts", lambda *_: [])  # the process is gone before it carries the answer off
        client.post("/wechat", query_string=query, data=text("路灯坏了"))
    work()
    assert letters("send_wechat") == []
    clock.move(seconds=30)
    work()
    work()
    assert len(letters("send_wechat")) == 1


def test_a_long_answer_is_cut_at_sentence_ends(
    client: FlaskClient, parts: Parts, bot: StandInBot, letters: Callable[[str], list[str]]
) -> None:
    """2,048 bytes a reply; the rest follows by customer service; nothing is lost."""
    whole = "".join(f"第{number}条规定要这样办才行。" for number in range(100))
    client.post("/wechat", query_string=signed(parts), data=text("你好", 1))
    bot.answer = lambda _ask: {"messages": [said(whole)]}
    first = content(client.post("/wechat", query_string=signed(parts), data=text("问", 2)))
    parts_sent = [first, *letters("send_wechat")]
    assert all(len(part.encode()) <= 2048 for part in parts_sent)
    assert all(part.endswith("。") for part in parts_sent)
    assert "".join(parts_sent) == whole


def test_buttons_become_numbers_and_a_number_means_the_button(
    client: FlaskClient, parts: Parts, bot: StandInBot
) -> None:
    """The last answer's numbers stand for its buttons; without an offer a number is a number."""
    buttons = [{"title": "是", "payload": "是的，没错"}, {"title": "不对", "payload": "不对"}]
    bot.answer = lambda _ask: {"messages": [said("对吗？", buttons=buttons)]}
    shown = content(client.post("/wechat", query_string=signed(parts), data=text("报修", 1)))
    assert "1. 是\n2. 不对" in shown
    bot.answer = lambda ask: {"messages": [said("好")]}
    client.post("/wechat", query_string=signed(parts), data=text("１", 2))
    client.post("/wechat", query_string=signed(parts), data=text("1", 3))
    assert [ask["text"] for ask in bot.asked] == ["报修", "是的，没错", "1"]


def test_markup_is_escaped_both_ways(client: FlaskClient, parts: Parts) -> None:
    """What looks like markup is text, in and out."""
    body = xml(ToUserName="gh", FromUserName="o", CreateTime=1, MsgType="text", Content="<b>&amp;</b>", MsgId=5)
    assert content(client.post("/wechat", query_string=signed(parts), data=body)).endswith("听到：<b>&amp;</b>")


def test_hostile_bodies_are_refused(client: FlaskClient, parts: Parts) -> None:
    """Entities, external ones, DTDs, broken XML, wrong bytes: 400; over 64 KB: 413; nothing is stored."""
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xml>&b;</xml>'
    outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>'
    for body in (laughs, outside, "<!DOCTYPE x><xml/>", "<xml>", "", b"<xml><Content>\xff\xfe</Content></xml>", "<a/>"):
        assert client.post("/wechat", query_string=signed(parts), data=body).status_code == 400
    big = xml(FromUserName="o", ToUserName="g", MsgType="text", MsgId=1, Content="x" * 70_000)
    assert client.post("/wechat", query_string=signed(parts), data=big).status_code == 413
    assert rows(parts) == []


def test_an_encrypted_body_is_not_believed_outside(client: FlaskClient, parts: Parts) -> None:
    """Safe and compatible mode have no key yet: nothing beside `Encrypt` is read."""
    body = text("路灯坏了").replace("</xml>", "<Encrypt>abc</Encrypt></xml>")
    assert client.post("/wechat", query_string=signed(parts), data=body).status_code == 400
    assert client.post("/wechat", query_string=signed(parts, encrypt_type="aes"), data=text("一")).status_code == 400
    assert rows(parts) == []


def test_pictures_and_voice_are_kept_and_answered_kindly(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """Neither is refused nor goes to the bot; a picture goes with the next words."""
    common = {"ToUserName": "gh", "FromUserName": "o", "CreateTime": 1}
    picture = xml(**common, MsgType="image", MediaId="m-1", PicUrl="http://x/", MsgId=1)
    voice = xml(**common, MsgType="voice", MediaId="m-2", Format="amr", MsgId=2)
    assert "照片收到了" in content(client.post("/wechat", query_string=signed(parts), data=picture))
    assert "语音收到了" in content(client.post("/wechat", query_string=signed(parts), data=voice))
    assert bot.asked == []
    client.post("/wechat", query_string=signed(parts), data=text("这里漏水", 3, "o"))
    assert bot.asked[0]["metadata"]["photos"] == ["wechat:m-1"]


def test_a_location_goes_to_the_bot_with_its_label(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """`metadata.location` has latitude, longitude and the label, which is the text."""
    body = xml(
        ToUserName="gh",
        FromUserName="o",
        CreateTime=1,
        MsgType="location",
        Location_X="30.28",
        Location_Y="120.09",
        Label="幸福家园3栋",
        MsgId=1,
    )
    client.post("/wechat", query_string=signed(parts), data=body)
    assert bot.asked[0]["text"] == "幸福家园3栋"
    assert bot.asked[0]["metadata"]["location"] == {"lat": 30.28, "lng": 120.09, "label": "幸福家园3栋"}


def test_a_new_follower_is_told_who_this_is(client: FlaskClient, parts: Parts) -> None:
    """subscribe: the notice, once an event; the first message does not say it again."""
    event = xml(ToUserName="gh", FromUserName="o", CreateTime=7, MsgType="event", Event="subscribe")
    first = content(client.post("/wechat", query_string=signed(parts), data=event))
    assert first.startswith("【幸福社区】我是邻里机器人")
    assert content(client.post("/wechat", query_string=signed(parts), data=event)) == first
    assert content(client.post("/wechat", query_string=signed(parts), data=text("一", 1, "o"))) == "听到：一"
    ids = [row[0] for row in rows(parts)]
    assert [number.rpartition(":")[2] for number in ids] == ["subscribe", "1"]
    assert ":o:" not in ids[0]


def test_other_events_are_acknowledged(client: FlaskClient, parts: Parts) -> None:
    """Menu clicks and the like: `success`, no row; unsubscribe: `success` and a row."""
    for event in ("CLICK", "VIEW", "unsubscribe"):
        body = xml(ToUserName="gh", FromUserName="o", CreateTime=7, MsgType="event", Event=event)
        assert client.post("/wechat", query_string=signed(parts), data=body).text == "success"
    assert [row[2] for row in rows(parts)] == ["unsubscribe"]


def test_without_a_token_the_door_is_not_there(parts: Parts) -> None:
    """An unset secret closes the door."""
    closed = replace(parts, settings=replace(parts.settings, wechat_token=None))
    client = create_app(closed).test_client()
    assert client.get("/wechat", query_string=signed(parts)).status_code == 404
    assert client.post("/wechat", query_string=signed(parts), data=text("一")).status_code == 404
