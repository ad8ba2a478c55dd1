"""`make services-test`: start a PostgreSQL and a Redis in a temporary folder, and run tests on them.

The tests are the portal's except the fault tests, and all that are marked `services`.
"""

from __future__ import annotations

import grp
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from devtools import check, environments, system
from devtools.processes import PROJECT, Stop, end_group, main, output_of, start

_START_SECONDS = 60  # for a server to start
_FAST_SETTINGS = (  # of PostgreSQL: its data need not outlast the tests
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=400",
    "shared_buffers=64MB",
)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a server on a free loopback port; yields its superuser's URL: tests make and drop databases. Raises Stop.

    `folder`: empty, or that of an earlier server, whose databases are kept.
    """
    initdb, server = system.postgres_program("initdb"), system.postgres_program("postgres")
    ready = system.postgres_program("pg_isready")
    if initdb is None or server is None or ready is None:
        raise Stop("没有找到 PostgreSQL 的 initdb、postgres、pg_isready (not found)")
    who, port, data, password_file = _unprivileged(), free_port(), folder / "data", folder / "password"
    if not (data / "PG_VERSION").exists():
        _make_cluster(initdb, folder, data, password_file, who)
    password = password_file.read_text(encoding="ascii")
    command = [server, "-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", str(folder)]
    command += [part for setting in _FAST_SETTINGS for part in ("-c", setting)]
    with _serving(
        "PostgreSQL", command, folder, lambda: output_of([ready, "-h", "127.0.0.1", "-p", str(port)]) is not None, who
    ):
        yield f"postgresql://linli:{password}@127.0.0.1:{port}/postgres"


def _make_cluster(initdb: str, folder: Path, data: Path, password_file: Path, who: dict[str, Any]) -> None:
    """Make a server's folder, and a password for its superuser. Raises Stop."""
    password_file.write_text(secrets.token_hex(16), encoding="ascii")
    if who:
        for path in (folder, password_file):
            shutil.chown(path, **who)
    made = [
        initdb,
        "-D",
        str(data),
        "-U",
        "linli",
        "-A",
        "scram-sha-256",
        f"--pwfile={password_file}",
        "-E",
        "UTF8",
        "--locale=C",
    ]
    done = subprocess.run(made, cwd=folder, capture_output=True, text=True, check=False, **who)
    if done.returncode != 0:
        raise Stop(f"initdb 没有成功 (failed)：{done.stderr.strip()[-300:]}")


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Run a server on a free loopback port that saves nothing; yields its URL. Raises Stop."""
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    with _serving("Redis", command, folder, lambda: _redis_answers(port), {}):
        yield f"redis://127.0.0.1:{port}/0"


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(
    name: str, command: list[str], folder: Path, ready: Callable[[], bool], who: dict[str, Any]
) -> Iterator[None]:
    """Run a server until the block ends; the block is entered once it is `ready`. `who`: its user and group, or {}. Raises Stop."""
    log = folder / f"{name}.log"
    with log.open("w") as file:
        child = start(command, cwd=folder, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **who)
    try:
        until = time.monotonic() + _START_SECONDS
        while not ready():
            if child.poll() is not None or time.monotonic() > until:
                raise Stop(f"{name} 没有起来 (did not start)：{log.read_text(errors='replace')[-500:]}")
            time.sleep(0.1)
        yield
    finally:
        child.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
        end_group(child, patience=20)


def _unprivileged() -> dict[str, Any]:
    """The `user` and `group` for Popen if we are root, as PostgreSQL refuses to run as root; else {}. Raises Stop."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            return {"user": name, "group": grp.getgrgid(pwd.getpwnam(name).pw_gid).gr_name}
        except KeyError:
            continue
    raise Stop("没有找到普通用户来运行 PostgreSQL (no unprivileged user)")


def _redis_answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def steps() -> list[list[check.Step]]:
    """The groups of `make services-test`."""
    portal, bot = str(environments.PORTAL.python), str(environments.BOT.python)
    found = [
        check.Step(
            "portal",
            check.pytest(portal, "tests/portal", "-m", "not services and not faults", "-n", "2", "--dist", "worksteal"),
        ),
        check.Step("services", check.pytest(portal, "tests/portal", "tests/laws", "tests/devtools", "-m", "services")),
    ]
    of_bot = (PROJECT / "tests" / "bot").rglob("test_*.py")
    if any("mark.services" in path.read_text(encoding="utf-8") for path in of_bot):
        found.append(check.Step("bot", check.pytest(bot, "tests/bot", "-m", "services")))
    return [found]


def _work() -> int:
    system.require("services")
    environments.make(dev=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="linli-services-")))
        folder.chmod(0o755)
        for name in ("postgresql", "redis"):
            (folder / name).mkdir()
        database = stack.enter_context(postgresql(folder / "postgresql"))
        cache = stack.enter_context(redis(folder / "redis"))
        return check.run(steps(), {"LINLI_TEST_DATABASE_URL": database, "LINLI_TEST_REDIS_URL": cache})


if __name__ == "__main__":
    main(_work)
