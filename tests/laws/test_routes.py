"""Every route of both apps says who may call it; and an app where one does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.http.access import PUBLIC, access, declared_access
from portal.kernel.config import load
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, create_app, create_internal_app


def undeclared(app: Flask) -> list[str]:
    """The rules (files under `static` aside) whose view has no `@access`."""
    return [
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if rule.endpoint.rpartition(".")[2] != "static" and declared_access(app.view_functions[rule.endpoint]) is None
    ]


@pytest.fixture
def wired(tmp_path: Path) -> Iterator[Parts]:
    parts = build_parts(load({"LINLI_HOME": str(tmp_path / "home"), "SECRET_KEY": "a-secret-key-for-tests-0123456789"}))
    yield parts
    parts.db.engine.dispose()


def test_every_public_route_declares_its_callers(wired: Parts) -> None:
    """What the internet reaches says who may."""
    assert undeclared(create_app(wired)) == []


def test_every_internal_route_declares_its_callers(wired: Parts) -> None:
    """So does what the bot's actions reach."""
    assert undeclared(create_internal_app(wired)) == []


def test_no_internal_route_stands_on_the_public_app(wired: Parts) -> None:
    """The internal API is an app of its own."""
    assert [rule.rule for rule in create_app(wired).url_map.iter_rules() if rule.rule.startswith("/internal")] == []


def test_an_undeclared_route_is_caught_and_never_served(wired: Parts) -> None:
    """A view without `@access` is named by the law, and whoever calls it all the same is refused."""
    app = create_app(wired)
    app.add_url_rule("/declared", "declared", access(PUBLIC)(lambda: "fine"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "open to all")
    assert undeclared(app) == ["/forgotten (forgotten)"]
    assert app.test_client().get("/forgotten").status_code == 403
    assert app.test_client().get("/declared").status_code == 200
