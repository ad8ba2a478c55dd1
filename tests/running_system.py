"""Run the whole system as real processes, for tests and benches: start it, talk to it, kill parts, inspect it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
CASE_NO = re.compile(r"LL-\d{8}-\d{4,}")
READY_SECONDS = 600
MODELS = ROOT / ".pytest_cache" / "models"
VICTIMS = {
    "portal": "serve public",
    "internal": "serve internal",
    "worker": "worker",
    "rasa": "bot",
    "actions": "actions",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class RunningSystem:
    """A running system: its folder, its port, its supervisor process."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        """Wait until `/readyz` is 200: the bot answers, too. Raises RuntimeError or TimeoutError, with the end of the log."""
        self._wait_for("/readyz", seconds)

    def wait_for_pages(self, seconds: float = READY_SECONDS) -> None:
        """Wait until `/healthz` is 200, perhaps long before there is a bot. Raises what `wait_ready` raises."""
        self._wait_for("/healthz", seconds)

    def _wait_for(self, probe: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"the system ended with {self.process.returncode}:\n{self.tail()}")
            try:
                if httpx.get(f"{self.url}{probe}", timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.5)
        raise TimeoutError(f"not ready after {seconds} s:\n{self.tail()}")

    def tail(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def pids(self) -> dict[int, str]:
        """Each process below the supervisor → its command line."""
        return {pid: command(pid) for pid in descendants(self.process.pid)}

    def pid_of(self, victim: str) -> int | None:
        """The process id of one part, or None while it is restarting."""
        found = (
            (self.home / "run" / f"{victim}.pid").read_text() if (self.home / "run" / f"{victim}.pid").exists() else ""
        )
        return int(found) if found.strip().isdigit() and Path(f"/proc/{found.strip()}").exists() else None

    def sql(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Query the system's database, read-only."""
        with sqlite3.connect(f"file:{self.home / 'linli.db'}?mode=ro", uri=True, timeout=30) as connection:
            return connection.execute(query, values).fetchall()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def descendants(root: int) -> list[int]:
    """The ids of all living processes below `root`."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int(entry.joinpath("stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found: list[int] = []
    rest = [root]
    while rest:
        below = children.get(rest.pop(), [])
        found += below
        rest += below
    return found


def share_models(home: Path) -> None:
    """Share trained models with MODELS, both ways. Models are named by what they were trained from, so that they serve any system.

    By links if both folders are on one disk: writing copies would slow down the system that is being measured.
    """
    folders = (MODELS, home / "models")
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    for here, there in (folders, reversed(folders)):
        for model in here.glob("linli-*.tar.gz"):
            link_or_copy(model, there / model.name)


def link_or_copy(model: Path, new: Path) -> None:
    """Have `new` be the model, whole from the moment it is seen, if it is not there yet."""
    if new.exists():
        return
    part = new.with_name(f".{new.name}.{os.getpid()}")
    try:
        os.link(model, part)
    except OSError:
        shutil.copy2(model, part)
    part.replace(new)


@contextmanager
def running(home: Path, **environment: str) -> Iterator[RunningSystem]:
    """Start a system on a free port with `home` as its folder, and wait until all of it is ready; stops it at the end."""
    share_models(home)
    with starting(home, **environment) as system:
        system.wait_ready()
        share_models(home)
        yield system


@contextmanager
def starting(home: Path, *words: str, **environment: str) -> Iterator[RunningSystem]:
    """Start a system and wait for nothing; stops it at the end. `words`: the module to run and its arguments, if another than Linli's."""
    port = free_port()
    home.parent.mkdir(parents=True, exist_ok=True)
    log = home.with_name(home.name + ".log")
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *(words or ("portal.cli", "run"))],
            cwd=ROOT,
            env=os.environ | {"LINLI_HOME": str(home), "PORT": str(port), "HOST": "127.0.0.1"} | environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    system = RunningSystem(home, port, process, log)
    try:
        yield system
    finally:
        system.stop()


@dataclass
class Visitor:
    """A visitor of the web chat. Repeats each call with the same id until it succeeds or time is up (TimeoutError)."""

    url: str
    token: str = ""
    last_id: int = 0
    heard: list[dict[str, Any]] = field(default_factory=list)

    def _call(self, method: str, path: str, until: float, **kwargs: Any) -> httpx.Response:
        while True:
            try:
                answer = httpx.request(method, self.url + path, timeout=40, **kwargs)
                if answer.status_code < 500:
                    return answer
                problem: Any = answer.status_code
            except httpx.HTTPError as error:
                problem = error
            if time.monotonic() > until:
                raise TimeoutError(f"{method} {path}: {problem}")
            time.sleep(0.3)

    def arrive(self, seconds: float = 120) -> Visitor:
        answer = self._call("POST", "/api/v1/chat/sessions", time.monotonic() + seconds)
        answer.raise_for_status()
        self.token = answer.json()["token"]
        return self

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def say(self, text: str, seconds: float = 120, client_message_id: str | None = None) -> list[dict[str, Any]]:
        """Send a text and wait for the answer, polling if it is pending. Returns the new messages."""
        until = time.monotonic() + seconds
        body = {"text": text, "client_message_id": client_message_id or uuid.uuid4().hex}
        answer = self._call("POST", "/api/v1/chat/messages", until, json=body, headers=self.headers)
        if answer.status_code >= 400:
            raise RuntimeError(f"{answer.status_code} {answer.text}")
        new = self._hear(answer.json()["messages"])
        pending = answer.json()["pending"]
        while pending and time.monotonic() < until:
            more = self._call("GET", f"/api/v1/chat/messages?after={self.last_id}", until, headers=self.headers).json()
            new += self._hear(more["messages"])
            pending = more["pending"]
        if pending:
            raise TimeoutError(f"no answer to {text!r}")
        return new

    def _hear(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        new = [message for message in messages if message["id"] > self.last_id]
        for message in new:
            self.last_id = max(self.last_id, message["id"])
        self.heard += new
        return new


def asked(messages: list[dict[str, Any]]) -> str | None:
    """What the messages ask for (the last question counts), or None."""
    questions = [message["asks"] for message in messages if message.get("asks")]
    return questions[-1] if questions else None


def registered(messages: list[dict[str, Any]]) -> tuple[str, str] | None:
    """(case_no, link) if the messages register a case, else None."""
    for message in messages:
        link = message.get("link") or ""
        found = CASE_NO.search(link)
        if found and "access=" in link:
            return found.group(), link
    return None
