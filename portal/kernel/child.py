"""`python -m portal.kernel.child NAME [PREFIX …] -- COMMAND`: starts one process for supervisord.

Writes the pid under `LINLI_HOME/run`, sets the priority (_NICENESS), reduces the environment (`environment_for`), has
Linux end the process when supervisord ends, and becomes the command. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # prctl(2)
_NICENESS = {"rasa": 5, "actions": 5}  # the portal goes first: in danger it answers at once, and says whom to call
# beginnings of the names of variables that every process keeps
_SYSTEM = ("PATH", "HOME", "LANG", "LC_", "TZ", "TMPDIR", "USER", "SSL_", "PYTHON", "LINLI_")


def environment_for(name: str, only: tuple[str, ...], environ: dict[str, str]) -> dict[str, str]:
    """The environment for a process: names that begin with one of `only` or of _SYSTEM; all if `only` is empty.

    LINLI_CHILD is added: `name`.
    """
    kept = {key: value for key, value in environ.items() if not only or key.startswith((*_SYSTEM, *only))}
    return kept | {"LINLI_CHILD": name}


def die_with_parent() -> None:
    """Have Linux send SIGTERM to this process when its parent ends (also after exec)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def main() -> None:
    """Become the command after `--`."""
    cut = sys.argv.index("--")
    name, only, command = sys.argv[1], sys.argv[2:cut], sys.argv[cut + 1 :]
    die_with_parent()
    os.nice(_NICENESS.get(name, 0))
    pid_file = Path(os.environ["LINLI_HOME"], "run", f"{name}.pid")
    fresh = pid_file.with_suffix(".pid.new")
    fresh.write_text(str(os.getpid()), encoding="ascii")
    fresh.replace(pid_file)
    os.execve(command[0], command, environment_for(name, tuple(only), dict(os.environ)))  # noqa: S606 (our own list)


if __name__ == "__main__":
    main()
