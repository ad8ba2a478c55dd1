"""Who reads and answers a conversation that was handed over: never whoever it is about (信访工作条例 28, 30).

It is about a clerk, if a case of this resident is hidden from them, or if the conversation itself accuses them by name.
The clerks read all others. What is about a clerk the supervisors read as well, since a colleague may be a friend and a
town may have a single clerk; what neither may read comes to the operators, and then to the committees' chairs.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.models import Case
from portal.channels.models import Handover, InboxMessage
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account

READERS = (Role.DESK, Role.SUPERVISOR, Role.OPERATOR, Role.CHAIR)  # in this order
READ = 60  # the resident's last messages that are read
_LONGEST = 8_000  # characters of them, the newest


def may_read(s: Session, actor: StaffActor, contact_point_id: int) -> bool:
    """Whether the actor may read and answer this resident's conversation."""
    if actor.role not in READERS or concerns(s, actor, contact_point_id):
        return False
    if actor.role is Role.DESK:
        return True
    said = _said(s, contact_point_id)

    def is_about(one: Account) -> bool:
        return _concerns(s, contact_point_id, said, one.body, one.id)

    if actor.role is Role.SUPERVISOR:
        clerks = _active(s, Role.DESK)
        return not clerks or any(is_about(one) for one in clerks)
    before = READERS[: READERS.index(actor.role)]
    return all(is_about(one) for role in before for one in _active(s, role))


def concerns(s: Session, actor: StaffActor, contact_point_id: int) -> bool:
    """Whether this resident's conversation is about the actor."""
    return _concerns(s, contact_point_id, _said(s, contact_point_id), actor.body, actor.id)


def is_about(s: Session, account: Account, contact_point_id: int) -> bool:
    """Whether this resident's conversation is about the account's holder."""
    return _concerns(s, contact_point_id, _said(s, contact_point_id), account.body, account.id)


def has_reader(s: Session, contact_point_id: int) -> bool:
    """Whether anybody at all may read this resident's conversation."""
    said = _said(s, contact_point_id)
    people = (one for role in READERS for one in _active(s, role))
    return any(not _concerns(s, contact_point_id, said, one.body, one.id) for one in people)


def _concerns(s: Session, contact_point_id: int, said: str, body: str | None, account_id: int) -> bool:
    hidden = sa.select(Case.id).where(
        Case.contact_point_id == contact_point_id, discretion.hidden_from(body, account_id)
    )
    return s.scalar(hidden.limit(1)) is not None or discretion.accuses(s, said, account_id)


def _active(s: Session, role: Role) -> list[Account]:
    return list(s.scalars(sa.select(Account).where(Account.role == role, Account.active).order_by(Account.id)))


def _said(s: Session, contact_point_id: int) -> str:
    """What the resident wrote lately, oldest first: messages, and the words with which they asked for a person."""
    messages = sa.select(InboxMessage.text).where(InboxMessage.contact_point_id == contact_point_id)
    asked = sa.select(Handover.text).where(Handover.contact_point_id == contact_point_id)
    found = [
        *reversed(list(s.scalars(asked.order_by(Handover.id.desc()).limit(READ)))),
        *reversed(list(s.scalars(messages.order_by(InboxMessage.id.desc()).limit(READ)))),
    ]
    return "\n".join(dict.fromkeys(filter(None, found)))[-_LONGEST:]
