"""Who reads and answers a conversation that was handed over: never a person whom it is about (信访工作条例 28, 30).

It is about a staff member if a case of this sender is hidden from them, or if it accuses, or may accuse, them by name or
post. While a case of the sender is sealed, the conversation is for those assigned to it, as long as one of them is
active; unless it was handed over for a danger (URGENT): life goes first. Clerks read
every conversation that is not about themselves. One about a clerk is open to the supervisors as well, since a colleague
may be a friend and a town may have a single clerk. What neither may read goes to the operators, then to the chairs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from portal.cases.disclosure import discretion, parties, sealed
from portal.cases.models import Assigned, Case
from portal.channels.models import Handover, InboxMessage
from portal.kernel.roles import Role, StaffActor
from portal.residents.models import ContactPoint
from portal.staff.models import Account

ROLES = (
    Role.DESK,
    Role.SUPERVISOR,
    Role.OPERATOR,
    Role.CHAIR,
)  # supervisors also read what some clerk may not; each later role, what nobody of the roles before may
MESSAGES_READ = 60  # how many of the sender's last messages, and of the last handovers, are read
URGENT = (
    "self_harm",
    "danger_unanswered",
    "danger_unsure",
)  # values of `Handover.reason`: no seal keeps these from anybody
_LONGEST_READ = 8_000  # characters: of longer words only the newest are read


def may_read(s: Session, actor: StaffActor, contact_point_id: int) -> bool:
    """Whether the actor may read and answer this sender's conversation."""
    return contact_point_id in readable(s, actor, [contact_point_id])


def readable(s: Session, actor: StaffActor, contact_point_ids: Collection[int]) -> frozenset[int]:
    """Those contact points whose conversation the actor may read; the number of queries does not grow with them."""
    themselves = s.get(Account, actor.id)
    if actor.role not in ROLES or themselves is None:
        return frozenset()
    before = _active(s, ROLES[: ROLES.index(actor.role)])
    kept_from = _kept_from_by_sender(s, contact_point_ids, [themselves, *before])
    theirs = (one for one in contact_point_ids if actor.id not in kept_from[one])
    first = {one.id for one in before}
    if actor.role is Role.SUPERVISOR and first:
        return frozenset(one for one in theirs if first & kept_from[one])
    return frozenset(one for one in theirs if first <= kept_from[one])


AccusedByText = Mapping[str, frozenset[int]]
"""A sender's recent words, as one text → the ids of the staff whom they accuse."""


def read_ahead(s: Session, contact_point_id: int, texts: Iterable[str]) -> AccusedByText:
    """Whom the sender's recent words accuse, for each of these texts as the next message.

    Call it before the write transaction: inside, reading a long text would hold up other writers.
    """
    asked = _newest(s, Handover, [contact_point_id]).get(contact_point_id, [])
    messages = _newest(s, InboxMessage, [contact_point_id], MESSAGES_READ - 1).get(contact_point_id, [])
    said = [_joined(*asked, *messages, text) for text in texts]
    return {said[at]: accused for at, accused in parties.accused_in(s, dict(enumerate(said))).items()}


def kept_from(s: Session, people: Collection[Account], contact_point_id: int, accused: AccusedByText) -> set[int]:
    """The ids of those of `people` from whom the sender's conversation is kept.

    It is about them, or the sender has a sealed case that is not theirs.

    `accused`: the result of `read_ahead`; words that are not in it are read now.
    """
    said = _recent_words(s, [contact_point_id]).get(contact_point_id, "")
    found = accused[said] if said in accused else parties.accused_in(s, {0: said}, people)[0]
    return _hidden_from(s, [contact_point_id], people)[contact_point_id] | (found & {one.id for one in people})


def has_reader(s: Session, contact_point_id: int, accused: AccusedByText) -> bool:
    """Whether any active account of ROLES may read this sender's conversation. `accused`: as in `kept_from`."""
    people = _active(s, ROLES)
    return len(kept_from(s, people, contact_point_id, accused)) < len(people)


