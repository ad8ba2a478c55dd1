"""Measure whether cases can end against the resident's word while bodies make false claims: `python -m bench.truth`.

TRUTH_CASES (10,000) cases go through the real verbs on SQLite, on a clock moved by hand. Bodies say falsely that 30 % are done and
that they reached the resident in 20 %, each body in its own measure; residents are silent, late, angry, or say one
thing and then the other; the desk tries to answer in the resident's place, the desk and the bodies to close. Counted:
cases that end as confirmed against the resident's last word, denials (of true claims, too) that are before a supervisor
in time (WITHIN), and per body the rates measured beside the true ones (of fixes a little lower, since a case that was reopened
by a first no hears no late yes to the same claim). TRUTH_BROKEN=clerk or silent breaks what must then
be found.
"""

from __future__ import annotations

import heapq
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench.results import result
from portal.cases.models import Case, ContactClaim
from portal.cases.reading.staff_words.contact_claims import ClaimedContact, How
from portal.cases.records import actors, truth
from portal.cases.records.actors import Who
from portal.cases.records.event_log import act
from portal.cases.rules import lifecycle
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import Actor, CloseReason, State, Verb
from portal.cases.rules.truth import Truth
from portal.cases.verbs import tasks
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import attesting, reporter_actions
from portal.channels.text import contact_answers
from portal.desk import queue
from portal.grids import service as grids
from portal.kernel.config import load
from portal.kernel.errors import Conflict
from portal.kernel.roles import Role
from portal.outbox.kinds import Kind as OutboxKind
from portal.outbox.models import OutboxRow, OutboxState
from portal.residents.models import ContactPoint
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage import migrate
from portal.storage.parts import Parts
from portal.wiring.app import build_parts
from tests.databases import without_sync
from tests.portal.cases.cases_world import account, report, write_community
from tests.portal.conftest import HandClock

BEGIN = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
WITHIN = timedelta(minutes=5)  # how soon a denial must be before a supervisor
LEAST_HEARD = 0.99  # share of the denials that a supervisor must see within `WITHIN`
FIX_LIES, CONTACT_LIES = 0.30, 0.20  # of all claims; a body's own share is spread around it
SPREAD = (0.4, 0.6, 0.8, 0.9, 1.1, 1.2, 1.4, 1.6)  # times the share, one body each
DAYS_OF_REPORTS = 20
ROUNDS = 2  # how often a body says that one case is done, at most
CALLED = ["已电话联系居民", "电话告知群众处理结果", "跟您通了电话", "给您去电说明了情况", "已致电反映人"]
VISITED = ["已上门", "工作人员上门看过", "到您家里看过了", "入户走访了住户"]
NOT_CALLED = ["没有", "没打过", "没人打过电话", "没接到电话", "根本没打，骗人", "没人给我打过电话，太过分了"]
NOT_VISITED = ["没有", "没来过", "没人来过", "没人上门", "根本没人来，骗人"]
HAPPENED = {How.PHONE: ["有", "打过", "打过了，谢谢"], How.VISIT: ["有", "来过", "来过了"]}


@dataclass
class Body:
    """A body, and how often it makes false claims (`fix_lies`, `contact_lies`: shares of 1)."""

    code: str
    fix_lies: float
    contact_lies: float
    who: Who | None = None
    truths: Counter[str] = field(default_factory=Counter)  # {contacts,fixes}_{true,lie} → how often it claimed so


@dataclass
class Life:
    """One case outside the database: what is true, and what its resident said last.

    `id`: the case's; `point`: its contact point's.
    """

    id: int
    point: int
    body: Body
    word: str | None = None  # "yes" or "no" (that, too, if a denial reopened it) to the body's last claim to be done
    round: int = 0  # how often the body said that it is done


@dataclass
class Found:
    """What is counted."""

    against: int = 0  # cases confirmed against the resident's last word
    forged: int = 0  # answers of the desk, and closes of the desk or a body, that got through
    tried: int = 0  # how many of both were tried
    denials: int = 0  # residents' answers that it is not fixed, or that nobody called or came; of true claims, too
    heard: int = 0  # of these, before a supervisor in time (WITHIN)


