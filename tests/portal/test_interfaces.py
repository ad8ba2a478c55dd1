"""Names and shapes that people and other systems rely on; renaming one is a breaking change."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image

from portal.consultations.verbs import closing, opening
from portal.kernel.config import PROJECT, load
from portal.outbox.models import Letter
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.cases.cases_world import community, draft, reporter  # noqa: F401 (fixtures)
from tests.portal.channels.conftest import Visitor, bot, parts, visitor  # noqa: F401 (fixtures)
from tests.portal.conftest import HandClock, bearer
from tests.portal.consultations.consultations_world import YES, World, phone, world  # noqa: F401 (fixtures)
from tests.vendors.bot import StandInBot, said

DOORS = """
    GET /healthz
    GET /readyz
    POST /api/v1/chat/sessions
    POST /api/v1/chat/messages
    GET /api/v1/chat/messages
    POST /api/v1/chat/media
    POST /api/v1/otp
    POST /api/v1/otp/verify
    GET /wechat
    POST /wechat
    POST /sms/twilio/inbound
    POST /sms/twilio/status
    GET /api/v1/cases/<case_no>
    GET /api/v1/consultations
    GET /api/v1/consultations/<int:consultation_id>
    POST /api/v1/consultations/<int:consultation_id>/ballots
    GET /api/v1/consultations/<int:consultation_id>/record.json
    POST /api/v1/backend/updates
    GET /open311/v2/<name>
    POST /open311/v2/<name>
    GET /open311/v2/services/<name>
    GET /open311/v2/requests/<name>
    GET /open311/v2/tokens/<name>
    GET /api/openapi.json
    GET /api/docs
    GET /
    GET /chat
    GET /c/<case_no>
    GET /consultations
    GET /consultations/<int:consultation_id>
    GET /me
    GET /committee
    GET /desk
    GET /grid
    GET /login
    POST /login
    GET /demo/outbox
    GET /demo/outbox.json
