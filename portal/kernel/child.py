"""`python -m portal.kernel.child NAME --only A,B -- COMMAND`: what stands between the supervisor and each part.

Notes the part's pid under `LINLI_HOME/run`, gives it no more of the environment than it needs, asks Linux to end it when
the supervisor ends in whatever way, and becomes the command. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_YIELDS = {
    "rasa": 5,
    "actions": 5,
}  # reading is the heavy work: who acknowledges, and says whom to call, goes before it
_SYSTEM = ("PATH", "HOME", "LANG", "LC_", "TZ", "TMPDIR", "USER", "SSL_", "PYTHON", "LINLI_")


def environment_for(name: str, only: tuple[str, ...], environ: dict[str, str]) -> dict[str, str]:
    """The environment less what is not named: `only` holds beginnings of names; empty means all of it."""
    kept = {key: value for key, value in environ.items() if not only or key.startswith((*_SYSTEM, *only))}
    return kept | {"LINLI_CHILD": name}


def die_with_parent() -> None:
    """SIGTERM to this process when its parent ends (kept over exec)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def main() -> None:
    """Become the command after `--`."""
    cut = sys.argv.index("--")
    name, only, command = sys.argv[1], sys.argv[2:cut], sys.argv[cut + 1 :]
    die_with_parent()
    os.nice(_YIELDS.get(name, 0))
    pid_file = Path(os.environ["LINLI_HOME"], "run", f"{name}.pid")
    fresh = pid_file.with_suffix(".pid.new")
    fresh.write_text(str(os.getpid()), encoding="ascii")
    fresh.replace(pid_file)
    os.execve(command[0], command, environment_for(name, tuple(only), dict(os.environ)))  # noqa: S606 (our own list)


if __name__ == "__main__":
    main()
