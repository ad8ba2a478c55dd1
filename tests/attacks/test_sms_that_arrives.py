"""An SMS that arrives: through a provider that sends registered templates only, and what its unsigned callbacks can do."""

from __future__ import annotations

import csv
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.intake import registering
from portal.channels import jobs
from portal.channels.bot_client import BotClient
from portal.channels.inbound.conversation import drain
from portal.kernel.config import PROJECT, load
from portal.kernel.roles import Role
from portal.outbox import service as outbox
from portal.outbox.delivery import deliver_due
from portal.outbox.models import OutboxRow
from portal.process.announce import READY, announcement
from portal.residents.models import ContactPoint
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, create_app, create_internal_app
from portal.wiring.rooms import consumers_of
from tests.databases import fresh_database
from tests.portal.cases.cases_world import draft
from tests.portal.conftest import HandClock
from tests.vendors.aliyun import KEY_ID, KEY_SECRET, SIGN, Aliyun, serving
from tests.vendors.bot import TOKEN, StandInBot, said
from tests.vendors.http import serving as http

PHONE, ABROAD = "+8613800000001", "+12025550123"
CALLBACK = "a-long-callback-secret-0123456789"
ALIYUN = {
    "SMS_PROVIDER": "aliyun",
    "ALIYUN_ACCESS_KEY_ID": KEY_ID,
    "ALIYUN_ACCESS_KEY_SECRET": KEY_SECRET,
    "ALIYUN_SMS_SIGN": SIGN,
    "ALIYUN_CALLBACK_SECRET": CALLBACK,
    "TWILIO_AUTH_TOKEN": "a-token",
}
Make = Callable[..., Parts]


def registered() -> dict[str, str]:
    """Every row of the file as the vendor has it: its code is the id, the signature is the vendor's."""
    with (PROJECT / "data" / "sms_templates.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            row["id"]: re.sub(r"\{(\w+)\}", r"${\1}", row["text"].removeprefix("【{sign}】"))
            for row in csv.DictReader(file)
        }


@pytest.fixture
def vendor() -> Iterator[Aliyun]:
    with serving() as started:
        started.templates = registered()
        yield started


@pytest.fixture
def make(tmp_path: Path, clock: HandClock) -> Iterator[Make]:
    """A community that is no demo, with these settings."""
    with fresh_database(tmp_path / "home") as url:
        made: list[Parts] = []

        def build(**settings: str) -> Parts:
            environ = {
                "LINLI_HOME": str(tmp_path / "home"),
                "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
                "DEMO": "0",
                "DATABASE_URL": url,
            }
            made.append(replace(build_parts(load(environ | settings)), clock=clock))
            return made[-1]

        yield build
        for parts in made:
            parts.db.engine.dispose()


@pytest.fixture
def real(make: Make, vendor: Aliyun) -> Parts:
    """With Aliyun."""
    return make(**ALIYUN, ALIYUN_SMS_URL=vendor.url)


def app_of(parts: Parts) -> FlaskClient:
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def deliver(parts: Parts) -> None:
    for _ in range(20):
        if not deliver_due(parts.db, parts.clock, consumers_of(parts)):
            return


def post(client: FlaskClient, what: str, body: Any, secret: str = CALLBACK) -> Any:
    return client.post(f"/sms/aliyun/{secret}/{what}", data=json.dumps(body), content_type="application/json")


def reply(number: str, content: str, sequence_id: str = "1") -> dict[str, Any]:
    return {
        "phone_number": number.removeprefix("+86"),
        "content": content,
        "send_time": "2026-11-24 09:01:00",
        "sign_name": SIGN,
        "dest_code": "1069",
        "sequence_id": sequence_id,
    }


def report(biz_id: str, *, success: bool, err_code: str = "DELIVERED") -> dict[str, Any]:
    return {
        "phone_number": PHONE.removeprefix("+86"),
        "send_time": "2026-11-24 09:00:00",
        "report_time": "2026-11-24 09:00:05",
        "success": success,
        "err_code": err_code,
        "err_msg": "",
        "sms_size": "1",
        "biz_id": biz_id,
        "out_id": "",
    }


def states(parts: Parts) -> list[tuple[str, str]]:
    with parts.db.read() as s:
        return [(row[0], row[1]) for row in s.execute(sa.text("SELECT vendor_id, state FROM sms_delivery"))]


# --- it arrives


