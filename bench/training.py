"""Measure the training of the bot's model, as the first `make run` trains it, in a folder of its own: `python -m bench.training`.

Prints the seconds that pass, the processor seconds of the processes that train, together, and their peak memory. On a busy machine
the seconds grow with what else runs, and the processor seconds by up to a half.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

from bench.processes import memory, process_tree, processor_seconds
from bench.results import leave_tidily, result
from portal.bot_model.training import ensure_model

PAUSE = 1.0  # seconds between two looks at the memory


class PeakMemory(Thread):
    """Watches the memory of this process's descendants until it is told to end. `peak`: the most so far, in MB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self._ended = Event()

    def run(self) -> None:
        while not self._ended.wait(PAUSE):
            self.peak = max(self.peak, memory(process_tree(os.getpid())[1:]))

    def end(self) -> None:
        self._ended.set()
        self.join()


def main() -> None:
    leave_tidily()
    watch = PeakMemory()
    watch.start()
    with tempfile.TemporaryDirectory(prefix="training-") as home:
        began, busy = time.monotonic(), processor_seconds()
        path, _ = ensure_model(Path(home))
        seconds, busy, size = time.monotonic() - began, processor_seconds() - busy, path.stat().st_size
    watch.end()
    result("training.seconds", seconds)
    result("training.processor_seconds", busy)
    result("training.peak_MB", watch.peak)
    result("training.model_MB", size / (1 << 20))
    print(f"on {len(os.sched_getaffinity(0))} processors; load of the last minute {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
