"""A body whose cases another system handles, and the worker that tells it of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from portal.adapters.bounded_http import BoundedHttp
from portal.adapters.open311 import Open311
from portal.adapters.webhook import Webhook
from portal.backends import tasks
from portal.backends.models import BackendDelivery, BodyBackend
from portal.backends.tasks import Pace
from portal.backends.verbs import endpoints
from portal.cases.verbs.desk import desk_actions
from portal.kernel.ports import Endpoint, OtherSystem
from portal.kernel.roles import Role
from portal.kernel.signatures import signed
from portal.outbox.delivery import deliver_due
from portal.storage.parts import Parts
from tests.portal.backends.serving import served
from tests.portal.cases.cases_world import Find, report
from tests.portal.conftest import HandClock

KEY = "a-signing-key-of-the-test"
PACE = Pace(arrives=2.0, searches=1.0, waits=1.0, longest=4.0)


def patient(parts: Parts, seconds: float = 0.5) -> Parts:
    """With a client that waits half a second; the stand-ins verify by the real clock."""
    http = BoundedHttp(seconds=seconds, longest=2.0)

    def connect(one: Endpoint) -> OtherSystem:
        if one.kind == "open311":
            return Open311(one.name, one.url, one.keys[0], one.jurisdiction, http=http)
        return Webhook(one.name, one.url, lambda body: signed(one.keys, body, datetime.now(UTC)), http=http)

    return replace(parts, connect=connect)


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(served(app))


def set_up(parts: Parts, kind: str, url: str, *, body: str = "lamps", name: str = "there") -> None:
    with parts.db.write() as s:
        endpoints.set_up(s, parts.settings.secret_key, name, parts.clock.now(), kind=kind, url=url, key=KEY)
        s.merge(BodyBackend(body=body, backend=name))


def dispatched(parts: Parts, reporter: int, who: Find, text: str = "柳树里3栋的路灯坏了三天了") -> str:
    with parts.db.write() as s:
        case = report(s, parts, reporter, text)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        return case.case_no


def work(parts: Parts, clock: HandClock, rounds: int = 30, idle: Callable[[], None] = lambda: None) -> None:
    """Let the worker run, and time pass between its rounds, once what is on its way has arrived (`idle`)."""
    consumer = tasks.deliver(patient(parts), PACE)
    for _ in range(rounds):
        deliver_due(parts.db, parts.clock, {"hand_over": consumer}, limit=50, seconds=60, apart=True)
        idle()
        clock.move(seconds=1)


def delivered(parts: Parts) -> list[tuple[str, str]]:
    with parts.db.read() as s:
        rows = s.scalars(sa.select(BackendDelivery).order_by(BackendDelivery.id))
        return [(row.operation, row.state) for row in rows]