def test_a_code_reaches_a_mainland_phone_and_proves_it(real: Parts, vendor: Aliyun) -> None:
    """Asked for on the site, sent as the registered template with its parameter, shown: a session."""
    client = app_of(real)
    assert client.post("/api/v1/otp", json={"phone": "13800000001"}).status_code == 200
    deliver(real)
    (sms,) = vendor.to(PHONE)
    assert (sms.template, sms.sign) == ("otp", SIGN)
    shown = client.post("/api/v1/otp/verify", json={"phone": "13800000001", "code": sms.params["code"]})
    assert shown.status_code == 200
    assert shown.json["token"]


def test_the_operators_codes_for_the_templates_are_used(make: Make, vendor: Aliyun, tmp_path: Path) -> None:
    """LINLI_HOME/sms_codes.csv; a bad line of it stops the start with its number."""
    codes = tmp_path / "home" / "sms_codes.csv"
    codes.parent.mkdir(exist_ok=True)
    codes.write_text("id,code\notp,SMS_298765432\n", encoding="utf-8")
    vendor.templates = {"SMS_298765432": registered()["otp"]}
    parts = make(**ALIYUN, ALIYUN_SMS_URL=vendor.url)
    app_of(parts).post("/api/v1/otp", json={"phone": "13800000001"})
    deliver(parts)
    assert [sms.template for sms in vendor.sent] == ["SMS_298765432"]
    codes.write_text("id,code\nnowhere,SMS_1\n", encoding="utf-8")
    with pytest.raises(Exception, match="line 2"):
        make(**ALIYUN, ALIYUN_SMS_URL=vendor.url)


LONG = "长" * 300


@pytest.mark.parametrize(
    "message",
    [
        said("听到：随便说的一大段话。" + LONG, response="utter_faq_answer", params={"answer": LONG}),
        said("好的"),
        said("", response="utter_ask_place"),
        said("请马上打火警119！\n人先离开。", response="utter_danger_fire"),
        said("登记好了", response="utter_registered", params={"case_no": "LL-20261124-0042", "lines": "归路灯队办。\n12月1日前给您答复。"}, link="/c/LL-20261124-0042?access=abcdefghijkl"),
        said("记下", response="utter_confirm_case", params={"quote": LONG, "lines": "地点：https://evil.example/x\n时间：【三天】了"}, buttons=[{"title": "是", "payload": "是"}, {"title": "不对", "payload": "不对"}]),
        said("还顺利吗", response="utter_ask_fixed", buttons=[{"title": "修好了", "payload": "修好了"}, {"title": "没修好", "payload": "没修好"}]),
        said("听到", response="utter_confirm_case", params={"quote": "路灯坏了", "lines": "地点：桂花苑"}, buttons=[{"title": word, "payload": word} for word in ("是", "不对", "另一件", "都不是")]),
        said("编号", response="utter_registered", params={}),
    ],
    ids=["faq", "bare", "ask", "danger", "registered", "confirm", "two choices", "four choices", "hole"],
)  # fmt: skip
def test_no_answer_leaves_that_is_not_registered(real: Parts, vendor: Aliyun, message: dict[str, Any]) -> None:
    """Whatever the bot says: the vendor takes each SMS, each is a row of the file, and the resident is never left without."""
    bot = StandInBot()
    bot.answer = lambda _ask: {"messages": [message], "retry": False, "registered": False}
    parts = replace(real, settings=replace(real.settings, rasa_port=bot.port, bot_token=TOKEN))
    try:
        assert post(app_of(parts), "replies", [reply(PHONE, "路灯坏了")]).json == {"code": 0, "msg": "接收成功"}
        drain_all(parts)
        deliver(parts)
    finally:
        bot.down()
    assert vendor.refused == []
    sent = [sms.template for sms in vendor.to(PHONE)]
    assert sent[0] in ("first_contact", "utter_danger_fire")
    assert len(sent) == 2
    assert set(sent) <= set(registered())
    with parts.db.read() as s:
        assert set(s.scalars(sa.select(OutboxRow.state))) == {"done"}


def drain_all(parts: Parts) -> None:
    """The worker's part: ask the bot for what waits."""
    client = BotClient(parts.settings.bot_url, parts.settings.bot_token)
    with parts.db.read() as s:
        senders = jobs.waiting_senders(s, parts.clock.now(), set(), 10)
    for sender in senders:
        drain(parts, client, sender, seconds=10, call_seconds=5)


