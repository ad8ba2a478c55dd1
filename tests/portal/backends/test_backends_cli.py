"""`linli backends …`: register an app, stop it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from portal.backends.cli import group
from portal.storage.parts import Parts
from tests.portal.backends.conftest import App


@pytest.fixture
def shell(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The operator's shell, with the settings of the test's database."""
    settings = parts.settings
    for name, value in {
        "LINLI_HOME": settings.home, "DATABASE_URL": settings.database_url, "SECRET_KEY": settings.secret_key, "DEMO": "1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    return CliRunner()


def test_an_app_from_its_key_to_its_end(shell: CliRunner, client: FlaskClient, community: None) -> None:
    """The key is shown once and works; a new one ends it; a stopped app has none."""
    first = shell.invoke(group, ["add-app", "城市眼"]).output.strip()
    assert App(client, first).file().status_code == 200
    second = shell.invoke(group, ["add-app", "城市眼", "--per-minute", "7"]).output.strip()
    assert App(client, first).file().status_code == 403
    assert App(client, second).file().status_code == 200
    assert "7/min" in shell.invoke(group, ["apps"]).output
    assert shell.invoke(group, ["stop-app", "城市眼"]).exit_code == 0
    assert App(client, second).file().status_code == 403


def test_a_system_that_handles_cases(shell: CliRunner, parts: Parts, community: None) -> None:
    """Set up, used by a body, its key rotated and retired; the address must be https or this machine."""

    def said(*words: str) -> str:
        done = shell.invoke(group, list(words))
        assert done.exit_code == 0, done.output
        return done.output.strip()

    first = said("set", "lamps-erp", "--kind", "webhook", "--url", "https://erp.example.cn/linli")
    said("use", "lamps", "lamps-erp")
    listed = said("list")
    assert "lamps-erp            webhook  https://erp.example.cn/linli  keys=1" in listed
    assert "lamps                -> lamps-erp" in listed
    assert first not in listed
    assert said("rotate", "lamps-erp") != first
    assert "keys=2" in said("list")
    said("retire", "lamps-erp")
    said("use", "lamps", "desk")
    assert "lamps                -> desk" in said("list")
    said("use", "lamps", "default")
    assert "->" not in said("list")
    for words in (
        ["set", "erp", "--kind", "webhook", "--url", "http://erp.example.cn"],
        ["set", "desk", "--kind", "webhook", "--url", "https://erp.example.cn"],
        ["use", "lamps", "nobody"],
        ["use", "nobody", "lamps-erp"],
        ["rotate", "nobody"],
    ):
        assert shell.invoke(group, words).exit_code == 1


def test_what_the_operator_may_not_say(shell: CliRunner, community: None) -> None:
    """A name too short, an app that is not there."""
    assert shell.invoke(group, ["add-app", "x"]).exit_code == 1
    assert shell.invoke(group, ["stop-app", "没有的"]).exit_code == 1
    assert "没有这个系统" in shell.invoke(group, ["stop-app", "没有的"]).output
