"""`/demo/outbox` and `.json`: every code and message, sent or not, for people who try the demo. 404 unless DEMO=1 and the host is our own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Blueprint, jsonify, render_template, request

from portal.http.access import PUBLIC, access
from portal.http.current import parts
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.time_zone import SHANGHAI
from portal.outbox.models import Letter, OutboxRow, OutboxState
from portal.storage.db import MAX_ID

public = Blueprint("demo", __name__, template_folder="templates")

PAGE = 50  # items, unless `limit` says otherwise
MOST = 200  # items per answer
_STATES = {OutboxState.QUEUED: "等着发", OutboxState.DONE: "演示：没有真的发出", OutboxState.DEAD: "没发成"}


@public.get("/demo/outbox")
@access(PUBLIC)
def outbox_page() -> Any:
    """The messages, sent or not, as a page."""
    found = _messages()
    return render_template("demo/outbox.html", items=found["items"], next=found["next"], states=_STATES)


@public.get("/demo/outbox.json")
@access(PUBLIC)
def outbox_json() -> Any:
    """The messages, sent or not, as JSON: {"items", "next"}."""
    return jsonify(_messages())


def _is_own_host(host: str) -> bool:
    """Whether the Host header names this system: guards against DNS rebinding."""
    settings = parts().settings
    name = urlsplit(f"//{host}").hostname
    return name in {"localhost", "127.0.0.1", "::1", settings.host, urlsplit(settings.public_url).hostname}


def _messages() -> dict[str, Any]:
    """{"items", "next"}: outbox rows with a letter, newest first. Raises Invalid, and NotFound unless DEMO=1 and the host is our own.

    Query parameters: `limit` (1 to MOST), `before` (the `next` of the page before), `to` (an address; +86 or + may be left out).
    """
    if not parts().settings.demo or not _is_own_host(request.host):
        raise NotFound()
    limit, before, to = _number("limit", PAGE, MOST), _number("before", 0, MAX_ID), request.args.get("to", "")
    query = sa.select(OutboxRow).join(Letter).order_by(OutboxRow.id.desc()).limit(limit + 1)
    if before:
        query = query.where(OutboxRow.id < before)
    if to:
        query = query.where(Letter.address.in_((to, f"+86{to}", f"+{to.strip()}")))  # a "+" in a query is a blank
    with parts().db.read() as s:
        found = [_item(row) for row in s.scalars(query)]
    items = found[:limit]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


def _item(row: OutboxRow) -> dict[str, Any]:
    assert row.letter is not None  # joined
    return {
        "id": row.id,
        "kind": row.kind,
        "to": row.letter.address,
        "text": row.letter.text,
        "at": row.created_at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "state": row.state,
    }


def _number(name: str, default: int, most: int) -> int:
    """The number in a query parameter; `default` if it is missing. Raises Invalid unless it is 1 to `most`."""
    raw = request.args.get(name, "")
    if not raw:
        return default
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw[:19]) <= most:
        raise Invalid(f"{name} 应当是 1 到 {most} 的整数", field=name)
    return int(raw[:19])
