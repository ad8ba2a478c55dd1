"""Hand over many cases to a system with faults while the worker is killed again and again: what arrived, and how often.

The victim is first frozen (SIGSTOP), so that where it stood can be read, then killed (SIGKILL). Every second one goes on
for moments until it is caught in mid-work, which an answer of a few milliseconds would else make rare.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from portal.backends.models import UNSETTLED, BackendDelivery, BackendNews, BodyBackend, DeliveryState
from portal.backends.verbs import apps, endpoints
from portal.cases.models import Case, CaseEvent, CaseWords
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.grids import service as grids
from portal.kernel.config import PROJECT, load
from portal.kernel.roles import Role
from portal.kernel.signatures import signed
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, create_app
from tests.databases import fresh_database
from tests.portal.backends.serving import served
from tests.portal.cases import cases_world
from tests.vendors.backends import FAULTS, StandInOpen311, StandInReceiver

KEY = "a-signing-key-of-the-fault-run"
SECRET = "a-secret-key-for-tests-0123456789"
SLOW = 1.0  # seconds of a slow answer; the client waits for less
HUNT = 5.0  # seconds at most until a victim is caught between sending a case and its answer
NEWS_OF = 100  # cases of which news comes in disorder


@dataclass
class Outcome:
    """What the run found. `arrived`: our number → how often it is there; `stood`: where the victims were."""

    arrived: Counter[str] = field(default_factory=Counter)
    numbers: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    stood: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def in_mid_work(self) -> int:
        """How many victims were between sending a case and noting what became of it."""
        return self.stood["on the way"]

    def wrong(self) -> dict[str, int]:
        """The cases that are not there exactly once."""
        return {number: self.arrived[number] for number in self.numbers if self.arrived[number] != 1}


class Faults:
    """Draws a fault for a share of all writes."""

    def __init__(self, seed: int, share: float, kinds: tuple[str, ...], seen: Counter[str]) -> None:
        self._random, self._share, self._kinds, self._seen = random.Random(seed), share, kinds, seen
        self._lock = threading.Lock()

    def __call__(self, _number: int = 0) -> str:
        with self._lock:
            found = self._random.choice(self._kinds) if self._random.random() < self._share else ""
            self._seen[found or "none"] += 1
            return found


class FaultyServer:
    """Our own Open311 server, whose writes fail as `fault` says."""

    def __init__(self, app: Any, fault: Faults) -> None:
        self._app, self._fault = app, fault

    def __call__(self, environ: Any, start: Callable[..., Any]) -> Any:
        fault = self._fault() if environ["REQUEST_METHOD"] == "POST" else ""
        if fault in ("500", "429"):
            start(f"{fault} X", [("Content-Length", "0")])
            return [b""]
        if fault == "late":
            time.sleep(SLOW)
        if not fault or fault == "late":
            return self._app(environ, start)
        list(self._app(environ, lambda *_answer: lambda _data: None))  # it is done, but the answer is lost
        if fault == "slow-after":
            time.sleep(SLOW)
        start("200 OK" if fault == "malformed" else "500 X", [("Content-Length", "3")])
        return [b"<x>"]


def run(kind: str, cases: int, seed: int, folder: Path, *, share: float = 0.1) -> Outcome:
    """Hand over `cases` cases to a stand-in (`webhook`, `open311`) or to a second Linli (`own`)."""
    found, begun = Outcome(), time.monotonic()
    with (
        portal(folder / "home") as parts,
        other_system(kind, seed, share, folder / "there", found) as (address, arrived),
    ):
        _set_up(parts, kind, address)
        found.numbers = dispatch(parts, cases)
        _work_and_kill(parts, folder / "home", random.Random(seed), found)
        found.arrived = arrived()
        found.states = _states(parts)
        found.seconds = time.monotonic() - begun
        if kind == "webhook":
            _tell_news(parts, found, random.Random(seed))
    return found


@contextmanager
def portal(home: Path) -> Iterator[Parts]:
    """A Linli with the small community of the cases' tests."""
    with fresh_database(home) as url:
        environ = {"LINLI_HOME": str(home), "SECRET_KEY": SECRET, "DEMO": "1", "DATABASE_URL": url}
        parts = build_parts(load(environ))
        with parts.db.write() as s:
            grids.seed(s, cases_world.write_community(home / "files"))
            for role, where in cases_world.STAFF.items():
                s.add(cases_world.account(parts, role, **where))
        yield parts
        parts.db.engine.dispose()


@contextmanager
def other_system(
    kind: str, seed: int, share: float, home: Path, found: Outcome
) -> Iterator[tuple[tuple[str, str], Callable[[], Counter[str]]]]:
    """Run the other system; yields ((its address, its key), a function that counts how often it has each case)."""
    faults = Faults(seed, share, FAULTS, found.faults)
    if kind == "webhook":
        receiver = StandInReceiver([KEY], faults, SLOW)
        with served(receiver) as address:
            yield (address, KEY), receiver.cases
    elif kind == "open311":
        server = StandInOpen311(faults, SLOW)
        with served(server) as address:
            yield (f"{address}/v2", KEY), server.cases
    else:
        kinds = tuple(one for one in FAULTS if one != "token")  # ours gives the number at once
        with portal(home) as parts:
            with parts.db.write() as s:
                key = apps.register(s, SECRET, "the other Linli", parts.clock.now(), per_minute=100_000)
            app = FaultyServer(create_app(parts), Faults(seed, share, kinds, found.faults))
            with served(app) as address:
                yield (f"{address}/open311/v2", key), lambda: _filed(parts)


def _filed(parts: Parts) -> Counter[str]:
    """How often each case was filed with the other Linli, by our number in its words."""
    with parts.db.read() as s:
        return Counter(text.rpartition("[")[2].partition(" ")[0] for text in s.scalars(sa.select(CaseWords.text)))


