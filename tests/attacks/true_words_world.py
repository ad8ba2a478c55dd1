"""A lamp, a fire, and what a page says without its markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

Seat = Callable[[str], FlaskClient]
FIRE: dict[str, Any] = {"urgency": {"level": "emergency", "reasons": [], "danger": "fire"}}
LAMP: dict[str, Any] = {"category": {"code": "0403", "path": ["城乡建设"], "score": 0.9, "alternatives": []}}


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def dispatch(seat: Seat, case_no: str, body: str = "lamps") -> str:
    page = seat("clerk").get(f"/desk/cases/{case_no}").text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    data = {"body": body, "note": "", "matter": "请去看看", "version": version}
    return str(seat("clerk").post(f"/desk/cases/{case_no}/dispatch", data=data, follow_redirects=True).text)
