"""Find deliveries that are late, refused or given up; send one again, or note that it arrived, as a clerk or supervisor decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.backends.models import NOT_THERE, UNSETTLED, BackendDelivery, DeliveryState
from portal.backends.verbs import deliveries
from portal.backends.verbs.deliveries import NEEDLESS, TOLD_AFTER
from portal.cases.models import Case
from portal.kernel.errors import Conflict, NotFound
from portal.kernel.ports import Operation


def send_again(s: Session, case: Case, delivery_id: int, now: datetime) -> None:
    """Queue the delivery to be sent again at once. For one in doubt the clerk thereby states that it did not arrive.

    The times after which staff are told, or it is given up, begin anew. Raises NotFound, and Conflict unless `may_send_again`.
    """
    row = _of(s, case, delivery_id)
    if not may_send_again(row):
        raise Conflict(_("这一次不用再交：有了结果，或者事情已经不归他们办了"))
    row.state, row.settled_at, row.told_at, row.created_at = DeliveryState.PENDING, None, None, now
    row.token = ""
    deliveries.queue(s, row, now)


def note_arrived(s: Session, case: Case, delivery_id: int, now: datetime) -> None:
    """Settle the delivery as accepted, because the clerk found out that it arrived; it is not sent again.

    Raises NotFound, and Conflict unless it is in doubt or on its way.
    """
    row = _of(s, case, delivery_id)
    if row.state not in (DeliveryState.IN_DOUBT, DeliveryState.SENT):
        raise Conflict(_("这一次已经有结果了"))
    deliveries.settle(row, DeliveryState.ACCEPTED, now)
    row.reference = row.reference or row.key


def _of(s: Session, case: Case, delivery_id: int) -> BackendDelivery:
    row = s.get(BackendDelivery, delivery_id, with_for_update={"of": BackendDelivery})
    if row is None or row.case_id != case.id:
        raise NotFound()
    return row


def trouble(now: datetime) -> sa.ColumnElement[bool]:
    """The condition for deliveries that a person should look at: not settled in time; refused or given up, but not NEEDLESS."""
    late = sa.and_(BackendDelivery.state.in_(UNSETTLED), BackendDelivery.created_at <= now - TOLD_AFTER)
    ended = sa.and_(BackendDelivery.state.in_(NOT_THERE), BackendDelivery.code.not_in(NEEDLESS))
    return sa.or_(late, ended)


def in_trouble(s: Session, now: datetime, limit: int, scope: Sequence[sa.ColumnElement[bool]]) -> list[BackendDelivery]:
    """The deliveries in `trouble` without `ended_at`, of the cases that meet `scope`; the latest first."""
    found = sa.select(BackendDelivery).join(BackendDelivery.case).where(trouble(now), *scope)
    found = found.where(BackendDelivery.ended_at.is_(None))
    return list(s.scalars(found.order_by(BackendDelivery.id.desc()).limit(limit)))


def may_send_again(row: BackendDelivery) -> bool:
    """Whether `send_again` takes the delivery: refused, given up or in doubt, not needless, and no dispatch that has ended."""
    moved_on = row.operation == Operation.DISPATCH and row.ended_at is not None
    return row.state in (*NOT_THERE, DeliveryState.IN_DOUBT) and row.code not in NEEDLESS and not moved_on
