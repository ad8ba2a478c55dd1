"""What the worker does for other systems: deliver cases, tell staff of failed deliveries, ask backends what became of cases.

Each delivery arrives once: it is marked as sent before it leaves. If the worker is killed meanwhile, or no answer comes,
it is in doubt. A system that acts on the same key only once is then sent it again. Any other system is searched for it
first, and sent it again only if it was not found twice; a search in vain counts only once a delivery that was still on
its way must have arrived (`Pace.arrives`).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.backends.models import UNSETTLED, Backend, BackendDelivery, DeliveryState
from portal.backends.verbs import deliveries, endpoints, news, stuck_deliveries
from portal.backends.verbs.deliveries import ERASED, NEVER_THERE, TAKEN_BACK, TOLD_AFTER
from portal.backends.verbs.news import Said
from portal.cases.disclosure import discretion
from portal.cases.models import Case, CaseEvent
from portal.cases.records import alarms, handler_view
from portal.cases.rules.lifecycle import UNRESOLVED
from portal.cases.verbs.notifying.notifications import queue_staff_sms
from portal.cases.verbs.tasks import submission_of
from portal.kernel.ports import DeliveryFailed, InDoubt, News, Operation, OtherSystem, Receipt, Submission
from portal.outbox.delivery import Consumer, Item
from portal.storage.parts import Parts

log = logging.getLogger(__name__)

GIVEN_UP_AFTER = timedelta(hours=24)  # after the delivery was queued, if it surely has not arrived


@dataclass(frozen=True)
class Pace:
    """Times in seconds. `arrives`: so long after it was sent, a delivery has arrived or never will; the others are pauses."""

    arrives: float = 60.0
    searches: float = 15.0  # until one in doubt is looked for again
    waits: float = 10.0  # before another try, while an earlier delivery of the case is not settled
    longest: float = 600.0  # between two tries


PACE = Pace()
SEARCHES = 2  # how often a delivery in doubt is looked for in vain before it is sent again


@dataclass(frozen=True)
class _Try:
    """One delivery as it is to be tried now. `is_search`: only look for it there, do not send; `since`: when it was first sent."""

    id: int
    key: str
    submission: Submission
    system: OtherSystem
    is_search: bool
    token: str
    since: datetime


def deliver(parts: Parts, pace: Pace = PACE) -> Consumer:
    """Consume `hand_over` {"delivery_id"}: one try to send this delivery, or to find it there. No session is open meanwhile."""

    def consume(item: Item) -> str:
        with parts.db.write() as s:
            found = _prepare(s, parts, int(item.payload["delivery_id"]), pace)
        if isinstance(found, str):
            return found
        try:
            receipt = (
                found.system.find(found.submission, found.key, found.token, found.since)
                if found.is_search
                else found.system.deliver(found.submission, found.key)
            )
        except DeliveryFailed as failure:
            with parts.db.write() as s:
                again = _record_failure(s, parts.clock.now(), found, failure, pace)
            if again is None:
                return f"not sent: {failure.code}"
            raise DeliveryFailed(
                failure.reason, code=failure.code, needs_operator=failure.needs_operator, again_in=again
            ) from None
        with parts.db.write() as s:
            again = _record_receipt(s, parts.clock.now(), found.id, receipt, pace)
        if again is not None:
            raise DeliveryFailed("not settled", code="not-settled", again_in=again)
        return receipt.reference if receipt is not None else "settled meanwhile"

    return consume


def _prepare(s: Session, parts: Parts, delivery_id: int, pace: Pace) -> _Try | str:
    """The delivery to try now, marked as sent unless it is only to be looked for.

    If there is nothing to do any more, its reference or a code of NEEDLESS instead. Raises DeliveryFailed while an
    earlier delivery is not settled, or the backend is not set up.
    """
    row, now = s.get_one(BackendDelivery, delivery_id, with_for_update={"of": BackendDelivery}), parts.clock.now()
    if row.state not in UNSETTLED:
        return row.reference
    if deliveries.is_waiting_for_another(s, row):
        raise DeliveryFailed("an earlier one is not settled", code="waits", again_in=pace.waits)
    needless = _needless(s, row)
    if needless:
        deliveries.settle(row, DeliveryState.REFUSED, now, code=needless)
        return needless
    backend = s.get(Backend, row.backend)
    keys = endpoints.keys_of(backend, parts.settings.secret_key) if backend is not None else ()
    if backend is None or not keys:
        raise DeliveryFailed(
            "this backend is not set up", code="no-backend", needs_operator=True, again_in=pace.longest
        )
    system = parts.connect(endpoints.endpoint_of(backend, parts.settings.secret_key))
    perhaps_there = row.state != DeliveryState.PENDING and not system.repeats_safely
    is_search = bool(row.token) or (perhaps_there and row.searches < SEARCHES)
    if not is_search and row.ended_at is not None and not system.repeats_safely:
        deliveries.settle(row, DeliveryState.REFUSED, now, code=TAKEN_BACK)  # it was not found there, and is not to be
        return TAKEN_BACK
    submission = _submission(s, row)
    if not is_search:
        row.state, row.tries, row.searches = DeliveryState.SENT, row.tries + 1, 0
        row.first_sent_at, row.last_sent_at = row.first_sent_at or now, now
    return _Try(row.id, row.key, submission, system, is_search, row.token, row.first_sent_at or now)


def _needless(s: Session, row: BackendDelivery) -> str:
    """Why there is nothing to send (a code of NEEDLESS), or "". A delivery that may have arrived is never needless."""
    if row.state != DeliveryState.PENDING:
        return ""
    if row.case.forgotten_at is not None and row.operation == Operation.DISPATCH:
        return ERASED
    if row.ended_at is not None:
        return TAKEN_BACK
    if row.operation != Operation.DISPATCH and deliveries.reference_of(s, row) is None:
        return NEVER_THERE
    return ""


def _submission(s: Session, row: BackendDelivery) -> Submission:
    """The case as its handler reads it now, with the operation and, of a supervision, the words that a handler reads.

    Without any words, if the body is not to read it, or not any more.
    """
    case, words = row.case, ""
    known = deliveries.reference_of(s, row) or ""
    given = replace(submission_of(s, case), body=row.body, operation=row.operation, reference=known)
    if _reads_nothing(row):
        return replace(given, text="", place="", words="", extra={})
    if row.operation == Operation.SUPERVISION and not case.seal:
        event = s.scalars(
            sa.select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.serial == row.serial)
        ).one()
        words = handler_view.visible_words(s, case, event, public=False)
    return replace(given, words=words)


def _reads_nothing(row: BackendDelivery) -> bool:
    """Whether the case was taken from the body, or is kept from it: then codes and the number are enough."""
    taken = row.operation == Operation.WITHDRAWAL or row.ended_at is not None
    return taken or discretion.is_hidden_from(row.case, row.body, None)


def _record_failure(s: Session, now: datetime, tried: _Try, failure: DeliveryFailed, pace: Pace) -> float | None:
    """Record a failed try or search on the delivery; returns the seconds until the next try, None if there is none."""
    row = s.get_one(BackendDelivery, tried.id, with_for_update={"of": BackendDelivery})
    if row.state not in UNSETTLED:  # news, or a clerk, settled it meanwhile
        return None
    row.code, row.reason = failure.code[:40], failure.reason[:300]
    if tried.is_search:  # nothing new is known of it
        return pace.searches if now - row.created_at < TOLD_AFTER else pace.longest
    if isinstance(failure, InDoubt):
        row.state = DeliveryState.IN_DOUBT
        return _pause(row, pace) if tried.system.repeats_safely else pace.searches
    if not failure.retry:
        deliveries.settle(row, DeliveryState.REFUSED, now, code=failure.code)
        return None
    if now - row.created_at > GIVEN_UP_AFTER:
        deliveries.settle(row, DeliveryState.FAILED, now, code=failure.code)
        return None
    row.state = DeliveryState.PENDING
    return failure.again_in or _pause(row, pace)


def _record_receipt(s: Session, now: datetime, delivery_id: int, receipt: Receipt | None, pace: Pace) -> float | None:
    """Record what the other system answered (None: not found); returns the seconds until the next try, None if it is settled."""
    row = s.get_one(BackendDelivery, delivery_id, with_for_update={"of": BackendDelivery})
    if row.state not in UNSETTLED:  # news, or a clerk, settled it meanwhile
        if row.state == DeliveryState.ACCEPTED and receipt is not None and row.reference in ("", row.key):
            _note_reference(s, row, receipt.reference or row.reference)
        return None
    if receipt is None:
        return _not_found(row, now, pace)
    if receipt.token and not receipt.reference:
        row.state, row.token = DeliveryState.SENT, receipt.token
        return pace.searches
    row.reason = ""
    _note_reference(s, row, receipt.reference)
    deliveries.settle(row, DeliveryState.ACCEPTED, now)
    return None


def _note_reference(s: Session, row: BackendDelivery, reference: str) -> None:
    """Note the other system's number of the case on the delivery; of a dispatch also on the case."""
    row.reference = reference
    if row.operation == Operation.DISPATCH:
        case = s.get_one(Case, row.case_id)
        case.backend, case.backend_reference = row.backend[:20], reference[:200]


