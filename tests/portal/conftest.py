"""Fixtures for the portal: a database in a fresh folder, a clock moved by hand, clients of both apps."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from devtools.changed import EVERY
from portal.channels.inbound import gateway
from portal.kernel.config import load
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, create_app, create_internal_app
from tests.compiled_once import compiled_once
from tests.databases import fresh_database, statements_compiled_once, without_sync
from tests.kept_apps import KeptApp


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where LINLI_CHANGED_ROOMS names rooms, leave out the tests with a database of all others: `make check` (`devtools/changed.py`)."""
    rooms = os.environ.get("LINLI_CHANGED_ROOMS", EVERY).split()
    if EVERY in rooms:
        return
    kept, left = [], []
    for item in items:
        with_database = "parts" in getattr(item, "fixturenames", ())
        (left if with_database and not _is_of(item, rooms) else kept).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def _is_of(item: pytest.Item, rooms: Sequence[str]) -> bool:
    """Whether the test stands in the folder of one of these rooms."""
    return any(item.path.is_relative_to(Path(__file__).parent / room) for room in rooms)


class HandClock:
    """A clock that stops until the test moves it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash passwords at a thirtieth of the cost; nothing here depends on how long it takes."""
    cheap = partial(generate_password_hash, method="scrypt:1024:8:1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.staff.service.generate_password_hash", cheap)
        patch.setattr("portal.staff.service._NO_ACCOUNT", cheap("nobody"))
        yield


@pytest.fixture(scope="session", autouse=True)
def pages_compiled_once() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(autouse=True)
def patient_alarm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the stand-in bot's answer to an alarm however busy the machine is, except in tests marked `hasty`."""
    if request.node.get_closest_marker("hasty") is None:
        monkeypatch.setattr(gateway, "ALARM_SECONDS", 8.0)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))  # a Tuesday, 9:00 in Hangzhou


@pytest.fixture
def parts(tmp_path: Path, clock: HandClock) -> Iterator[Parts]:
    """The wired portal on an empty database (SQLite, or the PostgreSQL of `make services-test`)."""
    with fresh_database(tmp_path / "home") as url:
        environ = {"LINLI_HOME": str(tmp_path / "home"), "SECRET_KEY": "test", "DEMO": "1", "DATABASE_URL": url}
        made = replace(build_parts(load(environ)), clock=clock)
        without_sync(made.db)
        statements_compiled_once(made.db)
        yield made
        made.db.engine.dispose()


@pytest.fixture(scope="session")
def kept_apps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, KeptApp]:
    """Both apps, wired once, before any test patches anything."""
    home = tmp_path_factory.mktemp("kept_apps")
    with fresh_database(home) as url:
        parts = build_parts(load({"LINLI_HOME": str(home), "SECRET_KEY": "test", "DEMO": "1", "DATABASE_URL": url}))
        kept = {"public": KeptApp(create_app, parts), "internal": KeptApp(create_internal_app, parts)}
        parts.db.engine.dispose()
    return kept


@pytest.fixture
def client(parts: Parts, kept_apps: dict[str, KeptApp]) -> FlaskClient:
    """A client of the public app, without cookies."""
    app = kept_apps["public"].of(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def internal(parts: Parts, kept_apps: dict[str, KeptApp]) -> FlaskClient:
    """A client of the internal app; calls need `headers=bearer(parts)`."""
    return kept_apps["internal"].of(parts).test_client()


def bearer(parts: Parts) -> dict[str, str]:
    return {"Authorization": f"Bearer {parts.settings.internal_token}"}
