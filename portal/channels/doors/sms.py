"""Twilio's webhooks (channels.md): SMS from residents, and delivery reports.

The signature covers the public URL, which is a setting; the Host header of the request is not trusted. Answers to
mainland numbers are never returned as TwiML, but sent by the SMS port.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import phonenumbers
from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator

from portal.channels.bot_client import Said
from portal.channels.channel import SMS, Leaves
from portal.channels.inbound import limits
from portal.channels.inbound.gateway import gateway, set_up
from portal.channels.inbound.inbox import Incoming
from portal.channels.models import InboxKind
from portal.channels.outbound import answers
from portal.channels.text import danger_words, keywords
from portal.http.access import VENDOR, access, csrf
from portal.http.current import parts
from portal.http.throttle import throttle
from portal.kernel.errors import BadRequest, Forbidden, NotFound, TooMany
from portal.kernel.sealing import keyed
from portal.outbox.kinds import Purpose
from portal.outbox.models import SmsDelivery
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.db import add_if_new

BUDGET = 10.0  # seconds; Twilio waits 15
TOLD = "1 per 10 minutes"  # how often a number is told that it sends too many SMS: each reply costs money
MOST_BYTES = 64 * 1024
_ID = 64
_RANK = {
    "accepted": 0,
    "scheduled": 0,
    "queued": 1,
    "sending": 2,
    "sent": 3,
    "delivered": 4,
    "undelivered": 4,
    "failed": 4,
    "read": 5,
}
_OPTED_OUT = "21610"

door = Blueprint("twilio", __name__, url_prefix="/sms/twilio")
door.record_once(set_up)


@door.post("/inbound")
@csrf.exempt  # type: ignore[untyped-decorator]
@access(VENDOR)
def inbound() -> Response:
    """Take in one SMS of a resident; answers with TwiML."""
    _signed()
    number, vendor_id = _number(request.form.get("From", "")), request.form.get("MessageSid", "")
    if not 0 < len(vendor_id) <= _ID or not vendor_id.isalnum():
        raise BadRequest()
    mainland = residents.is_mainland(number)
    text, budget = keywords.clean(request.form.get("Body", "")), 0 if mainland else BUDGET
    alarm = danger_words.alarm(text)
    incoming = Incoming(
        channel="sms",
        vendor_id=vendor_id,
        text=text,
        kind=_kind(),
        budget=budget,
        alarm=alarm.danger if alarm else "",
    )
    keep = gateway()
    try:
        limits.spend_message(keyed(parts().settings.secret_key, "sms", number), alarm)
        taken = keep.take_in(lambda s: _sender(s, number), incoming, budget, alarm)
    except TooMany as refused:
        return Response(twiml(refuse(number, refused, mainland=mainland)), mimetype="text/xml")
    said = [] if mainland else keep.carry(taken.received.inbox_id)
    return Response(twiml(said), mimetype="text/xml")


def refuse(number: str, refused: TooMany, *, mainland: bool) -> list[str]:
    """The texts to answer a number that sends too many SMS, once per TOLD; otherwise raises TooMany."""
    now, key = parts().clock.now(), keyed(parts().settings.secret_key, "sms", number)
    try:
        throttle().spend(TOLD, "sms_too_many", key)
    except TooMany:
        raise refused from None
    with parts().db.write() as s:
        point = _sender(s, number)
        if SMS.leaves(Purpose.ANSWER, opted_out=point.opted_out_at is not None) is Leaves.NOTHING:
            raise refused
        message = answers.say(s, point, Said(text=refused.title, response="too_many"), now)
        if mainland:
            answers.send(s, parts(), point, [message], purpose=Purpose.ANSWER, now=now)
            return []
        message.via = "reply"
        return answers.texts(parts(), "sms", [answers.read(message)])


@door.post("/status")
@csrf.exempt  # type: ignore[untyped-decorator]
@access(VENDOR)
def status() -> Response:
    """Take in a delivery report of one of our SMS. Reports may come twice and in any order."""
    _signed()
    vendor_id, state = request.form.get("MessageSid", ""), request.form.get("MessageStatus", "")
    if not 0 < len(vendor_id) <= _ID or not vendor_id.isalnum():
        raise BadRequest()
    code = request.form.get("ErrorCode", "")[:20]
    now = parts().clock.now()
    with parts().db.write() as s:
        reported(s, vendor_id, state, code, now=now)
        if code == _OPTED_OUT and request.form.get("To"):
            residents.opt_out(s, _sender(s, _number(request.form["To"])), now)
    return Response(status=204)


def reported(s: Session, vendor_id: str, state: str, code: str, *, now: Any) -> SmsDelivery | None:
    """Store a vendor's report. A state is never replaced by an earlier one; an unknown state changes nothing."""
    if state not in _RANK:
        return None
    known = s.get(SmsDelivery, vendor_id, with_for_update=True)
    if known is None:
        first = SmsDelivery(vendor_id=vendor_id, state=state, code=code, at=now)
        if add_if_new(s, first):
            return first
        known = s.get_one(SmsDelivery, vendor_id, with_for_update=True)  # another report was first
    if _RANK[state] > _RANK[known.state]:
        known.state, known.code, known.at = state, code, now
    s.flush()
    return known


def twiml(texts: list[str]) -> str:
    """The answer as TwiML; an empty response if there are no texts."""
    said = "".join(f"<Message>{escape(text)}</Message>" for text in texts)
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{said}</Response>'


def _signed() -> None:
    settings = parts().settings
    if settings.twilio_auth_token is None:
        raise NotFound()
    request.max_content_length = MOST_BYTES
    query = request.query_string.decode("latin-1")
    url = settings.public_url + request.path + (f"?{query}" if query else "")
    given = request.headers.get("X-Twilio-Signature", "")
    if not RequestValidator(settings.twilio_auth_token).validate(url, request.form, given):
        raise Forbidden()


def _kind() -> InboxKind:
    pictures = request.form.get("NumMedia", "0")
    return InboxKind.OTHER if not request.form.get("Body", "").strip() and pictures != "0" else InboxKind.TEXT


def _number(given: str) -> str:
    """The sender as E.164; if it is no phone number (a short code, a name), as it came, cut to a maximum length."""
    try:
        parsed = phonenumbers.parse(given[:40], None)
    except phonenumbers.NumberParseException:
        cleaned = keywords.clean(given, 40)
        if not cleaned:
            raise BadRequest() from None
        return cleaned
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _sender(s: Session, number: str) -> ContactPoint:
    return residents.ensure_contact_point(s, parts().settings.secret_key, "sms", number, parts().clock.now())