def test_an_answer_with_choices_counts_the_same_numbers(real: Parts, vendor: Aliyun) -> None:
    """The number that the registered text offers is the one that is heard."""
    bot = StandInBot()
    first = said("记下", response="utter_confirm_case", params={"quote": "路灯坏了", "lines": "地点：3栋"}, buttons=[{"title": "是", "payload": "是"}, {"title": "不对", "payload": "不对"}])  # fmt: skip
    bot.answer = lambda _ask: {"messages": [first], "retry": False, "registered": False}
    parts = replace(real, settings=replace(real.settings, rasa_port=bot.port, bot_token=TOKEN))
    client = app_of(parts)
    try:
        post(client, "replies", [reply(PHONE, "路灯坏了")])
        drain_all(parts)
        post(client, "replies", [reply(PHONE, "1", "2")])
        drain_all(parts)
    finally:
        bot.down()
    deliver(parts)
    assert "回1" in vendor.to(PHONE)[1].text
    assert bot.asked[-1]["text"] == "是"


def test_free_words_of_a_room_never_leave(real: Parts, vendor: Aliyun) -> None:
    """A row whose text is no registered one is given up in the open; one that is leaves, whoever wrote the row."""
    with real.db.write() as s:
        for text in (
            "您好，点 https://evil.example",
            "【幸福社区】验证码654321，5分钟内有效。只有您自己能用，别告诉任何人。",
        ):
            outbox.put(s, kind="send_sms", payload={"purpose": "push"}, now=real.clock.now(), letter=(PHONE, text))
    deliver(real)
    with real.db.read() as s:
        rows = list(s.execute(sa.select(OutboxRow.state, OutboxRow.code).order_by(OutboxRow.id)))
    assert [tuple(row) for row in rows] == [("dead", "no-template"), ("done", "")]
    assert [sms.params for sms in vendor.sent] == [{"code": "654321"}]


# --- what the vendor says


def asked(parts: Parts) -> str:
    """An SMS of ours that left; its BizId."""
    app_of(parts).post("/api/v1/otp", json={"phone": "13800000001"})
    deliver(parts)
    with parts.db.read() as s:
        return s.scalars(sa.select(OutboxRow.reference).order_by(OutboxRow.id.desc())).first() or ""


def test_reports_move_a_state_and_never_back(real: Parts, vendor: Aliyun) -> None:
    """The honest vendor's report is kept and answered; a later forged one changes nothing, one for nothing of ours neither."""
    biz_id, client = asked(real), app_of(real)
    assert biz_id == vendor.sent[0].biz_id
    assert post(client, "reports", [report(biz_id, success=True)]).json == {"code": 0, "msg": "接收成功"}
    assert states(real) == [(biz_id, "delivered")]
    for body in (
        [report(biz_id, success=False, err_code="MK:0001")],
        [report("b" * 32, success=True)],
        [report("x" * 5000, success=True)],
    ):
        assert post(client, "reports", body).json == {"code": 0, "msg": "接收成功"}
    assert states(real) == [(biz_id, "delivered")]


