"""The second factor: nobody works without it outside the demo, a code opens once, and the database does not hold it."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from portal.cli import linli
from portal.kernel.config import load
from portal.kernel.roles import Role
from portal.staff import service
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, create_app
from tests.databases import fresh_database
from tests.portal.conftest import HandClock

PASSWORD = "right-and-long"
SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def parts(tmp_path: Path, clock: HandClock) -> Iterator[Parts]:
    """A portal that is no demo."""
    with fresh_database(tmp_path / "home") as url:
        environ = {"LINLI_HOME": str(tmp_path / "home"), "SECRET_KEY": SECRET, "DEMO": "0", "DATABASE_URL": url}
        made = replace(build_parts(load(environ)), clock=clock)
        with made.db.write() as s:
            for name in ("wang", "li"):
                service.add(s, username=name, password=PASSWORD, name=name, role=Role.DESK, now=clock.now())
        yield made
        made.db.engine.dispose()


@pytest.fixture
def app(parts: Parts) -> Flask:
    made = create_app(parts)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def at(app: Flask, address: str = "10.0.0.1") -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def password(client: FlaskClient, username: str = "wang") -> str:
    """Where the right password leads."""
    return str(client.post("/login", data={"username": username, "password": PASSWORD}).location)


def secret_on(page: str) -> str:
    """The secret as one types it off the page."""
    found = re.search(r'class="mono">([A-Z2-7 ]{32,})<', page)
    assert found
    return found[1].replace(" ", "")


def now(clock: HandClock, secret: str, off: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now(), counter_offset=off)


def enrolled(app: Flask, clock: HandClock, username: str = "wang") -> tuple[FlaskClient, str, list[str]]:
    """Signed in for the first time: (the browser, the secret, the recovery codes)."""
    client = at(app)
    assert password(client, username) == "/login/factor"
    secret = secret_on(client.get("/login/factor").text)
    page = client.post("/login/factor", data={"code": now(clock, secret)}).text
    codes = re.findall(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>", page)
    assert len(codes) == 10
    return client, secret, codes


def proven(client: FlaskClient, code: str) -> int:
    return client.post("/login/code", data={"code": code}).status_code


def test_a_password_alone_opens_nothing(app: Flask, clock: HandClock) -> None:
    """Before enrolling and after: every staff page leads back to the login; the owner with the phone gets in."""
    thief = at(app)
    password(thief)
    for path in ("/desk", "/account", "/grid", "/committee"):
        assert thief.get(path).status_code == 302
    owner, secret, _codes = enrolled(app, clock)
    assert owner.get("/desk").status_code == 200
    for client in (thief, at(app, "10.0.0.2")):
        assert password(client) == "/login/code"
        assert client.get("/desk").status_code == 302
        assert client.get("/login/factor").location == "/login"
        assert client.post("/login/factor", data={"code": "000000"}).location == "/login"
        assert client.post("/account/factor", data={"code": "000000"}).status_code == 302
    clock.move(seconds=60)
    again = at(app)
    password(again)
    assert proven(again, now(clock, secret)) == 302
    assert again.get("/desk").status_code == 200


def test_the_picture_is_that_of_the_words(app: Flask) -> None:
    """Inline, so that no other address learns it; the same offer until it is confirmed; kept by nobody."""
    client = at(app)
    password(client)
    answer = client.get("/login/factor")
    assert 'src="data:image/svg+xml' in unescape(answer.text)
    assert "data:" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert secret_on(answer.text) == secret_on(client.get("/login/factor").text)
    other = at(app)
    password(other)
    assert secret_on(other.get("/login/factor").text) != secret_on(answer.text)


def test_a_code_opens_once(app: Flask, clock: HandClock) -> None:
    """Seen over the shoulder and typed again within its half minute: refused; neither does an older one; the next one works."""
    _owner, secret, _codes = enrolled(app, clock)
    watcher, owner = at(app), at(app)
    password(watcher)
    password(owner)
    assert proven(watcher, now(clock, secret)) == 422
    clock.move(seconds=60)
    fresh = now(clock, secret)
    assert proven(owner, fresh) == 302
    assert proven(watcher, fresh) == 422
    assert proven(watcher, now(clock, secret, -1)) == 422
    assert watcher.get("/desk").status_code == 302
    clock.move(seconds=30)
    assert proven(watcher, now(clock, secret)) == 302


def test_one_code_twice_at_once_opens_once(app: Flask, clock: HandClock) -> None:
    """Eight browsers with the same code in the same moment: one gets in."""
    _owner, secret, _codes = enrolled(app, clock)
    clock.move(seconds=60)
    code, start = now(clock, secret), threading.Barrier(8)
    clients = [at(app, f"10.0.1.{number}") for number in range(8)]
    for client in clients:
        assert password(client) == "/login/code"

    def show(client: FlaskClient) -> int:
        start.wait()
        return proven(client, code)

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(show, clients))[302] == 1


def test_six_digits_are_not_guessed(app: Flask, clock: HandClock) -> None:
    """Who has the password has five tries, at once or in a row, and thirty from everywhere; the owner's own place goes on."""
    owner, secret, _codes = enrolled(app, clock)
    owner.post("/logout")
    thief, start = at(app, "203.0.113.1"), threading.Barrier(40)
    password(thief)
    copy = thief.get_cookie("linli_8000")
    assert copy is not None

    def guess(number: int) -> int:
        client = at(app, "203.0.113.1")
        client.set_cookie("linli_8000", copy.value)
        start.wait()
        return proven(client, f"{number:06d}")

    with ThreadPoolExecutor(40) as pool:
        answers = Counter(pool.map(guess, range(40)))
    assert answers[422] <= 5, answers
    everywhere: Counter[int] = Counter()
    for number in range(60):
        client = at(app, f"203.0.114.{number}")
        client.set_cookie("linli_8000", copy.value)
        everywhere[proven(client, f"{number:06d}")] += 1
    assert everywhere[422] <= 30
    clock.move(seconds=60)
    password(owner)
    assert proven(owner, now(clock, secret)) == 302


