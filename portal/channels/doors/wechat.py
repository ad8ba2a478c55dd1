"""The webhook of the WeChat Official Account, in plain mode (channels.md).

Every POST is signed; a repeated `MsgId` gets the same answer; an answer that takes more than 4 seconds is sent later.
Safe mode (AES) would be added in `unwrap`, through which every body passes.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from portal.channels.inbound import limits
from portal.channels.inbound.gateway import gateway, set_up
from portal.channels.inbound.incoming import Incoming
from portal.channels.models import InboxKind
from portal.channels.text import danger_words, keywords
from portal.http.access import VENDOR, access, without_csrf
from portal.http.current import parts
from portal.kernel.errors import BadRequest, Forbidden, NotFound, TooLarge, TooMany
from portal.kernel.sealing import keyed
from portal.residents import service as residents
from portal.residents.models import ContactPoint

BUDGET = 4.0  # seconds; WeChat repeats the request after 5
MOST_BYTES = 64 * 1024  # of one request
MOST_SKEW = timedelta(minutes=10)  # between the signed timestamp and our clock
LONGEST_NAME = 64  # characters of an openid, a MsgId or `echostr`
_MEDIA_ID = re.compile(r"[A-Za-z0-9._-]{1,200}")

door = Blueprint("wechat", __name__)
door.record_once(set_up)


@door.get("/wechat")
@access(VENDOR)
def check() -> Response:
    """WeChat's check of the server: return `echostr` if the request is signed with the token."""
    _check_signature(_token())
    return Response(request.args.get("echostr", "")[:LONGEST_NAME], mimetype="text/plain")


@door.post("/wechat")
@without_csrf
@access(VENDOR)
def message() -> Response:
    """Take in one message or event of a follower; answers with the passive reply, or "success" if nothing is to be said."""
    _check_signature(_token())
    _check_timestamp()
    body = unwrap(parse_xml(_body()))
    sender, account = _user_name(body, "FromUserName"), _user_name(body, "ToUserName")
    incoming = read_incoming(body, sender)
    if incoming is None:
        return Response("success", mimetype="text/plain")
    texts = _answer(incoming, sender)
    if not texts:
        return Response("success", mimetype="text/plain")
    return Response(passive_reply(sender, account, texts[0], parts().clock.now()), mimetype="text/xml")


def signature(token: str, timestamp: str, nonce: str, *more: str) -> str:
    """WeChat's signature: SHA-1 (hex) of the sorted, joined strings; in safe mode `more` is the encrypted body."""
    joined = "".join(sorted((token, timestamp, nonce, *more)))
    return hashlib.sha1(joined.encode()).hexdigest()  # noqa: S324 (the vendor's rule)


def parse_xml(data: bytes) -> Element:
    """The body as XML. Raises BadRequest, also for entities and DTDs."""
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise BadRequest() from None
    return root


def unwrap(root: Element) -> Element:
    """The message in the body. Raises BadRequest for an encrypted one: we have no key, and the rest is not signed."""
    if root.find("Encrypt") is not None or request.args.get("encrypt_type", "raw") != "raw":
        raise BadRequest("还没有启用安全模式，请在公众平台选择明文模式")
    return root


def read_incoming(body: Element, sender: str) -> Incoming | None:
    """The message to keep; None for an event that does not concern us. Raises BadRequest."""
    kind = _field(body, "MsgType")
    sent_at = _moment(_field(body, "CreateTime"))
    if kind == "event":
        return _event(body, sender)
    vendor_id = _field(body, "MsgId")
    if not vendor_id.isdigit() or len(vendor_id) > LONGEST_NAME:
        raise BadRequest()
    common: dict[str, Any] = {"channel": "wechat", "vendor_id": vendor_id, "sent_at": sent_at, "budget": BUDGET}
    if kind == "text":
        return Incoming(text=keywords.clean(_field(body, "Content")), **common)
    if kind == "image":
        return Incoming(kind=InboxKind.PHOTO, media=_media(body), **common)
    if kind in ("voice", "video", "shortvideo"):
        return Incoming(kind=InboxKind.VOICE, media=_media(body), **common)
    if kind == "location":
        label = keywords.clean(_field(body, "Label"), 200)
        place = {"lat": _degrees(body, "Location_X"), "lng": _degrees(body, "Location_Y"), "label": label}
        return Incoming(kind=InboxKind.PLACE, text=label or "我在地图上标的位置", place=place, **common)
    return Incoming(kind=InboxKind.OTHER, **common)


