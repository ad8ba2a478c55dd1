"""Random walks over a case's lifecycle: through the table alone, and through the real verbs on the database.

Both print their seed when they fail, and both take a table or a replay that is broken on purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.inspections.models import Finding, Inspection
from portal.cases.joint import parts as joint
from portal.cases.joint.models import JointPart, PartState
from portal.cases.models import Case
from portal.cases.records import actors, contact_claims, event_log
from portal.cases.records.actors import Who
from portal.cases.rules import deadlines, lifecycle, projection
from portal.cases.rules.lifecycle import ENDED, TABLE, Actor, Seal, State, Verb
from portal.cases.rules.projection import PastEvent, Projection
from portal.cases.rules.regimes import Regime
from portal.cases.verbs import tasks
from portal.cases.verbs.clock import extending, pausing
from portal.cases.verbs.desk import desk_actions, desk_corrections, merging, recalling
from portal.cases.verbs.disclosure import confidentiality, sealing
from portal.cases.verbs.handler import assisting, handler_actions, inspecting, returning, taking_back
from portal.cases.verbs.handler.inspecting import Found
from portal.cases.verbs.notifying import following_up
from portal.cases.verbs.reporter import attesting, reporter_actions
from portal.kernel.errors import Problem
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow, OutboxState
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import PICTURES, Find, report
from tests.portal.conftest import HandClock

Table = Mapping[tuple[State, Verb, Actor], State]
CHECKED_EVERY = 5  # steps
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def reached(table: Table, start: State = State.REPORTED, silent: Iterable[Actor] = ()) -> set[State]:
    """The states that can follow `start`, itself included, if the `silent` do nothing."""
    known, grown = {start}, True
    while grown:
        more = {to for (state, _verb, actor), to in table.items() if state in known and actor not in set(silent)}
        grown, known = not more <= known, known | more
    return known


def without_a_way_to_close(table: Table) -> set[State]:
    """The open states from which nobody but the resident, or nobody at all, can bring the case to its close."""
    open_ones = reached(table) - ENDED
    return {
        state
        for state in open_ones
        if State.CLOSED not in reached(table, state) or State.CLOSED not in reached(table, state, (Actor.RESIDENT,))
    }


class Lost(AssertionError):
    """A walk found an event that the facts do not show."""


def walk_the_table(
    seed: int,
    steps: int,
    table: Table = TABLE,
    replay: Callable[[Iterable[PastEvent]], Projection] = projection.replay,
) -> list[PastEvent]:
    """Do `steps` random legal steps, with a new case after every 60. Raises Lost if `replay` forgets one."""
    random, done = Random(seed), []
    while len(done) < steps:
        done += _one_case(random, min(60, steps - len(done)), table, replay)
    return done


def _one_case(
    random: Random, steps: int, table: Table, replay: Callable[[Iterable[PastEvent]], Projection]
) -> list[PastEvent]:
    events = [PastEvent(Verb.REPORT, NOON, {"kind": "request"}, State.REPORTED)]
    state = State.REPORTED
    for number in range(steps):
        verb, to = random.choice(sorted((verb, to) for (at, verb, _actor), to in table.items() if at is state))
        state = to
        events.append(PastEvent(verb, NOON + timedelta(minutes=number), {}, state))
    _compare(events, replay(events))
    return events[1:]


def _compare(events: list[PastEvent], told: Projection) -> None:
    """Compare the replayed facts with what the events say, counted here by other means. Raises Lost."""
    moments = {verb: [event.at for event in events if event.verb is verb] for verb in Verb}
    begun = max(moments[Verb.REOPEN] + moments[Verb.RESTORE] + moments[Verb.TAKE_BACK], default=NOON - timedelta(1))
    after_reopening = [event for event in events if event.at > begun]
    resolved = [event.at for event in after_reopening if event.verb in (Verb.RESOLVE, Verb.HANDLE_ON_SPOT)]
    expected = {
        "state": events[-1].to_state,
        "kind": "request",
        "reopened": len(moments[Verb.REOPEN]) + _restored_after_resolution(events),
        "sent_back": len(moments[Verb.SEND_BACK]) + len(moments[Verb.CONFIRM_RETURN]),
        "pauses": len(moments[Verb.ASK_RESIDENT]),
        "extended": len(moments[Verb.GRANT_EXTENSION]),
        "parts_open": len(moments[Verb.GIVE_PART]) - len(moments[Verb.FINISH_PART]) - len(moments[Verb.STRIKE_PART]),
        "reminded_at": max(moments[Verb.REMIND], default=None),
        "supervised_at": max(moments[Verb.SUPERVISE], default=None),
        "resolved_at": max(resolved, default=None),
    }
    found = {name: getattr(told, name) for name in expected}
    if found != expected:
        raise Lost(f"the events say {expected}, the replay {found}")


def _restored_after_resolution(events: list[PastEvent]) -> int:
    """How many times a case was restored that had been resolved before it was withdrawn."""
    pairs = pairwise(events)
    resolved_last = [before for before, event in pairs if event.verb is Verb.WITHDRAW]
    restored = len([event for event in events if event.verb is Verb.RESTORE])
    states = [before.to_state for before in resolved_last[:restored]]
    return states.count(State.RESOLVED)


@dataclass
class RealWalk:
    """A walk of one case through the verbs that the pages and the bot call; each refused step is rolled back."""

    s: Session
    parts: Parts
    clock: HandClock
    find: Find
    contact: int
    random: Random
    done: int = 0
    refused: int = 0
    verbs: Counter[Verb] = field(default_factory=Counter)

    def walk(self, steps: int) -> Case:
        """Report a case and try `steps` steps on it.

        Raises AssertionError if an event is lost or no way to close is left.
        """
        case = report(self.s, self.parts, self.contact)
        for number in range(steps):
            self._step(case)
            if number % CHECKED_EVERY == 0:
                self._check(case)
        self.s.expire_all()
        self._check(case)
        return case

    def _step(self, case: Case) -> None:
        if self.random.random() < 0.1:
            self.clock.move(hours=self.random.choice((1, 20, 24 * 4, 24 * 8, 24 * 40)))
            self._ring()
        everybody = [self.who_acts(actor, case) for actor in Actor if actor is not Actor.SYSTEM]
        pairs = [(who, verb) for who in everybody for verb in sorted(CALLS)]
        if self.random.random() < 0.8:
            pairs = [(who, verb) for who in everybody for verb in event_log.allowed_verbs(case, who)] or pairs
        # the seldom done more often: notes and the like would crowd out what needs several steps before it
        weights = [1 / (1 + self.verbs[verb]) ** 2 for _who, verb in pairs]
        ((who, verb),) = self.random.choices(pairs, weights)
        self.try_verb(case, verb, who)

    def try_verb(self, case: Case, verb: Verb, who: Who) -> None:
        """Try the verb; asserts that it is done or refused as a whole, and never against the table."""
        before, state, count = case.serial, State(case.state), len(case.events)
        in_table = (state, verb, who.actor) in TABLE
        try:
            with self.s.begin_nested():
                CALLS[verb](self, case, who)
        except Problem:
            self.s.refresh(case)
            assert case.serial == before, f"{verb} was refused, and left an event"
            self.refused += 1
            return
        self.done += 1
        written = case.events[count:]
        self.verbs.update(Verb(event.verb) for event in written)
        assert [event.serial for event in case.events] == list(range(1, case.serial + 1)), f"{verb} lost an event"
        assert in_table or verb not in {event.verb for event in written[:1]}, f"{who.actor} did {verb} in {state}"

    def who_acts(self, actor: Actor, case: Case) -> Who:
        """Somebody of this kind; as assisting body that of the first open part, else the hall, which leads a case at other times."""
        if actor is Actor.ASSISTING:
            body = next((one.body for one in joint.of_case(self.s, case) if one.state == PartState.OPEN), "hall")
            return replace(joint.assisting(self.find(self.s, Role.BODY)), body=body)
        return actors.resident(self.contact) if actor is Actor.RESIDENT else self.find(self.s, Role[actor.name])

    def _ring(self) -> None:
        """Run the case's timers that are due, as the worker does."""
        due = sa.select(OutboxRow).where(
            OutboxRow.kind == "case_timer",
            OutboxRow.state == OutboxState.QUEUED,
            OutboxRow.due_at <= self.clock.now(),
        )
        for row in self.s.scalars(due.order_by(OutboxRow.due_at, OutboxRow.id)).all():
            tasks.run_timer(self.s, self.parts, row.payload)
            row.state = OutboxState.DONE

    def _check(self, case: Case) -> None:
        """The row is what the events say, and the desk can bring the case to its close though the resident is silent."""
        assert event_log.replayed(case) == event_log.projection(case), "the replay is not the row"
        assert (case.close_reason is not None) == (case.state == State.CLOSED)
        if case.state not in ENDED:
            with self.s.begin_nested() as savepoint:
                close_without_the_resident(self, case)
                assert case.state == State.CLOSED, f"no way to close from {case.state}"
                assert event_log.replayed(case) == event_log.projection(case), "the replay is not the row"
                savepoint.rollback()


