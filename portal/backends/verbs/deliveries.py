"""Write deliveries: what another system is to be told of a case, in the transaction of the event that causes it.

Before a transaction commits, each new event of a case is compared with what the other system knows: if the case was taken
from it, a withdrawal is written; if the case is newly its, a dispatch; if it keeps the case, the event's reopening or
supervision. The outbox sends them. (The outbox kind and other outward names call a delivery `hand_over`; a handover in
the code is 转人工.)
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.backends.models import NOT_THERE, UNSETTLED, BackendDelivery, BodyBackend, DeliveryState
from portal.cases.models import Case, CaseEvent
from portal.cases.rules.lifecycle import Actor, Verb
from portal.kernel.ports import Operation
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind
from portal.outbox.models import OutboxRow, OutboxState
from portal.storage.db import Database

DESK = "desk"  # in place of a backend's name: the built-in desk
TOLD_AFTER = timedelta(minutes=15)  # staff are told of a delivery that is not settled by then
# the case was taken from the other system; it never had the case; the reporter was erased
TAKEN_BACK, NEVER_THERE, ERASED = "taken-back", "never-there", "erased"
NEEDLESS = (
    TAKEN_BACK,
    NEVER_THERE,
    ERASED,
)  # codes of deliveries that were not sent (again), because there was nothing to tell any more
_DEFAULT, _NOTED = "governance backend", "events to hand over"  # keys in `Session.info`
_LETTERS = "bcdfghjkmnpqrstvwxz"  # no digits, which would be masked, and no vowels, so that no word arises
_KEY_LENGTH = 20
_GIVES = (
    Verb.DISPATCH,
    Verb.TRANSFER,
    Verb.REOPEN,
    Verb.TAKE_BACK,
)  # verbs that may give a case to the system of its body
_TAKES = (Verb.WITHDRAW, Verb.HANDLE_ON_SPOT)  # verbs that take it from there, though its body stays the same


class _Default:
    """The backend of bodies that have none of their own, put into each write transaction's `Session.info`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def current(self) -> str:
        return self._name

    def forget(self) -> None:
        """Do nothing: the name comes from the settings, which do not change."""


def set_default_backend(db: Database, default: str) -> None:
    """Have this database's cases go to `default` (GOVERNANCE_BACKEND) where a body has no backend of its own."""
    db.look_up_before_writing(_DEFAULT, _Default(default))


@sa.event.listens_for(Session, "after_flush")
def _note(s: Session, _context: object) -> None:
    """Keep the case events of this flush for `_write_noted`."""
    events = [one for one in s.new if isinstance(one, CaseEvent)]
    if events:
        s.info.setdefault(_NOTED, []).extend(events)


@sa.event.listens_for(Session, "before_commit")
def _write_noted(s: Session) -> None:
    """Write the deliveries that follow from the events kept, before the whole transaction (not a savepoint) commits."""
    if s.in_nested_transaction():
        return
    s.flush()
    kept = [one for one in s.info.pop(_NOTED, []) if one in s]  # not those of a savepoint that was rolled back
    for event in sorted(kept, key=lambda one: one.id):
        record_deliveries(s, event.case, event)


def record_deliveries(s: Session, case: Case, event: CaseEvent) -> None:
    """Write the deliveries that follow from an event: to the system that has the case, and to the one that is to get it."""
    verb, has = Verb(event.verb), current_dispatch(s, case)
    if has is not None and (not case.dispatched or case.body != has.body or verb in _TAKES):
        has.ended_at = event.at
        if not _came_from_there(event) and has.state not in NOT_THERE:
            _put(s, event, Operation.WITHDRAWAL, has.backend, has.body)
        has = None
    if has is not None and has.state in NOT_THERE and verb is Verb.REOPEN:
        has.ended_at, has = event.at, None
    if has is not None and verb is Verb.REOPEN:
        _put(s, event, Operation.REOPENING, has.backend, has.body)
        return
    if has is not None and has.state not in NOT_THERE and verb is Verb.SUPERVISE:
        _put(s, event, Operation.SUPERVISION, has.backend, has.body)
        return
    if has is None and verb in _GIVES and case.dispatched and case.body is not None:
        backend = backend_of(s, case.body)
        if backend != DESK:
            _put(s, event, Operation.DISPATCH, backend, case.body)


