"""Lanes of threads: short requests never wait behind long texts, nor long texts behind photos.

A text of thousands of characters costs far more than a sentence, and a photo more than both. Without lanes, a message
like 着火了 could queue behind dozens of long texts. Vendors wait only a few seconds, so their long texts have a lane of
their own.

Only the body's length is known here; once the text is read, `channels/inbound/gateway.py` counts its characters (LONG_TEXT).
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher

LONG_BODY = 2000  # bytes of body above which a request goes to the lane of long texts
HUGE_BODY = 64 * 1024  # bytes of body above which it goes to the lane of photos and other uploaded files
VENDORS = ("/wechat", "/sms/")  # beginnings of the paths that vendors call


class Lanes:
    """Waitress's task dispatcher. `short`, `long`, `huge`: threads per lane; the vendors' lane gets `long`, too."""

    def __init__(self, short: int, long: int, huge: int) -> None:
        self._short, self._long, self._vendors, self._huge = (ThreadedTaskDispatcher() for _ in range(4))
        self._lanes = (self._short, self._long, self._vendors, self._huge)
        for lane, threads in zip(self._lanes, (short, long, long, huge), strict=True):
            lane.set_thread_count(threads)

    def add_task(self, task: HTTPChannel) -> None:
        """Queue a request that has been received completely."""
        self._lane(task).add_task(task)

    def _lane(self, task: HTTPChannel) -> ThreadedTaskDispatcher:
        size = body_size(task)
        if size <= LONG_BODY:
            return self._short
        if size > HUGE_BODY:
            return self._huge
        return self._vendors if task.requests[0].path.startswith(VENDORS) else self._long

    def set_thread_count(self, count: int) -> None:
        """Set the threads of every lane; waitress only ever calls it with 0, at shutdown."""
        for lane in self._lanes:
            lane.set_thread_count(count)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """End all threads; returns whether all of them ended in time."""
        ended = [lane.shutdown(cancel_pending, timeout) for lane in self._lanes]
        return all(ended)


def body_size(task: HTTPChannel) -> int:
    """Bytes of the body of the channel's next request."""
    return int(task.requests[0].body_bytes_received) if task.requests else 0