def close_without_the_resident(walk: RealWalk, case: Case) -> None:
    """Resolve the case as the desk, and close it without an answer, as its timer does."""
    desk = walk.find(walk.s, Role.DESK)
    if case.merged_into is not None and case.state in lifecycle.UNRESOLVED:
        merging.split(walk.s, walk.parts, case, desk)
    for one in joint.of_case(walk.s, case) if case.state in lifecycle.UNRESOLVED else ():
        if one.state in joint.UNENDED:
            assisting.strike(walk.s, walk.parts, case, desk, number=one.number, reason="不等了")
    if case.state == State.REPORTED:
        desk_actions.accept(walk.s, walk.parts, case, desk)
    if case.state in lifecycle.UNRESOLVED:
        handler_actions.resolve(walk.s, walk.parts, case, desk, text="办好了")
    following_up.close_unconfirmed(walk.s, walk.parts, case)


def attest_the_last(walk: RealWalk, case: Case, who: Who) -> None:
    """Answer the last claim of a call otherwise than before; a case without one gets it from a clerk first."""
    if not contact_claims.claims_of(walk.s, case):
        desk_actions.note(walk.s, walk.parts, case, walk.find(walk.s, Role.DESK), text="已电话联系居民")
    last = contact_claims.claims_of(walk.s, case)[-1]
    attesting.attest(walk.s, walk.parts, case, who, last.id, took_place=last.answer != "confirmed")


