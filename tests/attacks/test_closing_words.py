"""A question, a praise, a suggestion are not "mended": they are asked about, answered and closed in words of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.outbox.delivery import deliver_due
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wiring.rooms import consumers_of
from tests.attacks.town import call, report, seat, town
from tests.portal.conftest import HandClock

__all__ = ["call", "report", "seat", "town"]

Seat = Callable[[str], FlaskClient]
KINDS = {
    "inquiry": ("咨询", "居委会几点上班", "说清楚了", "answered"),
    "praise": ("表扬", "幸福家园3栋的保洁很认真，谢谢", "知道了", "received"),
    "suggestion": ("建议", "幸福家园3栋门口放个长椅", "知道了", "received"),
    "request": ("求助", "幸福家园3栋路灯不亮", "修好了", "confirmed"),
    "complaint": ("投诉", "幸福家园3栋垃圾没清", "修好了", "confirmed"),
}
MENDED = ("修好了", "没修好", "没解决", "办好了没有")


def deliver(parts: Parts) -> None:
    while deliver_due(parts.db, parts.clock, consumers_of(parts)):
        pass


@pytest.fixture
def reporter(town: Parts) -> tuple[FlaskClient, dict[str, str], int]:
    """At the web chat: the client, its bearer, the contact point."""
    app = create_app(town)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    token = client.post("/api/v1/chat/sessions").json["token"]
    with town.db.read() as s:
        number = s.execute(sa.text("SELECT max(id) FROM contact_point")).scalar_one()
    return client, {"Authorization": f"Bearer {token}"}, int(number)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_is_asked_and_closed_in_its_own_words(
    town: Parts, seat: Seat, report: Callable[..., str], reporter: Any, clock: HandClock, kind: str
) -> None:
    """On the page, in the message, in the timeline and as the reason; a repair is asked about as ever."""
    client, headers, who = reporter
    label, text, yes, reason = KINDS[kind]
    case_no = report(text, who, kind={"code": kind, "label": label, "score": 0.9})
    clerk = seat("clerk")
    clerk.post(f"/desk/cases/{case_no}/acceptance", data={"note": ""})
    clerk.post(f"/desk/cases/{case_no}/resolution", data={"text": "周一到周五九点", "despite": "居民都知道"})
    deliver(town)
    page = client.get(f"/c/{case_no}", headers=headers).text
    asked = client.get("/api/v1/chat/messages", query_string={"after": 0, "wait": 0}, headers=headers).json["messages"][
        -1
    ]
    read = page + asked["text"] + "".join(button["title"] for button in asked["buttons"])
    assert yes in page
    assert yes in [button["title"] for button in asked["buttons"]]
    if kind not in ("request", "complaint"):
        assert [words for words in MENDED if words in read] == []
    client.post(f"/c/{case_no}/follow-up", data={"fixed": "yes"}, headers=headers)
    told = client.get(f"/api/v1/cases/{case_no}", headers=headers).json
    assert (told["state"], told["close_reason"]) == ("closed", reason)
    if kind not in ("request", "complaint"):
        assert [line["text"] for line in told["timeline"] if "办好" in line["text"] or "修好" in line["text"]] == []


@pytest.mark.parametrize("kind", ["inquiry", "praise", "suggestion"])
def test_who_has_more_to_say_is_heard_and_silence_closes_as_ever(
    town: Parts, seat: Seat, report: Callable[..., str], reporter: Any, clock: HandClock, kind: str
) -> None:
    """No reopens; asked twice in the kind's words, then closed as unconfirmed."""
    client, headers, who = reporter
    label, text, _yes, _reason = KINDS[kind]
    case_no = report(text, who, kind={"code": kind, "label": label, "score": 0.9})
    with town.db.read() as s:
        has_worker = s.execute(sa.text('SELECT worker_id FROM "case"')).scalar_one() is not None
    reopened = "dispatched" if has_worker else "accepted"  # without a grid's worker it is the desk's again
    clerk = seat("clerk")
    clerk.post(f"/desk/cases/{case_no}/acceptance", data={"note": ""})
    clerk.post(f"/desk/cases/{case_no}/resolution", data={"text": "九点", "despite": "居民都知道"})
    client.post(f"/c/{case_no}/follow-up", data={"fixed": "no", "text": "周末呢"}, headers=headers)
    assert client.get(f"/api/v1/cases/{case_no}", headers=headers).json["state"] == reopened
    clerk.post(f"/desk/cases/{case_no}/resolution", data={"text": "周末也九点", "despite": "居民都知道"})
    for _week in range(2):
        clock.move(days=8)
        deliver(town)
    told = client.get(f"/api/v1/cases/{case_no}", headers=headers).json
    assert (told["state"], told["close_reason"]) == ("closed", "unconfirmed")
    with town.db.read() as s:
        said = "".join(row[0] for row in s.execute(sa.text("SELECT text FROM chat_message")))
    assert [words for words in MENDED if words in said] == []