@pytest.mark.parametrize("what", ["reports", "replies"])
def test_the_secret_of_the_address_is_all_that_opens_the_door(
    real: Parts, make: Make, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Wrong, shortened, longer, empty: 404 and no row; unset: closed; right: open. It stands in no log."""
    caplog.set_level(logging.DEBUG)
    client = app_of(real)
    body = [reply(PHONE, "路灯坏了")]
    for secret in ("guess", CALLBACK[:-1], CALLBACK + "x", CALLBACK.upper(), "%00", "密"):
        assert post(client, what, body, secret).status_code == 404
    closed = app_of(make())
    for secret in (CALLBACK, "", "None", "linli-demo"):
        assert post(closed, what, body, secret).status_code == 404
    assert inbox(real) == []
    assert post(client, what, body).json == {"code": 0, "msg": "接收成功"}
    assert CALLBACK not in caplog.text
    assert f"/sms/aliyun/*/{what}" in caplog.text


@pytest.mark.parametrize(
    "body",
    ["", "{", "[" * 20_000, '"x"', "7", "null", "[" + "9" * 5000 + "]", '[{"phone_number": ' + "1" * 5000 + "}]"],
    ids=["empty", "broken", "nested", "text", "number", "null", "long number", "long field"],
)
@pytest.mark.parametrize("what", ["reports", "replies"])
def test_bad_bodies_are_refused_without_a_trace(
    real: Parts, what: str, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    """400, no row, no traceback; beside them an honest message is taken."""
    client = app_of(real)
    answer = client.post(f"/sms/aliyun/{CALLBACK}/{what}", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert inbox(real) == []
    assert "Traceback" not in caplog.text
    assert post(client, "replies", [reply(PHONE, "路灯坏了")]).status_code == 200
    assert len(inbox(real)) == 1


@pytest.mark.parametrize(
    "item",
    [None, 7, [], {}, {"phone_number": None, "content": "x"}, {"phone_number": "abc", "content": "x"}, {"phone_number": {"$ne": 1}, "content": []}, {"biz_id": [1], "success": "yes"}],
)  # fmt: skip
def test_one_bad_item_does_not_hold_up_the_others(real: Parts, item: Any) -> None:
    """It is passed over; else the whole array would come again for ever."""
    client = app_of(real)
    for what in ("replies", "reports"):
        assert post(client, what, [item, reply(PHONE, "路灯坏了")]).json == {"code": 0, "msg": "接收成功"}
    assert [text for _, text in inbox(real)] == ["路灯坏了"]


def test_too_much_at_once_is_refused(real: Parts) -> None:
    """A body of a megabyte, an array of ten thousand."""
    client = app_of(real)
    assert post(client, "replies", [reply(PHONE, "长" * 400_000)]).status_code == 413
    assert post(client, "replies", [{}] * 10_000).status_code == 400
    assert inbox(real) == []


def inbox(parts: Parts) -> list[tuple[str, str]]:
    with parts.db.read() as s:
        return [(row[0], row[1]) for row in s.execute(sa.text("SELECT vendor_id, text FROM inbox_message ORDER BY id"))]


def test_a_reply_is_one_message_and_proves_no_phone(real: Parts) -> None:
    """The same sequence again is the same message; who knows the secret can speak for a number and be nobody's resident."""
    client = app_of(real)
    for _ in range(3):
        assert post(client, "replies", [reply(PHONE, "我是机主"), reply(PHONE, "123456", "2")]).status_code == 200
    assert [text for _, text in inbox(real)] == ["我是机主", "123456"]
    with real.db.read() as s:
        point = s.scalars(sa.select(ContactPoint)).one()
        assert (point.address, point.resident_id) == (PHONE, None)
        assert s.scalar(sa.text("SELECT count(*) FROM resident_session")) == 0


# --- what the vendor refuses


def test_the_operators_trouble_is_seen_at_the_desk_and_mended(real: Parts, vendor: Aliyun, clock: HandClock) -> None:
    """No money: the row waits, the desk says so; money again: it leaves, and the desk is quiet."""
    desk = desk_of(real)
    assert "卡住了" not in desk.get("/desk/alarms").text
    vendor.refuse = lambda _sms: "isv.AMOUNT_NOT_ENOUGH"
    with real.db.write() as s:
        s.add(Account(username="c", password_hash="-", name="李", role="desk", phone=PHONE, active=True, created_at=clock.now()))  # fmt: skip
    app_of(real).post("/api/v1/otp", json={"phone": "13800000002"})
    deliver(real)
    page = desk.get("/desk/alarms").text
    assert "卡住了" in page
    assert "isv.AMOUNT_NOT_ENOUGH" in page
    vendor.refuse = lambda _sms: None
    clock.move(seconds=30)
    deliver(real)
    assert "卡住了" not in desk.get("/desk/alarms").text
    assert len(vendor.to("+8613800000002")) == 1


def test_a_number_that_does_not_exist_is_marked_until_it_speaks(real: Parts, vendor: Aliyun) -> None:
    """MOBILE_NUMBER_ILLEGAL: given up and marked; a message from there takes the mark away; its neighbour has none."""
    client = app_of(real)
    post(client, "replies", [reply(PHONE, "退订"), reply("+8613800000002", "退订", "2")])
    vendor.refuse = lambda sms: "isv.MOBILE_NUMBER_ILLEGAL" if sms.to == PHONE.removeprefix("+86") else None
    deliver(real)
    assert marked(real) == {PHONE: True, "+8613800000002": False}
    post(client, "replies", [reply(PHONE, "恢复", "3")])
    assert marked(real)[PHONE] is False


def marked(parts: Parts) -> dict[str, bool]:
    with parts.db.read() as s:
        return {point.address: point.unreachable_at is not None for point in s.scalars(sa.select(ContactPoint))}


# --- what the pages say of it


def code_page(client: FlaskClient, phone: str = "13800000001") -> str:
    """Ask for a code and read the page that it leads to."""
    assert client.post("/me/code", data={"phone": phone}).status_code == 302
    return client.get("/me/code").text


def test_the_codes_page_says_only_what_is_known(real: Parts, vendor: Aliyun, clock: HandClock) -> None:
    """On its way, handed over, there; and for one that the carrier could not deliver, or the vendor did not take: not out."""
    client = app_of(real)
    page = code_page(client)
    assert "正在把验证码发往" in page
    deliver(real)
    assert "发到了" not in client.get("/me/code").text
    post(client, "reports", [report(vendor.sent[-1].biz_id, success=True)])
    assert "验证码发到了" in client.get("/me/code").text
    clock.move(minutes=2)
    code_page(client)
    deliver(real)
    post(client, "reports", [report(vendor.sent[-1].biz_id, success=False, err_code="MK:0001")])
    page = client.get("/me/code").text
    assert "没发出去" in page
    assert "发到了" not in page
    clock.move(minutes=2)
    vendor.refuse = lambda _sms: "isv.BLACK_KEY_CONTROL_LIMIT"
    code_page(client)
    deliver(real)
    assert "没发出去" in client.get("/me/code").text
    assert "没发出去" in client.get("/me/code/fate").text


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {
            "SMS_PROVIDER": "twilio",
            "TWILIO_ACCOUNT_SID": "AC1",
            "TWILIO_AUTH_TOKEN": "t",
            "TWILIO_NUMBER": "+10000000000",
        },
    ],
    ids=["no provider", "one that does not go there"],
)
def test_a_code_that_cannot_leave_is_never_said_to_have(make: Make, settings: dict[str, str]) -> None:
    """At once, and after the worker gave it up."""
    parts = make(**settings)
    client = app_of(parts)
    pages = [code_page(client)]
    deliver(parts)
    pages.append(client.get("/me/code").text)
    for page in pages:
        assert "没发出去" in page
        assert "发到了" not in page