def _kept_from_by_sender(
    s: Session, contact_point_ids: Collection[int], people: Collection[Account]
) -> dict[int, set[int]]:
    """For each sender, the ids of those of `people` from whom the conversation is kept."""
    accused = parties.accused_in(s, _recent_words(s, contact_point_ids), people)
    hidden = _hidden_from(s, contact_point_ids, people)
    return {one: hidden[one] | accused.get(one, frozenset()) for one in contact_point_ids}


def _hidden_from(s: Session, contact_point_ids: Collection[int], people: Collection[Account]) -> dict[int, set[int]]:
    """For each sender, the ids of those of `people` from whom a case is hidden or sealed that this sender may ask about."""
    found: dict[int, set[int]] = {one: set() for one in contact_point_ids}
    reach = _points_of(contact_point_ids)
    for one in people:
        hidden = (
            sa.select(reach.c.sender)
            .join(Case, Case.contact_point_id == reach.c.point)
            .where(sa.or_(discretion.hidden_from(one.body, one.id), _sealed_from(one, reach.c.sender)))
        )
        for contact_point_id in s.scalars(hidden.distinct()):
            found[contact_point_id].add(one.id)
    return found


def _points_of(contact_point_ids: Collection[int]) -> sa.Subquery:
    """(sender, point): each sender with the contact points whose cases they may ask about, by the rule of `queries.of_reporter`."""
    asked, other = aliased(ContactPoint), aliased(ContactPoint)
    same_resident = sa.and_(asked.channel != "webchat", other.resident_id == asked.resident_id)
    pairs = sa.select(asked.id.label("sender"), other.id.label("point"))
    pairs = pairs.join(other, sa.or_(other.id == asked.id, same_resident))
    return pairs.where(asked.id.in_(contact_point_ids)).subquery()


def _sealed_from(one: Account, sender: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """The condition for a case sealed from this account.

    Only while an active account of ROLES is assigned to it, and `sender` has no open handover for a danger (URGENT).
    """
    readers = sa.exists().where(
        Assigned.case_id == Case.id, Assigned.account_id == Account.id, Account.active, Account.role.in_(ROLES)
    )
    danger = sa.exists().where(
        Handover.contact_point_id == sender, Handover.done_at.is_(None), Handover.reason.in_(URGENT)
    )
    return sa.and_(sealed.sealed_from(one.id, one.body), readers, sa.not_(danger))


def _active(s: Session, roles: Collection[Role]) -> list[Account]:
    return list(s.scalars(sa.select(Account).where(Account.role.in_(roles), Account.active).order_by(Account.id)))


def _recent_words(s: Session, contact_point_ids: Collection[int]) -> dict[int, str]:
    """Each sender's recent words as one text: those of their handovers, then their messages, each oldest first."""
    asked, messages = (_newest(s, table, contact_point_ids) for table in (Handover, InboxMessage))
    return {one: _joined(*asked.get(one, ()), *messages.get(one, ())) for one in asked.keys() | messages.keys()}


def _joined(*texts: str) -> str:
    """The different texts as one, a line each; at most the last _LONGEST_READ characters."""
    return "\n".join(dict.fromkeys(filter(None, texts)))[-_LONGEST_READ:]


def _newest(
    s: Session, table: type[Handover | InboxMessage], contact_point_ids: Collection[int], most: int = MESSAGES_READ
) -> dict[int, list[str]]:
    """The last texts of each of these senders, at most `most` each, oldest first."""
    rank = sa.func.row_number().over(partition_by=table.contact_point_id, order_by=table.id.desc())
    rows = sa.select(table.id, table.contact_point_id, table.text, rank.label("rank"))
    newest = rows.where(table.contact_point_id.in_(contact_point_ids)).subquery()
    found: dict[int, list[str]] = {}
    texts = sa.select(newest.c.contact_point_id, newest.c.text).where(newest.c.rank <= most).order_by(newest.c.id)
    for contact_point_id, text in s.execute(texts):
        found.setdefault(contact_point_id, []).append(text)
    return found
