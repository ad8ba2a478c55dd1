"""The worker's timers for tests: due now, whatever their interval."""

from __future__ import annotations

from portal.timers.timer import Timer
from portal.wiring.rooms import timers


def due() -> dict[str, Timer]:
    """Each timer by its name, made due now."""
    found = {timer.name: timer for timer in timers()}
    for timer in found.values():
        timer._next = 0.0
    return found
