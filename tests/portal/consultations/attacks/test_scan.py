"""Must hold 6: while a secret vote of thirty runs, ten of them begun in the chat, no file of LINLI_HOME holds a choice."""

from __future__ import annotations

import base64
import json
import logging
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.ballots import urn
from portal.consultations.models import OpenedBallot
from portal.consultations.verbs import closing
from portal.outbox.models import Letter, OutboxRow
from portal.wiring.app import create_app, create_internal_app
from tests.portal.conftest import HandClock, bearer
from tests.portal.consultations.attacks.evidence import image_of
from tests.portal.consultations.consultations_world import World, phone

SEED, VOTERS, FROM_CHAT = 20261124, 30, 10
pytestmark = pytest.mark.slow  # every file of a vote is searched

MARK = "zqx"  # every option's code begins so, and nothing else in the project
OPTIONS = [(f"{MARK}{letter * 9}", name) for letter, name in (("k", "东门"), ("w", "西门"), ("y", "水池"))]
QUESTIONS = [
    {"text": "先修哪里？", "kind": "choose", "options": [{"code": code, "label": label} for code, label in OPTIONS]},
    {"text": "今年就修？", "kind": "choose", "options": [{"code": f"{c}2", "label": n} for c, n in OPTIONS]},
]
# the question's own definition names each code as `"code": "zqx…"`; anything else that names one is a choice
CHOICE = re.compile(rb'(?<!"code": ")(?<!"code":")' + MARK.encode() + rb"[kwy]{9}2?")


def choices_in(data: bytes) -> list[bytes]:
    """Every choice that stands in some bytes: plain, or a whole ballot as base64, hex or UTF-16."""
    found = [hit.group() for hit in CHOICE.finditer(data)]
    return found + [form for form in disguised() if form in data]


def disguised() -> list[bytes]:
    forms: list[bytes] = []
    for code, _label in OPTIONS:
        for shift in range(3):
            coded = base64.b64encode(b" " * shift + f'["{code}'.encode())
            forms.append(coded[4:-4] if shift else coded[:-4])
        forms += [code.encode().hex().encode(), code.encode("utf-16-le"), code[::-1].encode()]
    return forms


def scan(home: Path) -> tuple[int, list[str]]:
    """How many files were read, and each that holds a choice."""
    files = [path for path in sorted(home.rglob("*")) if path.is_file()]
    return len(files), [f"{path.name}: {hits[:3]}" for path in files if (hits := choices_in(path.read_bytes()))]


@contextmanager
def everything_logged(path: Path) -> Iterator[None]:
    """The program at its most talkative, in a file of LINLI_HOME."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8")
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()


def backup_of(world: World) -> bytes:
    """A backup as an operator makes one: SQLite's image; of PostgreSQL every row of every table as text."""
    db = world.parts.db
    if db.is_sqlite:
        return image_of(world.parts.settings.home / "linli.db")
    with db.read() as s:
        tables = [name for name in sa.inspect(s.connection()).get_table_names() if name.replace("_", "").isalnum()]
        rows = [s.scalars(sa.text(f'SELECT row_to_json(t)::text FROM "{name}" t')).all() for name in tables]
    return "\n".join(line for lines in rows for line in lines).encode()


def form_of(given: dict[str, list[str]], page: str) -> dict[str, object]:
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return {**given, "csrf_token": token.group(1)}


def vote_from_chat(world: World, public: FlaskClient, internal: FlaskClient, number: int, found_id: int,
                   given: dict[str, list[str]]) -> None:  # fmt: skip
    """A visitor asks for the link, a preview fetches it, the page asks for the code, the ballot uses the link up."""
    visitor = world.visitor()
    handed = internal.post(
        f"/internal/v1/consultations/{found_id}/links",
        json={"contact": visitor},
        headers=bearer(world.parts) | {"Idempotency-Key": f"{number}:link"},
    )
    address = urlsplit(handed.get_json()["url"]).path
    assert public.get(address).status_code == 200
    page = public.get(address).get_data(as_text=True)
    asked = form_of({"phone": [phone(number)], "next": [address]}, page)
    assert public.post("/me/code", data=asked).status_code == 302
    with world.parts.db.read() as s:
        letters = (
            sa.select(Letter.text).join(OutboxRow).where(OutboxRow.kind == "send_sms", Letter.address == phone(number))
        )
        code = re.search(r"\d{6}", s.scalars(letters.order_by(OutboxRow.id.desc())).first() or "")
    assert code is not None
    page = public.get(f"/me/code?next={address}").get_data(as_text=True)
    proven = public.post("/me/sign-in", data=form_of({"code": [code.group()], "next": [address]}, page))
    assert proven.headers["Location"] == address
    sent = public.post(address, data=form_of(given, public.get(address).get_data(as_text=True)))
    assert sent.status_code == 303
    assert "已计入" in public.get(sent.headers["Location"]).get_data(as_text=True)