def _not_found(row: BackendDelivery, now: datetime, pace: Pace) -> float:
    """Record that the delivery was not found; returns the seconds until the next try.

    A search in vain counts only once the delivery, if it was on its way, must have arrived.
    """
    row.state = DeliveryState.IN_DOUBT
    arrived = (row.last_sent_at or now) + timedelta(seconds=pace.arrives)
    if now < arrived:
        return min(pace.searches, (arrived - now).total_seconds() + 0.1)
    row.searches += 1
    return pace.searches if row.searches < SEARCHES else 0.0


def _pause(row: BackendDelivery, pace: Pace) -> float:
    """The seconds until the next try: two, doubled with each, at most `pace.longest`."""
    return float(min(2.0 ** min(row.tries, 12), pace.longest))


def tell_of_trouble(parts: Parts) -> int:
    """The worker's job: tell staff, once, of each delivery that is late (TOLD_AFTER), refused or given up (`_tell`).

    Not of one that became needless. At most 50 deliveries in one run; returns how many.
    """
    now = parts.clock.now()
    with parts.db.write() as s:
        rows = sa.select(BackendDelivery).where(BackendDelivery.told_at.is_(None), stuck_deliveries.trouble(now))
        found = list(s.scalars(rows.order_by(BackendDelivery.id).limit(50).with_for_update(of=BackendDelivery)))
        for row in found:
            _tell(s, parts, row)
            row.told_at = now
        return len(found)


