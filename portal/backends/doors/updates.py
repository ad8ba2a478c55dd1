"""`POST /api/v1/backend/updates`: a webhook backend tells what became of a case (docs/backends.md)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.backends.models import Backend
from portal.backends.verbs import endpoints, news
from portal.backends.verbs.news import Said
from portal.cases.rules.form_text import MAX_NOTE
from portal.http.access import VENDOR, access, without_csrf
from portal.http.current import parts
from portal.http.throttle import address_key, throttle
from portal.kernel.errors import BadRequest, Conflict, Invalid, TooLarge, Unauthorized
from portal.kernel.signatures import signed_at

public = Blueprint("backend_updates", __name__, url_prefix="/api/v1/backend")

MOST_BYTES = 64 * 1024  # of an update
UNSIGNED = "60 per 10 minutes"  # limit of requests without a valid signature, from one address
SIGNED = "1200 per minute"  # limit of signed requests, from one backend


class Replayed(Conflict):
    """The same signed request came before (409): sent again, a request is signed anew and keeps its `id`."""

    type = "replay"


class UpdateIn(BaseModel):
    """What a backend says. The first given of `handover` (our key of the delivery), `reference`, `case_no` names the case."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[
        str, Field(min_length=1, max_length=100)
    ]  # the backend's own id of this news, the same at every retry
    status: Annotated[str, Field(min_length=1, max_length=20)]  # a `NewsStatus`
    text: Annotated[str, Field(max_length=MAX_NOTE)] = ""
    at: AwareDatetime | None = None
    handover: Annotated[str, Field(max_length=40)] = ""  # `BackendDelivery.key`
    reference: Annotated[str, Field(max_length=200)] = ""  # the backend's own of the case
    case_no: Annotated[str, Field(max_length=30)] = ""


@public.post("/updates")
@without_csrf
@access(VENDOR)
def updates() -> Response:
    """Take one update in. One that cannot be carried out is answered with 409 and the reason, and kept for the clerk."""
    body = _body()
    header = request.headers.get("Linli-Signature", "")
    name, signed = _signer(header, body)
    throttle().spend(SIGNED, "backend_updates", name)
    said = _said(body)
    try:
        reason = _take_in(name, said, signed)
    except IntegrityError:  # the same came at the same moment; the second try finds it
        reason = _take_in(name, said, signed)
    if reason:
        raise Conflict(reasons()[reason], reason=reason)
    return jsonify(status="done")


def _take_in(name: str, said: Said, signed: datetime) -> str:
    """Take the news in; returns why it was refused, or "".

    Raises Replayed for news that was told before with this signature, or with a later one.
    """
    with parts().db.write() as s:
        known = news.of_id(s, name, said.id)
        if known is not None and known.signed_at is not None and signed <= known.signed_at:
            raise Replayed(_("这一条带着同一个签名来过了；要再发，请重新签名，id 不变"))
        row = news.take(s, parts(), s.get_one(Backend, name), said)
        row.signed_at = signed
        return row.reason


def _body() -> bytes:
    if (request.content_length or 0) > MOST_BYTES:
        raise TooLarge()
    body = request.stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge()
    return body


def _signer(header: str, body: bytes) -> tuple[str, datetime]:
    """(name of the backend whose key signed this body, when it was signed). Raises Unauthorized, TooMany.

    A signature counts for five minutes.
    """
    now = parts().clock.now()
    with parts().db.read() as s:
        for row in _webhooks(s):
            at = signed_at(header, endpoints.keys_of(row, parts().settings.secret_key), body, now)
            if at is not None:
                return row.name, at
    throttle().spend(UNSIGNED, "backend_unsigned", address_key(request.remote_addr or ""))
    raise Unauthorized(_("签名不对，或者已经过了五分钟（Linli-Signature: t=…,v1=…）"))


def _webhooks(s: Session) -> list[Backend]:
    return list(s.scalars(sa.select(Backend).where(Backend.kind == "webhook").order_by(Backend.name)))


def _said(body: bytes) -> Said:
    """The item of news in the body, its time no later than now. Raises Invalid, and BadRequest for what is no JSON."""
    try:
        found = UpdateIn.model_validate(json.loads(body))
    except ValidationError as error:
        fields = sorted({".".join(str(one) for one in fault["loc"]) for fault in error.errors()})
        raise Invalid(errors=fields) from None
    except (ValueError, RecursionError):
        raise BadRequest() from None
    now = parts().clock.now()
    at = min(found.at or now, now)
    return Said(found.id, found.status, found.text, at, found.handover, found.reference, found.case_no)


def reasons() -> dict[str, Any]:
    """Why news was refused, in Chinese, by `BackendNews.reason`."""
    return {
        news.UNKNOWN: _("没有这件事，或者没有交给过您"),
        news.NOT_THEIRS: _("这件事现在不归您办"),
        news.STALE: _("这是重办、再交以前的，或者比已经记下的还早"),
        news.ILLEGAL: _("按这件事现在的状态不能这样，或者少了要写的话"),
        news.ASKS_WHO: _("这件要保密：不能问居民是谁、住哪里、车牌和电话，也别提谁的名字；要核实的，请打电话给受理台"),
        news.UNKNOWN_STATUS: _("status 只有 acknowledged、progress、resolved、sent_back"),
    }
