"""What a view asks of the request that it serves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import current_app, g, request

from portal.storage.db import MAX_ID
from portal.storage.parts import Parts


def parts() -> Parts:
    """The parts of the app that is serving."""
    return cast(Parts, current_app.extensions["linli"])


def per_request(name: str, find: Callable[[], Any]) -> Any:
    """Look something up once a request."""
    kept = g.setdefault("linli_kept", {})
    if name not in kept:
        kept[name] = find()
    return kept[name]


def is_json_door() -> bool:
    """Whether the answer to this request is JSON (an API) rather than a page."""
    return request.path.startswith(("/api/", "/internal/", "/open311/")) or request.path.endswith(".json")


def row_number(text: str) -> int | None:
    """The number of a row as a form or a query has it; None for what can be none."""
    if not text.isascii() or not text.isdigit() or len(text) > 10 or int(text) > MAX_ID:
        return None
    return int(text)
