"""SMS by Twilio's REST interface. Off for mainland China: no two-way SMS there, and personal data would leave (PIPL 38)."""

from __future__ import annotations

import logging

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from portal.ports import DeliveryFailed

# the vendor's code → what it says, and whether the same may succeed later
CODES = {
    20003: ("the account's secret is wrong", True),
    20429: ("too many at once", True),
    21211: ("no such number", False),
    21408: ("not allowed to that country", False),
    21610: ("the number opted out", False),
    21614: ("not a mobile number", False),
    30001: ("the vendor's queue is full", True),
    30003: ("the phone is off or unreachable", True),
    30005: ("no such phone", False),
    30006: ("a landline or unreachable carrier", False),
    30007: ("filtered by the carrier", False),
    30008: ("unknown fault at the carrier", True),
}


class TwilioSms:
    """Sends from one number of one account; reports come to `callback`."""

    def __init__(self, account_sid: str, auth_token: str, number: str, callback: str, *, seconds: float = 10) -> None:
        quiet = logging.getLogger("twilio.http_client")
        quiet.setLevel(logging.ERROR)  # its INFO lines hold numbers and words
        http = TwilioHttpClient(timeout=seconds, logger=quiet)
        self._client = Client(account_sid, auth_token, http_client=http)
        self._number, self._callback = number, callback

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        """Returns the message's SID."""
        if to.startswith("+86"):
            raise DeliveryFailed("Twilio is not for mainland numbers", code="mainland", retry=False)
        try:
            message = self._client.messages.create(to=to, from_=self._number, body=text, status_callback=self._callback)
        except TwilioRestException as error:
            reason, retry = CODES.get(error.code or 0, (f"HTTP {error.status}", error.status >= 500))
            raise DeliveryFailed(reason, code=str(error.code or ""), retry=retry) from None
        except (TwilioException, OSError) as error:
            raise DeliveryFailed(f"not reached ({type(error).__name__})") from None
        return str(message.sid)
