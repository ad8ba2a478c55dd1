"""SMS by Aliyun `Dysmsapi` 2017-05-25, through the vendor's SDK: sends a registered template's parameters, no text.

The vendor adds the registered signature. The vendor's messages and the SDK's errors hold phone numbers and one-time codes, so
they are not stored.
"""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_dysmsapi20170525.models import SendSmsRequest
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.utils_models import Config
from darabonba.runtime import RuntimeOptions

from portal.kernel.ports import DeliveryFailed

# What to do after a failure. NO_NUMBER: give up, and mark the number as unreachable; OPERATOR: tell the operator, try again later
LATER, GIVE_UP, NO_NUMBER, OPERATOR = "later", "give up", "no such number", "operator"
# the vendor's code → what it means, and what to do about it
CODES = {
    "isv.BUSINESS_LIMIT_CONTROL": ("too many to that number for now", LATER),
    "isv.DAY_LIMIT_CONTROL": ("the account's daily limit is reached", OPERATOR),
    "isv.MONTH_LIMIT_CONTROL": ("the account's monthly limit is reached", OPERATOR),
    "isp.RAM_PERMISSION_DENY": ("the key may not send SMS", OPERATOR),
    "isp.SYSTEM_ERROR": ("a fault of theirs", LATER),
    "isp.GATEWAY_ERROR": ("a fault of theirs", LATER),
    "isv.SYSTEM_ERROR": ("a fault of theirs", LATER),
    "Throttling": ("too many at once", LATER),
    "Throttling.User": ("too many at once", LATER),
    "ServiceUnavailable": ("a fault of theirs", LATER),
    "InternalError": ("a fault of theirs", LATER),
    "isv.MOBILE_NUMBER_ILLEGAL": ("no such mobile number", NO_NUMBER),
    "isv.MOBILE_COUNT_OVER_LIMIT": ("too many numbers at once", GIVE_UP),
    "isv.BLACK_KEY_CONTROL_LIMIT": ("a parameter holds a forbidden word", GIVE_UP),
    "isv.PARAM_LENGTH_LIMIT": ("a parameter is too long", GIVE_UP),
    "isv.PARAM_NOT_SUPPORT_URL": ("a parameter holds an address", GIVE_UP),
    "isv.TEMPLATE_MISSING_PARAMETERS": ("the template wants more parameters", GIVE_UP),
    "isv.TEMPLATE_PARAMS_ILLEGAL": ("a parameter is not of its kind", GIVE_UP),
    "isv.INVALID_PARAMETERS": ("wrong parameters", GIVE_UP),
    "isv.INVALID_JSON_PARAM": ("wrong parameters", GIVE_UP),
    "isv.SMS_SIGNATURE_ILLEGAL": ("the signature is not registered", OPERATOR),
    "isv.SMS_SIGN_ILLEGAL": ("the signature is not registered", OPERATOR),
    "isv.SMS_TEMPLATE_ILLEGAL": ("the template is not registered", OPERATOR),
    "isv.ACCOUNT_NOT_EXISTS": ("no such account", OPERATOR),
    "isv.ACCOUNT_ABNORMAL": ("the account is locked", OPERATOR),
    "isv.AMOUNT_NOT_ENOUGH": ("the account has no money left", OPERATOR),
    "isv.OUT_OF_SERVICE": ("the account is stopped", OPERATOR),
    "isv.PRODUCT_UN_SUBSCRIPT": ("SMS is not ordered for the account", OPERATOR),
    "InvalidAccessKeyId.NotFound": ("no such access key", OPERATOR),
    "InvalidAccessKeyId.Inactive": ("the access key is off", OPERATOR),
    "SignatureDoesNotMatch": ("the access key's secret is wrong", OPERATOR),
    "Forbidden.RAM": ("the key may not send SMS", OPERATOR),
}
MOST_IN_A_PARAMETER = 35  # characters of one parameter, by the vendor's rule
_MOST_READ = 500  # characters: the rest of a value is dropped unread
_EMPTY = "（没写）"  # the vendor refuses an empty parameter
_URL = re.compile(
    r"(?:https?://|www\.)[^\s，。；、]+|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|net|org|top|io|cc|me)\b[^\s，。；、]*"
)
_KEPT = frozenset("LNP")  # Unicode categories: letters, numbers, punctuation; the vendor refuses symbols and emoji


