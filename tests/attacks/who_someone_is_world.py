"""A browser that asks for a one-time code, shows it, and votes."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.outbox.models import Letter
from portal.storage.parts import Parts
from portal.wiring.app import create_app

OWNER = "13800000001"  # line 1 of the roll


@pytest.fixture
def app(parts: Parts) -> Flask:
    made = create_app(parts)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def open_chat(browser: FlaskClient) -> str:
    """A visitor of the web chat; the browser's cookie has the token too."""
    return str(browser.post("/api/v1/chat/sessions").get_json()["token"])


def ask(browser: FlaskClient, number: str = OWNER, address: str = "127.0.0.1", **headers: str) -> Any:
    return browser.post("/api/v1/otp", json={"phone": number}, headers=headers, environ_base={"REMOTE_ADDR": address})


def show(browser: FlaskClient, digits: str, number: str = OWNER, address: str = "127.0.0.1", **headers: str) -> Any:
    body = {"phone": number, "code": digits}
    return browser.post("/api/v1/otp/verify", json=body, headers=headers, environ_base={"REMOTE_ADDR": address})


def last_code(parts: Parts, number: str = OWNER) -> str:
    """What the phone's owner reads."""
    with parts.db.read() as s:
        own = sa.select(Letter.text).where(Letter.address == f"+86{number}").order_by(Letter.outbox_id.desc())
        return re.findall(r"\d{6}", s.scalars(own).first() or "")[0]


def wrong(digits: str, times: int = 1) -> str:
    return f"{(int(digits) + times) % 1_000_000:06d}"


def prove(browser: FlaskClient, parts: Parts, number: str = OWNER, **headers: str) -> str:
    """By the JSON doors."""
    assert ask(browser, number, **headers).status_code == 200
    answer = show(browser, last_code(parts, number), number, **headers)
    assert answer.status_code == 200, answer.get_json()
    return str(answer.get_json()["token"])


def prove_on_the_page(browser: FlaskClient, parts: Parts, number: str = OWNER) -> None:
    assert browser.post("/me/code", data={"phone": number}).status_code == 302
    assert browser.post("/me/sign-in", data={"code": last_code(parts, number)}).status_code == 302
