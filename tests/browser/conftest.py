"""The portal's public app on a free port, the whole system on another, and Chromium."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page, expect
from waitress.server import create_server

from portal.demo.fill import fill
from portal.kernel.config import load
from portal.outbox.models import OutboxRow
from portal.process import serve
from portal.storage.db import Base
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, create_app
from tests.browser.sight import LAPTOP, Watched, chromium, person
from tests.browser.stand_in_bot import StandInBot, standing_in
from tests.running_system import free_port

PASSWORD = "linli-demo"
expect.set_options(
    timeout=15_000
)  # milliseconds: no test asserts on a clock, and a busy machine takes longer than five seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    """The public app, served as in production (waitress), with the demo community, a stand-in bot and no worker."""

    url: str
    parts: Parts
    bot: StandInBot

    def last_code(self) -> str:
        """The one-time code sent last."""
        with self.parts.db.read() as s:
            letters = sa.select(OutboxRow).where(OutboxRow.kind == "send_sms").order_by(OutboxRow.id.desc())
            row = s.scalars(letters).first()
            assert row is not None
            assert row.letter is not None
            return re.findall(r"\d{6}", row.letter.text)[0]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port, bot_port = free_port(), free_port()
    home = tmp_path_factory.mktemp("site") / "home"
    settings = {"LINLI_HOME": str(home), "SECRET_KEY": "test", "DEMO": "1", "PORT": str(port)}
    parts = build_parts(load(settings | {"LINLI_RASA_PORT": str(bot_port)}))
    Base.metadata.create_all(parts.db.engine)
    fill(parts)
    server = create_server(create_app(parts), host="127.0.0.1", port=port, threads=serve.THREADS)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    with standing_in(bot_port) as bot:
        yield Site(f"http://127.0.0.1:{port}", parts, bot)
    server.close()
    thread.join(timeout=10)
    parts.db.engine.dispose()


@pytest.fixture
def resident(browser: Browser) -> Iterator[Watched]:
    """A browser the size of a resident's phone."""
    with person(browser) as watched:
        yield watched


@pytest.fixture
def clerk(browser: Browser) -> Iterator[Watched]:
    """A browser the size of a staff member's laptop."""
    with person(browser, size=LAPTOP) as watched:
        yield watched


@pytest.fixture
def page(resident: Watched) -> Page:
    return resident.page()


def log_in(page: Page, url: str, username: str, password: str = PASSWORD) -> None:
    """Sign in as a staff member."""
    page.goto(f"{url}/login")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda address: "/login" not in address)
