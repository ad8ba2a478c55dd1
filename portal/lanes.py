"""Three lanes of threads: a short request never waits behind long texts, nor those behind photos.

A text of thousands of characters costs far more than a sentence, and a photo more than both; among 64 who send such texts, a
sentence like 着火了 would otherwise stand in line behind all of theirs, and share the processor with them.
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher

MUCH = 2000  # bytes of a request's body: more is a long text
HUGE = 64 * 1024  # more is a photo or a table


class Lanes:
    """What waitress hands its requests to: so many threads for short ones, for long ones and for huge ones."""

    def __init__(self, short: int, long: int, huge: int) -> None:
        self._short, self._long, self._huge = (ThreadedTaskDispatcher() for _ in range(3))
        for lane, threads in ((self._short, short), (self._long, long), (self._huge, huge)):
            lane.set_thread_count(threads)

    def add_task(self, task: HTTPChannel) -> None:
        """Called for each request that has come whole."""
        size = body_size(task)
        lane = self._short if size <= MUCH else self._long if size <= HUGE else self._huge
        lane.add_task(task)

    def set_thread_count(self, count: int) -> None:
        """Only ever 0, at the end."""
        for lane in (self._short, self._long, self._huge):
            lane.set_thread_count(count)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """End all."""
        ended = [lane.shutdown(cancel_pending, timeout) for lane in (self._short, self._long, self._huge)]
        return all(ended)


def body_size(task: HTTPChannel) -> int:
    """Bytes of the body of the request that is to be served next."""
    return int(task.requests[0].body_bytes_received) if task.requests else 0
