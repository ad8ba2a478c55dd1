"""Two lanes of threads: whoever sends much waits behind those who send much, and never before a short request.

A photo or a text of thousands of characters costs far more than a sentence; among 64 who send such texts, a sentence like
着火了 would otherwise stand in line behind all of theirs.
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher

MUCH = 2000  # bytes of a request's body


class Lanes:
    """What waitress hands its requests to: `short` threads for short ones, `long` for the others."""

    def __init__(self, short: int, long: int) -> None:
        self._short, self._long = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self._short.set_thread_count(short)
        self._long.set_thread_count(long)

    def add_task(self, task: HTTPChannel) -> None:
        """Called for each request that has come whole."""
        (self._long if is_long(task) else self._short).add_task(task)

    def set_thread_count(self, count: int) -> None:
        """Only ever 0, at the end."""
        self._short.set_thread_count(count)
        self._long.set_thread_count(count)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """End both."""
        ended = [lane.shutdown(cancel_pending, timeout) for lane in (self._short, self._long)]
        return all(ended)


def is_long(task: HTTPChannel) -> bool:
    """Whether the request that is to be served next has a large body."""
    return bool(task.requests) and task.requests[0].body_bytes_received > MUCH