class Town:
    """A simulated town: a queue of what staff and residents do, in order of time."""

    def __init__(
        self, parts: Parts, clock: HandClock, bodies: Sequence[Body], cases: int, staff: tuple[Who, Who]
    ) -> None:
        self.parts, self.clock, self.bodies, self.found = parts, clock, bodies, Found()
        self.lives: dict[int, Life] = {}
        self._dice = random.Random(28)
        self._heap: list[tuple[datetime, int, Callable[[], None]]] = []
        self._number = 0
        self.desk, self.supervisor = staff
        for number in range(cases):
            moment = BEGIN + timedelta(days=DAYS_OF_REPORTS) * (number / cases)
            self._at(moment, partial(self._report, number))
        for day in range(DAYS_OF_REPORTS + 60):
            for hour in (0, 12):
                self._at(BEGIN + timedelta(days=day, hours=hour, minutes=59), self._run_due_timers)

    def run(self) -> None:
        """Run the whole queue."""
        while self._heap:
            moment, _, happens = heapq.heappop(self._heap)
            self.clock.moment = max(self.clock.moment, moment)
            happens()

    def _at(self, moment: datetime, happens: Callable[[], None]) -> None:
        self._number += 1
        heapq.heappush(self._heap, (moment, self._number, happens))

    def _in(self, days: float, happens: Callable[[], None]) -> None:
        self._at(self.clock.now() + timedelta(days=days), happens)

    def _run_due_timers(self) -> None:
        """Run the timers of cases that are due, as the worker does."""
        due = sa.select(OutboxRow).where(OutboxRow.kind == OutboxKind.CASE_TIMER, OutboxRow.state == OutboxState.QUEUED)
        with self.parts.db.write() as s:
            rows = s.scalars(due.where(OutboxRow.due_at <= self.clock.now()).order_by(OutboxRow.due_at, OutboxRow.id))
            for row in rows.all():
                tasks.run_timer(s, self.parts, row.payload)
                row.state = OutboxState.DONE

    # --- staff

    def _report(self, number: int) -> None:
        body = self.bodies[number % len(self.bodies)]
        with self.parts.db.write() as s:
            point = ContactPoint(channel="sms", address_key=f"p{number}", created_at=self.clock.now(), no_push=False)
            s.add(point)
            s.flush()
            case = report(s, self.parts, point.id)
            desk_actions.dispatch(s, self.parts, case, self.desk, body=body.code)
            handler_actions.acknowledge(s, self.parts, case, _who(body))
            self.lives[case.id] = Life(case.id, point.id, body)
        life = self.lives[case.id]
        self._in(0.2, lambda: self._claim_contact(life))
        self._in(1, lambda: self._resolve(life))

    def _claim_contact(self, life: Life) -> None:
        """Say in words, or by the box, that the resident was phoned or visited; true or not. Then a clerk tries to answer for the resident."""
        how, is_true = self._dice.choice((How.PHONE, How.VISIT)), self._dice.random() >= life.body.contact_lies
        life.body.truths["contacts_true" if is_true else "contacts_lie"] += 1
        words = self._dice.choice(CALLED if how is How.PHONE else VISITED)
        ticks = self._dice.random() < 0.3
        with self.parts.db.write() as s:
            case = s.get_one(Case, life.id)
            box = ClaimedContact(how, shanghai_day(self.clock.now())) if ticks else None
            text = "路灯的料在路上" if ticks else words
            handler_actions.progress(s, self.parts, case, _who(life.body), text=text, reached=box)
            claims = list(s.scalars(sa.select(ContactClaim.id).where(ContactClaim.case_id == life.id)))
            self._forge(lambda: attesting.attest(s, self.parts, case, self.desk, claims[-1], took_place=True))
        if len(claims) != 1:
            raise AssertionError(f"{words}: {len(claims)} claims were heard")
        self._resident_hears(life, claims[0], how, is_true=is_true)

    def _resolve(self, life: Life) -> None:
        """Say that it is done; true or not. Then a clerk and the body try to close."""
        with self.parts.db.write() as s:
            case = s.get_one(Case, life.id)
            if case.state not in (State.DISPATCHED, State.IN_PROGRESS):
                return
            life.round += 1
            is_true = self._dice.random() >= life.body.fix_lies
            life.body.truths["fixes_true" if is_true else "fixes_lie"] += 1
            handler_actions.resolve(s, self.parts, case, _who(life.body), text="换了灯头，灯亮了")
            reason = {"close_reason": CloseReason.CONFIRMED}
            for who in (self.desk, _who(life.body)):
                self._forge(partial(act, s, self.clock.now(), case, Verb.CLOSE, who, data=reason))
        life.word = None
        self._resident_looks(life, life.round, is_true=is_true)

    def _forge(self, attempt: Callable[[], object]) -> None:
        """Try what only the resident may do; count whether it got through."""
        self.found.tried += 1
        try:
            attempt()
        except Conflict:
            return
        self.found.forged += 1

    # --- residents

    def _resident_hears(self, life: Life, claim: int, how: How, *, is_true: bool) -> None:
        """Have the resident answer the claim: not at all (3 in 10), at once or late; one in ten says the opposite first."""
        if self._dice.random() < 0.3:
            return
        days = self._dice.choice((0.1, 0.5, 3, 12))
        if self._dice.random() < 0.1:
            self._in(days, lambda: self._say_of_contact(life, claim, how, took_place=not is_true))
            days += 0.1
        self._in(days, lambda: self._say_of_contact(life, claim, how, took_place=is_true))

    def _say_of_contact(self, life: Life, claim: int, how: How, *, took_place: bool) -> None:
        texts = HAPPENED[how] if took_place else NOT_CALLED if how is How.PHONE else NOT_VISITED
        said = self._dice.choice(texts)
        answer = contact_answers.read_answer(said, how)
        if answer != ("confirmed" if took_place else "denied"):
            raise AssertionError(f"{said}: read as {answer}")
        with self.parts.db.write() as s:
            case = s.get_one(Case, life.id)
            was, resident = case.state, actors.resident(life.point)
            attesting.attest(s, self.parts, case, resident, claim, took_place=took_place, text=said)
            reopened = case.state != was
        if reopened:
            life.word = "no"
            self._try_again(life)
        if not took_place:
            self._count_denial(life, by_sms=True)

    def _resident_looks(self, life: Life, number: int, *, is_true: bool) -> None:
        """Say whether it is fixed after the body's claim `number`: not at all (35 in 100), at once or late; one in ten says the opposite first."""
        if self._dice.random() < 0.35:
            return
        days = self._dice.choice((0.2, 1, 6, 20))
        if self._dice.random() < 0.1:
            self._in(days, lambda: self._say_of_fix(life, number, fixed=not is_true))
            days += 0.1
        self._in(days, lambda: self._say_of_fix(life, number, fixed=is_true))

    def _say_of_fix(self, life: Life, number: int, *, fixed: bool) -> None:
        with self.parts.db.write() as s:
            case = s.get_one(Case, life.id)
            if life.round != number or case.state not in (State.RESOLVED, State.CLOSED):
                return
            if fixed and case.close_reason == CloseReason.CONFIRMED:
                return
            reporter_actions.answer(s, self.parts, case, actors.resident(life.point), fixed=fixed)
        life.word = "yes" if fixed else "no"
        if not fixed:
            self._count_denial(life, by_sms=False)
            self._try_again(life)

    def _try_again(self, life: Life) -> None:
        """Let the body say once more that it is done, ROUNDS times at most."""
        if life.round < ROUNDS:
            self._in(2, lambda: self._resolve(life))

    def _count_denial(self, life: Life, *, by_sms: bool) -> None:
        """Count a denial, and whether it is on a supervisor's list WITHIN later; a denied call or visit also by SMS."""
        self.found.denials += 1
        answered = self.clock.now()
        self._at(answered + WITHIN, lambda: self._count_if_listed(life, answered, by_sms=by_sms))

    def _count_if_listed(self, life: Life, answered: datetime, *, by_sms: bool) -> None:
        """Count a denial as heard if a supervisor finds its case as contradicted (and, `by_sms`, was told of it)."""
        with self.parts.db.read() as s:
            # the conditions of the supervisor's list, each asked of this case alone: the list itself grows all the time
            on_it = (part.where(part.selected_columns[0] == life.id) for part in queue.contradicted().selects)
            listed = sa.select(Case.case_no).where(Case.id.in_(sa.union(*on_it)))
            case_no = s.scalar(listed.where(*queue.scope(self.supervisor)))
            told = sa.select(OutboxRow.id).where(
                OutboxRow.kind == "send_sms",
                OutboxRow.created_at >= answered,
                OutboxRow.payload["template"].as_string() == "staff_contact_denied",
                OutboxRow.payload["params"]["case_no"].as_string() == case_no,
            )
            self.found.heard += case_no is not None and (not by_sms or s.scalar(told.limit(1)) is not None)

    # --- at the end

    def count_closes(self) -> None:
        """Count the cases that are closed as confirmed although the resident did not say last that it is done."""
        with self.parts.db.read() as s:
            confirmed = s.scalars(sa.select(Case.id).where(Case.close_reason == CloseReason.CONFIRMED))
            self.found.against = sum(self.lives[one].word != "yes" for one in confirmed)


