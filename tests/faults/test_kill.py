"""Must hold 5: kill -9 of each part at random moments while people report and confirm.

Every acknowledged 是 ends as exactly one case, every unconfirmed draft is still there, none is doubled. The victim is first
frozen (SIGSTOP), so that where it stood can be read and printed, then killed. The test fails when no kill landed in mid-work.

FAULT_CONVERSATIONS (20), FAULT_VICTIMS (all), FAULT_SEED (random, printed) set the run.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.running_system import RunningSystem, Visitor, asked, registered, running

CONVERSATIONS = int(os.environ.get("FAULT_CONVERSATIONS", "20"))
VICTIMS = os.environ.get("FAULT_VICTIMS", "rasa,actions,worker,portal,internal").split(",")
SEED = int(os.environ.get("FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
AT_ONCE = 6
MOST_KILLS = max(6, CONVERSATIONS // 8)
FIRST, BETWEEN = (0.2, 1.0), (0.2, 4.0)  # seconds to the first kill, and from one recovery to the next kill
REPORTS = (
    "幸福家园{n}栋楼下的路灯不亮了，晚上看不见路",
    "桂花苑{n}栋单元门口的垃圾桶满出来没人收",
    "我们{n}栋电梯这两天老是停在半路",
    "{n}栋前面的下水道堵了，一下雨就淹",
)

pytestmark = pytest.mark.faults


@dataclass
class Told:
    """One conversation, as the person at the other end saw it."""

    number: int
    confirms: bool
    stage: str = "not begun"  # report | between | yes | done
    acknowledged_yes: bool = False
    case_no: str | None = None
    trouble: str = ""
    visitor: Visitor | None = None


@dataclass
class Kill:
    victim: str
    at: float
    in_flight: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    leased: int = 0

    @property
    def mid_work(self) -> bool:
        """Somebody was waiting for an answer; for the worker: it had leased work or messages were left to it."""
        return bool(self.leased or self.waiting) if self.victim == "worker" else bool(self.in_flight)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    home: Path = tmp_path_factory.mktemp("faults") / "home"
    with running(home, CHAT_SESSIONS_PER_HOUR="5000", CHAT_MESSAGES_PER_MINUTE="5000") as started:
        yield started


def talk(system: RunningSystem, told: Told) -> None:
    """Report, answer what is asked, think, and say 是 (or leave it at the summary)."""
    thoughts = random.Random(f"{SEED}:{told.number}")
    try:
        visitor = told.visitor = Visitor(system.url).arrive()
        told.stage = "report"
        heard = visitor.say(REPORTS[told.number % len(REPORTS)].format(n=told.number % 12 + 1), seconds=180)
        while asked(heard) not in ("confirm", None):
            heard = visitor.say("不知道", seconds=180)
        told.stage = "between"
        time.sleep(thoughts.uniform(0, 1))
        if asked(heard) != "confirm":
            told.trouble = f"no summary: {[message['text'] for message in heard]}"
        elif told.confirms:
            told.stage = "yes"
            heard = visitor.say("是", seconds=180)
            told.acknowledged_yes = True
            done = registered(heard) or registered(visitor.heard)
            told.case_no = done[0] if done else None
    except (TimeoutError, RuntimeError) as error:
        told.trouble = f"{type(error).__name__}: {error}"
    told.stage = "done"


@dataclass
class Arrivals:
    """People come one after another: CONVERSATIONS of them, and more until three kills landed in mid-work."""

    people: list[Told]
    kills: list[Kill]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> Told | None:
        with self.lock:
            number = len(self.people)
            landed = sum(kill.mid_work for kill in self.kills)
            if number >= CONVERSATIONS and (
                landed >= 3 or len(self.kills) >= MOST_KILLS or number >= 5 * CONVERSATIONS
            ):
                return None
            self.people.append(Told(number, confirms=number % 5 != 4))
            return self.people[-1]


def come_and_talk(system: RunningSystem, arrivals: Arrivals) -> None:
    """One place in the queue: the next person comes when the last one is done."""
    while (told := arrivals.next()) is not None:
        talk(system, told)


def kill_now(system: RunningSystem, victim: str, people: list[Told], began: float) -> Kill | None:
    """Freeze the victim, read where everything stands, kill it."""
    pid = system.pid_of(victim)
    if pid is None:
        return None
    try:
        os.kill(pid, signal.SIGSTOP)
        kill = Kill(victim, time.monotonic() - began)
        kill.in_flight = Counter(told.stage for told in people if told.stage in ("report", "yes"))
        kill.waiting = system.sql("SELECT count(*) FROM inbox_message WHERE state IN ('received','held')")[0][0]
        kill.leased = system.sql("SELECT count(*) FROM outbox WHERE state='queued' AND lease_until IS NOT NULL")[0][0]
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return None
    return kill


def kill_at_random(
    system: RunningSystem,
    victim: str,
    people: list[Told],
    over: threading.Event,
    chance: random.Random,
    kills: list[Kill],
) -> None:
    """Kill the victim again and again until the conversations are over (at most MOST_KILLS times)."""
    began = time.monotonic()
    over.wait(chance.uniform(*FIRST))
    while not over.is_set() and len(kills) < MOST_KILLS:
        kill = kill_now(system, victim, people, began)
        if kill is not None:
            kills.append(kill)
            over.wait(chance.uniform(*BETWEEN))
        else:
            over.wait(0.1)  # it is being started again


def leave_work_to_the_worker(system: RunningSystem, over: threading.Event, chance: random.Random) -> None:
    """Freeze the bot past the channel's patience now and then, so that the worker has messages to finish."""
    while not over.is_set():
        over.wait(chance.uniform(1.0, 3.0))
        pid = system.pid_of("rasa")
        if pid is not None and not over.is_set():
            os.kill(pid, signal.SIGSTOP)
            over.wait(12)
            os.kill(pid, signal.SIGCONT)


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("victim", VICTIMS)
def test_no_confirmed_case_is_lost_or_doubled(system: RunningSystem, victim: str) -> None:
    """Whatever part is killed, each acknowledged 是 is one case and each open draft still registers."""
    chance = random.Random(f"{SEED}:{victim}")
    print(f"\nvictim {victim}, seed {SEED}, at least {CONVERSATIONS} conversations")
    people: list[Told] = []
    over = threading.Event()
    kills: list[Kill] = []
    killer = threading.Thread(target=kill_at_random, args=(system, victim, people, over, chance, kills))
    freezer = threading.Thread(target=leave_work_to_the_worker, args=(system, over, random.Random(chance.random())))
    killer.start()
    if victim == "worker":
        freezer.start()
    arrivals = Arrivals(people, kills)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(come_and_talk, system, arrivals) for _ in range(AT_ONCE)]:
            done.result()
    over.set()
    killer.join()
    if victim == "worker":
        freezer.join()
    for kill in kills:
        print(
            f"  killed at {kill.at:6.2f} s, in flight {dict(kill.in_flight)}, inbox waiting {kill.waiting}, leased {kill.leased}"
        )
    system.wait_ready()

    troubled = [(told.number, told.trouble) for told in people if told.trouble]
    assert not troubled
    for told in people:
        if told.confirms:
            assert told.acknowledged_yes
            assert told.case_no, f"conversation {told.number}: 是 was acknowledged and no case came of it"
    drafts = [told for told in people if not told.confirms]
    for told in drafts:
        assert told.visitor is not None
        done = registered(told.visitor.say("是"))
        assert done, f"conversation {told.number}: the open draft was lost"
        told.case_no = done[0]
    numbers = [told.case_no for told in people]
    assert len(set(numbers)) == len(people), "two conversations share a case"
    for told in people:
        found = system.sql(
            'SELECT count(*) FROM "case" WHERE contact_point_id = (SELECT contact_point_id FROM "case" WHERE case_no = ?)',
            told.case_no,
        )
        assert found == [(1,)], f"conversation {told.number} has {found[0][0]} cases"
    assert any(kill.mid_work for kill in kills), f"no kill of {victim} landed in mid-work: nothing was shown"
    print(
        f"  {len(kills)} kills, {sum(kill.mid_work for kill in kills)} in mid-work; "
        f"{len(people)} cases, 0 lost, 0 doubled"
    )