class AliyunSms:
    """Sends SMS to mainland numbers. `sign`: the registered signature; `codes`: our template's id → the vendor's code, where the two differ.

    `url`: the vendor's endpoint; `seconds`: the time-out of connecting, and of each wait for the answer.
    """

    def __init__(
        self, key_id: str, key_secret: str, sign: str, codes: Mapping[str, str], *, url: str, seconds: float = 10
    ) -> None:
        address = urlsplit(url)
        milliseconds = int(seconds * 1000)
        self._client = Client(
            Config(
                access_key_id=key_id,
                access_key_secret=key_secret,
                endpoint=address.netloc,
                protocol=address.scheme.upper(),
                connect_timeout=milliseconds,
                read_timeout=milliseconds,
            )
        )
        self._runtime = RuntimeOptions(autoretry=False)  # the outbox tries again
        self._sign, self._codes = sign, codes
        logging.getLogger("alibabacloud_credentials").setLevel(logging.ERROR)

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        """Send the template with `params`, not `text`, to `to` (E.164, +86); returns the vendor's BizId. Raises DeliveryFailed."""
        if not to.startswith("+86"):
            raise DeliveryFailed("only mainland numbers are sent to here", code="abroad", retry=False)
        if not template or params is None:
            raise DeliveryFailed("not one of the registered templates", code="no-template", retry=False)
        request = SendSmsRequest(
            phone_numbers=to.removeprefix("+86"),
            sign_name=self._sign,
            template_code=self._codes.get(template, template),
            template_param=json.dumps(
                {name: fitted_parameter(value) for name, value in params.items()}, ensure_ascii=False
            ),
        )
        answer = self._post(request)
        if answer.code != "OK":
            raise vendor_error(str(answer.code or ""))
        return str(answer.biz_id or "")

    def _post(self, request: SendSmsRequest) -> Any:
        try:
            return self._client.send_sms_with_options(request, self._runtime).body
        except AlibabaCloudException as error:
            raise vendor_error(str(error.code or ""), status=int(error.status_code or 0)) from None
        except Exception as error:  # the SDK's own errors have no common root
            raise DeliveryFailed(f"not reached ({type(error).__name__})") from None


def vendor_error(code: str, *, status: int = 400) -> DeliveryFailed:
    """The error for a code of the vendor. An unknown code is retried only with an HTTP `status` of 500 or more."""
    reason, what = CODES.get(code, ("refused", LATER if status >= 500 else GIVE_UP))
    return DeliveryFailed(
        reason,
        code=code,
        retry=what in (LATER, OPERATOR),
        needs_operator=what == OPERATOR,
        no_such_number=what == NO_NUMBER,
    )


def fitted_parameter(value: str) -> str:
    """A parameter as the vendor accepts it: on one line, cut to 35 characters with "…" at the end, _EMPTY for an empty one.

    URLs become （网址）, 【】 round brackets; emoji, most symbols and rare characters (above U+FFFF) are dropped.
    """
    plain = _URL.sub("（网址）", unicodedata.normalize("NFC", value[:_MOST_READ]))
    plain = "".join(
        "，" if character in "\r\n\t" else character
        for character in plain
        if character in "\r\n\t +~￥$" or (unicodedata.category(character)[0] in _KEPT and ord(character) <= 0xFFFF)
    )
    plain = plain.translate({ord("【"): "（", ord("】"): "）"}).strip("， ")
    if len(plain) > MOST_IN_A_PARAMETER:
        plain = plain[: MOST_IN_A_PARAMETER - 1] + "…"
    return plain or _EMPTY
