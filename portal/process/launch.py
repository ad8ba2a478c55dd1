"""`linli run`: checks, ports, tables, demo; then this process becomes supervisord, so that signals reach it.

A model that does not exist yet is trained by the bot's own process (`process/bot.py`), while the pages are open.
"""

from __future__ import annotations

import fcntl
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import click
import sqlalchemy as sa

from portal.backups import restore
from portal.bot_model import training
from portal.demo import demo_home
from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.kernel.child import die_with_parent
from portal.kernel.config import (
    PROJECT,
    SettingError,
    Settings,
    environment,
    home_of,
    load,
    make_private,
    refuse_unusable_folder,
)
from portal.privacy import erasure
from portal.privacy.ledger import BrokenLedger
from portal.process import supervising
from portal.storage import migrate, tracker_role
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, refuse_unusable_senders

_TRAINS = "正在训练对话模型，约两三分钟 (training the bot)…"
_LOCK_DESCRIPTOR = 3  # supervisord closes descriptors from 5 up, its children from 3 up: only it keeps the lock
# settings of the ports of the three servers that listen on loopback only
_INNER_PORTS = ("LINLI_INTERNAL_PORT", "LINLI_RASA_PORT", "LINLI_ACTIONS_PORT")
_INNER_PORT_RANGE = range(20_000, 32_000)  # below Linux's range of ephemeral ports


class CannotStart(click.ClickException):
    """A start, a training or an export was refused. The message, one line, says why and what to do."""

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(f"linli: {self.message}", file=file, err=file is None)


def run() -> None:
    """Start all processes in the foreground. Never returns: this process becomes the supervisor.

    Raises CannotStart, SettingError.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the exec, SIGTERM stops the start like Ctrl-C
    if os.environ.get("LINLI_FROM_MAKE"):
        die_with_parent()
    environ = environment()
    home = home_of(environ)
    environ["DEMO"] = demo_of(environ, home)
    settings = checked_settings(environ)
    make_folders(settings)
    lock_home(home)
    if settings.demo:
        demo_home.mark_as_demo(home)
    end_leftovers(home)
    training.end_leftovers(home)
    refuse_taken_port(settings)
    environ |= inner_ports(environ, home)
    environ["LINLI_HOME"], environ["LINLI_KEYS"] = str(settings.home), str(settings.keys)
    set_clock(settings)
    settings = load(environ)
    os.environ.update(environ)
    prepare_data(settings)
    model = find_model(settings)
    environ |= bot_settings(settings, model) | training.bot_environment()
    config = supervising.write_supervisor_config(settings, supervising.supervised_processes())
    print_line("正在启动 (starting)…")
    start_announcer(environ)
    supervisor = [sys.executable, "-m", "supervisor.supervisord", "-n", "-s", "-c", str(config)]
    os.execve(sys.executable, supervisor, environ)  # noqa: S606 (our own command)


def demo_of(environ: dict[str, str], home: Path) -> str:
    """DEMO as a start takes it: "1" for a demo, else "0".

    Raises SettingError if it is set to neither: a demo shows codes and passwords to everybody.
    """
    if environ.get("DEMO", "").strip() not in ("", "0", "1"):
        raise SettingError(f"DEMO: expected 0 or 1, got {environ['DEMO']!r}")
    return "1" if demo_home.is_demo_wanted(environ, home) else "0"


def checked_settings(environ: dict[str, str]) -> Settings:
    """The settings that a start with this environment would use. Writes nothing. Raises SettingError."""
    settings = load(environ | {"DEMO": demo_of(environ, home_of(environ))}, write_secrets=False)
    for folder in (settings.home, settings.keys):
        refuse_unusable_folder(folder)
    refuse_unusable_senders(settings)
    if reason := port_fault(settings.host, 0):
        raise SettingError(f"HOST: {settings.host} is no address of this machine ({reason})")
    return settings


def print_line(line: str) -> None:
    """Print one line of progress on the terminal."""
    click.echo(f"linli: {line}")
    sys.stdout.flush()


def make_folders(settings: Settings) -> None:
    """Make LINLI_HOME, LINLI_KEYS and the folders inside. Raises SettingError when they cannot be written."""
    try:
        for folder in (settings.home, settings.keys):
            make_private(folder)
        for name in ("run", "logs", "media", "models", "community", "bot"):
            (settings.home / name).mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingError(f"LINLI_HOME: {error.filename} 不能写 ({error.strerror})") from error


def lock_home(home: Path) -> None:
    """Lock this LINLI_HOME until this process (later the supervisor) ends. Raises CannotStart if it is locked."""
    descriptor = os.open(home / "run" / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise CannotStart(
            f"另一个邻里正在用 {home}，请先停下它，或另设 LINLI_HOME 和 PORT (another copy runs on this LINLI_HOME)"
        ) from error
    if descriptor != _LOCK_DESCRIPTOR:
        os.dup2(descriptor, _LOCK_DESCRIPTOR)
        os.close(descriptor)
    os.set_inheritable(_LOCK_DESCRIPTOR, True)


@contextmanager
def locked_home(home: Path) -> Iterator[None]:
    """Lock this LINLI_HOME for the length of a short command. Raises CannotStart if the system, or another such command, is running."""
    make_private(home)
    (home / "run").mkdir(exist_ok=True, mode=0o700)
    with (home / "run" / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart("邻里正在运行，请先停下 make run (stop the running copy first)") from error
        yield


def end_leftovers(home: Path, patience: float = 12) -> None:
    """End processes that outlived a killed supervisor: SIGTERM, then SIGKILL after `patience` seconds."""
    until = time.monotonic() + patience
    while left := [pid for path in (home / "run").glob("*.pid") if (pid := _own_pid(path, home))]:
        for pid in left:
            try:
                os.kill(pid, signal.SIGTERM if time.monotonic() < until else signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.2)


def _own_pid(pid_file: Path, home: Path) -> int | None:
    """The pid in the file if that process belongs to this LINLI_HOME; else None (the pid may have been reused)."""
    try:
        pid = int(pid_file.read_text(encoding="ascii"))
        environ = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    mine = {f"LINLI_HOME={home}".encode(), f"LINLI_CHILD={pid_file.stem}".encode()}
    return pid if mine <= set(environ) else None


def refuse_taken_port(settings: Settings) -> None:
    """Raise CannotStart when HOST:PORT cannot be listened on."""
    reason = port_fault(settings.host, settings.port)
    if reason:
        raise CannotStart(
            f"{settings.host}:{settings.port} 用不了（{reason}），请换一个，如 make run PORT={settings.port + 100}"
            f" (PORT {settings.port} not available)"
        )


def port_fault(host: str, port: int) -> str | None:
    """Why the address cannot be listened on, or None."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
    except OSError as error:
        return error.strerror or str(error)
    return None


