"""Reporters of resolved cases whom no message asks whether the matter is done: staff phone or visit them, and note it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent
from portal.cases.rules.lifecycle import State, Verb
from portal.cases.rules.truth import ASKED
from portal.residents.models import ContactPoint

# `Case.channel` of what grid workers saw themselves (`TakenFrom.SIGHTING`), and of the hotline's orders
_OTHERS_ASK = ("sighting", "hotline")
BY_DESK = "desk"  # the channel of contact points of people who left no mobile number, or want no messages


def has_reporter_to_ask(case: Case) -> bool:
    """Whether we ask the case's reporter whether it is done: not of what a grid worker saw, and not of the hotline's, which asks them."""
    return case.channel not in _OTHERS_ASK


def points_of(s: Session, cases: Collection[Case]) -> dict[int, ContactPoint]:
    """The contact points of the resolved cases among these, by id, in one query: what `is_to_ask` looks at."""
    ids = {case.contact_point_id for case in cases if case.state == State.RESOLVED}
    found = s.scalars(sa.select(ContactPoint).where(ContactPoint.id.in_(ids))) if ids else ()
    return {point.id: point for point in found}


def is_to_ask(s: Session, case: Case, points: Mapping[int, ContactPoint] | None = None) -> bool:
    """Whether somebody must phone or visit the reporter of this case, and nobody noted that they did; as a query: `to_ask`.

    Never of whoever is not to be contacted (`no_push`, 退订), was erased; `has_reporter_to_ask`. `points`: `points_of` a list with this case.
    """
    if (
        case.state != State.RESOLVED
        or not has_reporter_to_ask(case)
        or any(_notes_it(event, case) for event in case.events)
    ):
        return False
    point = points[case.contact_point_id] if points else s.get_one(ContactPoint, case.contact_point_id)
    is_free = not point.no_push and point.opted_out_at is None and point.erased_at is None
    return is_free and (point.channel == BY_DESK or point.unreachable_at is not None)


def _notes_it(event: CaseEvent, case: Case) -> bool:
    """Whether staff noted in this event what the reporter said to the case's last resolution."""
    return event.verb == Verb.NOTE and event.serial > case.state_serial and bool(event.data.get(ASKED))


def to_ask() -> list[sa.ColumnElement[bool]]:
    """`is_to_ask` as conditions for a query on `Case`."""
    point = sa.and_(
        ContactPoint.id == Case.contact_point_id,
        ContactPoint.no_push.is_(False),
        ContactPoint.opted_out_at.is_(None),
        ContactPoint.erased_at.is_(None),
        sa.or_(ContactPoint.channel == BY_DESK, ContactPoint.unreachable_at.is_not(None)),
    )
    noted = sa.and_(
        CaseEvent.case_id == Case.id,
        CaseEvent.serial > Case.state_serial,
        CaseEvent.verb == Verb.NOTE,
        CaseEvent.data[ASKED].as_boolean(),
    )
    return [
        Case.state == State.RESOLVED,
        Case.channel.not_in(_OTHERS_ASK),
        sa.exists().where(point),
        ~sa.exists().where(noted),
    ]
