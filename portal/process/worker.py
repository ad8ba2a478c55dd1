"""The worker: delivers the outbox and runs the rooms' timers, each lane in a thread of its own with a heartbeat.

A lane sleeps only when it had nothing to do. Texts to staff (alarms above all), codes and answers to danger have a lane
to themselves: neither other texts nor another system nor a long retention job holds them up.
"""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

from portal.kernel import heartbeat
from portal.outbox.delivery import deliver_due
from portal.storage.parts import Parts
from portal.timers.timer import Lane
from portal.wiring.rooms import consumers_of, timers

log = logging.getLogger(__name__)

PAUSE = 0.25  # seconds, when nothing was done
STOP_WITHIN = 10.0  # seconds a lane has to end its round at shutdown; rows it still holds are freed when the lease ends


def run(parts: Parts) -> None:
    """Work until SIGTERM or SIGINT, or until a lane's thread ends (the supervisor then starts the worker anew)."""
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    lanes = [threading.Thread(target=run_lane, args=(parts, lane, stopping), name=lane, daemon=True) for lane in Lane]
    for thread in lanes:
        thread.start()
    while not stopping.wait(1.0):
        if not all(thread.is_alive() for thread in lanes):
            log.error("a lane has ended: the supervisor starts the worker anew")
            stopping.set()
    for thread in lanes:
        thread.join(STOP_WITHIN)


def run_lane(parts: Parts, lane: Lane, stopping: threading.Event) -> None:
    """Run one lane until `stopping` is set: its share of the outbox (SLOW has none), then its timers."""
    consumers = consumers_of(parts)
    while not stopping.is_set():
        heartbeat.beat(parts.settings.home, lane)
        done = 0
        if lane is not Lane.SLOW:
            urgent, apart = lane is Lane.URGENT, lane is Lane.APART
            done = deliver_due(
                parts.db, parts.clock, consumers, keep_codes=parts.settings.demo, urgent=urgent, apart=apart
            )
        for timer in timers():
            if timer.lane is lane and not stopping.is_set():
                try:
                    done += timer(parts)
                except Exception:  # one job's fault must not stop the others
                    log.exception("timer %s", timer.name)
        if not done:
            stopping.wait(PAUSE)
