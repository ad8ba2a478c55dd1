"""The five processes that run under the supervisor (supervisord), and its configuration."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.bot_model import training
from portal.kernel.config import PROJECT, Settings

# beginnings of the names of variables that the bot gets besides those that every process keeps (`kernel.child`)
BOT_PREFIXES = ("RASA_", "SQLALCHEMY_", "OMP_", "TF_", "REDIS_URL")


@dataclass(frozen=True)
class SupervisedProcess:
    """One process under the supervisor. `only`: as in `kernel.child.environment_for`."""

    name: str
    command: tuple[str, ...]
    only: tuple[str, ...] = ()
    patience: int = 10  # seconds between SIGTERM and SIGKILL


def supervised_processes() -> tuple[SupervisedProcess, ...]:
    """The five processes that the supervisor runs."""
    portal = (sys.executable, "-m", "portal.cli")
    return (
        SupervisedProcess("portal", (*portal, "serve", "public")),
        SupervisedProcess("internal", (*portal, "serve", "internal")),
        SupervisedProcess("worker", (*portal, "worker")),
        SupervisedProcess("rasa", (sys.executable, "-m", "portal.process.bot"), only=BOT_PREFIXES, patience=15),
        SupervisedProcess("actions", (str(training.BOT_PYTHON), "-m", "actions.serve"), only=BOT_PREFIXES),
    )


def write_supervisor_config(settings: Settings, processes: tuple[SupervisedProcess, ...]) -> Path:
    """Write the supervisor's configuration, which holds no secret; returns its path."""
    run, logs = settings.home / "run", settings.home / "logs"
    lines = [
        "[supervisord]",
        "nodaemon = true",
        "umask = 077",
        f"directory = {_plain(PROJECT)}",
        f"logfile = {_plain(logs / 'supervisord.log')}",
        "logfile_maxbytes = 5MB",
        "logfile_backups = 3",
        f"pidfile = {_plain(run / 'supervisord.pid')}",
        f"childlogdir = {_plain(logs)}",
    ]
    for process in processes:
        command = [sys.executable, "-m", "portal.kernel.child", process.name, *process.only, "--", *process.command]
        lines += [
            "",
            f"[program:{process.name}]",
            f"command = {_plain(shlex.join(command))}",
            f"directory = {_plain(PROJECT)}",
            "autorestart = true",
            "startsecs = 1",
            "startretries = 1000000",
            "stopsignal = TERM",
            f"stopwaitsecs = {process.patience}",
            "stopasgroup = true",
            "killasgroup = true",
            "redirect_stderr = true",
            f"stdout_logfile = {_plain(logs / (process.name + '.log'))}",
            "stdout_logfile_maxbytes = 10MB",
            "stdout_logfile_backups = 5",
        ]
    # One group, so that a stop signals all of them at once and waits for the slowest.
    lines += ["", "[group:linli]", f"programs = {','.join(process.name for process in processes)}"]
    path = run / "supervisord.conf"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _plain(value: Path | str) -> str:
    """Escape `%`, which the supervisor would expand."""
    return str(value).replace("%", "%%")
