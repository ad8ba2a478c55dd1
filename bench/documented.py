"""Compare Rasa's documented Chinese pipeline with ours, on the same sentences and messages.

    python -m bench.documented [FOLDER]

A documented model answers one question, so two are trained: for the intents and for the level-one categories. Each
training and each parsing runs in its own process. A hundred epochs take hours: what FOLDER already holds is not
measured again, so that a stopped run can be continued; EPOCHS=30 (or 2, to try it out) asks for fewer, and the results say so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.results import PROJECT, accuracy, leave_tidily, letters, macro_f1, must_skip, own_test, percentile, result

SIDES = ("ours", "intents", "categories")  # our model; a documented model of the intents, one of the categories
Measured = dict[str, Any]
"""What a step measured (`bench.documented_run`): `memory`, its peak in MB, and
of train: `seconds`, `busy` (processor seconds), `epochs`;
of parse: `start` (seconds until the first message is read), `spent` (the milliseconds of each letter), `categories` (of each
letter), `intents` (of each line of the intents' test) and `fell` (whether that line fell back).
"""


def step(name: str, side: str, folder: Path) -> Measured:
    """Run one step (train or parse), or read its kept result. Raises SystemExit if it fails."""
    kept = folder / f"{side}_{name}.json"
    if not kept.exists():
        env = {**os.environ, "RASA_CACHE_DIRECTORY": str(folder / "cache"), "RASA_MAX_CACHE_SIZE": "0"}
        command = [sys.executable, "-m", "bench.documented_run", name, side, str(folder), str(time.monotonic())]
        log = folder / f"{side}_{name}.log"
        with log.open("wb") as out:
            ended = subprocess.run(command, cwd=PROJECT, env=env, stdout=out, stderr=subprocess.STDOUT, check=False)
        if ended.returncode != 0:
            raise SystemExit(f"{name} {side} failed:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
    measured: Measured = json.loads(kept.read_text(encoding="utf-8"))
    return measured


def figures(side: str, trained: Measured, parsed: Measured) -> dict[str, float]:
    """The figures of one side, by the names under which they are printed."""
    found = {
        "train seconds": trained["seconds"],
        "train processor seconds": trained["busy"],
        "train memory MB": trained["memory"],
        "start seconds": parsed["start"],
        "parse memory MB": parsed["memory"],
        "parse p50 ms": percentile(parsed["spent"], 0.5),
        "parse p95 ms": percentile(parsed["spent"], 0.95),
    }
    if side != "intents":
        found["category macro-F1"] = macro_f1([row["label"] for row in letters()], parsed["categories"])
    if side != "categories":
        right = [row["intent"] for row in own_test("intents_test")]
        said = parsed["intents"]
        outside = [
            (name, fell)
            for wanted, name, fell in zip(right, said, parsed["fell"], strict=True)
            if wanted == "out_of_scope"
        ]
        found["intents accuracy"] = accuracy(right, said)
        # a fallback counts as out of scope: it is the documented way to refuse
        found["out-of-scope recall"] = sum(name == "out_of_scope" or fell for name, fell in outside) / max(
            1, len(outside)
        )
    return found


def together(one: Measured, other: Measured) -> Measured:
    """Add up both documented models, which together answer what ours answers: `one`, of the intents, and `other`, of the categories.

    Memory: the larger one's.
    """
    return {
        "seconds": one.get("seconds", 0) + other.get("seconds", 0),
        "busy": one.get("busy", 0) + other.get("busy", 0),
        "start": one.get("start", 0) + other.get("start", 0),
        "memory": max(one["memory"], other["memory"]),
        "spent": [a + b for a, b in zip(one.get("spent", []), other.get("spent", []), strict=True)],
        "categories": other.get("categories", []),
        "intents": one.get("intents", []),
        "fell": one.get("fell", []),
    }


def show(table: dict[str, dict[str, float]]) -> None:
    """Print each figure for ours, each documented model and both, with the ratios of ours to the lower of the two and to both."""
    lines, results = [], []
    for name, ours in table["ours"].items():
        one = min(table[side][name] for side in ("intents", "categories") if name in table[side])
        both = table["both"][name]
        ratios = (ours / max(one, 1e-9), ours / max(both, 1e-9))
        cells = [f"{table[side][name]:.3f}" if name in table[side] else "-" for side in (*SIDES, "both")]
        lines.append((name, *cells, *(f"{ratio:.3f}" for ratio in ratios)))
        found = {"ours": ours, "documented": both, "ratio_to_one": ratios[0], "ratio_to_both": ratios[1]}
        results += [(f"documented.{name.replace(' ', '_')}.{part}", value) for part, value in found.items()]
    for line in [("", *SIDES, "both", "ours/one", "ours/both"), *lines]:
        print(f"{line[0]:20}" + "".join(f"{cell:>12}" for cell in line[1:]))
    for key, value in results:
        result(key, value)


def measure(folder: Path) -> None:
    """Train and parse each side, as far as `folder` does not hold it already, and print the figures."""
    trained, parsed = {}, {}
    for side in SIDES:
        trained[side] = step("train", side, folder)
        print(f"{side}: trained in {trained[side]['busy']:.1f} processor seconds", flush=True)
    for side in SIDES:
        parsed[side] = step("parse", side, folder)
        print(f"{side}: {len(parsed[side]['spent'])} letters read", flush=True)
    for measured in (trained, parsed):
        measured["both"] = together(measured["intents"], measured["categories"])
    result("documented.epochs", min(trained["intents"]["epochs"], trained["categories"]["epochs"]))
    show({side: figures(side, trained[side], parsed[side]) for side in (*SIDES, "both")})


def main(folder: str | None = None) -> None:
    if must_skip():
        return
    leave_tidily()
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        measure(Path(folder))
        return
    with tempfile.TemporaryDirectory(prefix="documented-") as name:
        measure(Path(name))


if __name__ == "__main__":
    main(*sys.argv[1:2])