"""


def is_moment(text: str) -> bool:
    """RFC 3339 with an offset."""
    return datetime.fromisoformat(text).tzinfo is not None


def test_every_door_of_this_version_is_there(parts: Parts) -> None:  # noqa: F811
    """By method and path."""
    there = {
        f"{method} {rule.rule}" for rule in create_app(parts).url_map.iter_rules() for method in rule.methods or ()
    }
    assert {line.strip() for line in DOORS.strip().splitlines()} - there == set()


def test_the_settings_and_their_defaults(tmp_path: Path) -> None:
    """Port, host, public address, provider, backend; the demo is off."""
    plain = load({"LINLI_HOME": str(tmp_path), "SECRET_KEY": "a-secret-key-for-tests-0123456789"})
    assert (plain.port, plain.host, plain.public_url) == (8000, "127.0.0.1", "http://127.0.0.1:8000")
    assert (plain.sms_provider, plain.governance_backend, plain.demo) == ("console", "desk", False)
    assert plain.wechat_token is plain.twilio_auth_token is None
    assert (
        load(
            {"SECRET_KEY": "a-secret-key-for-tests-0123456789", "LINLI_INTERNAL_TOKEN": "x", "LINLI_BOT_TOKEN": "x"}
        ).home
        == PROJECT / "var"
    )


def test_the_probes(client: FlaskClient) -> None:
    """{"status","checks"}; the whole line is red without a bot, this process is not."""
    healthy, ready = client.get("/healthz"), client.get("/readyz")
    assert (healthy.status_code, healthy.json) == (200, {"status": "ok", "checks": {"database": "ok"}})
    assert ready.status_code == 503
    assert {"database", "bot", "actions", "worker"} <= set(ready.json["checks"])


def test_the_chat(visitor: Visitor, bot: StandInBot) -> None:  # noqa: F811
    """A message and its answer; the same id is the same answer; what came since."""
    buttons = [{"title": "是", "payload": "是"}]
    bot.answer = lambda _ask: {"messages": [said("对吗？", buttons=buttons, asks="confirm", link="/c/x")]}
    answer = visitor.say("路灯坏了", "m1")
    assert set(answer) >= {"messages", "pending"}
    assert answer["pending"] is False
    last = answer["messages"][-1]
    assert set(last) >= {"id", "from", "text", "buttons", "link", "asks", "fallback"}
    assert (last["from"], last["buttons"], last["asks"], last["fallback"]) == ("bot", buttons, "confirm", False)
    assert visitor.say("路灯坏了", "m1") == answer
    assert visitor.since(answer["messages"][0]["id"])["messages"] == answer["messages"][1:]
    assert visitor.post("长" * 5001).status_code == 422
    assert visitor.post("长" * 5000).status_code == 200


def test_a_photo(visitor: Visitor) -> None:  # noqa: F811
    """{"media_id"}; more than 10 MB: 413."""
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    for data, status in ((picture.getvalue(), 201), (b"x" * (10 * 2**20 + 1), 413), (b"x" * (22 * 2**20), 413)):
        sent = {"file": (io.BytesIO(data), "a.png")}
        answer = visitor.client.post("/api/v1/chat/media", data=sent, headers=visitor.headers)
        assert answer.status_code == status
        assert "media_id" in answer.json if status == 201 else answer.content_type == "application/problem+json"


def test_a_code_by_phone(client: FlaskClient, parts: Parts) -> None:  # noqa: F811
    """{"phone"} → the code; {"phone","code"} → {"token"} and a cookie."""
    assert client.post("/api/v1/otp", json={"phone": "13800000001"}).status_code == 200
    with parts.db.read() as s:
        found = re.search(r"\d{6}", s.scalars(sa.select(Letter.text)).one())
    assert found
    answer = client.post("/api/v1/otp/verify", json={"phone": "13800000001", "code": found[0]})
    assert set(answer.json) == {"token"}
    assert "linli_8000=" in answer.headers["Set-Cookie"]


def test_a_case(client: FlaskClient, internal: FlaskClient, parts: Parts, reporter: int) -> None:  # noqa: F811
    """Its number, its link, its members; others get 404."""
    text = "柳树里3栋的路灯坏了三天了"
    body = {"contact": reporter, "text": text, "draft": draft(text), "answers": {}, "photos": []}
    made = internal.post("/internal/v1/cases", json=body, headers=bearer(parts) | {"Idempotency-Key": "1:report"}).json
    assert re.fullmatch(r"LL-\d{8}-\d{4,}", made["case_no"])
    assert re.fullmatch(rf".*/c/{made['case_no']}\?access=[a-z0-9]{{10,}}", made["link"])
    case = client.get(f"/api/v1/cases/{made['case_no']}?{made['link'].partition('?')[2]}").json
    assert set(case) == {
        "case_no", "state", "kind", "category", "places", "times", "bodies", "urgency", "grid", "due_at", "close_reason", "timeline",
    }  # fmt: skip
    assert (case["state"], case["kind"]) == ("reported", {"code": "request", "label": "求助"})
    assert case["category"] == {"code": "0403", "path": ["城乡建设", "市政公用"]}
    assert case["urgency"] == {"level": "normal", "reasons": []}
    assert set(case["timeline"][0]) == {"at", "verb", "by", "text"}
    assert is_moment(case["due_at"])
    assert is_moment(case["timeline"][0]["at"])
    assert client.get(f"/api/v1/cases/{made['case_no']}").status_code == 404


def test_a_consultation(client: FlaskClient, world: World, clock: HandClock) -> None:  # noqa: F811
    """List with a cursor, one with its questions; 201 to a ballot, 409 after closing; then result and record."""
    number = world.open(roll=1)
    listed = client.get("/api/v1/consultations").json
    assert set(listed) == {"items", "next"}
    assert set(listed["items"][0]) == {"id", "title", "template", "state", "secrecy", "opens_at", "closes_at"}
    address = f"/api/v1/consultations/{number}"
    one = client.get(address).json
    assert [option["code"] for option in one["questions"][0]["options"]] == ["yes", "no", "abstain"]
    assert "result" not in one
    auth = {"Authorization": f"Bearer {world.token(1)}"}
    for _ in range(2):
        answer = client.post(f"{address}/ballots", json={"answers": YES}, headers=auth)
        assert (answer.status_code, set(answer.json)) == (201, {"status", "board_head"})
        assert answer.json["status"] == "counted"
    assert client.get(f"{address}/record.json").status_code == 409
    clock.move(days=4)
    assert client.post(f"{address}/ballots", json={"answers": YES}, headers=auth).status_code == 409
    closing.close(world.parts, world.chair, number)
    assert "result" not in client.get(address).json
    with world.parts.db.write() as s:
        opening.mark_published(s, world.chair, number, world.now)
    record = client.get(f"{address}/record.json").json
    assert {"template", "roll", "ballots", "tally", "outcome", "board"} <= set(record)
    assert [set(ballot) for ballot in record["ballots"]] == [{"question", "choices"}] * 2
    assert phone(1) not in client.get(f"{address}/record.json").text


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("GET", "/api/v1/nothing", {}, 404),
        ("GET", "/internal/v1/health", {}, 404),
        ("DELETE", "/api/v1/consultations", {}, 405),
        ("POST", "/api/v1/otp", {"data": b"\xff", "content_type": "application/json"}, 400),
        ("POST", "/api/v1/otp", {"json": {}}, 422),
        ("POST", "/api/v1/otp", {"data": "phone=1", "content_type": "text/plain"}, 400),
        ("POST", "/api/v1/otp", {"data": b"x" * (3 * 2**20), "content_type": "application/json"}, 413),
        ("POST", "/api/v1/chat/messages", {"json": {"text": "a", "client_message_id": "1"}}, 401),
        ("POST", "/api/v1/consultations/1/ballots", {"json": {"answers": {}}}, 401),
        ("GET", "/api/v1/consultations?cursor=abc", {}, 422),
    ],
)
def test_an_error_is_a_problem_in_chinese(client: FlaskClient, method: str, path: str, more: Any, status: int) -> None:
    """application/problem+json: type, Chinese title, status; never a trace."""
    answer = client.open(path, method=method, **more)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    problem: dict[str, Any] = answer.json
    assert problem["status"] == status
    assert problem["type"].startswith("urn:linli:problem:")
    assert re.search(r"[\u4e00-\u9fff]", problem["title"])
