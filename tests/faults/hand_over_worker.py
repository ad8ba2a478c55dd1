"""The worker's lane for hand-overs as a process of its own, with short pauses: `python -m tests.faults.hand_over_worker`."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from functools import partial

from portal.adapters.bounded_http import BoundedHttp
from portal.adapters.open311 import Open311
from portal.adapters.webhook import Webhook
from portal.backends import tasks
from portal.backends.tasks import Pace
from portal.kernel import child
from portal.kernel.ports import Endpoint, OtherSystem
from portal.kernel.signatures import signed
from portal.outbox import service
from portal.process import worker
from portal.storage.parts import Parts
from portal.timers.timer import Lane
from portal.wiring.app import build_parts

WAITS = 0.6  # seconds that the client waits for a byte; the stand-ins' slow answers take longer
PACE = Pace(arrives=6.0, searches=0.5, waits=0.5, longest=4.0)
LEASE = timedelta(seconds=4)


def impatient(parts: Parts) -> Parts:
    """The parts with a client that waits for WAITS."""
    http = BoundedHttp(seconds=WAITS, longest=3.0)

    def connect(one: Endpoint) -> OtherSystem:
        if one.kind == "open311":
            return Open311(one.name, one.url, one.keys[0], http=http)
        return Webhook(one.name, one.url, lambda body: signed(one.keys, body, parts.clock.now()), http=http)

    return replace(parts, connect=connect)


def run() -> None:
    child.die_with_parent()
    service.LEASE = LEASE
    tasks.deliver = partial(tasks.deliver, pace=PACE)  # type: ignore[assignment]  # the same function, at another pace
    worker.run_lane(impatient(build_parts()), Lane.APART, threading.Event())


if __name__ == "__main__":
    run()
