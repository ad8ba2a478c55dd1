"""The worker: delivers the outbox, runs the rooms' timed jobs, keeps a heartbeat.

Each job is a function of the parts that returns how much it did; the loop sleeps only when nothing was done.
"""

from __future__ import annotations

import logging
import signal
import time
from types import FrameType

from portal.kernel import heartbeat
from portal.outbox.delivery import deliver_due
from portal.storage.parts import Parts
from portal.wiring.rooms import consumers_of, jobs

log = logging.getLogger(__name__)


def run(parts: Parts) -> None:
    """Work until SIGTERM or SIGINT."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    consumers = consumers_of(parts)
    while not stopping:
        heartbeat.beat(parts.settings.home)
        done = deliver_due(parts.db, parts.clock, consumers, keep_codes=parts.settings.demo)
        for name, job in jobs().items():
            try:
                done += job(parts)
            except Exception:  # one job's fault must not stop the others
                log.exception("job %s", name)
        if not done:
            time.sleep(0.25)
