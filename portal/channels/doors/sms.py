"""Twilio's webhooks (channels.md): SMS that come in, and delivery reports.

The signature covers the public URL, which is a setting; the request's Host header is not trusted. Answers to mainland
numbers are never returned as TwiML, but sent by the SMS port.
"""

from __future__ import annotations

from datetime import datetime
from xml.sax.saxutils import escape

import phonenumbers
from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator

from portal.channels.bot_client import Outgoing
from portal.channels.channel import SMS, Portion
from portal.channels.inbound import limits
from portal.channels.inbound.gateway import gateway, set_up
from portal.channels.inbound.incoming import Incoming
from portal.channels.models import InboxKind
from portal.channels.outbound import answers
from portal.channels.outbound.push import OPTED_OUT
from portal.channels.text import danger_words, keywords
from portal.http.access import VENDOR, access, without_csrf
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
REFUSAL_REPLIES = "1 per 10 minutes"  # rate of replies to a number that sends too many SMS: each costs money
MOST_BYTES = 64 * 1024  # of one request
_LONGEST_ID = 64  # characters
_RANK = {  # of the states of an SMS (`SmsDelivery.state`, Twilio's words): a report never lowers it
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

door = Blueprint("twilio", __name__, url_prefix="/sms/twilio")
door.record_once(set_up)


@door.post("/inbound")
@without_csrf
@access(VENDOR)
def inbound() -> Response:
    """Take in one SMS; answers with TwiML, which is empty for a mainland number: its answers are sent."""
    _check_signature()
    number, vendor_id = _number(request.form.get("From", "")), request.form.get("MessageSid", "")
    if not 0 < len(vendor_id) <= _LONGEST_ID or not vendor_id.isalnum():
        raise BadRequest()
    mainland = residents.is_mainland(number)
    text, budget = keywords.clean(request.form.get("Body", "")), 0 if mainland else BUDGET
    alarm = danger_words.plain_danger(text)
    incoming = Incoming(
        channel="sms",
        vendor_id=vendor_id,
        text=text,
        kind=_kind(),
        budget=budget,
        alarm=alarm.danger if alarm else "",
    )
    gate = gateway()
    try:
        limits.spend_message(keyed(parts().settings.secret_key, "sms", number), alarm)
        taken = gate.take_in(lambda s: _sender(s, number), incoming, budget, alarm)
    except TooMany as too_many:
        return Response(twiml(refuse(number, too_many, mainland=mainland)), mimetype="text/xml")
    said = [] if mainland else gate.claim_texts(taken.received.inbox_id)
    return Response(twiml(said), mimetype="text/xml")


def refuse(number: str, too_many: TooMany, *, mainland: bool) -> list[str]:
    """Write the reply to a number that sends too many SMS; returns the texts for the response to the vendor.

    A mainland number gets the reply by the SMS port, and [] is returned. Raises `too_many` if the number had such a reply
    lately (REFUSAL_REPLIES) or has opted out.
    """
    now, key = parts().clock.now(), keyed(parts().settings.secret_key, "sms", number)
    try:
        throttle().spend(REFUSAL_REPLIES, "sms_too_many", key)
    except TooMany:
        raise too_many from None
    with parts().db.write() as s:
        point = _sender(s, number)
        if SMS.portion_sent(Purpose.ANSWER, opted_out=point.opted_out_at is not None) is Portion.NOTHING:
            raise too_many
        answers.lock_conversation(s, point.id)
        message = answers.write(s, point, Outgoing(text=too_many.title, response="too_many"), now)
        if mainland:
            answers.send(s, parts(), point, [message], purpose=Purpose.ANSWER, now=now)
            return []
        message.via = "reply"
        return answers.texts(parts(), "sms", [answers.outgoing_of(message)])


@door.post("/status")
@without_csrf
@access(VENDOR)
def status() -> Response:
    """Take in a delivery report of one of our SMS. Reports may come twice and in any order.

    A report that the number opted out at Twilio counts as 退订.
    """
    _check_signature()
    vendor_id, state = request.form.get("MessageSid", ""), request.form.get("MessageStatus", "")
    if not 0 < len(vendor_id) <= _LONGEST_ID or not vendor_id.isalnum():
        raise BadRequest()
    code = request.form.get("ErrorCode", "")[:20]
    now = parts().clock.now()
    with parts().db.write() as s:
        store_report(s, vendor_id, state, code, now=now)
        if code == OPTED_OUT and request.form.get("To"):
            residents.opt_out(s, _sender(s, _number(request.form["To"])), now)
    return Response(status=204)


def store_report(s: Session, vendor_id: str, state: str, code: str, *, now: datetime) -> SmsDelivery | None:
    """Store a vendor's report and return the row; None for a `state` that _RANK does not have.

    Only a state of a higher rank replaces the stored one.
    """
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
    """The texts as TwiML; an empty response if there are none."""
    said = "".join(f"<Message>{escape(text)}</Message>" for text in texts)
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{said}</Response>'


def _check_signature() -> None:
    """Raise Forbidden for a wrong signature, NotFound if Twilio is not set up; limit the body to MOST_BYTES."""
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
    """The number as E.164; if it is no phone number (a short code, a name), as it came, cut. Raises BadRequest if empty."""
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
