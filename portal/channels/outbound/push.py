"""Outbox consumers: write the rooms' messages to contact points (`push_resident`), and send letters by SMS and WeChat."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from portal.channels import questions
from portal.channels.bot_client import Outgoing
from portal.channels.channel import CHANNELS, SMS, WECHAT, Channel, Portion, first_line
from portal.channels.models import Author, ChatMessage
from portal.channels.outbound import answers
from portal.channels.wire import Expecting
from portal.kernel.ports import DeliveryFailed
from portal.kernel.sealing import keyed
from portal.outbox.delivery import Consumer, Item
from portal.outbox.kinds import Purpose
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wording import templates
from portal.wording.templates import TextTemplateError

UNNAMED_HANDLER = "办的人"  # for rows queued by an earlier version, which do not say who handles the case
OPTED_OUT = "21610"  # Twilio's code: the number sent STOP to Twilio itself


def push_resident(parts: Parts) -> Consumer:
    """The consumer that writes a template's text to a contact point, once per outbox row.

    Nothing is written if the contact point opted out, or has `no_push` (danger at home: others may read it).
    Payload: docs/architecture.md, "A push".
    """

    def deliver(item: Item) -> str:
        now = parts.clock.now()
        with parts.db.write() as s:
            known = s.scalar(sa.select(ChatMessage.id).where(ChatMessage.outbox_id == item.id))
            if known is not None:
                return f"chat:{known}"
            point = s.get(ContactPoint, int(item.payload["contact_point_id"]))
            if point is None:
                raise DeliveryFailed("no such contact point", retry=False)
            if (
                CHANNELS[point.channel].portion_sent(Purpose.PUSH, opted_out=point.opted_out_at is not None)
                is Portion.NOTHING
            ):
                return "not sent: opted out"
            if point.no_push:
                return "not sent: no push"
            said = _rendered(parts, item)
            answers.lock_conversation(s, point.id)
            message = answers.write(s, point, said, now, outbox_id=item.id, sender=_sender(item.payload))
            if item.payload.get("expecting") is not None:
                questions.ask(s, point.id, cast(Expecting, item.payload["expecting"]), now)
            answers.send(s, parts, point, [message], purpose=Purpose.PUSH, now=now)
            return f"chat:{message.id}"

    return deliver


def send_sms(parts: Parts) -> Consumer:
    """The consumer that sends a letter by the SMS provider, unless its one-time code has expired.

    After 退订 it is sent whole, only its first line, or not at all, by its purpose (`channel.SMS`). No session is open
    meanwhile. A number that the vendor calls opted out or unreachable is marked so.
    """

    def deliver(item: Item) -> str:
        if not item.address or not item.text:
            raise DeliveryFailed("the letter was blanked", retry=False)
        if _has_expired(item.payload, parts.clock.now()):
            return "not sent: the code is void"
        portion = _portion_sent(parts, SMS, item)
        if portion is Portion.NOTHING:
            return "not sent: opted out"
        text = first_line(item.text) if portion is Portion.FIRST_LINE else item.text
        template, params = _template_of(parts, item.payload, text)
        try:
            return parts.sms.send(item.address, text, template=template, params=params)
        except DeliveryFailed as failure:
            _mark_number(parts, item.address, failure)
            raise

    return deliver


def send_wechat(parts: Parts) -> Consumer:
    """The consumer that sends a letter as a WeChat customer-service message; after 退订 no push (`channel.WECHAT`).

    No session is open meanwhile.
    """

    def deliver(item: Item) -> str:
        if not item.address:
            raise DeliveryFailed("the letter was blanked", retry=False)
        if _portion_sent(parts, WECHAT, item) is Portion.NOTHING:
            return "not sent: opted out"
        return parts.notifiers["wechat"].notify(item.address, item.text)

    return deliver


def _rendered(parts: Parts, item: Item) -> Outgoing:
    """The message from the payload's template; text that a person wrote is in the letter and fills `{words}`."""
    payload = item.payload
    template = str(payload["template"])
    known = {name: str(value) for name, value in (payload.get("params") or {}).items()}
    params = {"body": UNNAMED_HANDLER, **known, "words": item.text.rstrip("。.；; ")}
    try:
        said = answers.from_template(parts, template, params)
    except TextTemplateError as error:
        raise DeliveryFailed(str(error), retry=False) from error
    expecting = payload.get("expecting") or {}
    choices = expecting.get("choices") or {}
    case_no = expecting.get("case_no")  # in the payload of each button, so that it names the case
    return Outgoing(
        text=said.text,
        buttons=tuple((str(title), f"{title}（{case_no}）" if case_no else str(title)) for title in choices.values()),
        link=payload.get("link"),
        response=template,
    )


def _template_of(parts: Parts, payload: dict[str, Any], text: str) -> tuple[str, dict[str, str] | None]:
    """(template id, parameters) that give this text; ("", None) if none does.

    The payload's template is tried; if it names none, all are, for a provider that sends registered texts only.
    """
    named = str(payload.get("template", ""))
    if not named and not parts.settings.sends_templates_only:
        return "", None
    return templates.match_text(named, text) or ("", None)


def _sender(payload: dict[str, Any]) -> Author:
    return Author.STAFF if payload.get("from") == "staff" else Author.BOT


def _has_expired(payload: dict[str, Any], now: datetime) -> bool:
    until = payload.get("expires_at")
    return until is not None and datetime.fromisoformat(str(until)) <= now


def _portion_sent(parts: Parts, channel: Channel, item: Item) -> Portion:
    """How much of the letter may be sent to its address. The contact is only looked up if 退订 can matter."""
    purpose = str(item.payload.get("purpose", Purpose.PUSH))
    if channel.portion_sent(purpose, opted_out=True) is Portion.WHOLE:
        return Portion.WHOLE
    key = keyed(parts.settings.secret_key, channel.name, item.address)
    known = sa.select(ContactPoint.opted_out_at).where(
        ContactPoint.channel == channel.name, ContactPoint.address_key == key
    )
    with parts.db.read() as s:
        return channel.portion_sent(purpose, opted_out=s.scalar(known) is not None)


def _mark_number(parts: Parts, address: str, failure: DeliveryFailed) -> None:
    """Record what a failure says of a number: that its owner opted out, or that SMS do not reach it; or nothing."""
    now, key = parts.clock.now(), parts.settings.secret_key
    if failure.code == OPTED_OUT:
        with parts.db.write() as s:
            residents.opt_out(s, residents.ensure_contact_point(s, key, "sms", address, now), now)
    elif failure.no_such_number:
        with parts.db.write() as s:
            residents.mark_unreachable(s, key, address, now)
