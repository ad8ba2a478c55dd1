"""Rasa and the action server as real processes: loopback only, a token, and a kill that loses and doubles nothing."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from actions import settings as action_settings
from bot import serve
from bot.server import settings
from bot.server.tracker_store import LeanTrackerStore
from tests.bot.conversation.portal_stand_in import TOKEN, Portal
from tests.bot.model import ROOT, quiet_environment

BOT_TOKEN = "bot-token-for-tests-0123"
ACTIONS_TOKEN = "actions-token-for-tests-0123"
REPORT = "桂花苑3栋楼下的路灯不亮了"
START_SECONDS = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Bot:
    """Both processes, over one folder."""

    home: Path
    environment: dict[str, str]
    rasa_port: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, module: str) -> None:
        with (self.home / f"{module}.log").open("ab") as log:
            command = [sys.executable, "-B", "-m", module]
            self.running[module] = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def wait(self, port: int, path: str, token: str = "") -> None:
        shown = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.HTTPTransport(retries=0)
        with httpx.Client(transport=transport, trust_env=False) as client:
            for module in self.running.values():
                assert module.poll() is None, "a process ended"
            deadline = START_SECONDS * 5
            for _ in range(deadline):
                with contextlib.suppress(httpx.HTTPError):
                    if client.get(f"http://127.0.0.1:{port}{path}", headers=shown, timeout=2).status_code == 200:
                        return
                time.sleep(0.2)
        raise TimeoutError((self.home / "bot.serve.log").read_text(errors="replace")[-2000:])

    def say(self, text: str, inbox_id: int, token: str = BOT_TOKEN) -> httpx.Response:
        body = {"sender": "17.1", "inbox_id": inbox_id, "text": text, "metadata": {"channel": "webchat"}}
        return httpx.post(
            f"http://127.0.0.1:{self.rasa_port}/webhooks/linli/messages",
            json=body,
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
            trust_env=False,
        )

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def bots(model: Path, stand_in: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    home = tmp_path_factory.mktemp("bot-home")
    rasa_port, actions_port = free_port(), free_port()
    environment = {
        **quiet_environment(),
        "LINLI_HOME": str(home),
        "LINLI_MODEL": str(model),
        "LINLI_BOT_TOKEN": BOT_TOKEN,
        "LINLI_INTERNAL_TOKEN": TOKEN,
        "LINLI_ACTIONS_TOKEN": ACTIONS_TOKEN,
        "LINLI_INTERNAL_URL": stand_in.url,
        "LINLI_RASA_PORT": str(rasa_port),
        "LINLI_ACTIONS_PORT": str(actions_port),
    }
    bot = Bot(home, environment, rasa_port)
    bot.start("actions.serve")
    bot.start("bot.serve")
    try:
        bot.wait(actions_port, "/health", ACTIONS_TOKEN)
        bot.wait(rasa_port, "/webhooks/linli/")
        yield bot
    finally:
        bot.stop()


@pytest.mark.timeout(400)
def test_a_kill_between_two_turns_keeps_everything(bots: Bot, portal: Portal) -> None:
    """After kill -9 of Rasa: the kept answer to a repeat, and 是 registers the draft, once."""
    shown = bots.say(REPORT, 1).json()
    assert shown["messages"][0]["asks"] == "confirm"
    os.kill(bots.running["bot.serve"].pid, signal.SIGKILL)
    bots.running["bot.serve"].wait()
    bots.start("bot.serve")
    bots.wait(bots.rasa_port, "/webhooks/linli/")
    assert bots.say(REPORT, 1).json() == shown
    done = bots.say("是", 2).json()
    assert done["registered"]
    assert bots.say("是", 2).json() == done
    assert len(portal.cases) == 1


@pytest.mark.timeout(400)
def test_without_the_token_nothing_is_heard(bots: Bot, portal: Portal) -> None:
    """401, and no turn."""
    assert bots.say(REPORT, 3, token="another").status_code == 401
    assert portal.calls == []


@pytest.mark.timeout(400)
def test_tensorflow_is_not_loaded(bots: Bot) -> None:
    """Rasa has answered by now; its memory holds what our heads compute with, and nothing of the rest."""
    loaded = Path(f"/proc/{bots.running['bot.serve'].pid}/maps").read_text()
    assert "sklearn" in loaded
    assert "tensorflow" not in loaded


@pytest.mark.timeout(400)
def test_what_is_no_message_is_refused(bots: Bot) -> None:
    """400 with a reason, no trace."""
    answer = httpx.post(
        f"http://127.0.0.1:{bots.rasa_port}/webhooks/linli/messages",
        content=b"{",
        headers={"Authorization": f"Bearer {BOT_TOKEN}"},
        timeout=30,
        trust_env=False,
    )
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


@pytest.mark.timeout(400)
def test_rasas_own_doors_are_shut(bots: Bot) -> None:
    """No `rest:` webhook, no HTTP API, and both processes are bound to loopback only."""
    for path in ("/webhooks/rest/webhook", "/model/parse", "/conversations/17.1/tracker", "/status"):
        assert httpx.get(f"http://127.0.0.1:{bots.rasa_port}{path}", timeout=30, trust_env=False).status_code in (
            404,
            405,
        )
    ours = {process.pid for process in bots.running.values()}
    for pid in ours:
        sockets = {
            os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir() if link.exists() or link.is_symlink()
        }
        listening = [
            entry.split()[1]
            for table in ("tcp", "tcp6")
            for entry in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
            if entry.split()[3] == "0A" and f"socket:[{entry.split()[9]}]" in sockets
        ]
        assert [address.split(":")[0] for address in listening] == ["0100007F"]


@pytest.mark.timeout(400)
def test_the_logs_hold_no_words(bots: Bot) -> None:
    """Nothing that was written, and no token."""
    for name in ("bot.serve", "actions.serve"):
        log = (bots.home / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        assert "路灯" not in log
        assert BOT_TOKEN not in log
        assert TOKEN not in log


@pytest.mark.parametrize(
    ("env", "url"),
    [
        ({}, "sqlite:////h/bot/tracker.db"),
        ({"DATABASE_URL": "sqlite:////h/linli.db"}, "sqlite:////h/bot/tracker.db"),
        ({"DATABASE_URL": "postgresql+psycopg://u:p%40@db:5432/linli"}, "sqlite:////h/bot/tracker.db"),
        ({"LINLI_TRACKER_URL": "postgresql+psycopg://b:p%40@db:5432/linli"}, "postgresql://b:p%40@db:5432/linli"),
        ({"LINLI_TRACKER_URL": "sqlite:////elsewhere/t.db"}, "sqlite:////elsewhere/t.db"),
    ],
)
def test_where_trackers_are_kept(env: dict[str, str], url: str) -> None:
    """A file of its own, or as told; never the portal's database, whose tables it is not to see."""
    assert settings.tracker_url(env, Path("/h")) == url


