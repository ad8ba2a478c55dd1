"""Shared by benches that measure processes: what they and their descendants take of memory and processor."""

from __future__ import annotations

import resource
from contextlib import suppress
from glob import glob
from pathlib import Path


def process_tree(parent: int) -> list[int]:
    """The ids of a process and of all its descendants."""
    found = [parent]
    for identity in found:
        for thread in glob(f"/proc/{identity}/task/*"):  # each lists the processes that it began
            with suppress(OSError):  # it has ended meanwhile
                found += map(int, Path(thread, "children").read_text(encoding="ascii").split())
    return found


def memory(processes: list[int]) -> float:
    """The proportional memory (PSS) of these processes together, in MB; 0 if the system does not report it."""
    total = 0
    for identity in processes:
        try:
            rollup = Path(f"/proc/{identity}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def processor_seconds() -> float:
    """The processor seconds of all child processes that have ended and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
