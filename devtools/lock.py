"""`make lock`: write the four locks from the two pyproject files. `make lock UPGRADE=1` takes newer versions."""

from __future__ import annotations

import os
import sys

from devtools import environments
from devtools.environments import BOT, PORTAL, Environment
from devtools.processes import PROJECT, Stop, call, main

# environment → its pyproject file, and the oldest Python that its lock must fit
_SOURCES = {PORTAL: ("pyproject.toml", "3.12"), BOT: ("bot/pyproject.toml", "3.10")}


def lock(environment: Environment, *, upgrade: bool) -> None:
    """Write the contributors' lock, then the one for running, constrained to the same versions."""
    source, python = _SOURCES[environment]
    common = [environments.own_uv(), "pip", "compile", source, "--universal", "--python-version", python, "--quiet"]
    common += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    dev, run = (str(environment.lock(dev).relative_to(PROJECT)) for dev in (True, False))
    env = dict(os.environ)
    if call([*common, "--group", f"{source}:dev", "-o", dev, *(["--upgrade"] if upgrade else [])], env) != 0:
        raise Stop(f"{dev} 没有解出来 (not resolved; see above)")
    environment.lock(False).unlink(missing_ok=True)
    if call([*common, "--constraint", dev, "-o", run], env) != 0:
        raise Stop(f"{run} 没有解出来 (not resolved; see above)")


def _work() -> int:
    for environment in (PORTAL, BOT):
        lock(environment, upgrade="--upgrade" in sys.argv)
    return 0


if __name__ == "__main__":
    main(_work)