def test_locks_are_kept_in_redis_where_there_is_one() -> None:
    """Its address taken apart as Rasa wants it."""
    found = settings.redis_of("rediss://user:p%40ss@cache:6380/3")
    assert found == {"url": "cache", "port": 6380, "key_prefix": "linli", "db": 3, "username": "user", "password": "p@ss", "use_ssl": True}  # fmt: skip
    with pytest.raises(settings.SettingError, match="REDIS_URL"):
        settings.redis_of("http://cache")


def test_a_missing_token_is_named() -> None:
    """The start stops with the setting's name."""
    with pytest.raises(settings.SettingError, match="LINLI_BOT_TOKEN"):
        settings.load({"LINLI_HOME": "/nowhere"})


def test_an_empty_token_is_none(tmp_path: Path) -> None:
    """An empty file is named: neither server takes an empty secret."""
    (tmp_path / "secrets").mkdir()
    for name in ("bot_token", "actions_token", "internal_token"):
        (tmp_path / "secrets" / name).write_text("\n")
    with pytest.raises(settings.SettingError, match="bot_token: empty"):
        settings.load({"LINLI_HOME": str(tmp_path)})
    with pytest.raises(action_settings.SettingError, match="internal_token: empty"):
        action_settings.load({"LINLI_HOME": str(tmp_path)})


def test_the_endpoints_follow_the_settings(tmp_path: Path) -> None:
    """Trackers in a write-ahead SQLite file, locks in memory unless told."""
    made = serve.endpoints(
        settings.load({"LINLI_HOME": str(tmp_path), "LINLI_BOT_TOKEN": BOT_TOKEN, "LINLI_ACTIONS_TOKEN": "t"})
    )
    assert isinstance(made.tracker_store, LeanTrackerStore)
    assert str(made.tracker_store.engine.url) == f"sqlite:///{tmp_path}/bot/tracker.db"
    with made.tracker_store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    assert made.lock_store is None


def test_what_the_first_message_loads_is_loaded_and_frozen_before_it_comes() -> None:
    frozen_when_parsed = []

    async def parse_message(_text: str) -> None:
        frozen_when_parsed.append(gc.get_freeze_count())

    before = gc.get_freeze_count()
    agent = SimpleNamespace(parse_message=parse_message)
    try:
        asyncio.run(serve._get_ready(SimpleNamespace(ctx=SimpleNamespace(agent=agent))))
        assert frozen_when_parsed == [before]
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
