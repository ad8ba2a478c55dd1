"""Customer-service messages against a stand-in of the vendor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from portal.adapters.wechat import WechatNotifier
from portal.kernel.config import load
from portal.kernel.ports import DeliveryFailed
from portal.wiring.app import build_wechat_notifier
from tests.vendors.http import serving


class Account:
    """Gives out numbered tokens and answers sends with the next of `codes`."""

    def __init__(self, *codes: int, expires_in: int = 7200) -> None:
        self.codes, self.expires_in, self.tokens = list(codes), expires_in, 0

    def __call__(self, path: str, body: bytes) -> tuple[int, Any]:
        if path.startswith("/cgi-bin/stable_token"):
            self.tokens += 1
            return 200, {"access_token": f"token-{self.tokens}", "expires_in": self.expires_in}
        return 200, {"errcode": self.codes.pop(0) if self.codes else 0, "errmsg": ""}


def test_the_words_go_out_unescaped_under_one_token() -> None:
    """Two messages, one token; Chinese is sent as Chinese."""
    account = Account()
    with serving(account) as vendor:
        notifier = WechatNotifier("id", "secret", api=vendor.url)
        notifier.notify("o-1", "路灯修好了")
        notifier.notify("o-2", "好")
    sends = [(path, body) for path, body in vendor.asked if "custom/send" in path]
    assert [path for path, _ in sends] == ["/cgi-bin/message/custom/send?access_token=token-1"] * 2
    assert "路灯修好了".encode() in sends[0][1]
    assert json.loads(sends[1][1]) == {"touser": "o-2", "msgtype": "text", "text": {"content": "好"}}


@pytest.mark.parametrize("code", [40001, 42001])
def test_a_stale_token_is_refreshed_once_and_the_message_sent_again(code: int) -> None:
    """40001, 42001: another token, one more try."""
    account = Account(code)
    with serving(account) as vendor:
        WechatNotifier("id", "secret", api=vendor.url).notify("o-1", "好")
    assert account.tokens == 2
    assert [path.rpartition("=")[2] for path, _ in vendor.asked if "send" in path] == ["token-1", "token-2"]


def test_a_token_that_stays_stale_is_given_up_for_now() -> None:
    """Twice 40001: no third try here, the outbox tries later."""
    with serving(Account(40001, 40001)) as vendor, pytest.raises(DeliveryFailed) as failure:
        WechatNotifier("id", "secret", api=vendor.url).notify("o-1", "好")
    assert failure.value.retry
    assert failure.value.code == "40001"


def test_a_token_near_its_end_is_not_used() -> None:
    """Refreshed ahead of expiry."""
    account = Account(expires_in=200)
    with serving(account) as vendor:
        notifier = WechatNotifier("id", "secret", api=vendor.url)
        notifier.notify("o-1", "好")
        notifier.notify("o-1", "好")
    assert account.tokens == 2


@pytest.mark.parametrize(("code", "retry"), [(45015, False), (45047, False), (43004, False), (-1, True), (99999, True)])
def test_refusals_say_whether_to_try_again(code: int, retry: bool) -> None:
    """A closed window is final, a busy vendor is not."""
    with serving(Account(code)) as vendor, pytest.raises(DeliveryFailed) as failure:
        WechatNotifier("id", "secret", api=vendor.url).notify("o-1", "好")
    assert failure.value.retry is retry


def test_a_vendor_that_fails_or_hangs_up_is_tried_later_and_no_secret_is_told() -> None:
    """500 and a cut connection: retry, and the reason names neither token nor secret."""
    for answer in (lambda *_: (500, {}), lambda *_: None):
        with serving(answer) as vendor, pytest.raises(DeliveryFailed) as failure:
            WechatNotifier("id", "top-secret", api=vendor.url).notify("o-1", "好")
        assert failure.value.retry
        assert "secret" not in failure.value.reason


@pytest.mark.parametrize(
    "answer", [{}, {"access_token": None}, {"access_token": 7}, {"errcode": "busy"}, {"expires_in": 7200}]
)
def test_a_malformed_answer_to_the_request_for_a_token_is_a_failed_delivery(answer: dict[str, Any]) -> None:
    """Tried later."""
    with serving(lambda *_: (200, answer)) as vendor, pytest.raises(DeliveryFailed) as failure:
        WechatNotifier("id", "secret", api=vendor.url).notify("o-1", "好")
    assert failure.value.retry


@pytest.mark.parametrize("demo", ["1", "0"])
def test_without_an_app_only_the_demo_says_that_a_message_went_out(tmp_path: Path, demo: str) -> None:
    """A real community that set no app would otherwise take pushes for sent that nobody got."""
    told = load({"LINLI_HOME": str(tmp_path), "SECRET_KEY": "a-secret-key-for-tests-0123456789", "DEMO": demo})
    notifier = build_wechat_notifier(told)
    if demo == "1":
        assert notifier.notify("o-1", "好")
        return
    with pytest.raises(DeliveryFailed, match="no WeChat app is set"):
        notifier.notify("o-1", "好")
