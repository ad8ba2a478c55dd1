"""A provider that sends registered templates only, behind a portal that is set up for it, and its callbacks."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.kernel.config import PROJECT, load
from portal.kernel.roles import Role
from portal.outbox.delivery import deliver_due
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, create_app
from portal.wiring.rooms import consumers_of
from tests.databases import fresh_database
from tests.portal.conftest import HandClock
from tests.vendors.aliyun import KEY_ID, KEY_SECRET, SIGN, Aliyun, serving

PHONE, ABROAD = "+8613800000001", "+12025550123"
CALLBACK = "a-long-callback-secret-0123456789"
ALIYUN = {
    "SMS_PROVIDER": "aliyun",
    "ALIYUN_ACCESS_KEY_ID": KEY_ID,
    "ALIYUN_ACCESS_KEY_SECRET": KEY_SECRET,
    "ALIYUN_SMS_SIGN": SIGN,
    "ALIYUN_CALLBACK_SECRET": CALLBACK,
    "TWILIO_AUTH_TOKEN": "a-token",
}
Make = Callable[..., Parts]


def registered() -> dict[str, str]:
    """Every row of the file as the vendor has it: its code is the id, the signature is the vendor's."""
    with (PROJECT / "data" / "sms_templates.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            row["id"]: re.sub(r"\{(\w+)\}", r"${\1}", row["text"].removeprefix("【{sign}】"))
            for row in csv.DictReader(file)
        }


@pytest.fixture
def vendor() -> Iterator[Aliyun]:
    with serving() as started:
        started.templates = registered()
        yield started


@pytest.fixture
def make(tmp_path: Path, clock: HandClock) -> Iterator[Make]:
    """A community that is no demo, with these settings."""
    with fresh_database(tmp_path / "home") as url:
        made: list[Parts] = []

        def build(**settings: str) -> Parts:
            environ = {
                "LINLI_HOME": str(tmp_path / "home"),
                "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
                "DEMO": "0",
                "DATABASE_URL": url,
            }
            made.append(replace(build_parts(load(environ | settings)), clock=clock))
            return made[-1]

        yield build
        for parts in made:
            parts.db.engine.dispose()


@pytest.fixture
def real(make: Make, vendor: Aliyun) -> Parts:
    """With Aliyun."""
    return make(**ALIYUN, ALIYUN_SMS_URL=vendor.url)


def app_of(parts: Parts) -> FlaskClient:
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


def deliver(parts: Parts) -> None:
    for _ in range(20):
        if not deliver_due(parts.db, parts.clock, consumers_of(parts)):
            return


def post(client: FlaskClient, what: str, body: Any, secret: str = CALLBACK) -> Any:
    return client.post(f"/sms/aliyun/{secret}/{what}", data=json.dumps(body), content_type="application/json")


def reply(number: str, content: str, sequence_id: str = "1") -> dict[str, Any]:
    return {
        "phone_number": number.removeprefix("+86"),
        "content": content,
        "send_time": "2026-11-24 09:01:00",
        "sign_name": SIGN,
        "dest_code": "1069",
        "sequence_id": sequence_id,
    }


def report(biz_id: str, *, success: bool, err_code: str = "DELIVERED") -> dict[str, Any]:
    return {
        "phone_number": PHONE.removeprefix("+86"),
        "send_time": "2026-11-24 09:00:00",
        "report_time": "2026-11-24 09:00:05",
        "success": success,
        "err_code": err_code,
        "err_msg": "",
        "sms_size": "1",
        "biz_id": biz_id,
        "out_id": "",
    }


def desk_of(parts: Parts) -> FlaskClient:
    """A browser of a clerk."""
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    with parts.db.write() as s:
        accounts.add(s, username="desk", password="correct horse", name="王", role=Role.DESK, now=parts.clock.now())
    client = app.test_client()
    signed_in(app, parts, client)
    return client


def signed_in(app: Any, parts: Parts, client: FlaskClient) -> None:
    """As the account `desk`, past the sign-in, which has tests of its own."""

    class Desk:
        def staff(self) -> Any:
            with parts.db.read() as s:
                return accounts.active_actor(
                    s, s.scalars(sa.select(Account.id).where(Account.username == "desk")).one()
                )

        def contact_point_id(self) -> None:
            return None

        def resident_id(self) -> None:
            return None

        def is_bot(self) -> bool:
            return False

    app.extensions["linli_identify"] = Desk()
