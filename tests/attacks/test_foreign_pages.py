"""Doors that set a cookie: no other page has a browser call them, nobody else's Idempotency-Key takes their answer."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.outbox.models import Letter
from portal.residents.models import ContactPoint, ResidentSession
from portal.storage.parts import Parts
from portal.wiring.app import create_app

DOORS = ("/api/v1/otp", "/api/v1/otp/verify", "/api/v1/chat/sessions")
ATTACKER = "13800000009"
OWNER = "13800000001"
HERE = "http://localhost"


@pytest.fixture
def app(parts: Parts) -> Flask:
    return create_app(parts)


def digits(parts: Parts, number: str) -> str:
    """What the phone's owner reads."""
    with parts.db.read() as s:
        own = sa.select(Letter.text).where(Letter.address == f"+86{number}").order_by(Letter.outbox_id.desc())
        return re.findall(r"\d{6}", s.scalars(own).first() or "")[0]


def call(browser: FlaskClient, parts: Parts, door: str, number: str, headers: dict[str, str], **more: Any) -> Any:
    """A request that the door would take: for /otp/verify with the code that this browser asked for."""
    body = {} if door.endswith("sessions") else {"phone": number}
    if door.endswith("verify"):
        assert browser.post("/api/v1/otp", json={"phone": number}).status_code == 200
        body["code"] = digits(parts, number)
    sent = {"data": json.dumps(body), "content_type": "application/json"} | more
    return browser.post(door, headers=headers, **sent)


def signed_in(parts: Parts) -> int:
    with parts.db.read() as s:
        chats = sa.select(sa.func.count()).select_from(ContactPoint).where(ContactPoint.channel == "webchat")
        return (s.scalar(sa.select(sa.func.count()).select_from(ResidentSession)) or 0) + (s.scalar(chats) or 0)


FOREIGN: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": HERE},
    {"Sec-Fetch-Site": "Same-Origin, cross-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://localhost:9999"},
    {"Origin": "http://other.localhost"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost@evil.example"},
    {"Origin": "http://evil.example:x"},
    {"Origin": f"{HERE}, https://evil.example"},
)
OWN: tuple[dict[str, str], ...] = (
    {},  # no browser
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": HERE},
    {"Origin": HERE},
)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_foreign_page_signs_a_browser_in(app: Flask, parts: Parts, door: str, headers: dict[str, str]) -> None:
    """Else it would sign somebody in as the page's owner, who then reads what they report."""
    victim = app.test_client()
    before = signed_in(parts)
    answer = call(victim, parts, door, ATTACKER, headers)
    assert answer.status_code == 403, answer.text
    assert "Set-Cookie" not in answer.headers
    assert signed_in(parts) == before
    assert call(app.test_client(), parts, door, OWNER, {"Sec-Fetch-Site": "same-origin"}).status_code < 300


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_any_page_can_send_unasked_is_no_json(app: Flask, parts: Parts, door: str, kind: str) -> None:
    """A form, or a fetch without a preflight, cannot say application/json."""
    answer = call(app.test_client(), parts, door, ATTACKER, {}, content_type=kind)
    assert answer.status_code == 400, answer.text
    assert "Set-Cookie" not in answer.headers
    honest = call(app.test_client(), parts, door, OWNER, {}, content_type="application/json; charset=utf-8")
    assert honest.status_code < 300


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("headers", OWN, ids=str)
def test_our_own_page_and_who_is_no_browser_get_in(
    app: Flask, parts: Parts, door: str, headers: dict[str, str]
) -> None:
    """The same doors, as they are meant."""
    answer = call(app.test_client(), parts, door, OWNER, headers)
    assert answer.status_code < 300, answer.text
    assert "Set-Cookie" in answer.headers


def test_behind_a_proxy_the_public_address_is_ours(parts: Parts) -> None:
    """TLS ends before us: the browser's origin is PUBLIC_URL's, its default port written or not; http is another one."""
    settings = replace(parts.settings, public_url="https://linli.example.cn")
    browser = create_app(replace(parts, settings=settings)).test_client()
    origins = {
        "https://linli.example.cn": 201,
        "https://linli.example.cn:443": 201,
        "http://linli.example.cn": 403,
        "https://linli.example.cn:8443": 403,
        "https://sub.linli.example.cn": 403,
    }
    got = {
        origin: browser.post("/api/v1/chat/sessions", headers={"Origin": origin}, base_url="http://127.0.0.1:8000")
        for origin in origins
    }
    assert {origin: answer.status_code for origin, answer in got.items()} == origins


# --- Idempotency-Key ---------------------------------------------------------------------------------------------


def ask(browser: FlaskClient, number: str = OWNER, key: str = "1") -> Any:
    return browser.post("/api/v1/otp", json={"phone": number}, headers={"Idempotency-Key": key})


def verify(browser: FlaskClient, parts: Parts, number: str = OWNER) -> int:
    body = {"phone": number, "code": digits(parts, number)}
    return browser.post("/api/v1/otp/verify", json=body).status_code


def letters(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(Letter)) or 0


def test_another_callers_key_keeps_nobodys_code_away(app: Flask, parts: Parts) -> None:
    """A neighbour behind the same address used the key first, for the same number and for another one."""
    stranger, owner, third = app.test_client(), app.test_client(), app.test_client()
    assert ask(stranger).status_code == 200
    assert ask(owner).status_code == 200
    assert letters(parts) == 2
    assert verify(owner, parts) == 200
    assert ask(third, "13800000002").status_code == 200
    assert verify(third, parts, "13800000002") == 200


def test_who_lost_the_first_answer_asks_again(app: Flask, parts: Parts) -> None:
    """Its cookie is lost with it: the repeat is a new request, whose code the browser can show. With it: one code."""
    ask(app.test_client())  # the answer never came
    browser = app.test_client()
    assert ask(browser).status_code == 200
    assert ask(browser).status_code == 200  # and once more, the answer known
    assert letters(parts) == 2
    assert verify(browser, parts) == 200
