"""Run two halves of a training at once, where there are two processors."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Here, Beside = TypeVar("Here"), TypeVar("Beside")


def run_side_by_side(here: Callable[[], Here], beside: Callable[[], Beside]) -> tuple[Here, Beside]:
    """(what `here` returns, what `beside` returns). `beside`, and what it returns, must be picklable: it runs in a process of its own.

    Where there is only one processor, one runs after the other. Whatever one of them raises is raised.
    """
    if len(os.sched_getaffinity(0)) < 2:
        return here(), beside()
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        other = pool.submit(beside)
        return here(), other.result()