def _who(body: Body) -> Who:
    if body.who is None:
        raise AssertionError(body.code)
    return body.who


@contextmanager
def town(cases: int) -> Iterator[Town]:
    """An empty portal with the bodies and their staff."""
    clock = HandClock(BEGIN)
    with tempfile.TemporaryDirectory() as folder:
        environ = {"LINLI_HOME": f"{folder}/home", "SECRET_KEY": "bench", "DEMO": "1"}
        parts = replace(build_parts(load(environ)), clock=clock)
        migrate.upgrade(parts.db)
        without_sync(parts.db)
        bodies = [Body(f"b{at}", FIX_LIES * much, CONTACT_LIES * SPREAD[-1 - at]) for at, much in enumerate(SPREAD)]
        lines = "".join(f"{one.code},第{at}队,,0571-0000010{at},8-17,路灯\n" for at, one in enumerate(bodies))
        header = "code,name,aliases,phone,hours,handles\n"
        known = (
            header
            + "hall,社区居委会,居委会,0571-00000003,9-17,其余\nlamps,路灯队,灯队,0571-00000002,8-17,路灯\n"
            + lines
        )
        with parts.db.write() as s:
            grids.seed(s, write_community(Path(folder) / "community", bodies=known))
            for role in (Role.DESK, Role.SUPERVISOR):
                s.add(account(parts, role, phone="+8613900000009"))
            s.add_all(account(parts, Role.BODY, username=one.code, body=one.code) for one in bodies)
            s.flush()
            for one in bodies:
                one.who = _staff(s, one.code)
            staff = _staff(s, "desk"), _staff(s, "supervisor")
        yield Town(parts, clock, bodies, cases, staff)
        parts.db.engine.dispose()


