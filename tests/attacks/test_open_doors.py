"""What lies open on the machine: other Unix users, a demo in public, the logs, the browser's cache, a spreadsheet."""

from __future__ import annotations

import csv
import logging
import os
import re
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.records import corpus
from portal.demo import demo_home
from portal.kernel.config import SettingError, kept_secret, load
from portal.outbox.delivery import deliver_due
from portal.outbox.models import Letter, OutboxRow
from portal.process import launch, serve
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wiring.rooms import consumers_of
from tests.portal.timed import due

LONG = "a-secret-key-of-forty-characters-0123456789"
PHONE = "13800138000"


def home(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"LINLI_HOME": str(tmp_path / "home"), "SECRET_KEY": LONG, **more}


# --- a demo in public


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "linli.example.cn"])
def test_a_demo_does_not_listen_to_others(tmp_path: Path, host: str) -> None:
    """Its passwords are known to all: HOST off loopback is refused by name; on loopback it starts, and so does the real one."""
    with pytest.raises(SettingError, match="HOST"):
        load(home(tmp_path, DEMO="1", HOST=host))
    for fine in ("127.0.0.1", "::1", "localhost"):
        assert load(home(tmp_path, DEMO="1", HOST=fine)).demo
    assert load(home(tmp_path, HOST=host)).host == host


@pytest.mark.parametrize(
    "real",
    [
        {"WECHAT_APP_SECRET": "s3cret"},
        {"WECHAT_TOKEN": "t0ken"},
        {"TWILIO_ACCOUNT_SID": "AC1"},
        {"TWILIO_AUTH_TOKEN": "t0ken"},
        {"ALIYUN_ACCESS_KEY_ID": "k"},
        {"SMS_PROVIDER": "aliyun"},
        {"HOST": "0.0.0.0"},
        {"PUBLIC_URL": "https://linli.example.cn"},
    ],
)
def test_real_secrets_in_an_empty_home_are_no_demo(tmp_path: Path, real: dict[str, str]) -> None:
    """Known passwords beside a real vendor's secret would be everybody's; DEMO=1 is still the operator's own word."""
    assert not demo_home.is_demo_wanted(home(tmp_path, **real), tmp_path / "home")
    assert demo_home.is_demo_wanted(home(tmp_path, **real, DEMO="1"), tmp_path / "home")
    assert demo_home.is_demo_wanted(home(tmp_path), tmp_path / "home")


# --- secrets and folders


@pytest.mark.parametrize("weak", ["secret", "x" * 64, "12345678901234567890", "abababab" * 8])
def test_a_weak_secret_key_stops_the_start(tmp_path: Path, weak: str) -> None:
    """It keys every stored hash: a short one is guessed from a stolen database. None set: a good one is made."""
    with pytest.raises(SettingError, match="SECRET_KEY"):
        load(home(tmp_path, SECRET_KEY=weak))
    assert len(load(home(tmp_path, SECRET_KEY="")).secret_key) >= 32


@pytest.mark.parametrize("name", ["secret_key", "internal_token", "bot_token", "actions_token"])
def test_an_empty_secret_stops_the_start(tmp_path: Path, name: str) -> None:
    """A secret's file left empty, as by a power cut, is no secret."""
    kept = kept_secret(tmp_path, name)
    assert kept_secret(tmp_path, name) == kept
    (tmp_path / "secrets" / name).write_text("\n")
    with pytest.raises(SettingError, match=f"{name}: empty"):
        load({"LINLI_HOME": str(tmp_path)})


@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022])
def test_the_data_is_its_owners_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    """Another Unix user of the machine does not enter LINLI_HOME or LINLI_KEYS, made just now or left open before."""
    environ = home(tmp_path, SECRET_KEY="")
    (tmp_path / "home").mkdir(mode=0o755)
    before = os.umask(umask)
    try:
        settings = load(environ)
        launch.make_folders(settings)
    finally:
        os.umask(before)
    for folder in (settings.home, settings.keys, settings.home / "secrets", settings.home / "logs"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    assert (settings.home / "secrets" / "secret_key").read_text()  # its owner does


def test_a_command_makes_nothing_that_others_may_read(tmp_path: Path) -> None:
    """`linli migrate` under a careless umask: neither the database nor a secret is open to others."""
    environ = os.environ | home(tmp_path, SECRET_KEY="")
    before = os.umask(0)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "portal.cli", "migrate"], check=False, env=environ, capture_output=True
        )
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    made = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert any(path.name == "linli.db" for path in made)
    assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


