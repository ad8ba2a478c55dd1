"""Read from events and contact claims what each body claimed, and count how much of that reporters confirmed (`rules.truth`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent, ContactClaim
from portal.cases.rules import truth
from portal.cases.rules.lifecycle import Verb
from portal.cases.rules.truth import Fix, FixEvent, Truth

# verbs that do not bear on fixes: they change neither who has a case nor whether it is done
_SAY_NOTHING = (
    Verb.NOTE, Verb.PROGRESS, Verb.ADD_DETAIL, Verb.REMIND, Verb.SUPERVISE, Verb.GIVE_PART,
    Verb.FINISH_PART, Verb.RETURN_PART, Verb.STRIKE_PART, Verb.INSPECT,
)  # fmt: skip


def by_body(
    s: Session, since: datetime, until: datetime | None = None, scope: Sequence[sa.ColumnElement[bool]] = ()
) -> dict[str, Truth]:
    """A body's code → what it claimed from `since` on, and what the reporters answered; "" → the desk and the grid workers.

    `until`: only what was claimed before then, with the answers until today. `scope`: the conditions for the cases counted.
    """
    found: dict[str, Truth] = defaultdict(Truth)
    for fix in truth.fixes(_fix_events(s, since, until, scope), since, until):
        found[fix.body].fixes.count(fix.answer, asked=fix.asked)
        found[fix.body].despite += fix.faulty
    asked = ContactClaim.asked_at.is_not(None)
    contacts = sa.select(ContactClaim.body, ContactClaim.answer, asked, sa.func.count())
    contacts = contacts.join(CaseEvent, CaseEvent.id == ContactClaim.event_id)
    contacts = contacts.join(Case, Case.id == CaseEvent.case_id).where(*_between(since, until), *scope)
    for code, answer, was_asked, number in s.execute(contacts.group_by(ContactClaim.body, ContactClaim.answer, asked)):
        found[code or ""].contacts.count(answer, number, asked=was_asked)
    return dict(found)


def last_fix(case: Case) -> Fix | None:
    """The last claim that the case's matter is done; None without one."""
    events = (FixEvent(one.case_id, one.at, one.verb, one.actor, one.data) for one in case.events)
    return next(reversed(truth.fixes(events, case.created_at)), None)


def _between(since: datetime, until: datetime | None) -> list[sa.ColumnElement[bool]]:
    """The conditions for an event from `since` on and before `until`; None: up to now."""
    return [CaseEvent.at >= since, *([] if until is None else [CaseEvent.at < until])]


def _fix_events(
    s: Session, since: datetime, until: datetime | None, scope: Sequence[sa.ColumnElement[bool]]
) -> Iterator[FixEvent]:
    """All events that bear on fixes, of each case with a fix (FIX_VERBS) in that time; by case and in order."""
    claimed = sa.select(CaseEvent.case_id).join(Case, Case.id == CaseEvent.case_id)
    claimed = claimed.where(CaseEvent.verb.in_(truth.FIX_VERBS), *_between(since, until), *scope)
    events = sa.select(CaseEvent.case_id, CaseEvent.at, CaseEvent.verb, CaseEvent.actor, CaseEvent.data).where(
        CaseEvent.case_id.in_(claimed), CaseEvent.verb.not_in(_SAY_NOTHING)
    )
    for row in s.execute(events.order_by(CaseEvent.case_id, CaseEvent.serial)):
        yield FixEvent(*row)
