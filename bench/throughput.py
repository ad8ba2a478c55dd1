"""Measure what load the whole system carries: `python -m bench.throughput [SECONDS [VISITORS …]]`.

By default 30 s with 8 visitors, then with 32. Side by side they report one case after another over the web chat, each
case in a chat of its own: what happened, then the answers to what is asked, until it is registered. Prints messages and
registered cases per second, how long an answer took, and what a message cost each process in CPU time.
Exit 1 if a report was not registered.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from bench.results import percentile, result
from tests.running_system import RunningSystem, asked, descendants, registered, running

REPORTS = (
    "桂花苑3栋2单元楼道灯不亮了，晚上看不见台阶",
    "柳树里小区门口的垃圾三天没有人收，味道很大",
    "我家楼上每天半夜十二点还在放音乐，桂花苑6栋",
    "柳树里5栋楼下有人把电动车停在通道上，昨天就这样",
)
# the code of what the bot asks → the answer
ANSWERS = {"place": "在桂花苑3栋门口", "time": "昨天晚上", "confirm": "是", "detail": "灯不亮了", "contact": "不留"}
MOST_TURNS = 6  # of one report
PROCESSES = ("portal", "internal", "worker", "rasa", "actions")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Seen:
    """What the visitors saw: the seconds of each answer, and counts."""

    seconds: list[float] = field(default_factory=list)
    cases: int = 0
    failed: int = 0


class Chat:
    """One chat over one kept connection."""

    def __init__(self, port: int) -> None:
        self._http = HTTPConnection("127.0.0.1", port, timeout=60)
        self._token, self._count = "", itertools.count()
        self._token = self._post("/api/v1/chat/sessions", {})["token"]

    def say(self, text: str) -> list[dict[str, Any]]:
        """Send a text; returns the messages of the answer. Raises OSError, ValueError or KeyError."""
        answer = self._post("/api/v1/chat/messages", {"text": text, "client_message_id": str(next(self._count))})
        if answer["pending"]:
            raise ValueError("no answer in time")
        return list(answer["messages"])

    def close(self) -> None:
        self._http.close()

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        self._http.request("POST", path, json.dumps(body), headers)
        return dict(json.loads(self._http.getresponse().read()))


def report_one(port: int, text: str, seen: Seen, mutex: threading.Lock) -> None:
    """Report one case in a new chat. Raises ValueError if it is not registered after MOST_TURNS, or as `Chat.say`."""
    chat = Chat(port)
    try:
        for _ in range(MOST_TURNS):
            begun = time.monotonic()
            messages = chat.say(text)
            with mutex:
                seen.seconds.append(time.monotonic() - begun)
            if registered(messages):
                with mutex:
                    seen.cases += 1
                return
            text = ANSWERS.get(asked(messages) or "", "是")
        raise ValueError("not registered")
    finally:
        chat.close()


def visit(port: int, seconds: float, visitors: int, queue: Any) -> None:
    """Let the visitors begin reports for `seconds`, and finish them; put what they saw into `queue`. Runs in a process of its own."""
    seen, mutex, until = Seen(), threading.Lock(), time.monotonic() + seconds

    def report_on(number: int) -> None:
        for text in itertools.cycle(REPORTS[number % len(REPORTS) :] + REPORTS[: number % len(REPORTS)]):
            if time.monotonic() > until:
                return
            try:
                report_one(port, text, seen, mutex)
            except (OSError, ValueError, KeyError):
                with mutex:
                    seen.failed += 1

    threads = [threading.Thread(target=report_on, args=(number,)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put(seen)


def cpu(system: RunningSystem) -> dict[str, float]:
    """Each process of the system → its CPU seconds so far, with its descendants'."""
    found = {}
    for part in PROCESSES:
        pid = system.pid_of(part)
        found[part] = sum(_cpu_of(one) for one in [pid, *descendants(pid)]) if pid else 0.0
    return found


def _cpu_of(pid: int) -> float:
    numbers = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / _TICK


def measure(system: RunningSystem, seconds: float, visitors: int) -> bool:
    """Print the figures with so many visitors, also as RESULT lines; returns whether every report was registered."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    before = cpu(system)
    visiting = context.Process(target=visit, args=(system.port, seconds, visitors, queue), daemon=True)
    visiting.start()
    seen: Seen = queue.get(timeout=seconds + 120)
    visiting.join(30)
    after, answers = cpu(system), max(1, len(seen.seconds))
    cost = {part: 1000 * (after[part] - before[part]) / answers for part in PROCESSES}
    figures = {
        "messages_a_second": answers / seconds,
        "cases_a_second": seen.cases / seconds,
        "p50": percentile(seen.seconds, 0.5),
        "p95": percentile(seen.seconds, 0.95),
        "failed": float(seen.failed),
    } | {f"cpu_ms_{part}": value for part, value in cost.items()}
    print(
        f"{visitors} visitors for {seconds:g} s: " + ", ".join(f"{name} {value:.2f}" for name, value in figures.items())
    )
    for name, value in figures.items():
        result(f"throughput.{visitors}.{name}", value)
    return seen.failed == 0


def main(arguments: Sequence[str]) -> int:
    seconds = float(arguments[0]) if arguments else 30.0
    crowds = [int(one) for one in arguments[1:]] or [8, 32]
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "home") as system:
        measure(system, 4, 1)  # so that everything is loaded before it counts
        held = [measure(system, seconds, visitors) for visitors in crowds]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
