"""The demo's page of what was sent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from portal.outbox import service as outbox
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from portal.wiring.app import create_app

PHONE = "+8619900000001"


def send(parts: Parts, text: str, to: str = PHONE) -> int:
    with parts.db.write() as s:
        row: OutboxRow = outbox.put(s, kind="send_sms", payload={}, now=parts.clock.now(), letter=(to, text))
        return row.id


def test_what_was_sent_is_shown_newest_first(parts: Parts, client: FlaskClient) -> None:
    """Each row has its id, kind, address, words, moment with offset and state."""
    send(parts, "第一条")
    last = send(parts, "第二条")
    answer = client.get("/demo/outbox.json").get_json()
    assert [item["text"] for item in answer["items"]] == ["第二条", "第一条"]
    assert answer["items"][0] == {
        "id": last,
        "kind": "send_sms",
        "to": PHONE,
        "text": "第二条",
        "at": "2026-11-24T09:00:00+08:00",
        "state": "queued",
    }
    assert answer["next"] is None


def test_rows_without_words_are_not_shown(parts: Parts, client: FlaskClient) -> None:
    """A row that holds only codes is nothing to read."""
    with parts.db.write() as s:
        outbox.put(s, kind="submit_case", payload={"case_id": 1}, now=parts.clock.now())
    assert client.get("/demo/outbox.json").get_json()["items"] == []


def test_the_cursor_walks_to_the_oldest(parts: Parts, client: FlaskClient) -> None:
    """`next` given as `before` shows what came before; at the end it is null."""
    for number in range(5):
        send(parts, f"第{number}条")
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/demo/outbox.json?limit=2{f'&before={cursor}' if cursor else ''}").get_json()
        seen += [item["text"] for item in page["items"]]
        cursor = page["next"]
    assert seen == ["第4条", "第3条", "第2条", "第1条", "第0条"]


def test_one_number_can_be_looked_up(parts: Parts, client: FlaskClient) -> None:
    """`to` takes the number with or without +86."""
    send(parts, "给甲")
    send(parts, "给乙", "+8619900000002")
    for to in ("19900000002", "%2B8619900000002", "+8619900000002"):
        items = client.get(f"/demo/outbox.json?to={to}").get_json()["items"]
        assert [item["text"] for item in items] == ["给乙"]


def test_a_wrong_cursor_is_refused_in_words(client: FlaskClient) -> None:
    """What is no number is 422, not a fault."""
    for query in ("before=x", "limit=0", "limit=9999", "before=" + "9" * 400, "limit=²"):
        answer = client.get(f"/demo/outbox.json?{query}")
        assert answer.status_code == 422
        assert "整数" in answer.get_json()["title"]


def test_the_page_shows_words_escaped(parts: Parts, client: FlaskClient) -> None:
    """Markup in a message is text on the page."""
    send(parts, "<script>alert(1)</script>")
    page = client.get("/demo/outbox").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(("host", "status"), [("localhost:8000", 200), ("[::1]:8000", 200), ("evil.example", 404)])
def test_another_name_of_this_machine_shows_nothing(client: FlaskClient, parts: Parts, host: str, status: int) -> None:
    """A page elsewhere whose name is made to lead here cannot read the codes."""
    send(parts, "验证码123456")
    answer = client.get("/demo/outbox.json", headers={"Host": host})
    assert answer.status_code == status
    assert ("123456" in answer.get_data(as_text=True)) == (status == 200)


def test_outside_the_demo_there_is_no_such_page(parts: Parts) -> None:
    """Without DEMO=1 both addresses are 404, whatever was sent."""
    send(parts, "验证码123456")
    real = create_app(replace(parts, settings=replace(parts.settings, demo=False))).test_client()
    for path in ("/demo/outbox", "/demo/outbox.json"):
        answer = real.get(path)
        assert answer.status_code == 404
        assert "123456" not in answer.get_data(as_text=True)
