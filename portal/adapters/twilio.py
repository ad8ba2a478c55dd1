"""SMS by Twilio's REST interface.

Off for mainland China unless TWILIO_MAINLAND is set: no two-way SMS there, and personal data would go abroad (PIPL 38).
"""

from __future__ import annotations

import logging

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from portal.kernel.ports import DeliveryFailed

OPERATOR = (20003, 20005, 21606, 21659, 30002)  # the account, its secret, its number: only the operator can mend these
NO_NUMBER = (21211, 21614, 30005, 30006)  # nothing will ever reach this number
# the vendor's code → what it means, and whether the same may succeed later
CODES = {
    20003: ("the account's secret is wrong", True),
    20005: ("the account is stopped", True),
    21606: ("our number may not send SMS", True),
    21659: ("our number is not the account's", True),
    30002: ("the account is suspended", True),
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
    """Sends SMS from one number of one account; Twilio posts delivery reports to the URL `callback`."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        number: str,
        callback: str,
        *,
        seconds: float = 10,
        mainland: bool = False,
        url: str | None = None,
    ) -> None:
        quiet = logging.getLogger("twilio.http_client")
        quiet.setLevel(logging.ERROR)  # its INFO lines hold phone numbers and texts
        http = TwilioHttpClient(timeout=seconds, logger=quiet)
        self._client = Client(account_sid, auth_token, http_client=http)
        if url is not None:
            self._client.api.base_url = url
        self._number, self._callback, self._mainland = number, callback, mainland

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        """Send the text; returns the message's SID. `template`, `params` are not used. Raises DeliveryFailed.

        A code that is not in CODES is retried only with an HTTP status of 500 or more.
        """
        if to.startswith("+86") and not self._mainland:
            raise DeliveryFailed("Twilio is not for mainland numbers", code="mainland", retry=False)
        try:
            message = self._client.messages.create(to=to, from_=self._number, body=text, status_callback=self._callback)
        except TwilioRestException as error:
            code = error.code or 0
            reason, retry = CODES.get(code, (f"HTTP {error.status}", error.status >= 500))
            raise DeliveryFailed(
                reason,
                code=str(error.code or ""),
                retry=retry,
                needs_operator=code in OPERATOR,
                no_such_number=code in NO_NUMBER,
            ) from None
        except (TwilioException, OSError) as error:
            raise DeliveryFailed(f"not reached ({type(error).__name__})") from None
        return str(message.sid)