def test_a_clerk_sees_that_a_notice_did_not_arrive(real: Parts, vendor: Aliyun) -> None:
    """On the case's page, from the carrier's report; a neighbour's case whose notice arrived says nothing."""
    client, desk = app_of(real), desk_of(real)
    numbers = (PHONE, "+8613800000002")
    post(client, "replies", [reply(number, "退订", str(n)) for n, number in enumerate(numbers)])
    cases = []
    with real.db.write() as s:
        s.execute(sa.update(ContactPoint).values(opted_out_at=None))
        who = actors.staff(s, accounts.active_actor(s, s.scalars(sa.select(Account.id)).one()))  # type: ignore[arg-type]  # None fails the test
        for point in s.scalars(sa.select(ContactPoint).order_by(ContactPoint.id)):
            case = registering.report(s, real, contact=point.id, text="路灯坏了", draft=draft("路灯坏了"))
            desk_actions.accept(s, real, case, who)
            cases.append(case.case_no)
    deliver(real)
    for number, success in zip(numbers, (False, True), strict=True):
        sms = [sms for sms in vendor.to(number) if sms.template == "case_accepted"][-1]
        post(client, "reports", [report(sms.biz_id, success=success, err_code="MK:0001")])
    shown = ["没送到居民那里" in desk.get(f"/desk/cases/{case_no}").text for case_no in cases]
    assert shown == [True, False]


# --- no way to a mainland phone


def desk_of(parts: Parts) -> FlaskClient:
    """A browser of a clerk."""
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    with parts.db.write() as s:
        accounts.add(s, username="desk", password="correct horse", name="王", role=Role.DESK, now=parts.clock.now())
    client = app.test_client()
    signed_in(app, parts, client)
    return client


def signed_in(app: Any, parts: Parts, client: FlaskClient) -> None:
    """As the account `desk`, past the sign-in, which has tests of its own."""

    class Desk:
        def staff(self) -> Any:
            with parts.db.read() as s:
                return accounts.active_actor(
                    s, s.scalars(sa.select(Account.id).where(Account.username == "desk")).one()
                )

        def contact_point_id(self) -> None:
            return None

        def resident_id(self) -> None:
            return None

        def is_bot(self) -> bool:
            return False

    app.extensions["linli_identify"] = Desk()


