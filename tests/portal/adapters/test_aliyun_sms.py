"""Aliyun's sender through its SDK, against a stand-in that checks the signature."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal.adapters.aliyun import CODES, AliyunSms, fitted_parameter
from portal.adapters.by_country import ByCountry
from portal.kernel.ports import DeliveryFailed
from tests.vendors.aliyun import KEY_ID, KEY_SECRET, SIGN, Aliyun, serving

PHONE = "+8613800000001"


@pytest.fixture
def vendor() -> Iterator[Aliyun]:
    with serving() as started:
        yield started


def sender(vendor: Aliyun, secret: str = KEY_SECRET, sign: str = SIGN) -> AliyunSms:
    return AliyunSms(KEY_ID, secret, sign, {"otp": "SMS_1000001"}, url=vendor.url, seconds=3)


def send(sms: AliyunSms, to: str = PHONE, **params: str) -> str:
    return sms.send(to, "…", template="otp", params={"code": "123456"} | params)


def test_a_template_and_its_parameters_leave_and_the_biz_id_comes_back(vendor: Aliyun) -> None:
    """Number without +86, the signature apart, the vendor's own code for the template, strings only."""
    reference = send(sender(vendor))
    (sms,) = vendor.sent
    assert (sms.to, sms.sign, sms.template, sms.params) == ("13800000001", SIGN, "SMS_1000001", {"code": "123456"})
    assert reference == sms.biz_id


def test_free_words_never_leave(vendor: Aliyun) -> None:
    """Without a template nothing is asked of the vendor."""
    with pytest.raises(DeliveryFailed) as failure:
        sender(vendor).send(PHONE, "您好")
    assert not failure.value.retry
    assert (vendor.sent, vendor.refused) == ([], [])


def test_numbers_abroad_go_by_the_other_provider(vendor: Aliyun) -> None:
    """Not by this one; where Twilio is set too, by that."""

    class Abroad:
        def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
            return f"abroad {to}"

    with pytest.raises(DeliveryFailed):
        send(sender(vendor), to="+12025550123")
    both = ByCountry(sender(vendor), Abroad())
    assert both.send("+12025550123", "hello") == "abroad +12025550123"
    assert both.send(PHONE, "…", template="otp", params={"code": "1"}) == vendor.sent[0].biz_id


@pytest.mark.parametrize(
    ("code", "retry", "needs_operator", "no_number"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", True, False, False),
        ("isv.MOBILE_NUMBER_ILLEGAL", False, False, True),
        ("isv.BLACK_KEY_CONTROL_LIMIT", False, False, False),
        ("isv.PARAM_LENGTH_LIMIT", False, False, False),
        ("isv.PARAM_NOT_SUPPORT_URL", False, False, False),
        ("isv.TEMPLATE_MISSING_PARAMETERS", False, False, False),
        ("isv.SMS_SIGNATURE_ILLEGAL", True, True, False),
        ("isv.SMS_TEMPLATE_ILLEGAL", True, True, False),
        ("isv.AMOUNT_NOT_ENOUGH", True, True, False),
        ("isv.OUT_OF_SERVICE", True, True, False),
        ("isp.RAM_PERMISSION_DENY", True, True, False),
        ("isv.NEVER_HEARD_OF", False, False, False),
    ],
)
def test_refusals_are_told_apart(vendor: Aliyun, code: str, retry: bool, needs_operator: bool, no_number: bool) -> None:
    """Later, give up, mark the number, call the operator; no number stands in what is logged."""
    vendor.refuse = lambda _sms: code
    with pytest.raises(DeliveryFailed) as failure:
        send(sender(vendor))
    told = failure.value
    assert (told.code, told.retry, told.needs_operator, told.no_such_number) == (code, retry, needs_operator, no_number)
    assert "138" not in told.reason


def test_a_wrong_secret_is_the_operators_to_mend(vendor: Aliyun) -> None:
    """The stand-in checks the signature, and the SDK's error holds no words of ours."""
    with pytest.raises(DeliveryFailed) as failure:
        send(sender(vendor, secret="wrong"))
    assert (failure.value.code, failure.value.needs_operator) == ("SignatureDoesNotMatch", True)


def test_a_vendor_that_hangs_up_is_tried_later(vendor: Aliyun) -> None:
    """A cut connection: retry; the reason names no number (the SDK's own error has the whole address in it)."""
    vendor.hang_up = True
    with pytest.raises(DeliveryFailed) as failure:
        send(sender(vendor))
    assert failure.value.retry
    assert "138" not in failure.value.reason


@pytest.mark.parametrize(
    "value",
    [
        "请看 https://evil.example/x?y=1 好",
        "www.evil.example",
        "【别的签名】你好",
        "好😀的\n两行",
        "长" * 500,
        "",
        "a.com/b",
    ],
)
def test_a_parameter_is_made_such_as_the_vendor_takes(vendor: Aliyun, value: str) -> None:
    """No address, no foreign signature, no emoji, one line, at most 35 characters, never empty."""
    send(sender(vendor), words=value)
    assert vendor.refused == []
    said = vendor.sent[0].params["words"]
    assert 0 < len(said) <= 35
    assert not set(said) & set("【】😀\n")


def test_a_plain_parameter_stays_as_it_is() -> None:
    """Case numbers, telephones, dates and Chinese words."""
    for value in (
        "LL-20261124-0042",
        "0571-00000001",
        "12月1日",
        "路灯修好了，换了两盏。",
        "LL-20261124-0042、LL-20261124-0043",
    ):
        assert fitted_parameter(value) == value


def test_every_code_says_what_is_to_be_done() -> None:
    """One of four."""
    assert {what for _, what in CODES.values()} == {"later", "give up", "no such number", "operator"}