def vote_on_page(world: World, public: FlaskClient, number: int, found_id: int, given: dict[str, list[str]]) -> None:
    with public.session_transaction() as cookie:
        cookie["resident_token"] = world.token(number)
    page = public.get(f"/consultations/{found_id}").get_data(as_text=True)
    assert public.post(f"/consultations/{found_id}/ballot", data=form_of(given, page)).status_code == 303


def vote_by_api(world: World, public: FlaskClient, number: int, found_id: int, given: dict[str, list[str]]) -> None:
    answer = public.post(
        f"/api/v1/consultations/{found_id}/ballots",
        json={"answers": given},
        headers={"Authorization": f"Bearer {world.token(number)}", "Idempotency-Key": f"k{number}"},
    )
    assert answer.status_code == 201


def test_no_file_holds_a_choice_before_closing(world: World, clock: HandClock) -> None:
    """Database, log, backups after each vote, the program's log; spoilt forms and changed minds too."""
    home, chance = world.parts.settings.home, random.Random(SEED)
    print(f"seed {SEED}")
    found_id = world.open(world.plan(questions=QUESTIONS), roll=VOTERS)
    public_app, internal = create_app(world.parts), create_internal_app(world.parts).test_client()
    order, known = list(range(1, VOTERS + 1)), {}
    chance.shuffle(order)
    with everything_logged(home / "logs" / "all.log"):
        for place, number in enumerate(order):
            code = chance.choice(OPTIONS)[0]
            given = {"q1": [code], "q2": [chance.choice(OPTIONS)[0] + "2"]}
            known[number] = given
            public = public_app.test_client()
            if place < FROM_CHAT:
                vote_from_chat(world, public, internal, number, found_id, given)
            elif place % 2:
                vote_on_page(world, public, number, found_id, {"q1": ["abstain"], "q2": given["q2"]})
                vote_on_page(world, public, number, found_id, given)
                unfinished = form_of({"q1": [code]}, public.get(f"/consultations/{found_id}").get_data(as_text=True))
                assert public.post(f"/consultations/{found_id}/ballot", data=unfinished).status_code == 422
            else:
                vote_by_api(world, public, number, found_id, given)
                bad = {"answers": {"q1": [code, code], "q2": [code]}}
                headers = {"Authorization": f"Bearer {world.token(number)}"}
                address = f"/api/v1/consultations/{found_id}/ballots"
                assert public.post(address, json=bad, headers=headers).status_code == 422
            refused = internal.post(
                f"/internal/v1/consultations/{found_id}/answers",
                json={"contact": 1, "answers": given},
                headers=bearer(world.parts) | {"Idempotency-Key": f"{number}:vote"},
            )
            assert refused.status_code == 403
            backup = home / "backups" / f"{place:02}.db"
            backup.parent.mkdir(exist_ok=True)
            backup.write_bytes(backup_of(world))
            files, found = scan(home)
            assert found == []
            clock.move(minutes=7)
    names = {path.name for path in home.rglob("*")}
    own = {"linli.db", "linli.db-wal"} if world.parts.db.is_sqlite else set()
    assert own | {"all.log", "29.db"} <= names
    assert files > VOTERS + len(own)
    closing.close(world.parts, world.chair, found_id)
    with world.parts.db.read() as s:
        opened = list(s.scalars(sa.select(OpenedBallot.content).order_by(OpenedBallot.position)))
    assert opened == sorted(
        urn.canonical_choices({key: codes}) for given in known.values() for key, codes in given.items()
    )


@pytest.mark.parametrize(
    "leak",
    [
        json.dumps({"q1": [OPTIONS[0][0]]}).encode(),
        f"POST /x q1={OPTIONS[1][0]}".encode(),
        base64.b64encode(b'{"q1":["' + OPTIONS[2][0].encode() + b'"]}'),
        OPTIONS[0][0].encode().hex().encode(),
    ],
)
def test_the_scan_finds_a_planted_choice(tmp_path: Path, leak: bytes) -> None:
    """A scan that cannot find would prove nothing: plain, in a form, as base64, as hex."""
    definition = json.dumps(QUESTIONS).encode()
    (tmp_path / "clean.db").write_bytes(b"SQLite format 3\x00" + definition)
    assert scan(tmp_path) == (1, [])
    (tmp_path / "log").write_bytes(definition + b"\x00" + leak)
    assert len(scan(tmp_path)[1]) == 1
