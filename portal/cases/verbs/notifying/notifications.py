"""Pushes to the reporter, and SMS to handlers, supervisors and clerks, written as outbox rows in the transaction of their event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure.readers import Readers, readers_of
from portal.cases.models import Case, Urgency
from portal.cases.records import alarms, queries
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind, Purpose
from portal.residents.models import UNREACHED, ContactPoint
from portal.staff import leave
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wording import templates


def can_be_pushed(s: Session, case: Case) -> bool:
    """Whether the reporter may be sent, and can get, a message that they did not ask for just now."""
    point = s.get_one(ContactPoint, case.contact_point_id)
    is_free = not point.no_push and point.opted_out_at is None and point.erased_at is None
    return is_free and point.channel not in UNREACHED and not queries.is_kept_from_its_telephone(case, point)


def push(
    s: Session,
    now: datetime,
    case: Case,
    template: str,
    *,
    params: Mapping[str, str],
    expecting: Mapping[str, Any] | None = None,
    said: str = "",
    about: str = "",
) -> bool:
    """Queue a message to the reporter. Returns whether it is queued, now or before.

    It is not once they were erased, while their contact point has `no_push` or they sent 退订, or if nothing reaches it
    (`UNREACHED`). A 退订 that comes later is heeded on delivery.

    `params` fill the template. `expecting`: the question that the message asks, as the channel keeps it for the answer.
    `said`: what staff wrote for the reporter, the template's `{words}`; kept in the row's letter, not its payload.
    `about`: tells apart messages of one template about the same event, of which otherwise only the first is queued.
    """
    point = s.get_one(ContactPoint, case.contact_point_id)
    if not can_be_pushed(s, case):
        return False
    outbox.put(
        s,
        kind=Kind.PUSH_RESIDENT,
        payload={
            "contact_point_id": case.contact_point_id,
            "template": template,
            "params": dict(params),
            "expecting": dict(expecting) if expecting else None,
            "link": f"/c/{case.case_no}" if point.channel == "webchat" else None,  # opened by the browser's chat token
        },
        now=now,
        dedupe_key=f"push_resident:{case.id}:{case.serial}:{template}" + (f":{about}" if about else ""),
        letter=("", said) if said else None,
    )
    return True


# a text template → the one for an emergency, without a deadline
_EMERGENCY_TEMPLATES = {
    "case_accepted": "case_accepted_emergency",
    "case_dispatched": "case_dispatched_emergency",
    "case_recalled": "case_recalled_emergency",
}


def tell_reporter(s: Session, now: datetime, case: Case, template: str, params: Mapping[str, str]) -> None:
    """Push how the case goes, with its deadline (`day`); an emergency has text templates of its own, without it.

    `template`: one of `_EMERGENCY_TEMPLATES`; for any other use `push`.
    """
    if case.urgency == Urgency.EMERGENCY:
        push(s, now, case, _EMERGENCY_TEMPLATES[template], params=params)
    else:
        push(s, now, case, template, params={**params, "day": day(case.due_at)})


def tell_handler(s: Session, parts: Parts, case: Case, template: str) -> list[Account]:
    """Queue an SMS to each of the body's active accounts, or to the grid worker; for one on leave, to whoever stands in. Returns those accounts.

    No SMS before the case is dispatched, to an account without a phone, or to one from which the case is hidden.
    """
    if not case.dispatched:
        return []
    theirs = sa.and_(Account.role == Role.BODY, Account.body == case.body)
    if case.body is None:
        theirs = sa.and_(Account.role == Role.GRID, Account.id == case.worker_id)
    params = {"case_no": case.case_no, "day": day(case.due_at)}
    found = s.scalars(sa.select(Account).where(theirs, Account.active).order_by(Account.id)).all()
    key = f"{template}:{case.id}:{case.serial}"
    acting = [leave.acting_for(s, one, parts.clock.now()) for one in found]
    # one person of the body may be accused, or the worker
    theirs_to_know = [one for one in acting if not alarms.is_hidden_from(case, one)]
    return [one for one in theirs_to_know if queue_staff_sms(s, parts, one, template, params=params, key=key)]


def tell_supervisors(
    s: Session, parts: Parts, case: Case, template: str, *, again: str = "", due_at: datetime | None = None
) -> None:
    """Queue an SMS to each supervisor who has a phone and may be told of the case (`alarms.supervisors_for`).

    The same template about the same event is sent once, unless `again` tells a second SMS apart. `due_at`: as in `tell_desk`.
    """
    params = {"case_no": case.case_no, "day": day(due_at or case.due_at)}
    for account in alarms.supervisors_for(s, case):
        key = f"{template}:{case.id}:{case.serial}{again}"
        queue_staff_sms(s, parts, account, template, params=params, key=key)


def tell_who_alone_reads(s: Session, parts: Parts, case: Case, *, before: Readers | None = None) -> None:
    """Tell the supervisors that a case is theirs to handle which no clerk may read, so that nobody else sees it wait; not if it was so `before`."""
    if before is not Readers.SUPERVISORS and readers_of(s, case) is Readers.SUPERVISORS:
        tell_supervisors(s, parts, case, "staff_dispatched")


def tell_desk(
    s: Session, parts: Parts, case: Case, template: str, *, about: str = "", due_at: datetime | None = None
) -> None:
    """Queue an SMS to each clerk who has a phone and may be told of the case (`alarms.may_be_told`); where none may read it, to supervisors.

    `about`: tells apart messages of one template about the same event, of which otherwise only the first is queued. `due_at`:
    the moment whose day they name; None: the case's deadline.
    """
    suffix = f":{about}" if about else ""
    if readers_of(s, case) is Readers.SUPERVISORS:
        tell_supervisors(s, parts, case, template, again=suffix, due_at=due_at)
        return
    params = {"case_no": case.case_no, "day": day(due_at or case.due_at)}
    key = f"{template}:{case.id}:{case.serial}{suffix}"
    for account in s.scalars(sa.select(Account).where(Account.role == Role.DESK, Account.active).order_by(Account.id)):
        if alarms.may_be_told(case, account):
            queue_staff_sms(s, parts, account, template, params=params, key=key)


def queue_staff_sms(
    s: Session, parts: Parts, account: Account, template: str, *, params: dict[str, str], key: str
) -> bool:
    """Queue one SMS to a staff account. False if it is not active or has no phone. The same `key` again queues nothing (True)."""
    if not account.active or not account.phone:
        return False
    outbox.put(
        s,
        kind=Kind.SEND_SMS,
        payload={"purpose": Purpose.STAFF, "template": template, "params": params},
        now=parts.clock.now(),
        dedupe_key=f"{key}:{account.id}",
        letter=(account.phone, templates.render(parts.settings.community, template, params)),
    )
    return True


def day(moment: datetime) -> str:
    """A moment's day in Shanghai time, like 11月24日."""
    day = moment.astimezone(SHANGHAI)
    return f"{day.month}月{day.day}日"
