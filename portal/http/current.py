"""What a view needs to know about the request that it serves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import current_app, g, request

from portal.kernel.errors import BadRequest
from portal.storage.db import MAX_ID
from portal.storage.parts import Parts

MAX_KEY = 200  # characters of an Idempotency-Key


def parts() -> Parts:
    """The parts of the current app."""
    return cast(Parts, current_app.extensions["linli"])


def per_request(name: str, find: Callable[[], Any]) -> Any:
    """The value of `find()`, which is called at most once per request for the same `name`."""
    kept = g.setdefault("linli_kept", {})
    if name not in kept:
        kept[name] = find()
    return kept[name]


def is_json_door() -> bool:
    """Whether errors of this request are answered as JSON (an API) rather than as a page."""
    return request.path.startswith(("/api/", "/internal/", "/open311/")) or request.path.endswith(".json")


def row_id(text: str) -> int | None:
    """A row id from a form or a query string; None if it cannot be one, but 0 for "0"."""
    if not text.isascii() or not text.isdigit() or len(text) > 10 or int(text) > MAX_ID:
        return None
    return int(text)


def idempotency_key() -> str:
    """The Idempotency-Key header, which every write by the bot must carry. Raises BadRequest if missing or too long."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 1 <= len(key) <= MAX_KEY:
        raise BadRequest(f"要有 Idempotency-Key，1 到 {MAX_KEY} 个字符")
    return key
