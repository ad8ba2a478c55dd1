"""What the unsigned callbacks of a provider of SMS can do: a report moves a state forward, a reply is one message."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import sqlalchemy as sa

from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.app import create_internal_app
from tests.attacks.sms_world import CALLBACK, PHONE, Make, app_of, deliver, make, post, real, reply, report, vendor
from tests.vendors.aliyun import Aliyun

__all__ = ["make", "real", "vendor"]


def states(parts: Parts) -> list[tuple[str, str]]:
    with parts.db.read() as s:
        return [(row[0], row[1]) for row in s.execute(sa.text("SELECT vendor_id, state FROM sms_delivery"))]


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


# --- no way to a mainland phone


def test_the_internal_app_has_no_such_door(real: Parts) -> None:
    """Only the public app takes callbacks."""
    assert create_internal_app(real).test_client().post(f"/sms/aliyun/{CALLBACK}/reports", json=[]).status_code == 404