@pytest.mark.parametrize(
    ("settings", "reaches"),
    [
        ({}, False),
        ({"SMS_PROVIDER": "twilio"}, False),
        ({"SMS_PROVIDER": "twilio", "TWILIO_MAINLAND": "1"}, True),
        (ALIYUN, True),
    ],
    ids=["none", "twilio", "twilio to the mainland", "aliyun"],
)
def test_without_a_way_to_a_mainland_phone_it_is_said(make: Make, settings: dict[str, str], reaches: bool) -> None:
    """At the start, by /readyz, at the desk; with one, by none of them."""
    twilio = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "token", "TWILIO_NUMBER": "+10000000000"}
    parts = make(**(twilio | settings))
    assert ("没有能发到大陆手机的办法" in announcement(parts.settings, READY)) is not reaches
    notes = app_of(parts).get("/readyz").json.get("notes", {})
    assert ("sms" in notes) is not reaches
    assert ("没有能发到大陆手机的办法" in desk_of(parts).get("/desk/alarms").text) is not reaches


def test_half_a_provider_stops_the_start(make: Make) -> None:
    """What is missing is named; a secret that can be guessed is refused."""
    for wrong, name in (
        ({"SMS_PROVIDER": "aliyun"}, "ALIYUN_ACCESS_KEY_ID"),
        ({"SMS_PROVIDER": "twilio"}, "TWILIO_ACCOUNT_SID"),
        (ALIYUN | {"ALIYUN_CALLBACK_SECRET": "short"}, "ALIYUN_CALLBACK_SECRET"),
        (ALIYUN | {"ALIYUN_CALLBACK_SECRET": "a/b" * 20}, "ALIYUN_CALLBACK_SECRET"),
        (ALIYUN | {"ALIYUN_SMS_URL": "ftp://x"}, "ALIYUN_SMS_URL"),
    ):
        with pytest.raises(Exception, match=name):
            make(**wrong)


def test_twilio_sends_to_the_mainland_only_when_a_setting_says_so(make: Make) -> None:
    """Off: dead, and nothing leaves; on: the vendor is asked."""
    twilio = {"SMS_PROVIDER": "twilio", "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_NUMBER": "+10000000000"}  # fmt: skip
    with http(lambda *_: (201, {"sid": "SM42", "status": "queued"})) as vendor:
        for on, asked_for in (("0", 0), ("1", 1)):
            parts = make(**twilio, TWILIO_URL=vendor.url, TWILIO_MAINLAND=on)
            with parts.db.write() as s:
                outbox.put(s, kind="send_sms", payload={}, now=parts.clock.now(), letter=(PHONE, "好"))
            deliver(parts)
            assert len(vendor.asked) == asked_for


def test_a_message_abroad_goes_by_the_other_provider(make: Make, vendor: Aliyun) -> None:
    """With both set: +86 by Aliyun, the rest by Twilio, whose door stays open and signed."""
    with http(lambda *_: (201, {"sid": "SM42", "status": "queued"})) as twilio:
        more = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_NUMBER": "+10000000000", "TWILIO_URL": twilio.url}
        parts = make(**(ALIYUN | more), ALIYUN_SMS_URL=vendor.url)
        with parts.db.write() as s:
            text = "【幸福社区】验证码654321，5分钟内有效。只有您自己能用，别告诉任何人。"
            for to in (PHONE, ABROAD):
                outbox.put(s, kind="send_sms", payload={"template": "otp"}, now=parts.clock.now(), letter=(to, text))
        deliver(parts)
        assert (len(vendor.sent), len(twilio.asked)) == (1, 1)
        form = {"From": ABROAD, "Body": "你好", "MessageSid": "SM1", "NumMedia": "0"}
        path = "/sms/twilio/inbound"
        signature = RequestValidator("a-token").compute_signature(parts.settings.public_url + path, form)
        client = app_of(parts)
        assert client.post(path, data=form, headers={"X-Twilio-Signature": signature}).status_code == 200
        assert client.post(path, data=form, headers={"X-Twilio-Signature": "x"}).status_code == 403


def test_every_text_that_the_bot_says_by_sms_is_one_of_its_responses() -> None:
    """Rows `utter_…` name responses of domain.yml and only their parameters; all rows fit the vendor's rules."""
    responses = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    for name, text in registered().items():
        params = re.findall(r"\$\{(\w+)\}", text)
        assert len(params) == len(set(params)), name
        assert not set("【】{") & set(re.sub(r"\$\{\w+\}", "", text)), name
        assert "http" not in text
        if name.startswith("utter_"):
            own = {one for variant in responses[name] for one in re.findall(r"\{(\w+)\}", variant["text"])}
            assert {one for one in params if not one.startswith("choice")} <= own | {"phone", "years"}, name


def test_the_internal_app_has_no_such_door(real: Parts) -> None:
    """Only the public app takes callbacks."""
    assert create_internal_app(real).test_client().post(f"/sms/aliyun/{CALLBACK}/reports", json=[]).status_code == 404