def _tell(s: Session, parts: Parts, row: BackendDelivery) -> None:
    """Queue an SMS to the supervisors with a phone who may hear of the case; without any, to those on call who may.

    To nobody from whom the case is hidden or sealed, even where `alarms.on_call_for` gives nobody else: no life is at stake.
    """
    people = alarms.supervisors_for(s, row.case) or alarms.on_call_for(s, row.case, parts.clock.now())
    for account in (one for one in people if alarms.may_be_told(row.case, one)):
        key = f"staff_hand_over:{row.id}"
        queue_staff_sms(s, parts, account, "staff_hand_over", params={"case_no": row.case.case_no}, key=key)


# --- what the backends say


OVERLAP = timedelta(minutes=2)  # asked for again each time, because their clock may be behind ours and their list late
MOST_ASKED = 1000  # cases of one backend in one round
LONGEST_SPAN = timedelta(days=89)  # that one request for news covers; the standard allows 90


def ask_for_news(parts: Parts) -> int:
    """The worker's job: ask each Open311 backend what became of its cases; returns how many items of news were new."""
    done = 0
    for name in _asked_backends(parts):
        try:
            done += _ask(parts, name)
        except Exception:  # one backend's fault must not stop the others
            log.exception("backend %s", name)
    return done


def _asked_backends(parts: Parts) -> list[str]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(Backend.name).where(Backend.kind == "open311").order_by(Backend.name)))


def _ask(parts: Parts, name: str) -> int:
    """Ask one backend for news, and take it in; returns how many items were new. After a fault the same span is asked for again."""
    now = parts.clock.now()
    with parts.db.read() as s:
        row = s.get_one(Backend, name)
        endpoint = endpoints.endpoint_of(row, parts.settings.secret_key)
        references = list(s.scalars(_references_with(name)))
        since = max(now - LONGEST_SPAN, (row.asked_until or row.created_at) - OVERLAP)
    if not references or not endpoint.keys:
        return 0
    try:
        told = parts.connect(endpoint).news(references, since, now)
    except DeliveryFailed as failure:
        log.warning("backend %s: %s (%s)", name, failure.reason, failure.code)
        return 0
    taken = [_try_to_take_in(parts, name, one) for one in sorted(told, key=lambda one: one.at)]
    if None not in taken:
        _note_asked(parts, name, now)
    return sum(filter(None, taken))


def _references_with(name: str) -> sa.Select[str]:
    """Select the references of the cases that this backend has and that are not resolved yet, the newest MOST_ASKED."""
    theirs = sa.select(BackendDelivery.reference).join(Case, Case.id == BackendDelivery.case_id)
    return (
        theirs.where(
            BackendDelivery.backend == name,
            BackendDelivery.operation == Operation.DISPATCH,
            BackendDelivery.state == DeliveryState.ACCEPTED,
            BackendDelivery.ended_at.is_(None),
            Case.state.in_(UNRESOLVED),
        )
        .order_by(BackendDelivery.id.desc())
        .limit(MOST_ASKED)
    )


def _try_to_take_in(parts: Parts, name: str, one: News) -> int | None:
    """`_take_in`; None after a fault, which is logged and must not stop the other items: the item will be asked for again."""
    try:
        return _take_in(parts, name, one)
    except Exception:
        log.exception("backend %s: an item of news", name)
        return None


def _take_in(parts: Parts, name: str, one: News) -> int:
    """Take one item of news in; returns 1, or 0 if it was taken before."""
    with parts.db.write() as s:
        said = Said(one.id, one.status, one.text, min(one.at, parts.clock.now()), reference=one.reference)
        before = news.of_id(s, name, one.id)
        if before is None:
            news.take(s, parts, s.get_one(Backend, name), said)
        return int(before is None)


def _note_asked(parts: Parts, name: str, now: datetime) -> None:
    with parts.db.write() as s:
        s.get_one(Backend, name).asked_until = now
