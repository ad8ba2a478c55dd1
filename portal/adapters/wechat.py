"""WeChat customer-service messages (docs/channels.md).

The access_token (valid 7,200 s, one per account) is kept in this process and refreshed before it expires; only the
worker sends. The `stable_token` interface gives every caller the same token, so that a second process does not make the
first one's useless. Only when WeChat refused a token as stale is a new one forced, which ends the old one for all.
"""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import httpx

from portal.kernel.ports import DeliveryFailed

API = "https://api.weixin.qq.com"
AHEAD = 300.0  # seconds before its expiry from which a token is no longer used
_STALE = (40001, 40014, 42001)  # codes of the vendor: the access_token is invalid or has expired
# the vendor's code → what it means, and whether the same may succeed later
CODES = {
    -1: ("WeChat is busy", True),
    40003: ("no such follower", False),
    40013: ("the app id is wrong", False),
    40125: ("the app secret is wrong", False),
    40164: ("this server's address is not on the account's list", True),
    43004: ("not a follower any more", False),
    45009: ("too many calls today", True),
    45015: ("the 48 hours after the last message are over", False),
    45047: ("too many messages after the last one", False),
    48001: ("the account may not send customer-service messages", False),
}


class WechatNotifier:
    """Sends text to a follower of the Official Account, named by openid."""

    def __init__(self, app_id: str, app_secret: str, *, api: str = API, seconds: float = 5) -> None:
        self._app_id, self._app_secret = app_id, app_secret
        self._client = httpx.Client(base_url=api, timeout=seconds)
        self._mutex = threading.Lock()
        self._token, self._until = "", 0.0

    def notify(self, address: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        """Send the text, nothing else; returns "", since the vendor gives no id. Raises DeliveryFailed.

        If the vendor calls the token stale, it is refreshed and the message sent once more.
        """
        body = {"touser": address, "msgtype": "text", "text": {"content": text}}
        used = self._current("")
        answer = self._post("/cgi-bin/message/custom/send", body, access_token=used)
        if answer.get("errcode") in _STALE:
            answer = self._post("/cgi-bin/message/custom/send", body, access_token=self._current(used))
        _check(answer)
        return ""

    def _current(self, stale: str) -> str:
        """The token; a new one if the old is about to expire, or is `stale`, the one that the vendor refused."""
        with self._mutex:
            if self._token in ("", stale) or time.monotonic() >= self._until:
                answer = self._post(
                    "/cgi-bin/stable_token",
                    {
                        "grant_type": "client_credential",
                        "appid": self._app_id,
                        "secret": self._app_secret,
                        "force_refresh": bool(stale),
                    },
                )
                _check(answer)
                self._token, lasts = _token_of(answer)
                self._until = time.monotonic() + lasts - AHEAD
            return self._token

    def _post(self, path: str, body: dict[str, Any], **query: str) -> dict[str, Any]:
        data = json.dumps(body, ensure_ascii=False).encode()  # escaped Chinese would be shown as escapes
        try:
            answer = self._client.post(path, content=data, params=query, headers={"Content-Type": "application/json"})
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:  # its message holds the URL with the token
            raise DeliveryFailed(f"not reached ({type(error).__name__})") from None
        if not isinstance(found, dict):
            raise DeliveryFailed("no answer")
        return found


def _token_of(answer: dict[str, Any]) -> tuple[str, float]:
    """The token of an answer, and for how many seconds it is valid (0 if it does not say). Raises DeliveryFailed without a token."""
    token, lasts = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not token:
        raise DeliveryFailed("no token in the answer")
    return token, float(lasts) if isinstance(lasts, int | float) else 0.0


def _check(answer: dict[str, Any]) -> None:
    """Raise DeliveryFailed for an answer with an error code; one that is not in CODES may succeed later."""
    code = answer.get("errcode") or 0
    if not isinstance(code, int):
        raise DeliveryFailed("no answer")
    if code:
        reason, retry = CODES.get(code, ("refused", True))
        raise DeliveryFailed(reason, code=str(code), retry=retry)
