"""A small town for the attacks on cases, reached only over HTTP: its reporters, clerks and bodies."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from portal.grids import service as grids
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app

PASSWORD = "a-town-password"
HASH = generate_password_hash(PASSWORD, method="pbkdf2:sha256:1000")
FILES = {
    "community.json": json.dumps({"name": "测试社区", "phone": "0571-00000001", "hours": "9–17"}),
    "grids.geojson": json.dumps(
        {
            "features": [
                {
                    "properties": {"code": f"G-0{n}", "name": f"{n}号网格"},
                    "geometry": {"type": "Polygon", "coordinates": []},
                }
                for n in (1, 2)
            ]
        }
    ),
    "places.csv": "name,kind,grid,full_name,aliases\n幸福家园3栋,building,G-01,,\n桂花苑5栋,building,G-02,,\n",
    "bodies.csv": "code,name,aliases,phone,hours,handles\n"
    "hall,社区居委会,居委会|居委,0571-00000003,9–17,其余\n"
    "street,文新街道办事处,街道|街道办,0571-00000004,9–17,举报转办\n"
    "xingfu,幸福物业服务有限公司,幸福物业|物业|物业公司,0571-00000005,0–24,幸福家园：公共设施维修、保洁、门禁\n"
    "guihua,桂花物业服务站,桂花物业,0571-00000006,8–20,桂花苑：公共设施维修、停车\n"
    "chengguan,文新城管中队,城管|城管队,0571-00000007,6–24,占道经营\n"
    "lamps,路灯队,灯队,0571-00000002,8–17,路灯\n",
    "duty.csv": "category,kind,body,working_days,note\n,,hall,7,\n,tip_off,street,15,\n0401,,xingfu,5,\n0403,,lamps,5,\n",
    "teams.csv": "grid,name,members\nG-01,一队,甲|乙\n",
    "faq.csv": "question,variants,answer,source,area,valid_until\n几点上班,,九点,窗口,,\n",
}
SEATS: dict[str, tuple[Role, dict[str, str]]] = {
    "clerk": (Role.DESK, {}),
    "clerk2": (Role.DESK, {}),
    "boss": (Role.SUPERVISOR, {}),
    "walker": (Role.GRID, {"grid": "G-01"}),
    "walker2": (Role.GRID, {"grid": "G-02"}),
    **{
        f"at-{body}": (Role.BODY, {"body": body})
        for body in ("xingfu", "guihua", "chengguan", "lamps", "hall", "street")
    },
}
NAMES = {"clerk": "林受理", "walker": "孙走访", "walker2": "钱走访"}
_numbers = itertools.count(1)


@pytest.fixture
def town(parts: Parts, tmp_path: Path) -> Parts:
    folder = tmp_path / "town"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with parts.db.write() as s:
        grids.seed(s, folder)
        for username, (role, where) in SEATS.items():
            s.add(
                Account(
                    username=username,
                    password_hash=HASH,
                    name=NAMES.get(username, f"张{username}"),
                    role=role,
                    active=True,
                    created_at=parts.clock.now(),
                    **where,
                )
            )
    return parts


@pytest.fixture
def seat(town: Parts) -> Callable[[str], FlaskClient]:
    """Returns a function that signs in as the named account, once each, and gives its client."""
    app = create_app(town)
    app.config["WTF_CSRF_ENABLED"] = False
    seats: dict[str, FlaskClient] = {}

    def sit(username: str) -> FlaskClient:
        if username not in seats:
            seats[username] = app.test_client()
            answer = seats[username].post("/login", data={"username": username, "password": PASSWORD})
            assert answer.status_code in (302, 303), answer.text
        return seats[username]

    return sit


def draft(text: str, **changes: Any) -> dict[str, Any]:
    """A draft as the bot makes it: a complaint about the property company's service at a building."""
    place = next((name for name in ("幸福家园3栋", "桂花苑5栋") if name in text), "")
    at = text.find(place)
    places = [{"text": place, "start": at, "end": at + len(place), "grid": None, "score": 0.9}] if place else []
    return {
        "id": None,
        "kind": {"code": "complaint", "label": "投诉", "score": 0.9},
        "category": {"code": "0401", "path": ["城乡建设", "物业服务"], "score": 0.9, "alternatives": []},
        "places": places,
        "times": [],
        "bodies": [],
        "urgency": {"level": "normal", "reasons": []},
        "personal": [],
        "missing": [],
        "intent": {"code": "report_case", "score": 0.99},
    } | changes


@pytest.fixture
def call(town: Parts, internal: FlaskClient) -> Callable[..., Any]:
    """Returns a function that makes the bot's calls, each with its own idempotency key."""
    headers = {"Authorization": f"Bearer {town.settings.internal_token}"}

    def ask(path: str, **body: Any) -> Any:
        key = {"Idempotency-Key": f"{next(_numbers)}:test"}
        answer = internal.post(f"/internal/v1{path}", json=body, headers=headers | key)
        assert answer.status_code in (200, 201), answer.text
        return answer.json

    return ask


def contact(parts: Parts, channel: str = "webchat", address: str = "") -> int:
    """Make a contact point; returns its id."""
    with parts.db.write() as s:
        key = f"{channel}-{next(_numbers)}"
        point = ContactPoint(
            channel=channel, address_key=key, address=address, created_at=parts.clock.now(), no_push=False
        )
        s.add(point)
        s.flush()
        return point.id


@pytest.fixture
def report(town: Parts, call: Callable[..., Any]) -> Callable[..., str]:
    """Returns a function that registers a resident's message as a case and gives its number."""

    def make(text: str, who: int | None = None, answers: dict[str, str] | None = None, **changes: Any) -> str:
        who = who or contact(town)
        made = call("/cases", contact=who, text=text, draft=draft(text, **changes), answers=answers or {})
        return str(made["case_no"])

    return make
