"""`make check`, `make test`, `make attacks`, `make faults`: run the checks, in parallel where they do not interfere."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import STDOUT, Popen

from devtools import environments, system
from devtools.changed import changed_rooms
from devtools.processes import PROJECT, end_group, main, start

_PORTAL = str(environments.PORTAL.python)
_BOT = str(environments.BOT.python)
_BYTECODE = PROJECT / ".pytest_cache" / "bytecode"
# of pytest's output: the counts in its closing line, and that line
_COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped)")
_CLOSING = re.compile(r"^=+ .*\bin [\d.]+s.*=+$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One check: its name in the report, and the command line."""

    name: str
    command: tuple[str, ...]


def pytest(python: str, *arguments: str) -> tuple[str, ...]:
    """The command line that runs pytest with this Python."""
    return (python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments)


def fast() -> list[list[Step]]:
    """The checks that every commit must pass. Groups run one after another, the steps of a group in parallel."""
    quick = "not services and not faults and not slow"
    unit = pytest(
        _PORTAL, "tests/portal", "tests/laws", "tests/devtools", "-m", quick, "-n", "2", "--dist", "worksteal"
    )
    return [
        [
            Step("ruff", (_PORTAL, "-m", "ruff", "check", ".")),
            Step("format", (_PORTAL, "-m", "ruff", "format", "--check", ".")),
        ],
        [
            Step("mypy portal", (_PORTAL, "-m", "mypy")),
            Step("mypy actions", (_BOT, "-m", "mypy", "--config-file", "bot/pyproject.toml")),
            Step("portal", unit),
            Step("bot", pytest(_BOT, "tests/bot", "--ignore", "tests/bot/conversation", "-m", "not slow")),
        ],
    ]


def slow() -> list[list[Step]]:
    """The groups that `make test` adds: attacks, conversations, slow tests, the browser, restarts, a few faults."""
    return [
        [
            Step("model", (_PORTAL, "-m", "tests.shared_model")),  # trained once, before several would train theirs
            Step("attacks", pytest(_PORTAL, "tests/attacks", "-m", "not services", "-n", "2", "--dist", "worksteal")),
        ],
        [
            Step("conversations", pytest(_BOT, "tests/conversations", "tests/bot/conversation")),
            Step("slow", pytest(_PORTAL, "tests/portal", "tests/laws", "-m", "slow or faults")),
            Step("slow bot", pytest(_BOT, "tests/bot", "--ignore", "tests/bot/conversation", "-m", "slow")),
            Step("faults", pytest(_PORTAL, "tests/faults")),  # two thirds of it is waiting, and its bounds are minutes
        ],
        [
            Step("stop and start", pytest(_PORTAL, "tests/devtools", "-m", "slow or faults")),
            Step("browser", pytest(_PORTAL, "tests/browser")),  # half of it is waiting, as of the next
            Step("doors", pytest(_PORTAL, "tests/doors")),
        ],
    ]


def run(groups: Sequence[Sequence[Step]], env: dict[str, str] | None = None) -> int:
    """Run the groups, with `env` added to the environment; return 1 if a step failed, else 0.

    Prints whether each step passed, how long it took and pytest's closing line, the whole output of each that failed, and the total counts
    as the last line; appends these to LINLI_TALLY, if set.
    """
    env = os.environ | {"RASA_TELEMETRY_ENABLED": "false", "PYTHONPYCACHEPREFIX": str(_BYTECODE)} | (env or {})
    env.pop("MAKEFLAGS", None)  # a test may start a make of its own, with its own flags
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # compiling the bot's libraries takes ten seconds in each process
    failed: list[str] = []
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    for group in groups:
        for name, code, seconds, output in _side_by_side(group, env):
            if code != 0:  # includes pytest's 5, "no tests found"
                failed.append(name)
                print(f"\n----- {name} -----\n{output}", flush=True)
            closing = _CLOSING.findall(output) or re.findall(r"^.*\bin [\d.]+s.*$", output, re.MULTILINE)
            print(
                f"{'ok  ' if name not in failed else 'FAIL'} {name:<14} {seconds:6.1f} s  {closing[-1] if closing else ''}"
            )
            for count, what in _COUNTS.findall(closing[-1]) if closing else ():
                totals["failed" if what.startswith("error") else what] += int(count)
            sys.stdout.flush()
    if failed:
        print(f"没有通过 (failed): {', '.join(failed)}")
    totals["failed"] = max(totals["failed"], len(failed))
    _append_to_tally(totals)
    print(f"{totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped", flush=True)
    return 1 if failed else 0


def _side_by_side(group: Sequence[Step], env: dict[str, str]) -> list[tuple[str, int, float, str]]:
    """Run the steps in parallel: (name, exit code, seconds, output) of each, as they ended."""
    begun = time.monotonic()
    running: list[tuple[Step, Popen[str], Path]] = []
    done: list[tuple[str, int, float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for number, step in enumerate(group):
                output = Path(folder, str(number))
                with output.open("w") as file:
                    running.append(
                        (step, start(step.command, cwd=PROJECT, env=env, stdout=file, stderr=STDOUT), output)
                    )
            while running:
                for step, child, output in list(running):
                    if child.poll() is not None:
                        text = output.read_text(encoding="utf-8", errors="replace")
                        done.append((step.name, child.returncode, time.monotonic() - begun, text))
                        running.remove((step, child, output))
                time.sleep(0.05)
        finally:
            for _, child, _ in running:
                end_group(child)
    return done


def _append_to_tally(totals: dict[str, int]) -> None:
    """Append the counts to the file LINLI_TALLY, if set: `.ci/run` adds up the counts of several makes."""
    if os.environ.get("LINLI_TALLY"):
        with open(os.environ["LINLI_TALLY"], "a", encoding="ascii") as file:
            file.write(f"{totals['passed']} {totals['failed']} {totals['skipped']}\n")


def attacks() -> list[list[Step]]:
    """The tests of the threats in `docs/threats.md`."""
    return [[Step("attacks", pytest(_PORTAL, "tests/attacks", "-v", "-m", "not services"))]]


def long_faults() -> list[list[Step]]:
    """The fault tests alone; `make faults` runs them with five times the conversations."""
    return [[Step("faults", pytest(_PORTAL, "tests/faults"))]]


def _work() -> int:
    if "--faults" in sys.argv:
        environments.make(dev=True)
        return run(long_faults(), {"FAULT_CONVERSATIONS": "100"})
    if "--attacks" in sys.argv:
        environments.make(dev=True)
        return run(attacks())
    everything = "--all" in sys.argv
    if everything:
        system.require("test")
    environments.make(dev=True)
    if everything:
        return run([*fast(), *slow()])
    return run(fast(), {"LINLI_CHANGED_ROOMS": changed_rooms()})


if __name__ == "__main__":
    main(_work)