def inner_ports(environ: dict[str, str], home: Path) -> dict[str, str]:
    """Ports for the three inner servers, by setting name: as set, else the last start's if free, else any free ones.

    Written to `run/ports.json`. Raises CannotStart when a port that was set is taken.
    """
    kept_at = home / "run" / "ports.json"
    kept: dict[str, int] = {}
    if kept_at.exists():
        try:
            kept = json.loads(kept_at.read_text(encoding="ascii"))
        except ValueError:
            kept = {}
    chosen: dict[str, int] = {}
    for name in _INNER_PORTS:
        configured = environ.get(name, "").strip()
        if configured.isdigit():
            if reason := port_fault("127.0.0.1", int(configured)):
                raise CannotStart(f"{name}={configured} 用不了（{reason}） (not available)")
            chosen[name] = int(configured)
            continue
        port = kept.get(name, 0)
        while port in chosen.values() or port not in _INNER_PORT_RANGE or port_fault("127.0.0.1", port):
            port = random.choice(_INNER_PORT_RANGE)  # noqa: S311 (any free one will do)
        chosen[name] = port
    kept_at.write_text(json.dumps(chosen), encoding="ascii")
    return {name: str(port) for name, port in chosen.items()}


def set_clock(settings: Settings) -> None:
    """Write by how many seconds LINLI_NOW shifts the clock, to a file that all processes of this start read; none if it is not set."""
    path = settings.home / "run" / "clock_shift"
    path.unlink(missing_ok=True)
    if settings.now is not None:
        path.write_text(str((settings.now - datetime.now(UTC)).total_seconds()), encoding="ascii")


def prepare_data(settings: Settings) -> None:
    """Upgrade the tables, fill a new demo, write the community's snapshot for the bot, repeat recorded erasures.

    On PostgreSQL, prepare the bot's role, too, unless LINLI_TRACKER_URL is set. Raises CannotStart (also after a restore
    that was cut off), SettingError.
    """
    if restore.is_unfinished(settings.home):
        raise CannotStart("上一次恢复没有做完，请再运行一次 linli restore (a restore was cut off)")
    new_demo = settings.demo and demo_home.is_unfilled(settings.home)
    if new_demo:
        demo_home.erase(settings)  # leftovers of a fill that was cut off
    parts = build_parts(settings)
    migrate.upgrade(parts.db)
    if settings.tracker_url is None and not parts.db.is_sqlite:
        tracker_role.prepare(parts.db, settings.database_url, settings.home)
    if new_demo:
        print_line("正在建立演示社区 (filling the demo community)…")
        demo_home.fill(parts)
    demo_home.write_snapshot(parts)
    repeat_erasures(parts)
    parts.db.engine.dispose()


