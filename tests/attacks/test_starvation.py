"""A short starvation run (`make bench-starvation` is the long one): the real server, a bot that does one thing at a time.

It asserts what was said and how much memory was taken, never how long a machine of today needs for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from bench import starvation
from portal.kernel.config import load
from portal.storage import migrate
from portal.wiring.app import build_parts
from tests.running_system import ROOT, free_port
from tests.vendors.bot import TOKEN, StandInBot, said

MOST_MEMORY = 900  # MB
HEAVY, EMERGENCIES = 24, 8


@dataclass
class Server:
    """The public server as a process of its own."""

    port: int
    process: subprocess.Popen[bytes]

    def peak(self) -> int:
        """MB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


@pytest.fixture
def bot() -> Iterator[StandInBot]:
    stand_in = StandInBot()
    turn = threading.Lock()

    def slowly(ask: dict[str, Any]) -> Any:
        with turn:  # as Rasa reads: one text after the other
            time.sleep(0.3)
        number = next((number for text, number in starvation.ALARMS if text == ask["text"]), "")
        return {"messages": [said(f"请马上打{number}", response="utter_danger_other") if number else said("听到了")]}

    stand_in.answer = slowly
    yield stand_in
    stand_in.down()


@pytest.fixture
def server(tmp_path: Path, bot: StandInBot) -> Iterator[Server]:
    port = free_port()
    environ = {"LINLI_HOME": str(tmp_path / "home"), "PORT": str(port), "DEMO": "1", "LINLI_BOT_TOKEN": TOKEN}
    environ |= {"LINLI_RASA_PORT": str(bot.port), "LINLI_KEYS": str(tmp_path / "keys")}
    parts = build_parts(load(environ))
    migrate.upgrade(parts.db)
    parts.db.engine.dispose()
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.cli", "serve", "public"],
            cwd=ROOT,
            env=os.environ | environ,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _until_up(port, process)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(20)


def _until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError


def test_emergencies_among_heavy_senders_get_their_number(server: Server) -> None:
    """Every one in its own answer, through every door; the heavy ones are answered, told to wait, or refused."""
    stop = threading.Event()
    statuses: list[int] = []

    def send(number: int) -> None:
        one = starvation.sender(server.port, number, "heavy").arrive()
        while not stop.is_set():
            statuses.append(one.say(starvation.DIGITS)[0])

    flooding = [threading.Thread(target=send, args=(number,)) for number in range(HEAVY)]
    for thread in flooding:
        thread.start()
    found: list[bool] = []
    for number in range(EMERGENCIES):
        text, wanted = starvation.ALARMS[number % len(starvation.ALARMS)]
        status, words, _ = starvation.sender(server.port, number, "alarm").arrive().say(text)
        found.append(status == 200 and wanted in words.split("\n")[0])
    stop.set()
    for thread in flooding:
        thread.join(30)
    assert found == [True] * EMERGENCIES
    assert set(statuses) <= {200, 429}
    assert statuses.count(200) >= HEAVY


def test_photo_and_bracket_floods_stay_within_memory(server: Server) -> None:
    """Eight 49-megapixel PNGs at once beside four photos of a phone, nested bodies after: all of the phone's are taken."""
    statuses = starvation.photos(server.port)
    assert set(statuses) <= {201, 400, 422, 429}
    assert statuses.count(201) >= 1
    assert server.peak() < MOST_MEMORY
