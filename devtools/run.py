"""`make run` and the other `linli` commands: check port and disk (only `run`), make the environments, exec `linli`."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from pathlib import Path

from devtools import environments
from devtools.processes import PROJECT, Stop, main

_GB = 1024**3  # bytes
_COLD, _WARM = 6, 1  # gigabytes: for both environments and a model; for a model and the data


def setting(name: str, default: str) -> str:
    """Read a setting from the environment, else from `.env`; `default` if neither gives one.

    (The portal's own reader needs the environments.)
    """
    if os.environ.get(name, "").strip():
        return os.environ[name].strip()
    file = PROJECT / ".env"
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        key, equals, value = line.removeprefix("export ").partition("=")
        if equals and key.strip() == name and value.strip():
            return value.split(" #")[0].strip().strip("'\"") or default
    return default


def need_disk(folder: Path = PROJECT) -> None:
    """Raise Stop if the disk has too little space for what is still to be made."""
    needed = _WARM if environments.are_ready(dev=False) else _COLD
    free = shutil.disk_usage(folder).free / _GB
    if free < needed:
        raise Stop(f"磁盘空间不够：需要 {needed} GB，只剩 {free:.1f} GB (needs {needed} GB of free disk)")


def need_port() -> None:
    """Raise Stop if PORT is no port number, or cannot be listened on at HOST."""
    host, port = setting("HOST", "127.0.0.1"), setting("PORT", "8000")
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        raise Stop(f"PORT={port} 不是端口号，应为 1 到 65535 (PORT: a whole number from 1 to 65535)")
    try:
        family = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, int(port)))
            probe.listen(1)
    except OSError as error:
        raise Stop(
            f"{host}:{port} 用不了（{error.strerror}），请换一个，如 make run PORT={int(port) % 60000 + 100}"
            f" (PORT {port} not available)"
        ) from error


def _work() -> int:
    command = sys.argv[1:]
    if command == ["run"]:
        need_port()
        need_disk()
    environments.make(dev=False)
    python = str(environments.PORTAL.python)
    env = os.environ | {"LINLI_FROM_MAKE": "1", "PYTHONPATH": str(PROJECT)}
    env.pop("MAKEFLAGS", None)
    os.execve(python, [python, "-m", "portal.cli", *command], env)


if __name__ == "__main__":
    main(_work)