def repeat_erasures(parts: Parts) -> None:
    """Erase again the people of the ledger whom an older database brought back. Raises CannotStart on a bad ledger."""
    try:
        count = erasure.replay_ledger(parts)
    except (BrokenLedger, OSError) as error:
        raise CannotStart(f"删除登记读不了，先修好再启动 (ledger of erasures): {error}") from error
    if count:
        print_line(f"照删除登记又删了 {count} 个人的信息 (erased again)")


def find_model(settings: Settings) -> Path:
    """The path of the model that is to serve. If it does not exist yet the state is TRAINING from now on: the bot's process trains it."""
    model = training.model_path(settings.home)
    bot_state.clear(settings.home)  # an earlier start's
    if not model.exists():
        bot_state.record(settings.home, BotState.TRAINING)
    return model


def train(settings: Settings) -> Path:
    """The path of the bot's model, trained now if needed. Raises CannotStart naming the log."""
    if not training.model_path(settings.home).exists():
        print_line(_TRAINS)
    with _training(settings):
        return training.ensure_model(settings.home)[0]


def retrain(settings: Settings, corpus: str | None) -> Path:
    """The path of the model of the present data and the export of hash `corpus` (or none), which serves from the next start on.

    It is trained if it does not exist. Raises CannotStart.
    """
    print_line(_TRAINS)
    with _training(settings):
        return training.train_present_data(settings.home, corpus, print_line)


@contextmanager
def _training(settings: Settings) -> Iterator[None]:
    """Turn a failed training into CannotStart, naming its log."""
    try:
        yield
    except (training.TrainingFailed, OSError) as error:
        raise CannotStart(
            f"模型没有训练成，见 {settings.home}/logs/train.log：{training.last_line(error)} (training failed)"
        ) from error


def retrain_with_export(settings: Settings, corpus: Path, *, anyway: bool) -> Path:
    """Have `bot.evaluate_export` judge the operator's export; if accepted, store it and train with it, for the next start.

    Raises CannotStart, also if it is not accepted. `anyway`: accept the export although the model gets worse, on the whole or for a class.
    """
    with tempfile.TemporaryDirectory(dir=settings.home, prefix=".corpus-") as folder:
        command = [
            str(training.BOT_PYTHON),
            "-m",
            "bot.evaluate_export",
            "--corpus",
            str(corpus.resolve()),
            "--keep",
            folder,
        ]
        done = subprocess.run(  # noqa: S603 (our own command)
            [*command, *(["--anyway"] if anyway else [])],
            cwd=PROJECT,
            env=os.environ | training.bot_environment(),
            check=False,
        )
        if done.returncode != 0:
            raise CannotStart("模型没有换 (the model was not changed)")
        print_line(_TRAINS)
        with _training(settings):
            return training.train_with_export(settings.home, Path(folder), print_line)


def bot_settings(settings: Settings, model: Path) -> dict[str, str]:
    """The environment variables for the bot's processes (a command line could be read by other users)."""
    return {
        "LINLI_BOT_TOKEN": settings.bot_token,
        "LINLI_INTERNAL_TOKEN": settings.internal_token,
        "LINLI_INTERNAL_URL": f"http://127.0.0.1:{settings.internal_port}",
        "LINLI_ACTIONS_TOKEN": settings.actions_token,
        "LINLI_ACTIONS_URL": f"http://127.0.0.1:{settings.actions_port}/webhook",
        "LINLI_COMMUNITY": str(settings.community),
        "LINLI_MODEL": str(model),
        "LINLI_TRACKER_DB": str(settings.home / "bot" / "tracker.db"),
        "LINLI_TRACKER_URL": tracker_url(settings),
    }


def tracker_url(settings: Settings) -> str:
    """The URL of Rasa's tracker: as set, else a SQLite file, or PostgreSQL with a role of its own (`tracker_role`)."""
    if settings.tracker_url is not None:
        return settings.tracker_url
    if sa.make_url(settings.database_url).get_backend_name() == "sqlite":
        return f"sqlite:///{settings.home / 'bot' / 'tracker.db'}"
    return tracker_role.url_of(settings.database_url, settings.home)


def start_announcer(environ: dict[str, str]) -> None:
    """Start `linli announce`, which prints the addresses once all is ready, and which Linux ends with this process."""
    subprocess.Popen(
        [sys.executable, "-m", "portal.cli", "announce"],
        env=environ,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,  # noqa: PLW1509 (no threads here)
    )