def give_part(walk: RealWalk, case: Case, who: Who) -> None:
    """Ask a body that is not the lead to assist, by today."""
    body = "lamps" if case.body == "hall" else "hall"
    today = deadlines.shanghai_day(walk.clock.now())
    assisting.give(walk.s, walk.parts, case, who, assisting.Task("remedy", body, "请把路口的车劝走", today))


def waiting_part(walk: RealWalk, case: Case) -> JointPart:
    """The first part that its body has not answered, else one that was returned. Raises NotFound."""
    waits = sorted(
        (one.state != PartState.OPEN, one.number) for one in joint.of_case(walk.s, case) if one.state in joint.UNENDED
    )
    return joint.of_number(walk.s, case, waits[0][1] if waits else 0)


def inspect(walk: RealWalk, case: Case, who: Who) -> None:
    """Inspect the case, which has an inspection due today, if it had none: its category is of no hazard."""
    today = deadlines.shanghai_day(walk.clock.now())
    planned = walk.s.scalar(
        sa.select(Inspection).where(Inspection.case_id == case.id, Inspection.round == case.reopened)
    )
    if planned is None:
        planned = Inspection(case=case, round=case.reopened, due_on=today, next_on=today)
        walk.s.add(planned)
        walk.s.flush()
    found = Found(planned.id, walk.random.choice(list(Finding)), "楼道里又堆了电动车")
    inspecting.inspect(walk.s, walk.parts, case, who, found)


Call = Callable[[RealWalk, Case, Who], object]

