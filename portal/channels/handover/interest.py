"""Who reads and answers a conversation that was handed over: never whoever it is about (信访工作条例 28, 30).

It is about a clerk, if a case of this resident is hidden from them, or if the conversation itself accuses them by name.
The clerks read all others. What is about a clerk the supervisors read as well, since a colleague may be a friend and a
town may have a single clerk; what neither may read comes to the operators, and then to the committees' chairs.
"""

from __future__ import annotations

from collections.abc import Collection

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
    return contact_point_id in readable(s, actor, [contact_point_id])


def readable(s: Session, actor: StaffActor, contact_point_ids: Collection[int]) -> frozenset[int]:
    """Of these residents, those whose conversation the actor may read. As many queries for many as for one."""
    themselves = s.get(Account, actor.id)
    if actor.role not in READERS or themselves is None:
        return frozenset()
    before = _active(s, READERS[: READERS.index(actor.role)])
    about = _about(s, contact_point_ids, [themselves, *before])
    theirs = (one for one in contact_point_ids if actor.id not in about[one])
    first = {one.id for one in before}
    if actor.role is Role.SUPERVISOR and first:
        return frozenset(one for one in theirs if first & about[one])
    return frozenset(one for one in theirs if first <= about[one])


def is_about(s: Session, account: Account, contact_point_id: int) -> bool:
    """Whether this resident's conversation is about the account's holder."""
    return account.id in _about(s, [contact_point_id], [account])[contact_point_id]


def has_reader(s: Session, contact_point_id: int) -> bool:
    """Whether anybody at all may read this resident's conversation."""
    people = _active(s, READERS)
    about = _about(s, [contact_point_id], people)[contact_point_id]
    return any(one.id not in about for one in people)


def _about(s: Session, contact_point_ids: Collection[int], people: Collection[Account]) -> dict[int, set[int]]:
    """For each resident, the ids of those of these people whom the conversation is about."""
    accused = discretion.accused_by(s, _said(s, contact_point_ids), people)
    about = {one: set(accused.get(one, ())) for one in contact_point_ids}
    for one in people:
        hidden = sa.select(Case.contact_point_id).where(
            Case.contact_point_id.in_(contact_point_ids), discretion.hidden_from(one.body, one.id)
        )
        for contact_point_id in s.scalars(hidden.distinct()):
            about[contact_point_id].add(one.id)
    return about


def _active(s: Session, roles: Collection[Role]) -> list[Account]:
    return list(s.scalars(sa.select(Account).where(Account.role.in_(roles), Account.active).order_by(Account.id)))


def _said(s: Session, contact_point_ids: Collection[int]) -> dict[int, str]:
    """What each resident wrote lately, oldest first: messages, and the words with which they asked for a person."""
    found: dict[int, list[str]] = {}
    for table in (Handover, InboxMessage):
        for contact_point_id, text in s.execute(_newest(table, contact_point_ids)):
            found.setdefault(contact_point_id, []).append(text)
    return {one: "\n".join(dict.fromkeys(filter(None, texts)))[-_LONGEST:] for one, texts in found.items()}


def _newest(table: type[Handover | InboxMessage], contact_point_ids: Collection[int]) -> sa.Select[int, str]:
    """The last READ texts of each of these residents, oldest first."""
    place = sa.func.row_number().over(partition_by=table.contact_point_id, order_by=table.id.desc())
    rows = sa.select(table.id, table.contact_point_id, table.text, place.label("place"))
    newest = rows.where(table.contact_point_id.in_(contact_point_ids)).subquery()
    return sa.select(newest.c.contact_point_id, newest.c.text).where(newest.c.place <= READ).order_by(newest.c.id)