def _set_up(parts: Parts, kind: str, address: tuple[str, str]) -> None:
    url, key = address
    with parts.db.write() as s:
        wire = "webhook" if kind == "webhook" else "open311"
        endpoints.set_up(s, SECRET, "there", parts.clock.now(), kind=wire, url=url, key=key)
        s.add(BodyBackend(body="lamps", backend="there"))


def dispatch(parts: Parts, cases: int) -> list[str]:
    """Report cases and dispatch each to the body that the other system works for; returns their numbers."""
    contact, numbers = cases_world.add_contact(parts, "somebody"), []
    for start in range(0, cases, 50):
        with parts.db.write() as s:
            desk = actors.staff(s, cases_world.actor(s, Role.DESK))
            for _ in range(start, min(start + 50, cases)):
                case = cases_world.report(s, parts, contact)
                desk_actions.dispatch(s, parts, case, desk, body="lamps")
                numbers.append(case.case_no)
    return numbers


def _work_and_kill(parts: Parts, home: Path, chance: random.Random, found: Outcome) -> None:
    """Start the worker, kill it at random moments until nine tenths are settled, then let the last one finish."""
    environ = os.environ | {"LINLI_HOME": str(home), "SECRET_KEY": SECRET, "DEMO": "1"}
    environ["DATABASE_URL"] = parts.db.url.render_as_string(hide_password=False)
    end = time.monotonic() + 120 + len(found.numbers) * 1.5
    longest = max(1.5, len(found.numbers) / 200)  # seconds that a victim works
    while _unsettled(parts):
        worker = subprocess.Popen([sys.executable, "-m", "tests.faults.hand_over_worker"], cwd=PROJECT, env=environ)
        try:
            _wait_for_its_first(parts, worker)
            last = _unsettled(parts) <= len(found.numbers) // 10
            while last and _unsettled(parts) and time.monotonic() < end:
                time.sleep(0.2)
            if not last:
                time.sleep(chance.uniform(0.05, longest))
                hunted = found.stood.total() % 2 == 0
                found.stood[_freeze(parts, worker, chance, hunted=hunted)] += 1
        finally:
            worker.kill()
            worker.wait()
        if time.monotonic() > end:
            return


def _freeze(parts: Parts, worker: subprocess.Popen[bytes], chance: random.Random, *, hunted: bool) -> str:
    """Stop the worker where it is and return where it stood; a `hunted` one goes on until it is caught on the way."""
    end = time.monotonic() + HUNT
    os.kill(worker.pid, signal.SIGSTOP)
    while (stood := _where(parts)) != "on the way" and hunted and worker.poll() is None and time.monotonic() < end:
        os.kill(worker.pid, signal.SIGCONT)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(worker.pid, signal.SIGSTOP)
    return stood


def _wait_for_its_first(parts: Parts, worker: subprocess.Popen[bytes]) -> None:
    """Wait until the worker has started, and settled or sent something."""
    before, end = _touched(parts), time.monotonic() + 60
    while _touched(parts) == before and worker.poll() is None and time.monotonic() < end:
        time.sleep(0.02)


def _touched(parts: Parts) -> tuple[int, int]:
    with parts.db.read() as s:
        sums = sa.select(sa.func.sum(BackendDelivery.tries), sa.func.sum(BackendDelivery.searches))
        tries, searches = s.execute(sums).one()
        return tries or 0, searches or 0


def _unsettled(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).where(BackendDelivery.state.in_(UNSETTLED))) or 0


def _where(parts: Parts) -> str:
    """What a frozen worker was doing: "on the way" if a row is sent and has no answer yet, else "between two"."""
    with parts.db.read() as s:
        sent = sa.select(BackendDelivery.id).where(
            BackendDelivery.state == DeliveryState.SENT, BackendDelivery.token == ""
        )
        return "on the way" if s.scalar(sent.limit(1)) is not None else "between two"


def _states(parts: Parts) -> Counter[str]:
    with parts.db.read() as s:
        counted = sa.select(BackendDelivery.state, sa.func.count()).group_by(BackendDelivery.state)
        return Counter({row[0]: row[1] for row in s.execute(counted)})


def _tell_news(parts: Parts, found: Outcome, chance: random.Random) -> None:
    """The other system tells of some cases in disorder, each word twice: each is resolved once, and nothing is lost."""
    with parts.db.read() as s:
        rows = sa.select(BackendDelivery.key).order_by(BackendDelivery.id).limit(NEWS_OF)
        keys = list(s.scalars(rows))
    words = [(key, status) for key in keys for status in ("acknowledged", "progress", "resolved") for _ in range(2)]
    chance.shuffle(words)
    with served(create_app(parts)) as address, httpx.Client(base_url=address) as client:
        for number, (key, status) in enumerate(words):
            said = {"id": f"{key}:{status}", "status": status, "handover": key, "text": "换了灯头"}
            body = json.dumps(said | {"n": number}).encode()
            headers = {"Linli-Signature": signed([KEY], body, parts.clock.now())}
            answer = client.post("/api/v1/backend/updates", content=body, headers=headers)
            found.states[f"news {answer.status_code}"] += 1
    with parts.db.read() as s:
        told = sa.select(Case.id).join(BackendDelivery, BackendDelivery.case_id == Case.id)
        ids = list(s.scalars(told.where(BackendDelivery.key.in_(keys))))
        resolved = s.scalars(
            sa.select(CaseEvent.case_id).where(CaseEvent.verb == "resolve", CaseEvent.case_id.in_(ids))
        )
        found.states["resolved once"] = sum(count == 1 for count in Counter(resolved).values())
        found.states["news kept"] = s.scalar(sa.select(sa.func.count()).select_from(BackendNews)) or 0
