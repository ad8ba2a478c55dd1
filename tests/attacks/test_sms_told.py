"""What pages say of an SMS, and of a way to a mainland phone, is what is known."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.intake import registering
from portal.outbox import service as outbox
from portal.process.announce import READY, announcement
from portal.residents.models import ContactPoint
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.attacks.sms_world import (
    ABROAD,
    ALIYUN,
    PHONE,
    Make,
    app_of,
    deliver,
    desk_of,
    make,
    post,
    real,
    reply,
    report,
    vendor,
)
from tests.portal.cases.cases_world import draft
from tests.portal.conftest import HandClock
from tests.vendors.aliyun import Aliyun
from tests.vendors.http import serving as http

__all__ = ["make", "real", "vendor"]


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
