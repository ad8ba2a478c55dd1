"""Twilio's sender against a stand-in of the vendor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest

from portal.adapters.twilio import TwilioSms
from portal.kernel.ports import DeliveryFailed
from tests.vendors.http import Vendor, serving

MESSAGE = {"sid": "SM42", "status": "queued"}


def sender(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> TwilioSms:
    made = TwilioSms("AC1", "token", "+10000000000", "https://linli.example/sms/twilio/status")
    monkeypatch.setattr(made._client.api, "base_url", vendor.url)
    return made


def test_the_message_goes_out_with_a_place_for_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Number, words, callback; the SID comes back."""
    with serving(lambda *_: (201, MESSAGE)) as vendor:
        assert sender(vendor, monkeypatch).send("+12025550123", "路灯修好了") == "SM42"
    form = parse_qs(vendor.asked[0][1].decode())
    assert form["Body"] == ["路灯修好了"]
    assert form["StatusCallback"] == ["https://linli.example/sms/twilio/status"]


def test_a_mainland_number_is_never_sent_abroad(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused before anything leaves (PIPL 38)."""
    with serving(lambda *_: (201, MESSAGE)) as vendor, pytest.raises(DeliveryFailed) as failure:
        sender(vendor, monkeypatch).send("+8613800000001", "好")
    assert not failure.value.retry
    assert vendor.asked == []


@pytest.mark.parametrize(
    ("status", "code", "retry"), [(400, 21610, False), (400, 21211, False), (429, 20429, True), (500, 0, True)]
)
def test_refusals_say_whether_to_try_again(
    monkeypatch: pytest.MonkeyPatch, status: int, code: int, retry: bool
) -> None:
    """Opted out and no such number are final; too many and a fault of theirs are not."""
    body = {"code": code, "message": "to +12025550123", "status": status}
    answer: Callable[[str, bytes], tuple[int, Any]] = lambda *_: (status, body)  # noqa: E731
    with serving(answer) as vendor, pytest.raises(DeliveryFailed) as failure:
        sender(vendor, monkeypatch).send("+12025550123", "好")
    assert failure.value.retry is retry
    assert "2025550123" not in failure.value.reason


def test_a_vendor_that_hangs_up_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut connection: retry."""
    with serving(lambda *_: None) as vendor, pytest.raises(DeliveryFailed) as failure:
        sender(vendor, monkeypatch).send("+12025550123", "好")
    assert failure.value.retry
