"""A lamp that is reported, given to a body and searched for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

Seat = Callable[[str], FlaskClient]
Report = Callable[..., str]
Call = Callable[..., Any]
LAMP: dict[str, Any] = {
    "category": {"code": "0403", "path": ["城乡建设", "市政公用"], "score": 0.9, "alternatives": []},
    "personal": [{"text": "王小明", "start": 2, "end": 5, "type": "name"}],
}
PLAIN = "我叫王小明，幸福家园3栋路灯坏了三天，灯杆歪了，我电话13912345678"


def found(client: FlaskClient, typed: str, status: int = 200) -> list[str]:
    """The numbers of the cases that the page lists, in its order; of the one case that it goes straight to."""
    answer = client.get("/desk/search", query_string={"q": typed})
    if answer.status_code == 302:
        return [answer.location.rpartition("/")[2]]
    assert answer.status_code == status, answer.text
    return re.findall(r'href="/desk/cases/(LL-[0-9-]+)"', answer.text)


def dispatch(seat: Seat, case_no: str, body: str = "lamps", **more: str) -> None:
    page = seat("clerk").get(f"/desk/cases/{case_no}").text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    data = {"body": body, "note": "", "version": version} | more
    assert "派出去了" in seat("clerk").post(f"/desk/cases/{case_no}/dispatch", data=data, follow_redirects=True).text
