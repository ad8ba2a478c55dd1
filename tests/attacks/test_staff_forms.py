"""The staff's forms: nothing typed is lost, nothing is done to a case that has changed since, the list stays as it was left."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.outbox.delivery import deliver_due
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.rooms import consumers_of
from tests.attacks.town import call, contact, report, seat, town
from tests.portal.conftest import HandClock

__all__ = ["call", "report", "seat", "town"]

Seat = Callable[[str], FlaskClient]
Report = Callable[..., str]
LAMP: dict[str, Any] = {"category": {"code": "0403", "path": ["城乡建设"], "score": 0.9, "alternatives": []}}
LONG = "换了灯头，线路也查过了，晚上六点以后会亮"


def form_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form with this action, as a browser sends them."""
    for found in re.findall(r"<form[^>]*?>.*?</form>", page, re.DOTALL):
        if f'/{action}"' in found.split(">")[0] + ">":
            pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found)
            return {name: html.unescape(value) for name, value in pairs if name != "csrf_token"}
    raise AssertionError(f"no form {action}")


def send(client: FlaskClient, case_no: str, action: str, page: str, **typed: str) -> Any:
    return client.post(f"/desk/cases/{case_no}/{action}", data=form_of(page, action) | typed, follow_redirects=True)


def opened(client: FlaskClient, case_no: str) -> str:
    return str(client.get(f"/desk/cases/{case_no}").text)


def events(parts: Parts, verb: str) -> int:
    with parts.db.read() as s:
        return int(s.execute(sa.text("SELECT count(*) FROM case_event WHERE verb = :v"), {"v": verb}).scalar_one())


def test_a_second_tab_does_not_dispatch_again(seat: Seat, report: Report, town: Parts) -> None:
    """409 with what happened meanwhile and with the note still there; after a look it goes."""
    case_no = report("幸福家园3栋路灯不亮", **LAMP)
    one, other = seat("clerk"), seat("clerk2")
    first, second = opened(one, case_no), opened(other, case_no)
    assert "派出去了" in send(one, case_no, "dispatch", first, body="lamps", note="").text
    stale = send(other, case_no, "dispatch", second, body="hall", note="请带长梯子")
    assert stale.status_code == 409
    assert "有了变化" in stale.text
    assert "派发给路灯队" in stale.text
    assert "请带长梯子" in stale.text
    assert events(town, "transfer") == 0
    assert "派出去了" in send(other, case_no, "dispatch", stale.text, body="hall", note="请带长梯子").text
    assert events(town, "transfer") == 1


@pytest.mark.parametrize(
    ("action", "typed"),
    [
        ("note", {"text": LONG}),
        ("correction", {"urgency": "urgent"}),
        ("acceptance", {"note": LONG}),
        ("rejection", {"ground": "out_of_area", "office": "水务", "phone": "0571-88000001", "reason": LONG}),
        ("dispatch", {"body": "lamps", "note": LONG}),
    ],
)
def test_every_form_of_a_stale_page_waits(
    seat: Seat, report: Report, town: Parts, call: Any, action: str, typed: dict[str, str]
) -> None:
    """The reporter added something meanwhile: the clerk reads it first. On a fresh page the same form goes through."""
    who = contact(town)
    case_no = report("幸福家园3栋路灯不亮", who, **LAMP)
    clerk = seat("clerk")
    page = opened(clerk, case_no)
    call(f"/cases/{case_no}/details", contact=who, text="又灭了一盏")
    stale = send(clerk, case_no, action, page, **typed)
    assert stale.status_code == 409
    assert "有了变化" in stale.text
    assert all(html.escape(value) in stale.text for value in typed.values() if value == LONG)
    fresh = send(clerk, case_no, action, stale.text, **typed)
    assert fresh.status_code == 200
    assert "有了变化" not in fresh.text


def test_a_body_on_a_stale_page_waits_too(seat: Seat, report: Report, town: Parts) -> None:
    """Progress and resolution; the double click of one form does it once."""
    case_no = report("幸福家园3栋路灯不亮", **LAMP)
    body = seat("at-lamps")
    send(seat("clerk"), case_no, "dispatch", opened(seat("clerk"), case_no), body="lamps", note="")
    send(body, case_no, "acknowledgement", opened(body, case_no))
    page = opened(body, case_no)
    assert "写上了" in send(body, case_no, "progress", page, text=LONG).text
    again = send(body, case_no, "progress", page, text=LONG)
    assert again.status_code == 409
    assert LONG in again.text
    assert events(town, "progress") == 1
    assert send(body, case_no, "resolution", again.text, text=LONG, despite="居民都知道").status_code == 200


