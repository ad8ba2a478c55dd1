"""How much of what each body claimed the reporters confirm (`rules.truth`), read from events and contact claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import CaseEvent, ContactClaim
from portal.cases.rules import truth
from portal.cases.rules.lifecycle import Verb
from portal.cases.rules.truth import Step, Truth

# verbs that say nothing of who has a case or whether it is done
_SAY_NOTHING = (Verb.NOTE, Verb.PROGRESS, Verb.FOLLOW_UP, Verb.ADD_DETAIL, Verb.REMIND, Verb.SUPERVISE, Verb.ATTEST)


def by_body(s: Session, since: datetime) -> dict[str, Truth]:
    """A body's code → what it claimed since then, and what the reporters answered; "" → the desk and the grid workers."""
    found: dict[str, Truth] = defaultdict(Truth)
    for fix in truth.fixes(_steps(s, since), since):
        found[fix.body].fixes.count(fix.answer)
        found[fix.body].despite += fix.faulty
    contacts = sa.select(ContactClaim.body, ContactClaim.answer, sa.func.count())
    contacts = contacts.join(CaseEvent, CaseEvent.id == ContactClaim.event_id).where(CaseEvent.at >= since)
    for code, answer, number in s.execute(contacts.group_by(ContactClaim.body, ContactClaim.answer)):
        found[code or ""].contacts.count(answer, number)
    return dict(found)


def _steps(s: Session, since: datetime) -> Iterator[Step]:
    """The events, but for those that say nothing here, of each case with a fix (FIX_VERBS) since then; earlier ones, too."""
    claimed = sa.select(CaseEvent.case_id).where(CaseEvent.verb.in_(truth.FIX_VERBS), CaseEvent.at >= since)
    events = sa.select(CaseEvent.case_id, CaseEvent.at, CaseEvent.verb, CaseEvent.actor, CaseEvent.data).where(
        CaseEvent.case_id.in_(claimed), CaseEvent.verb.not_in(_SAY_NOTHING)
    )
    for row in s.execute(events.order_by(CaseEvent.case_id, CaseEvent.serial)):
        yield Step(*row)
