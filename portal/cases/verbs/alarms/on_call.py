"""Arrange the on-call list: who is paged for an emergency, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import OnCall
from portal.cases.records import alarms
from portal.cases.records.event_wording import sentence
from portal.kernel.errors import Invalid
from portal.on_call import schedule
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.staff.service import AccountAct


def may_be_listed(s: Session) -> list[Account]:
    """The active accounts that may be on the list, by role and because they have a phone, in the order of their usernames."""
    found = (
        sa.select(Account).where(Account.role.in_(schedule.MAY_BE_ON_CALL), Account.active).order_by(Account.username)
    )
    return [one for one in s.scalars(found) if one.phone]


def listed_ids(s: Session) -> list[int]:
    """The ids of the accounts on the list, in order."""
    return list(s.scalars(sa.select(OnCall.account_id).order_by(OnCall.position)))


def arrange(s: Session, people: Sequence[Account], now: datetime, *, by: int | None = None) -> None:
    """Replace the list by these accounts, in this order; none: every clerk with a phone is on call.

    `by`: the account of the operator who acts from the page, None on the command line. It is recorded with each account that is
    put on the list or taken off. Raises Invalid for an account that may not be listed, and changes nothing.
    """
    for one in people:
        if one.role not in schedule.MAY_BE_ON_CALL or not one.phone or not one.active:
            raise Invalid(sentence("refused.on_call", username=one.username))
    before, after = set(listed_ids(s)), {one.id for one in people}
    alarms.set_on_call_list(s, people)
    for what, changed in ((AccountAct.ON_CALL, after - before), (AccountAct.OFF_CALL, before - after)):
        for number in sorted(changed):
            accounts.record_event(s, s.get_one(Account, number), what, now, by="operator", operator_id=by)
