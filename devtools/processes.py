"""Start child processes that end with us (on Linux even if we are killed), and report failures in one line."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

PROJECT = Path(__file__).resolve().parent.parent
_PR_SET_PDEATHSIG = 1  # prctl(2)


class Stop(Exception):
    """The command cannot go on; the message says in one line why and what to do."""


def main(work: Callable[[], int]) -> None:
    """Run `work` in the project's folder and exit with its code, or with 1 after a Stop, which prints one line on stderr.

    SIGINT, SIGTERM and SIGHUP raise KeyboardInterrupt in `work`, which ends its children then (`end_group`), and exit with 130.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    os.chdir(PROJECT)
    try:
        code = work()
    except Stop as stop:
        print(f"linli: {stop}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = 130
    sys.stdout.flush()
    sys.exit(code)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent ends for any reason; elsewhere do nothing. Survives exec."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def start(command: Sequence[str], **options: object) -> subprocess.Popen[str]:
    """Start a child in its own process group, so that `end_group` reaches whatever it starts; it ends when we do."""
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # the options are passed through
        list(command),
        text=True,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 (no threads here)
        **options,
    )


def end_group(child: subprocess.Popen[str], patience: float = 10) -> None:
    """Send SIGTERM to the child's group; SIGKILL to the rest once the child ended, or after `patience` seconds."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, kind)
        except ProcessLookupError:
            break
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    child.wait()


def call(command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """Run a command to its end, on our own input and output; return its exit code."""
    child = start(command, env=None if env is None else dict(env))
    try:
        return child.wait()
    finally:
        end_group(child)


def output_of(command: Sequence[str], env: Mapping[str, str] | None = None) -> str | None:
    """The output of a short command, stripped; None if it fails, is missing or takes over a minute."""
    try:
        done = subprocess.run(
            list(command),
            text=True,
            capture_output=True,
            timeout=60,
            check=False,
            env=None if env is None else dict(env),
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
