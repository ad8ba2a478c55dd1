"""Aliyun's webhooks: delivery reports, and SMS that come in.

Aliyun signs neither: the URL holds a long secret, and the content is trusted little. A report can only advance the
state of an SMS that we sent; a reply (Aliyun's word for any SMS that comes in) is a message like any other and proves
no phone.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import logging
from dataclasses import replace
from datetime import datetime
from typing import Any

import phonenumbers
import sqlalchemy as sa
from flask import Blueprint, Response, jsonify, request
from sqlalchemy.orm import Session

from portal.channels.doors.sms import refuse, store_report
from portal.channels.inbound import limits
from portal.channels.inbound.gateway import gateway, set_up
from portal.channels.inbound.incoming import Incoming
from portal.channels.text import danger_words, keywords
from portal.http.access import VENDOR, access, without_csrf
from portal.http.current import parts
from portal.kernel.errors import BadRequest, NotFound, TooLarge, TooMany
from portal.kernel.sealing import keyed
from portal.kernel.time_zone import SHANGHAI
from portal.outbox.kinds import Kind
from portal.outbox.models import OutboxRow
from portal.residents import service as residents
from portal.residents.models import ContactPoint

log = logging.getLogger(__name__)

MOST_BYTES = 256 * 1024  # of one request
MOST_AT_ONCE = 500  # reports or replies in one request
MOST_CHARACTERS = 1000  # of one reply; the rest is cut off
_LONGEST_ID = 64  # characters

door = Blueprint("aliyun", __name__, url_prefix="/sms/aliyun/<secret>")
door.record_once(set_up)


@door.post("/reports")
@without_csrf
@access(VENDOR)
def reports(secret: str) -> Response:
    """Take in delivery reports of our SMS, as `delivered` or `undelivered`; skips incomplete ones and those of other SMS.

    Aliyun sends them in any order, and again until answered.
    """
    _check_secret(secret)
    now = parts().clock.now()
    for one in _array():
        biz_id, code = _text(one, "biz_id", 80), _text(one, "err_code", 20)
        if not biz_id or not isinstance(one.get("success"), bool):
            continue
        with parts().db.write() as s:
            ours = sa.select(OutboxRow.id).where(OutboxRow.reference == biz_id, OutboxRow.kind == Kind.SEND_SMS)
            if s.scalar(ours.limit(1)) is not None:
                store_report(s, biz_id, "delivered" if one["success"] else "undelivered", code, now=now)
    return _acknowledgement()


@door.post("/replies")
@without_csrf
@access(VENDOR)
def replies(secret: str) -> Response:
    """Take in SMS; skips those without a readable number. Answers are sent by the SMS port; a repeated message counts once."""
    _check_secret(secret)
    for one in _array():
        number, said = _number(_text(one, "phone_number", 30)), _text(one, "content", MOST_CHARACTERS)
        if number is not None:
            incoming = Incoming(channel="sms", vendor_id=_vendor_id(one), text=said, sent_at=_moment(one))
            _take_in(number, incoming)
    return _acknowledgement()


def _take_in(number: str, incoming: Incoming) -> None:
    """Keep one message, if it is within the limits; else refuse it, with a reply at most as often as `sms.REFUSAL_REPLIES`."""
    alarm = danger_words.plain_danger(incoming.text)
    incoming = replace(incoming, alarm=alarm.danger if alarm else "")
    try:
        limits.spend_message(keyed(parts().settings.secret_key, "sms", number), alarm)
        gateway().take_in(lambda s: _sender(s, number), incoming, 0, alarm)
    except TooMany as too_many:
        with contextlib.suppress(TooMany):
            refuse(number, too_many, mainland=True)


def _check_secret(secret: str) -> None:
    """Raise NotFound for a wrong secret; limit the body to MOST_BYTES."""
    known = parts().settings.aliyun_callback_secret
    if known is None or not hmac.compare_digest(secret.encode(), known.encode()):
        raise NotFound()
    request.max_content_length = MOST_BYTES


def _array() -> list[dict[str, Any]]:
    """The objects of the JSON array in the body; one object alone counts as an array. Raises BadRequest, TooLarge."""
    if (request.content_length or 0) > MOST_BYTES:
        raise TooLarge()
    data = request.stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TooLarge()
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise BadRequest() from None
    found = [found] if isinstance(found, dict) else found
    if not isinstance(found, list) or len(found) > MOST_AT_ONCE:
        raise BadRequest()
    return [one for one in found if isinstance(one, dict)]


def _text(one: dict[str, Any], name: str, most: int) -> str:
    """A field's text, cut to `most` characters; "" unless it is a string or an integer."""
    value = one.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return keywords.clean(str(value), most)


def _number(given: str) -> str | None:
    """The number as E.164, or None; the vendor gives mainland numbers without a country code."""
    try:
        parsed = phonenumbers.parse(given, "CN")
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _vendor_id(one: dict[str, Any]) -> str:
    """The vendor's id of the message; if it is missing, a hash of the content."""
    sequence = _text(one, "sequence_id", _LONGEST_ID)
    if sequence:
        return f"aliyun:{sequence}"
    said = "\0".join(_text(one, name, MOST_CHARACTERS) for name in ("phone_number", "content", "send_time"))
    return f"aliyun:{hashlib.sha256(said.encode()).hexdigest()}"


def _moment(one: dict[str, Any]) -> datetime | None:
    """The message's `send_time`, which is Chinese local time without an offset; None if it cannot be read."""
    try:
        return datetime.strptime(_text(one, "send_time", 30), "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def _sender(s: Session, number: str) -> ContactPoint:
    return residents.ensure_contact_point(s, parts().settings.secret_key, "sms", number, parts().clock.now())


def _acknowledgement() -> Response:
    return jsonify(code=0, msg="接收成功")
