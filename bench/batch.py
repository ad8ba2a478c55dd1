"""Measure batch parsing: ten thousand messages, 1% of the lines broken: `python -m bench.batch [COUNT]`.

The messages are made of the project's own sentences; bot.parse reads them in processes of its own. Prints messages per
minute, peak memory for a tenth and for all of them (about equal if memory is bounded), and lines answered wrongly.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.processes import memory, process_tree, processor_seconds
from bench.results import PROJECT, leave_tidily, result
from bot.reading.learning.training import intent_examples, sentences

COUNT = 10_000
BROKEN_IN = 100  # one line in so many is broken
BROKEN: tuple[bytes, ...] = (
    b'{"id": "cut off", "text": "',
    b"\xff\xfe\x00 not text",
    b"[1, 2, 3]",
    b'{"id": "no text"}',
    b'{"id": "empty", "text": "  "}',
    b'{"id": "number", "text": 7}',
)
PAUSE = 0.1  # seconds between two looks at the memory


@dataclass
class Run:
    """The cost of one run of bot.parse. `peak`: MB over all its processes, shared memory counted once."""

    seconds: float
    busy: float
    """Processor seconds of all processes together."""
    peak: float
    answers: list[dict[str, object]]


def messages(count: int) -> list[bytes]:
    """Make `count` JSON lines of one to four sentences each; every hundredth is broken."""
    drawn = Random(11)
    written = [one.text for one in sentences()] + [text for text, _ in intent_examples()]
    lines = []
    for number in range(count):
        if number % BROKEN_IN == BROKEN_IN - 1:
            lines.append(BROKEN[number // BROKEN_IN % len(BROKEN)])
            continue
        text = "。".join(drawn.choices(written, k=drawn.choice((1, 1, 1, 2, 2, 3, 4))))
        message = {"id": number, "text": text, "sent_at": "2026-03-02T09:00:00+08:00"}
        lines.append(json.dumps(message, ensure_ascii=False).encode())
    return lines


def run(folder: Path, lines: list[bytes]) -> Run:
    """Parse `lines` with the folder as LINLI_HOME, so that no model of this machine is used."""
    source, target = folder / "messages.jsonl", folder / "drafts.jsonl"
    source.write_bytes(b"\n".join(lines) + b"\n")
    command = [sys.executable, "-m", "bot.parse", str(source), str(target), "--workers", "2"]
    env = {name: value for name, value in os.environ.items() if name != "LINLI_MODEL"} | {"LINLI_HOME": str(folder)}
    began, busy, peak = time.monotonic(), processor_seconds(), 0.0
    with subprocess.Popen(command, cwd=PROJECT, env=env) as child:
        try:
            while child.poll() is None:
                peak = max(peak, memory(process_tree(child.pid)))
                time.sleep(PAUSE)
        except BaseException:
            child.terminate()
            raise
    if child.returncode != 0:
        raise SystemExit(f"bot.parse ended with {child.returncode}")
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return Run(time.monotonic() - began, processor_seconds() - busy, peak, answers)


def count_lost(lines: list[bytes], answers: list[dict[str, object]]) -> int:
    """Count the lines with a wrong or missing answer, not a draft of that id nor an error of that line number, and answers too many."""
    wrong = abs(len(lines) - len(answers))
    for number, (line, told) in enumerate(zip(lines, answers, strict=False), start=1):
        broken = line in BROKEN
        right = (
            (told.get("line") == number and "error" in told)
            if broken
            else (told.get("id") == number - 1 and "kind" in told)
        )
        wrong += not right
    return wrong


def main(count: int) -> None:
    leave_tidily()
    lines = messages(count)
    with tempfile.TemporaryDirectory(prefix="batch-") as name:
        run(Path(name), lines[:BROKEN_IN])  # trains and keeps the model, so that training is not measured
        small, whole = run(Path(name), lines[: count // 10]), run(Path(name), lines)
    result("batch.messages", count)
    result("batch.seconds", whole.seconds)
    result("batch.messages_a_minute", 60 * count / whole.seconds)
    result("batch.processor_seconds", whole.busy)
    result("batch.messages_a_processor_minute", 60 * count / whole.busy)
    result("batch.peak_MB_at_a_tenth", small.peak)
    result("batch.peak_MB_at_the_whole", whole.peak)
    result("batch.memory_growth", whole.peak / max(small.peak, 1e-9))
    result("batch.broken_lines", sum(line in BROKEN for line in lines))
    result("batch.errors_reported", sum("error" in told and "kind" not in told for told in whole.answers))
    result(
        "batch.lost_or_out_of_place", count_lost(lines, whole.answers) + count_lost(lines[: count // 10], small.answers)
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