CALLS: Mapping[Verb, Call] = {
    Verb.ACCEPT: lambda w, case, who: desk_actions.accept(
        w.s, w.parts, case, who, regime=w.random.choice(list(Regime))
    ),
    Verb.REJECT: lambda w, case, who: w.random.choice(
        (
            lambda: desk_actions.divert(w.s, w.parts, case, who, office="court"),
            lambda: desk_actions.reject(w.s, w.parts, case, who, ground="other_body", office="水务", phone="96390"),
        )
    )(),
    Verb.DISPATCH: lambda w, case, who: desk_actions.dispatch(
        w.s, w.parts, case, who, body=w.random.choice(("lamps", "hall"))
    ),
    Verb.TRANSFER: lambda w, case, who: desk_actions.dispatch(
        w.s, w.parts, case, who, body=None, worker_id=w.find(w.s, Role.GRID).id
    ),
    Verb.ACKNOWLEDGE: lambda w, case, who: handler_actions.acknowledge(w.s, w.parts, case, who),
    Verb.PROGRESS: lambda w, case, who: handler_actions.progress(w.s, w.parts, case, who, text="在修，已电话联系居民"),
    Verb.MERGE: lambda w, case, who: merging.merge(w.s, w.parts, case, report(w.s, w.parts, w.contact), who),
    Verb.SPLIT: lambda w, case, who: merging.split(w.s, w.parts, case, who),
    Verb.RECALL: lambda w, case, who: recalling.recall(w.s, w.parts, case, who),
    Verb.SEND_BACK: lambda w, case, who: returning.send_back(w.s, w.parts, case, who, reason="不归我们"),
    Verb.ASK_EXTENSION: lambda w, case, who: extending.ask(
        w.s, w.parts, case, who, days=w.random.randint(1, 5), reason="灯头缺货，厂里下周才发来"
    ),
    Verb.GRANT_EXTENSION: lambda w, case, who: extending.grant(w.s, w.parts, case, who, why="灯头缺货，厂里下周才发来"),
    Verb.REFUSE_EXTENSION: lambda w, case, who: extending.refuse(
        w.s, w.parts, case, who, reason="仓库里还有，请先用上再说"
    ),
    Verb.ASK_RESIDENT: lambda w, case, who: pausing.ask(
        w.s, w.parts, case, who, question=f"第{case.pauses}次问：是楼道里的灯，还是门口的灯？"
    ),
    Verb.RESUME: lambda w, case, who: pausing.go_on(w.s, w.parts, case, who),
    Verb.ASK_RETURN: lambda w, case, who: returning.ask(
        w.s, w.parts, case, who, reason="路灯不是我们装的，归电力公司修"
    ),
    Verb.CONFIRM_RETURN: lambda w, case, who: returning.confirm(w.s, w.parts, case, who),
    Verb.KEEP: lambda w, case, who: returning.keep(w.s, w.parts, case, who, reason="合同里写明由你们修，请接着办"),
    Verb.HANDLE_ON_SPOT: lambda w, case, who: handler_actions.resolve(
        w.s, w.parts, case, who, text="好了", on_spot=True, **PICTURES
    ),
    Verb.RESOLVE: lambda w, case, who: handler_actions.resolve(w.s, w.parts, case, who, text="好了"),
    Verb.TAKE_BACK: lambda w, case, who: taking_back.take_back(w.s, w.parts, case, who),
    Verb.GIVE_PART: give_part,
    Verb.FINISH_PART: lambda w, case, who: assisting.finish(w.s, w.parts, waiting_part(w, case), who, text="车劝走了"),
    Verb.RETURN_PART: lambda w, case, who: assisting.send_back(
        w.s, w.parts, waiting_part(w, case), who, reason="不归我们"
    ),
    Verb.STRIKE_PART: lambda w, case, who: assisting.strike(
        w.s, w.parts, case, who, number=waiting_part(w, case).number, reason="不等了"
    ),
    Verb.INSPECT: inspect,
    Verb.CLOSE: lambda w, case, who: reporter_actions.answer(w.s, w.parts, case, who, fixed=True),
    Verb.REOPEN: lambda w, case, who: reporter_actions.reopen(w.s, w.parts, case, who),
    Verb.WITHDRAW: lambda w, case, who: reporter_actions.withdraw(w.s, w.parts, case, who),
    Verb.RESTORE: lambda w, case, who: reporter_actions.restore(w.s, w.parts, case, who),
    Verb.ADD_DETAIL: lambda w, case, who: reporter_actions.add_detail(w.s, w.parts, case, who, text="还有"),
    Verb.ALL_CLEAR: lambda w, case, who: reporter_actions.all_clear(
        w.s, w.parts, case, who, text="没事了", false_alarm=w.random.random() < 0.5, ends=w.random.random() < 0.5
    ),
    Verb.REMIND: lambda w, case, who: reporter_actions.remind(w.s, w.parts, case, who),
    Verb.ATTEST: attest_the_last,
    Verb.SUPERVISE: lambda w, case, who: desk_actions.supervise(w.s, w.parts, case, who, text="快"),
    Verb.CORRECT: lambda w, case, who: desk_corrections.correct(
        w.s,
        w.parts,
        case,
        who,
        {"urgency": "normal" if case.urgency == "emergency" else "emergency"},
        why_calm="打电话问过，是看错了，没有危险",
    ),
    Verb.NOTE: lambda w, case, who: desk_actions.note(w.s, w.parts, case, who, text="记"),
    Verb.WEIGH: lambda w, case, who: confidentiality.record_conduct(
        w.s,
        w.parts,
        case,
        who,
        confidentiality.ConductAnswer(
            is_conduct=w.random.random() < 0.5, bodies=["lamps"], reason="看过现场和合同，是路灯没修好的事"
        ),
    ),
    Verb.PERMIT: lambda w, case, who: confidentiality.permit_dispatch(
        w.s, w.parts, case, who, body="lamps", reason="这一片只有他们修得了路灯"
    ),
    Verb.CONFIDE: lambda w, case, who: confidentiality.make_confidential(w.s, w.parts, case, who),
    Verb.SEAL: lambda w, case, who: sealing.seal(
        w.s,
        w.parts,
        case,
        who,
        kind=w.random.choice(list(Seal)),
        supervisor=w.find(w.s, Role.SUPERVISOR).id,
        reason="说的是没成年的孩子，不能让旁人知道",
    ),
    Verb.ASSIGN: lambda w, case, who: sealing.assign(
        w.s, w.parts, case, who, account=w.find(w.s, Role.DESK).id, reason="这位受理员明天接着办这一件"
    ),
    Verb.UNSEAL: lambda w, case, who: sealing.unseal(
        w.s, w.parts, case, who, reason="看过了，说的不是孩子，是路灯的事"
    ),
    Verb.DISCLOSE: lambda w, case, who: confidentiality.record_naming_consent(
        w.s, w.parts, case, who, agreed=w.random.random() < 0.5
    ),
}
"""Each verb of the table as the pages and the bot call it, but for REPORT, which begins the walk, and FOLLOW_UP, which is a timer's."""
