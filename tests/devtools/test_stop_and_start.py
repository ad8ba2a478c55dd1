"""Must hold 8: however the system is stopped nothing of it goes on, and starting again finds all data."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from portal.kernel.config import PROJECT
from tests.running_system import free_port

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]
MAKEFILE = "run:\n\t@exec {python} {script}\n"


class Started:
    """A make with the system below it, in a session of its own as a terminal would have it."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.log = home.with_name(home.name + ".log")
        makefile = home.with_name("Makefile")
        script = PROJECT / "tests" / "devtools" / "stand_in_system.py"
        makefile.write_text(MAKEFILE.format(python=sys.executable, script=script), encoding="utf-8")
        environ = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "LINLI_"))}
        environ |= {"LINLI_HOME": str(home), "PORT": str(port), "LINLI_FROM_MAKE": "1", "PYTHONPATH": str(PROJECT)}
        with self.log.open("ab") as out:
            self.make = subprocess.Popen(
                ["make", "-s", "-f", str(makefile), "run"],
                cwd=PROJECT,
                env=environ | {"SECRET_KEY": "the-session-secret"},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        wait(lambda: answers(self.port), f"not ready: {self.said()}")
        wait(lambda: len(self.pids()) == 5, "not all parts started")
        wait(lambda: "停下" in self.said(), "the addresses were not printed")

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def pids(self) -> dict[str, int]:
        """The parts' processes by name."""
        return {path.stem: int(path.read_text()) for path in (self.home / "run").glob("*.pid") if path.stem in PARTS}

    def supervisor(self) -> int:
        return int((self.home / "run" / "supervisord.pid").read_text())

    def left_pids(self) -> list[str]:
        return [entry.name for entry in Path("/proc").iterdir() if of_home(entry, self.home)]

    def left(self) -> list[str]:
        """Every process that was started for this LINLI_HOME."""
        return [command for command in (of_home(entry, self.home) for entry in Path("/proc").iterdir()) if command]


PARTS = {"portal", "internal", "worker", "rasa", "actions"}


def of_home(entry: Path, home: Path) -> str:
    if not entry.name.isdigit():
        return ""
    try:
        if f"LINLI_HOME={home}".encode() not in (entry / "environ").read_bytes().split(b"\0"):
            return ""
        alive = (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
        return (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode() if alive else ""
    except OSError:
        return ""


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def wait(until: Callable[[], bool], otherwise: str, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)


@contextmanager
def started_system(home: Path, port: int | None = None) -> Iterator[Started]:
    started = Started(home, port or free_port())
    try:
        started.wait_ready()
        yield started
    finally:
        if started.make.poll() is None:
            os.killpg(started.make.pid, signal.SIGINT)
            started.make.wait(30)
        for pid in started.left_pids():
            os.kill(int(pid), signal.SIGKILL)


def ctrl_c(started: Started) -> None:
    os.killpg(started.make.pid, signal.SIGINT)  # a terminal tells the whole group


def term(started: Started) -> None:
    started.make.terminate()


def kill_make(started: Started) -> None:
    started.make.kill()


def kill_supervisor(started: Started) -> None:
    os.kill(started.supervisor(), signal.SIGKILL)


@pytest.mark.parametrize("stop", [ctrl_c, term, kill_make, kill_supervisor])
def test_nothing_is_left_and_a_new_start_finds_the_data(tmp_path: Path, stop: Callable[[Started], None]) -> None:
    """Ctrl-C, SIGTERM to make, kill -9 of make, kill -9 of the supervisor: every process ends; the home stands."""
    home = tmp_path / "home"
    with started_system(home) as first:
        (home / "kept.txt").write_text("all data", encoding="utf-8")
        stop(first)
        first.make.wait(30)
        if stop is kill_supervisor:  # the parts go with it; a part's own child is left to init
            wait(lambda: first.left() in ([], ["sleep 3600 "]), "left running")
            subprocess.run(["kill", *first.left_pids()], check=False)
        wait(lambda: first.left() == [], "left running")
        inner = (home / "run" / "ports.json").read_text()
    with started_system(home, first.port) as second:
        assert (home / "kept.txt").read_text(encoding="utf-8") == "all data"
        assert (home / "demo").exists()
        assert second.left()
        assert (home / "run" / "ports.json").read_text() == inner
    assert (home / "starts.txt").read_text().split().count("portal") == 2


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """One running system for the tests that do not stop it."""
    with started_system(tmp_path_factory.mktemp("running") / "home") as started:
        yield started


def test_a_killed_part_is_back_at_once(running: Started) -> None:
    """The supervisor starts whatever ends, under the same name with a new process."""
    before = running.pids()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    wait(lambda: all(running.pids()[name] != pid for name, pid in before.items()), "not started again")
    wait(lambda: answers(running.port), "the portal did not come back")


def test_a_second_copy_is_refused_in_one_line(running: Started) -> None:
    """On the same LINLI_HOME, and on the same port."""
    for home, port, said in (
        (running.home, free_port(), "LINLI_HOME"),
        (running.home.with_name("other"), running.port, "PORT"),
    ):
        environ = os.environ | {"LINLI_HOME": str(home), "PORT": str(port)}
        command = [sys.executable, "-m", "portal.cli", "run"]
        done = subprocess.run(command, cwd=PROJECT, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert said in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_secrets_stand_on_no_command_line_and_the_bot_sees_its_own_only(running: Started) -> None:
    """Tokens travel by environment; Rasa and the actions are not given the session secret or the database."""
    secrets = [path.read_text() for path in (running.home / "secrets").iterdir()] + ["the-session-secret"]
    assert len(secrets) > 2
    assert [command for command in running.left() if any(secret in command for secret in secrets)] == []
    seen = Path("/proc", str(running.pids()["rasa"]), "environ").read_bytes().decode().split("\0")
    names = {entry.partition("=")[0] for entry in seen}
    assert {"LINLI_BOT_TOKEN", "LINLI_INTERNAL_TOKEN", "LINLI_COMMUNITY", "LINLI_MODEL"} <= names
    assert names & {"SECRET_KEY", "DATABASE_URL", "WECHAT_TOKEN", "TWILIO_AUTH_TOKEN"} == set()


def test_what_is_printed_names_addresses_and_log_ins(running: Started) -> None:
    """When ready: the address, the demo's accounts and the values of the vendors' doors."""
    said = running.said()
    assert f"http://127.0.0.1:{running.port}/chat" in said
    for word in ("desk", "scrutineer", "linli-demo", "/demo/outbox", "/wechat"):
        assert word in said
