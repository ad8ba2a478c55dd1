"""A lamp that somebody reported in confidence, given to a body, and every surface on which its handlers read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

Seat = Callable[[str], FlaskClient]
Report = Callable[..., str]
Call = Callable[..., Any]
LAMP: dict[str, Any] = {
    "category": {"code": "0403", "path": ["城乡建设", "市政公用"], "score": 0.9, "alternatives": []},
    "kind": {"code": "complaint", "label": "投诉", "score": 0.9},
    "personal": [{"text": "王小明", "start": 2, "end": 5, "type": "name"}],
}


def dispatch(seat: Seat, case_no: str, body: str = "lamps", **more: str) -> None:
    page = seat("clerk").get(f"/desk/cases/{case_no}").text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    data = {"body": body, "note": "", "version": version} | more
    answer = seat("clerk").post(f"/desk/cases/{case_no}/dispatch", data=data, follow_redirects=True)
    assert "派出去了" in answer.text


def surfaces(client: FlaskClient, case_no: str) -> str:
    """All that a body or a grid worker can read of it."""
    paths = ("/desk?tab=open", f"/desk?case_no={case_no}", f"/desk/cases/{case_no}", "/grid")
    pages = [client.get(path).text for path in paths]
    looked = client.post(f"/desk/cases/{case_no}/look")
    return "\n".join([*pages, looked.text])


SECRET = "居民不愿让人知道是谁说的"
TELLING = ("502", "我家", "门口", "姓陈", "陈秀英", "下班", "是我说", "老公", "刘强", "二中")