@pytest.mark.parametrize(
    ("action", "typed", "kept"),
    [
        (
            "rejection",
            {"ground": "other_body", "office": "水务", "phone": "不知道", "reason": LONG},
            ("水务", "不知道", LONG),
        ),
        ("dispatch", {"body": "", "worker": "", "note": LONG}, (LONG,)),
        ("note", {"text": "字" * 2001}, ("字" * 2001,)),
        (
            "rejection",
            {"ground": "rumour", "office": "水务局", "phone": "0571-88886666", "reason": ""},
            ("水务局", "0571-88886666"),
        ),
    ],
)
def test_a_mistake_costs_no_words(
    seat: Seat, report: Report, action: str, typed: dict[str, str], kept: tuple[str, ...]
) -> None:
    """What is refused comes back filled in, with why; the rest of the page is as before."""
    case_no = report("幸福家园3栋路灯不亮", **LAMP)
    answer = send(seat("clerk"), case_no, action, opened(seat("clerk"), case_no), **typed)
    assert answer.status_code == 422
    assert [words for words in kept if words not in answer.text] == []
    assert 'role="alert"' in answer.text


def test_the_way_back_keeps_filter_and_page(seat: Seat, report: Report) -> None:
    """Also after something was done, and never to a foreign address."""
    case_no = report("幸福家园3栋路灯不亮", **LAMP)
    clerk = seat("clerk")
    clerk.get("/desk?tab=open&grid=G-01&overdue=")
    back = 'href="/desk?tab=open&amp;grid=G-01&amp;overdue="'
    page = opened(clerk, case_no)
    assert back in page
    assert back in send(clerk, case_no, "note", page, text=LONG).text
    for foreign in ("https://evil.example/desk?x=1", "//evil.example/desk?x", "/logout?x=1", "javascript:alert(1)"):
        page = clerk.get(f"/desk/cases/{case_no}", query_string={"back": foreign}).text
        assert not re.search(r'href="(?:https?:)?//evil|href="/logout|href="javascript', page)


def deliver(parts: Parts) -> None:
    while deliver_due(parts.db, parts.clock, consumers_of(parts)):
        pass


@pytest.mark.parametrize("channel", ["webchat", "sms"])
def test_a_progress_is_told_to_the_resident(
    seat: Seat, report: Report, town: Parts, clock: HandClock, channel: str
) -> None:
    """It said 居民看得到 and nobody told them. Where it cannot arrive the page says so; a note is not told."""
    reached = contact(town, channel, "+8613800000001" if channel == "sms" else "")
    gone = contact(town, "sms", "+8613800000002")
    for who in (reached, gone):
        case_no = report("幸福家园3栋路灯不亮", who, **LAMP)
        clerk = seat("clerk")
        send(clerk, case_no, "dispatch", opened(clerk, case_no), body="lamps", note="")
        send(clerk, case_no, "acknowledgement", opened(clerk, case_no), reason="他们电话里说收到了")
    deliver(town)
    with town.db.write() as s:
        s.get_one(ContactPoint, gone).opted_out_at = town.clock.now()
    pages = {}
    for who in (reached, gone):
        with town.db.read() as s:
            case_no = s.execute(
                sa.text('SELECT case_no FROM "case" WHERE contact_point_id = :i'), {"i": who}
            ).scalar_one()
        clerk = seat("clerk")
        send(clerk, case_no, "note", opened(clerk, case_no), text="内部的话")
        answer = send(clerk, case_no, "progress", opened(clerk, case_no), text=LONG)
        assert "居民看得到" not in answer.text.partition("进展")[0]
        deliver(town)
        pages[who] = opened(clerk, case_no)
    with town.db.read() as s:
        told = [(row[0], row[1]) for row in s.execute(sa.text("SELECT contact_point_id, text FROM chat_message"))]
    assert any(who == reached and LONG in text for who, text in told)
    assert not any("内部的话" in text for _, text in told)
    assert "没有发消息" in pages[gone]
    assert "没送到" not in pages[reached]
    assert "没有发消息" not in pages[reached]


def test_a_reason_that_is_too_long_is_not_lost(seat: Seat, report: Report, town: Parts) -> None:
    """The list of what could not be sent, too: the words are still there, and shortened they do."""
    report("幸福家园3栋路灯不亮", **LAMP)
    with town.db.write() as s:
        s.execute(sa.text("UPDATE outbox SET state = 'dead' WHERE kind = 'submit_case'"))
        number = s.execute(sa.text("SELECT id FROM outbox WHERE state = 'dead'")).scalar_one()
    long = "对方系统停用了" * 40
    answer = seat("clerk").post(f"/desk/dead/{number}/drop", data={"reason": long})
    assert answer.status_code == 422
    assert long in answer.text
    assert seat("clerk").post(f"/desk/dead/{number}/drop", data={"reason": long[:100]}).status_code == 303
