"""Bodies that are nested without end, and logs that a stranger would fill: a 400, one short line, no trace."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.channels.doors import wechat
from portal.storage.parts import Parts
from portal.wiring.app import create_app

DEEP = 20_000
LOGGED = 1500  # bytes that one request may leave in the logs
BODIES = {
    "lists": "[" * DEEP,
    "closed lists": "[" * DEEP + "]" * DEEP,
    "just below the parser's own bound": "[" * 900 + "]" * 900,
    "objects": '{"a":' * DEEP,
    "inside a field": '{"text":' + "[" * DEEP + "]" * DEEP + ',"client_message_id":"a","phone":"1","code":"1"}',
    "a hundred thousand": "[" * 100_000,
    "mixed": '[{"a":' * DEEP,
}
DOORS = ("/api/v1/chat/messages", "/api/v1/otp", "/api/v1/otp/verify", "/api/v1/consultations/1/ballots")


def visitor(client: FlaskClient) -> dict[str, str]:
    token = client.post("/api/v1/chat/sessions").json["token"]  # type: ignore[index]
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", BODIES)
def test_nested_json_is_a_400(client: FlaskClient, caplog: pytest.LogCaptureFixture, door: str, kind: str) -> None:
    """At every open JSON door: refused in Chinese, one line in the log, and the same caller is heard right after."""
    headers = visitor(client)
    caplog.clear()
    caplog.set_level(logging.INFO)
    answer = client.post(door, data=BODIES[kind], content_type="application/json", headers=headers)
    assert answer.status_code in ((400,) if "consultations" not in door else (400, 401, 403, 404)), answer.text
    assert "Traceback" not in caplog.text
    assert len(caplog.text.encode()) < LOGGED
    body = {"text": '{"深":[[[["一层一层"]]]]}', "client_message_id": "honest"}
    assert client.post("/api/v1/chat/messages", json=body, headers=headers).status_code == 200


def test_nested_json_at_the_internal_door(internal: FlaskClient, parts: Parts) -> None:
    """What the bot's actions hand on may hold a person's nesting too."""
    headers = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": "1:report"}
    for body in BODIES.values():
        answer = internal.post("/internal/v1/cases", data=body, content_type="application/json", headers=headers)
        assert answer.status_code == 400
    assert internal.get("/internal/v1/health", headers=headers).status_code == 200


def test_nested_xml_is_refused_or_read(client: FlaskClient, parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    """As deep as 64 KB can be: no fault; the same follower's plain message is answered."""
    stamp = str(int(parts.clock.now().timestamp()))
    query = {"timestamp": stamp, "nonce": "17", "signature": wechat.signature("linli-demo", stamp, "17")}
    fields = (
        "<ToUserName>gh</ToUserName><FromUserName>o-1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType>"
    )
    caplog.set_level(logging.INFO)
    for body in ("<a>" * 9000 + "</a>" * 9000, "<a>" * 21_000, f"<xml>{fields}{'<a>' * 8000}{'</a>' * 8000}</xml>"):
        answer = client.post("/wechat", query_string=query, data=body.encode())
        assert answer.status_code in (200, 400)
        assert "Traceback" not in caplog.text
    honest = f"<xml>{fields}<Content>路灯坏了</Content><MsgId>1</MsgId></xml>"
    assert client.post("/wechat", query_string=query, data=honest.encode()).status_code == 200


@pytest.mark.parametrize("nested", ["a[" * 3000, "&".join(f"a{n}=1" for n in range(5000)), "%5B" * 5000])
def test_nested_forms_are_bounded(client: FlaskClient, caplog: pytest.LogCaptureFixture, nested: str) -> None:
    """Names, many fields and brackets in a form."""
    caplog.set_level(logging.INFO)
    answer = client.post("/login", data=nested, content_type="application/x-www-form-urlencoded")
    assert answer.status_code < 500
    assert "Traceback" not in caplog.text
    assert client.get("/login").status_code == 200


def test_multipart_in_multipart_is_no_fault(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """Parts that say that they are multipart themselves, thousands of parts, a boundary without end."""
    headers = visitor(client)
    caplog.set_level(logging.INFO)
    part = b'--x\r\nContent-Disposition: form-data; name="file"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n'
    for body in (part * 2000, part * 10, b"--x\r\n" * 100_000):
        answer = client.post(
            "/api/v1/chat/media", data=body, content_type="multipart/form-data; boundary=x", headers=headers
        )
        assert 400 <= answer.status_code < 500
    assert "Traceback" not in caplog.text
    form = {"file": (io.BytesIO(b"x"), "a.jpg")}
    assert client.post("/api/v1/chat/media", data=form, headers=headers).status_code == 422


class Broken:
    """A part that fails whoever calls: what any fault of ours looks like from outside."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("of 王小明, 13800000001 " + "x" * 20_000)


def test_a_fault_is_one_short_line(parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever breaks: 500 with words, and a log that grows by a line that has no person's words in it."""
    broken = create_app(replace(parts, db=Broken())).test_client()
    caplog.set_level(logging.INFO)
    answer = broken.post("/api/v1/chat/sessions")
    assert answer.status_code == 500
    assert "系统" in answer.json["title"]
    assert "RuntimeError" in caplog.text
    assert "Traceback" not in caplog.text
    assert "王小明" not in caplog.text
    assert len(caplog.text.encode()) < LOGGED
    assert create_app(parts).test_client().post("/api/v1/chat/sessions").status_code == 201


@pytest.mark.parametrize("path", ["/c/" + "A" * 8000, "/c/LL-20261124-0001%0aforged", "/" + "x" * 9000])
def test_a_request_leaves_a_short_line(client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str) -> None:
    """However long the path; a case's own number is still told."""
    caplog.set_level(logging.INFO)
    client.get(path)
    assert len(caplog.text.encode()) < LOGGED
    assert "forged" not in caplog.text
    client.get("/c/LL-20261124-0001")
    assert "/c/LL-20261124-0001" in caplog.text


def test_a_made_up_method_leaves_a_short_line(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """8,000 characters of method."""
    caplog.set_level(logging.INFO)
    assert client.open("/", method="M" * 8000).status_code == 405
    assert len(caplog.text.encode()) < LOGGED
    assert client.get("/").status_code == 200
    assert re.search(r"GET / 200", caplog.text)