def test_a_recovery_code_opens_once_and_is_nowhere(app: Flask, clock: HandClock, parts: Parts) -> None:
    """However it is typed; a used one, another account's and one from before a new batch are refused."""
    owner, secret, codes = enrolled(app, clock)
    _other, _secret, theirs = enrolled(app, clock, "li")
    client = at(app)
    password(client)
    assert proven(client, theirs[0]) == 422
    assert proven(client, codes[0].upper().replace("-", " ")) == 302
    again = at(app)
    password(again)
    assert proven(again, codes[0]) == 422
    clock.move(seconds=60)
    form = {"password": PASSWORD, "current_code": now(clock, secret)}
    fresh = re.findall(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>", owner.post("/account/recovery-codes", data=form).text)
    assert len(fresh) == 10
    assert proven(again, codes[1]) == 422
    assert proven(again, fresh[1]) == 302
    kept = dump(parts)
    assert all(code not in kept and code.replace("-", "") not in kept for code in [*codes, *fresh, *theirs])


def dump(parts: Parts) -> str:
    """The whole database as text."""
    with parts.db.read() as s:
        metadata = sa.MetaData()
        metadata.reflect(s.connection())
        return "\n".join(repr(row) for table in metadata.sorted_tables for row in s.execute(sa.select(table)))


def test_a_thief_of_the_database_has_no_second_factor(app: Flask, clock: HandClock, parts: Parts) -> None:
    """The secret, offered or confirmed, stands in no table in the clear, and no session's token does."""
    offering = at(app)
    password(offering, "li")
    offered = secret_on(offering.get("/login/factor").text)
    client, secret, _codes = enrolled(app, clock)
    with client.session_transaction() as cookie:
        token = str(cookie["staff_token"])
    kept = dump(parts)
    assert secret not in kept
    assert offered not in kept
    assert token not in kept


def test_enrolling_twice_does_not_take_it_from_its_owner(app: Flask, clock: HandClock) -> None:
    """A second browser that stood at enrolling with the password is asked for the code once somebody has enrolled."""
    slow = at(app)
    password(slow)
    offered = secret_on(slow.get("/login/factor").text)
    owner, _secret, _codes = enrolled(app, clock)
    assert slow.post("/login/factor", data={"code": now(clock, offered)}).location == "/login"
    assert slow.get("/desk").status_code == 302
    assert owner.get("/desk").status_code == 200


def test_half_a_sign_in_ends_soon(app: Flask, clock: HandClock) -> None:
    """A browser left at the second question is nobody after ten minutes, whatever the code."""
    _owner, secret, _codes = enrolled(app, clock)
    left = at(app)
    password(left)
    clock.move(minutes=11)
    assert left.post("/login/code", data={"code": now(clock, secret)}).location == "/login"
    assert left.get("/desk").status_code == 302
    password(left)
    assert proven(left, now(clock, secret)) == 302


def test_the_cookie_of_half_a_sign_in_does_not_grow_up(app: Flask, clock: HandClock) -> None:
    """A copy taken between password and code stays nobody when its owner gives the code."""
    _owner, secret, _codes = enrolled(app, clock)
    clock.move(seconds=60)
    client, thief = at(app), at(app)
    password(client)
    copy = client.get_cookie("linli_8000")
    assert copy is not None
    thief.set_cookie("linli_8000", copy.value)
    assert proven(client, now(clock, secret)) == 302
    assert client.get("/desk").status_code == 200
    assert thief.get("/desk").status_code == 302


def test_a_stolen_session_changes_neither_password_nor_phone(app: Flask, clock: HandClock) -> None:
    """The page wants the password and a fresh code; guessing is counted; the owner changes both and the thief is out."""
    owner, secret, codes = enrolled(app, clock)
    copy = owner.get_cookie("linli_8000")
    assert copy is not None
    thief = at(app)
    thief.set_cookie("linli_8000", copy.value)
    assert thief.get("/desk").status_code == 200
    fresh = {"new_password": "quite-another-one", "again_password": "quite-another-one"}
    clock.move(seconds=60)
    tried = [thief.post("/account/password", data=fresh | {"password": f"guess{n}"}).status_code for n in range(4)]
    assert tried == [422] * 4
    assert (
        thief.post("/account/password", data=fresh | {"password": PASSWORD, "current_code": "000000"}).status_code
        == 422
    )
    own = secret_on(thief.get("/account/factor").text)
    assert thief.post("/account/factor", data={"password": "guess", "code": now(clock, own)}).status_code in (422, 429)
    assert thief.post("/account/recovery-codes", data={"password": "guess"}).status_code in (422, 429)
    app.extensions.pop("linli_throttle")  # the minutes pass
    form = fresh | {"password": PASSWORD, "current_code": codes[3]}
    assert owner.post("/account/password", data=form).status_code == 302
    assert owner.get("/desk").status_code == 200
    assert thief.get("/desk").status_code == 302
    assert secret


@pytest.fixture
def linli_of(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The operator's command on the same database."""
    for name, value in (("HOME", parts.settings.home), ("KEYS", parts.settings.keys)):
        monkeypatch.setenv(f"LINLI_{name}", str(value))
    monkeypatch.setenv("DATABASE_URL", parts.settings.database_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DEMO", "0")

    def call(*words: str) -> str:
        done = CliRunner().invoke(linli, ["staff", *words])
        assert done.exit_code == 0, done.output
        return done.output

    return call


def test_a_lost_phone_is_reset_by_the_operator_and_recorded(
    app: Flask, clock: HandClock, linli_of: Callable[..., str]
) -> None:
    """Sessions end, the next sign-in enrols anew, the old phone and codes are dead, and the owner sees who did it."""
    owner, secret, codes = enrolled(app, clock)
    linli_of("reset-factor", "wang")
    assert owner.get("/desk").status_code == 302
    clock.move(seconds=60)
    client, fresh, _codes = enrolled(app, clock)
    assert fresh != secret
    assert "解除了手机验证码（运维）" in client.get("/account").text
    assert "解除了手机验证码（运维）" in linli_of("log", "wang")
    clock.move(seconds=60)
    late = at(app)
    password(late)
    assert proven(late, now(clock, secret)) == 422
    assert proven(late, codes[5]) == 422
    assert proven(late, now(clock, fresh)) == 302


def test_a_start_password_is_changed_before_anything_else(
    app: Flask, clock: HandClock, linli_of: Callable[..., str], tmp_path: Path
) -> None:
    """From a list of a spreadsheet: printed once, good for one thing, and kept by nobody."""
    file = tmp_path / "人.csv"
    file.write_bytes("账号,姓名,角色,手机\nzhao,赵某,受理台,13812345678\nqian,钱某,督查,\n".encode("gb18030"))
    printed = linli_of("import", str(file), "--yes")
    found = re.search(r"^zhao\s+(\S{10,})$", printed, re.MULTILINE)
    assert found
    client = at(app)
    assert client.post("/login", data={"username": "zhao", "password": found[1]}).location == "/login/factor"
    secret = secret_on(client.get("/login/factor").text)
    client.post("/login/factor", data={"code": now(clock, secret)})
    assert client.get("/desk").status_code == 302
    for bad in (found[1], "short", "zhao123456", "password1234"):
        form = {"new_password": bad, "again_password": bad}
        assert client.post("/login/password", data=form).status_code == 422, bad
    form = {"new_password": "quite-another-one", "again_password": "quite-another-one"}
    assert client.post("/login/password", data=form).location == "/desk"
    assert client.get("/desk").status_code == 200
    assert client.post("/login", data={"username": "zhao", "password": found[1]}).status_code == 422
