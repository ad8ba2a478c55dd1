"""The list of rooms: `app.py` registers what stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.outbox.delivery import Consumer
from portal.web import Parts, Room


def rooms() -> tuple[Room, ...]:
    """Every room that has pages or doors. Each `portal/<room>/views.py` etc. is imported here and nowhere else."""
    return ()


def consumers_of(parts: Parts) -> Mapping[str, Consumer]:  # noqa: ARG001 (used when the first kind is added)
    """Outbox kind → consumer."""
    return {}


def jobs() -> Mapping[str, Callable[[Parts], int]]:
    """The worker's timed jobs by name; each returns how much it did."""
    return {}