def _staff(s: Session, username: str) -> Who:
    number = s.scalars(sa.select(Account.id).where(Account.username == username)).one()
    found = accounts.active_actor(s, number)
    if found is None:
        raise AssertionError(username)
    return actors.staff(s, found)


@contextmanager
def broken(how: str) -> Iterator[None]:
    """Break the portal inside the block: "clerk" (the desk may confirm and close), "silent" (no denial is passed on); "": nothing."""
    table, keep = dict(lifecycle.TABLE), queue.contradicted
    tell = attesting.tell_supervisors_of_denial
    if how == "clerk":
        may = {(state, verb, Actor.DESK): lifecycle.TABLE[state, verb, Actor.RESIDENT]
               for state, verb, actor in table if actor is Actor.RESIDENT and verb in (Verb.ATTEST, Verb.CLOSE)}  # fmt: skip
        lifecycle.TABLE = {**table, **may}
    if how == "silent":
        attesting.tell_supervisors_of_denial = lambda *_given: None
        nothing = sa.select(Case.id).where(sa.false())
        queue.contradicted = lambda: sa.union(nothing, nothing)
    try:
        yield
    finally:
        lifecycle.TABLE, queue.contradicted, attesting.tell_supervisors_of_denial = table, keep, tell


def measure(cases: int, how: str = "") -> tuple[Found, dict[str, Truth], Sequence[Body]]:
    """Simulate so many cases; returns what was counted, what the portal says of each body, and the bodies."""
    with broken(how), town(cases) as made:
        made.run()
        made.count_closes()
        with made.parts.db.read() as s:
            return made.found, truth.by_body(s, BEGIN), made.bodies


def faults(found: Found) -> list[str]:
    """A sentence for each limit that was broken."""
    share = found.heard / max(found.denials, 1)
    wrong = {
        f"{found.against} cases are confirmed against the resident's last word": found.against,
        f"{found.forged} of {found.tried} forged closes and answers got through": found.forged,
        f"only {share:.2%} of the denials are before a supervisor": share < LEAST_HEARD,
    }
    return [words for words, is_so in wrong.items() if is_so]


def main() -> int:
    cases, how = int(os.environ.get("TRUTH_CASES", "10000")), os.environ.get("TRUTH_BROKEN", "")
    found, told, bodies = measure(cases, how)
    print(f"{cases} cases; forged closes and answers tried: {found.tried}, got through: {found.forged}")
    print("body    claim     measured (95 %)          true   silent")
    for body in bodies:
        for name, tally in (("fixes", told[body.code].fixes), ("contacts", told[body.code].contacts)):
            honest, lies = body.truths[f"{name}_true"], body.truths[f"{name}_lie"]
            low, high = tally.interval or (0.0, 1.0)
            true = honest / max(honest + lies, 1)
            print(
                f"{body.code:7} {name:9} {tally.rate or 0:.3f} ({low:.3f} to {high:.3f})   {true:.3f}  {tally.silent}"
            )
    result("confirmed_against_the_last_word", found.against)
    result("denials", found.denials)
    result("denials_before_a_supervisor", found.heard / max(found.denials, 1))
    result("forged", found.forged)
    wrong = faults(found)
    print("\n".join(wrong) or "nothing ended against a resident's word")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