def _came_from_there(event: CaseEvent) -> bool:
    """Whether the event is the other system's own news: an act of a body by no account of ours (`verbs.news`)."""
    return event.actor == Actor.BODY and event.actor_id is None


def current_dispatch(s: Session, case: Case) -> BackendDelivery | None:
    """The dispatch by which another system has the case now, is about to have it, or did not take it (NOT_THERE).

    None if there is none, or the case was taken away again.
    """
    theirs = sa.select(BackendDelivery).where(
        BackendDelivery.case_id == case.id,
        BackendDelivery.operation == Operation.DISPATCH,
        BackendDelivery.ended_at.is_(None),
    )
    return s.scalar(theirs.order_by(BackendDelivery.id.desc()).limit(1))


def backend_of(s: Session, body: str) -> str:
    """The name of the backend of a body; DESK for the built-in desk. Call it in a write transaction (`set_default_backend`)."""
    own = s.get(BodyBackend, body)
    if own is not None:
        return own.backend or DESK
    return str(s.info.get(_DEFAULT, DESK))


def _put(s: Session, event: CaseEvent, operation: Operation, backend: str, body: str) -> None:
    """Write a delivery, and queue it."""
    row = BackendDelivery(
        case_id=event.case_id,
        serial=event.serial,
        operation=operation,
        backend=backend,
        body=body,
        key="".join(secrets.choice(_LETTERS) for _ in range(_KEY_LENGTH)),
        created_at=event.at,
    )
    s.add(row)
    s.flush()
    queue(s, row, event.at)


def queue(s: Session, row: BackendDelivery, now: datetime) -> None:
    """Queue a delivery for the worker, due now; if it is queued for later, bring it forward."""
    waiting = sa.select(OutboxRow).where(
        OutboxRow.kind == Kind.DELIVER_CASE,
        OutboxRow.state == OutboxState.QUEUED,
        OutboxRow.payload["delivery_id"].as_integer() == row.id,
    )
    found = s.scalar(waiting.limit(1)) if row.tries or row.settled_at else None
    if found is not None:
        found.due_at = now
        return
    outbox.put(s, kind=Kind.DELIVER_CASE, payload={"delivery_id": row.id}, now=now)


def settle(row: BackendDelivery, state: DeliveryState, now: datetime, *, code: str = "") -> None:
    """Settle the delivery: nothing more is done with it. `code`: why it did not arrive, the other system's or ours; "" if it did."""
    row.state, row.settled_at, row.code = state, now, code[:40]


def of_case(s: Session, case: Case) -> list[BackendDelivery]:
    """All deliveries of the case, in order."""
    return list(
        s.scalars(sa.select(BackendDelivery).where(BackendDelivery.case_id == case.id).order_by(BackendDelivery.id))
    )


def is_waiting_for_another(s: Session, row: BackendDelivery) -> bool:
    """Whether an earlier delivery of the same case to the same system is not settled: they go in order."""
    earlier = sa.select(BackendDelivery.id).where(
        BackendDelivery.case_id == row.case_id,
        BackendDelivery.backend == row.backend,
        BackendDelivery.id < row.id,
        BackendDelivery.state.in_(UNSETTLED),
    )
    return s.scalar(earlier.limit(1)) is not None


def reference_of(s: Session, row: BackendDelivery) -> str | None:
    """The other system's reference of the case at the time of this delivery; None if it had accepted no dispatch of it by then."""
    had = sa.select(BackendDelivery.reference).where(
        BackendDelivery.case_id == row.case_id,
        BackendDelivery.backend == row.backend,
        BackendDelivery.operation == Operation.DISPATCH,
        BackendDelivery.state == DeliveryState.ACCEPTED,
        BackendDelivery.id <= row.id,
    )
    return s.scalar(had.order_by(BackendDelivery.id.desc()).limit(1))