def passive_reply(to: str, account: str, text: str, now: datetime) -> str:
    """The passive reply as XML. `to`: the follower's openid; `account`: the Official Account's id."""
    return (
        f"<xml><ToUserName>{_xml(to)}</ToUserName><FromUserName>{_xml(account)}</FromUserName>"
        f"<CreateTime>{int(now.timestamp())}</CreateTime><MsgType>text</MsgType><Content>{_xml(text)}</Content></xml>"
    )


def _answer(incoming: Incoming, sender: str) -> list[str]:
    """The texts of the answer or the holding reply, of which WeChat's reply takes the first and the gateway sends the others.

    Or that the sender sends too much and nothing was kept.
    """
    gate = gateway()
    alarm = danger_words.plain_danger(incoming.text) if incoming.kind is InboxKind.TEXT else None
    try:
        limits.spend_message(keyed(parts().settings.secret_key, "wechat", sender), alarm)
        incoming = replace(incoming, alarm=alarm.danger if alarm else "")
        taken = gate.take_in(lambda s: _follower(s, sender), incoming, BUDGET, alarm)
    except TooMany as too_many:
        return [too_many.title]
    return gate.claim_texts(taken.received.inbox_id)


def _follower(s: Session, sender: str) -> ContactPoint:
    return residents.ensure_contact_point(s, parts().settings.secret_key, "wechat", sender, parts().clock.now())


def _token() -> str:
    token = parts().settings.wechat_token
    if token is None:
        raise NotFound()
    return token


def _check_signature(token: str) -> None:
    given = request.args.get("signature", "")
    expected = signature(token, request.args.get("timestamp", ""), request.args.get("nonce", ""))
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Forbidden()


def _check_timestamp() -> None:
    moment = _moment(request.args.get("timestamp", ""))
    if moment is None or abs(parts().clock.now() - moment) > MOST_SKEW:
        raise Forbidden()


def _body() -> bytes:
    if (request.content_length or 0) > MOST_BYTES:
        raise TooLarge()
    data = request.stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TooLarge()
    return bytes(data)


def _event(body: Element, sender: str) -> Incoming | None:
    event, created = _field(body, "Event").lower(), _field(body, "CreateTime")
    if event not in ("subscribe", "unsubscribe"):
        return None
    follower = hashlib.sha256(sender.encode()).hexdigest()[:24]  # openids are personal data: only a hash is stored
    vendor_id = f"event:{follower}:{created[:20]}:{event}"
    return Incoming("wechat", vendor_id, text=event, kind=InboxKind.EVENT, sent_at=_moment(created), budget=BUDGET)


def _field(body: Element, name: str) -> str:
    return (body.findtext(name) or "").strip()


def _user_name(body: Element, name: str) -> str:
    found = _field(body, name)
    if not 0 < len(found) <= LONGEST_NAME or not found.isprintable():
        raise BadRequest()
    return found


def _media(body: Element) -> tuple[str, ...]:
    found = _field(body, "MediaId")
    return (f"wechat:{found}",) if _MEDIA_ID.fullmatch(found) else ()


def _degrees(body: Element, name: str) -> float | None:
    try:
        found = float(_field(body, name))
    except ValueError:
        return None
    return round(found, 6) if -180 <= found <= 180 else None


def _moment(text: str) -> datetime | None:
    if not text.isascii() or not text.isdigit() or len(text) > 11:
        return None
    return datetime.fromtimestamp(int(text), UTC)


def _xml(text: str) -> str:
    return escape("".join(character for character in text if character in "\n\t" or ord(character) >= 0x20))
