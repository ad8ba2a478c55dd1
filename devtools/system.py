"""Check for packages of the operating system, and install missing ones.

The Makefile lists them in LINLI_SYSTEM, as `purpose:package …`.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from devtools.processes import Stop, call, output_of


def postgres_program(name: str) -> str | None:
    """Path of initdb, pg_ctl …, which Debian keeps outside PATH; or None."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((str(home / name) for home in homes if (home / name).exists()), None) or shutil.which(name)


def python_with_venv() -> str | None:
    """Path of a Python 3 that can make an environment with pip; or None."""
    for python in (sys.executable, "/usr/bin/python3"):
        if output_of([python, "-c", "import ensurepip, venv; print(1)"]) == "1":
            return python
    return None


# package → finds what it installs; a false value: it is missing
_FINDS_PACKAGE: dict[str, Callable[[], object]] = {
    "python3-venv": python_with_venv,
    "chromium": lambda: shutil.which("chromium"),
    "fonts-noto-cjk": lambda: output_of(["fc-list", ":lang=zh-cn", "family"]),
    "postgresql": lambda: postgres_program("initdb"),
    "redis-server": lambda: shutil.which("redis-server"),
}


def require(purpose: str) -> None:
    """Install what is missing for a purpose: run, test or services. Raises Stop with the command if it cannot."""
    listed = [entry.partition(":") for entry in os.environ["LINLI_SYSTEM"].split()]
    missing = [package for what, _, package in listed if what == purpose and not _FINDS_PACKAGE[package]()]
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Stop(f"缺少系统软件包 (system packages missing)，请执行：sudo apt-get install -y {names}")
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if call(install, env) != 0 and (call(["apt-get", "update"], env) != 0 or call(install, env) != 0):
        raise Stop(
            f"系统软件包没有装上 (not installed)，请执行：sudo apt-get update && sudo apt-get install -y {names}"
        )
    still = [package for package in missing if not _FINDS_PACKAGE[package]()]
    if still:
        raise Stop(f"装了 {' '.join(still)} 之后仍找不到它 (installed, yet not found)")
