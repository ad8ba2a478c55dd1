"""`make bench` and `make bench-NAME`: run all benches (`_ENVIRONMENT_OF`), or those of that name, each in its environment.

Each bench prints `RESULT name value` lines among its output; `make bench` writes them all to bench/results.json.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from subprocess import PIPE

from devtools import environments
from devtools.processes import PROJECT, Stop, end_group, main, start

_ENVIRONMENT_OF = {  # bench/<name>.py → the Python that runs it, in the order of `make bench`
    "intake": environments.PORTAL,
    "talk": environments.PORTAL,
    "nlu": environments.BOT,
    "intents": environments.BOT,
    "with_corpus": environments.BOT,
    "addresses": environments.BOT,
    "robust": environments.BOT,
    "batch": environments.BOT,
    "documented": environments.BOT,
    "unseen": environments.BOT,
    "mutated": environments.PORTAL,
    "choices": environments.PORTAL,
    "training": environments.PORTAL,
    "starvation": environments.PORTAL,
    "throughput": environments.PORTAL,
    "search": environments.PORTAL,
    "replies": environments.PORTAL,
    "truth": environments.PORTAL,
    "duplicates": environments.PORTAL,
    "backends": environments.PORTAL,
    "places": environments.PORTAL,
}
_NO_LETTERS = {  # benches that need no evaluation files
    "talk",
    "mutated",
    "training",
    "starvation",
    "throughput",
    "choices",
    "search",
    "backends",
    "truth",
    "places",
}
_TOGETHER = {  # `make bench-<name>` → the benches that it runs, if they are several
    "nlu": ("nlu", "intents", "with_corpus", "addresses", "robust", "batch", "documented", "unseen")
}
_RESULT = re.compile(r"^RESULT (\S+) (-?[\d.]+(?:e[-+]?\d+)?)$")
RESULTS = PROJECT / "bench" / "results.json"

Figures = dict[str, float]  # name → value


def parse_result(line: str) -> tuple[str, float] | None:
    """Parse a `RESULT name value` line into (name, value); None for any other line."""
    found = _RESULT.match(line.rstrip())
    return (found.group(1), float(found.group(2))) if found else None


def run_bench(name: str) -> tuple[int, Figures]:
    """Run one bench and pass its output on as it comes; return (exit code, figures)."""
    figures: Figures = {}
    env = os.environ | {"PYTHONUNBUFFERED": "1"}
    child = start([str(_ENVIRONMENT_OF[name].python), "-m", f"bench.{name}"], stdout=PIPE, env=env)
    try:
        assert child.stdout is not None
        for line in child.stdout:
            print(line, end="", flush=True)
            found = parse_result(line)
            if found:
                figures[found[0]] = found[1]
        return child.wait(), figures
    finally:
        end_group(child)


def write_results(figures: dict[str, Figures], failed: list[str]) -> None:
    """Write bench/results.json: the time, which benches failed, and the figures of each."""
    results = {"measured_at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "failed": failed, "figures": figures}
    beside = RESULTS.with_suffix(".part")
    beside.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(RESULTS)


def _work() -> int:
    asked = sys.argv[1:]
    names = [name for word in asked for name in _TOGETHER.get(word, (word,))] or list(_ENVIRONMENT_OF)
    if (
        not set(names) <= _NO_LETTERS
        and not (PROJECT / os.environ.get("EVAL", "../shared/data") / "complaints").is_dir()
    ):
        raise Stop("没有找到评测数据，请用 EVAL= 指明 (evaluation files not found; set EVAL=)")
    environments.make(dev=True)
    figures: dict[str, Figures] = {}
    failed: list[str] = []
    for name in names:
        print(f"\n=== bench.{name}", flush=True)
        code, figures[name] = run_bench(name)
        if code != 0:
            failed.append(name)
    if not asked:
        write_results(figures, failed)
        print(f"\n→ {RESULTS.relative_to(PROJECT)}")
    if failed:
        print(f"没有测成：{'、'.join(failed)} (failed)", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    main(_work)