# --- what the web gives


def test_personal_pages_are_not_kept_by_the_browser(client: FlaskClient) -> None:
    """The next person at the same machine presses "back"; what is everybody's (the style sheet) may be kept."""
    for path in ("/me", "/login", "/chat", "/c/LL-20261124-0001", "/api/v1/cases/LL-20261124-0001"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path
    assert "no-store" not in client.get("/static/linli.css").headers.get("Cache-Control", "")


def test_https_is_kept_to(parts: Parts) -> None:
    """HSTS where the public address is https, and only there (RFC 6797, 7.2)."""
    secure = create_app(replace(parts, settings=replace(parts.settings, public_url="https://linli.example.cn")))
    assert "max-age=" in secure.test_client().get("/").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in create_app(parts).test_client().get("/").headers


def test_what_is_broken_is_told_to_the_operator_only(client: FlaskClient, parts: Parts) -> None:
    """A stranger sees that a part is down, never why; the operator sees it."""
    strange = client.get("/readyz").json["checks"]
    assert set(strange.values()) <= {"ok", "failed"}
    shown = client.get("/readyz", headers={"Authorization": f"Bearer {parts.settings.internal_token}"}).json["checks"]
    assert any("(" in value for value in shown.values())
    assert set(strange) == set(shown)


@pytest.mark.parametrize("forged", ["\n", "\r\n", "\x0b", "\x85", "\u2028", "\x1b[2K", "\u202e"])
def test_a_log_line_cannot_be_forged(forged: str, capfd: pytest.CaptureFixture[str]) -> None:
    """What a path or a parameter brings into a message stays in that message's line."""
    root, kept = logging.getLogger(), logging.getLogger().handlers[:]
    root.handlers = []
    try:
        serve.log_to_stderr()
        logging.getLogger("linli.access").warning(
            "GET /c/%s 404", f"LL-1{forged}2026-11-24 INFO linli.access GET /desk 200"
        )
        logging.getLogger("linli.access").warning("an honest line")
    finally:
        root.handlers = kept
    written = capfd.readouterr().err
    assert len(written.splitlines()) == 2
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]", written)
    assert "an honest line" in written


# --- codes, exports


def letters(parts: Parts) -> list[str]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(Letter.text).join(OutboxRow).order_by(OutboxRow.id)))


def test_a_code_does_not_stay_in_its_letter(parts: Parts) -> None:
    """Delivered: blank at once. Never delivered: blank at its end. Who reads the database later finds no code."""
    real = replace(parts, settings=replace(parts.settings, demo=False))
    client = create_app(real).test_client()
    client.post("/api/v1/otp", json={"phone": PHONE})
    assert re.search(r"\d{6}", letters(real)[0])  # it is there to be sent
    deliver_due(real.db, real.clock, consumers_of(real))
    assert re.findall(r"\d{6}", "".join(letters(real))) == []


def test_a_code_that_never_left_ends_too(parts: Parts, clock: object) -> None:
    """The vendor is down for the code's five minutes: then its words are gone as well."""
    real = replace(parts, settings=replace(parts.settings, demo=False))
    create_app(real).test_client().post("/api/v1/otp", json={"phone": PHONE})
    assert re.search(r"\d{6}", letters(real)[0])
    later = replace(real, clock=type("Later", (), {"now": lambda _self: parts.clock.now() + timedelta(minutes=6)})())
    due()["forget_codes"](later)
    assert re.findall(r"\d{6}", "".join(letters(real))) == []


@pytest.mark.parametrize("formula", ['=HYPERLINK("http://x","看")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1"])
def test_an_export_runs_no_formula(parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formula: str) -> None:
    """A resident's words open as words in a spreadsheet program; other words are as they were."""
    monkeypatch.setattr(
        corpus, "rows", lambda _s: [(formula, "城乡建设", "complaint"), ("路灯坏了", "城乡建设", "complaint")]
    )
    target = tmp_path / "corpus.csv"
    with parts.db.read() as s:
        corpus.write(s, target)
    _header, bad, fine = list(csv.reader(target.open(encoding="utf-8", newline="")))
    assert not bad[0].lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert formula.strip() in bad[0]
    assert fine[0] == "路灯坏了"
