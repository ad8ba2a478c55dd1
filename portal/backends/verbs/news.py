"""Take in news from a backend of a case that it has: acknowledged, progress, resolved, sent back.

The backend acts as the body whose case it has, by the same verbs and the same table as that body's own people; news that
does not fit is refused with a reason and kept for the clerk. A backend can act only on cases that were delivered to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.backends.models import UNSETTLED, Backend, BackendDelivery, BackendNews, DeliveryState
from portal.backends.verbs import deliveries
from portal.cases.disclosure import discretion
from portal.cases.models import Case
from portal.cases.reading.staff_words import fishing
from portal.cases.records.actors import Who, in_scope
from portal.cases.rules.form_text import MAX_NOTE
from portal.cases.rules.lifecycle import Actor, State
from portal.cases.verbs.handler import handler_actions, returning
from portal.grids import service as grids
from portal.kernel.errors import Problem
from portal.kernel.ports import NewsStatus, Operation
from portal.storage.parts import Parts

# Why news is refused (`BackendNews.reason`); in words: `doors.updates.reasons`.
UNKNOWN, NOT_THEIRS, STALE, ILLEGAL, UNKNOWN_STATUS = "unknown", "not-theirs", "stale", "illegal", "status"
ASKS_WHO = "asks-who"
_READ_BY_REPORTER = (NewsStatus.PROGRESS, NewsStatus.RESOLVED)


@dataclass(frozen=True)
class Said:
    """One item of news as it was received (`models.BackendNews`: as it is kept; in the API's words an `update`).

    It names the case by `handover` (our key of the delivery), by `reference` (the backend's own of the case), or by
    `case_no`. `id`: the backend's own of the item, the same when it is told again; `status`: a `NewsStatus`, if it is
    one; `at`: when it happened, by the backend's clock, but no later than now.
    """

    id: str
    status: str
    text: str
    at: datetime
    handover: str = ""
    reference: str = ""
    case_no: str = ""


def take(s: Session, parts: Parts, backend: Backend, said: Said) -> BackendNews:
    """Carry out what the news says and store it; if that is refused, with the `reason`. The same `id` again changes nothing."""
    before = of_id(s, backend.name, said.id)
    if before is not None:
        return before
    row = _given(s, backend, said)
    case = s.scalar(sa.select(Case).where(Case.id == row.case_id).with_for_update(of=Case)) if row else None
    reason = _refusal(s, backend, case, row, said) or _do(s, parts, backend, case, said)
    if not reason and row is not None:
        _settle_arrived(row, said, parts.clock.now())
    news = BackendNews(
        backend=backend.name,
        news_id=said.id,
        case_id=case.id if case is not None else None,
        status=said.status[:20],
        at=said.at,
        received_at=parts.clock.now(),
        reason=reason,
        text=said.text[:MAX_NOTE] if reason else "",
    )
    s.add(news)
    s.flush()
    return news


def of_id(s: Session, backend: str, news_id: str) -> BackendNews | None:
    """The news of this backend with this id, if it was taken in before; else None."""
    return s.scalar(sa.select(BackendNews).where(BackendNews.backend == backend, BackendNews.news_id == news_id))


def _given(s: Session, backend: Backend, said: Said) -> BackendDelivery | None:
    """The delivery that the news is about, among those to this backend; None if it names none of them."""
    theirs = sa.select(BackendDelivery).where(BackendDelivery.backend == backend.name)
    if said.handover:
        return s.scalar(theirs.where(BackendDelivery.key == said.handover))
    given = theirs.where(BackendDelivery.operation == Operation.DISPATCH)
    if said.reference:
        given = given.where(BackendDelivery.reference == said.reference)
    else:
        given = given.join(Case, Case.id == BackendDelivery.case_id).where(Case.case_no == said.case_no)
    return s.scalar(given.order_by(BackendDelivery.id.desc()).limit(1))


def _refusal(s: Session, backend: Backend, case: Case | None, row: BackendDelivery | None, said: Said) -> str:
    """Why the news is refused, or "" if it may be tried (`_do`)."""
    if said.status not in set(NewsStatus):
        return UNKNOWN_STATUS
    if case is None or row is None or case.forgotten_at is not None:
        return UNKNOWN
    has = deliveries.current_dispatch(s, case)
    if has is None or has.backend != backend.name or not in_scope(case, _who(s, has.body)):
        return NOT_THEIRS
    if _is_stale(s, case, has, row, said):
        return STALE
    return ASKS_WHO if _asks_who(case, said) else ""


def _asks_who(case: Case, said: Said) -> bool:
    """Whether its words, which the reporter of a case in confidence would read, ask who they are, as a body's own people may not either."""
    reads = said.status in _READ_BY_REPORTER and discretion.is_confidential(case)
    return reads and fishing.asks_who(said.text, is_report=True)


def _is_stale(s: Session, case: Case, has: BackendDelivery, row: BackendDelivery, said: Said) -> bool:
    """Whether the news is from before a reopening or another dispatch, or older than the last news that was done."""
    rounds = sa.select(BackendDelivery).where(
        BackendDelivery.case_id == case.id,
        BackendDelivery.backend == has.backend,
        BackendDelivery.operation.in_((Operation.DISPATCH, Operation.REOPENING)),
    )
    latest, *before = s.scalars(rounds.order_by(BackendDelivery.id.desc()))
    if row.id < has.id or (said.handover and row.id < latest.id):
        return True
    if before and not said.handover and said.at < latest.created_at:
        return True
    done = sa.select(sa.func.max(BackendNews.at)).where(
        BackendNews.case_id == case.id,
        BackendNews.backend == has.backend,
        BackendNews.received_at >= has.created_at,
        BackendNews.reason == "",
    )
    last = s.scalar(done)
    return last is not None and said.at < last


def _who(s: Session, body: str) -> Who:
    """The body as the actor of what its backend says, without an account."""
    found = grids.body(s, body)
    return Who(Actor.BODY, None, found.name if found is not None else Actor.BODY.label, body)


def _do(s: Session, parts: Parts, backend: Backend, case: Case | None, said: Said) -> str:
    """Carry the news out. Returns "" if that is done, or there is nothing to do; ILLEGAL if the table or the verb refuses it."""
    assert case is not None
    assert case.body is not None
    who = _who(s, case.body)
    try:
        with s.begin_nested():
            if backend.kind == "open311" and said.status == NewsStatus.PROGRESS:
                if case.state == State.DISPATCHED:
                    handler_actions.acknowledge(s, parts, case, who)  # the standard has no word for it
                if not said.text.strip():
                    return ""  # a state without words is no progress to tell of
            _VERBS[NewsStatus(said.status)](s, parts, case, who, said.text[:MAX_NOTE])
    except Problem:
        s.refresh(case)
        return ILLEGAL
    return ""


def _acknowledge(s: Session, parts: Parts, case: Case, who: Who, _text: str) -> None:
    handler_actions.acknowledge(s, parts, case, who)


def _progress(s: Session, parts: Parts, case: Case, who: Who, text: str) -> None:
    handler_actions.progress(s, parts, case, who, text=text)


def _resolve(s: Session, parts: Parts, case: Case, who: Who, text: str) -> None:
    handler_actions.resolve(s, parts, case, who, text=text or _("承办单位的系统说办好了，没有写怎么办的"))


def _send_back(s: Session, parts: Parts, case: Case, who: Who, text: str) -> None:
    returning.send_back(s, parts, case, who, reason=text)


_VERBS: Mapping[NewsStatus, Callable[[Session, Parts, Case, Who, str], None]] = {  # status → what carries it out
    NewsStatus.ACKNOWLEDGED: _acknowledge,
    NewsStatus.PROGRESS: _progress,
    NewsStatus.RESOLVED: _resolve,
    NewsStatus.SENT_BACK: _send_back,
}


def _settle_arrived(row: BackendDelivery, said: Said, now: datetime) -> None:
    """Settle an unsettled delivery as accepted: a backend that has news of it has got it, even if no receipt came."""
    if row.state in UNSETTLED:
        deliveries.settle(row, DeliveryState.ACCEPTED, now)
        row.reference = said.reference or row.reference or row.key


def refused_of_case(s: Session, case: Case) -> list[BackendNews]:
    """The news of a case that was refused, in order."""
    found = sa.select(BackendNews).where(BackendNews.case_id == case.id, BackendNews.reason != "")
    return list(s.scalars(found.order_by(BackendNews.id)))
