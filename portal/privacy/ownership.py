"""Which contact points belong to one person.

A web chat is nobody's address: it is a person's only if they alone proved a number in it or left theirs in its cases.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseWords
from portal.residents import service as residents
from portal.residents.models import ContactPoint


def points_of(s: Session, resident_id: int, chat: int | None = None) -> set[int]:
    """The ids of the contact points that erasing a resident reaches.

    Their own (`own_points`), and those that nobody proved and in whose cases no number but theirs was left. `chat`: a
    web chat that they say is theirs; included if nobody proved or left a number in it (`may_claim`).
    """
    found = own_points(s, resident_id) | _by_number(s, set(residents.proven_phones(s, resident_id)))
    return found | {chat} if chat is not None and may_claim(s, chat) else found


def own_points(s: Session, resident_id: int) -> set[int]:
    """The ids of the addresses that they proved, and of the chats in which they alone proved a number."""
    alone = sa.and_(ContactPoint.proven_by == resident_id, sa.not_(ContactPoint.shared))
    theirs = sa.or_(ContactPoint.resident_id == resident_id, alone)
    return set(s.scalars(sa.select(ContactPoint.id).where(theirs, ContactPoint.erased_at.is_(None))))


def points_of_copy(s: Session, resident_id: int, chat: int | None, *, claimed: bool) -> set[int]:
    """The ids of the contact points whose data a copy holds: their own, and this browser's chat if erasing reaches it.

    Fewer than erasing reaches, since elsewhere others may have spoken. `claimed`: they say that the chat is theirs.
    """
    if chat is None:
        return own_points(s, resident_id)
    return own_points(s, resident_id) | ({chat} & points_of(s, resident_id, chat if claimed else None))


def may_claim(s: Session, chat: int) -> bool:
    """Whether nobody proved a number in this chat, and none was left in its cases."""
    point = s.get(ContactPoint, chat)
    if point is None or point.erased_at is not None or point.shared or point.proven_by is not None:
        return False
    return not _numbers_left(s, chat)


def _by_number(s: Session, phones: set[str]) -> set[int]:
    unproven = sa.and_(
        ContactPoint.resident_id.is_(None),
        ContactPoint.proven_by.is_(None),
        sa.not_(ContactPoint.shared),
        ContactPoint.erased_at.is_(None),
    )
    # the number in such a case may be that of the person complained of
    guarded = sa.select(Case.contact_point_id).where(sa.or_(Case.confidential, Case.conduct.in_(("ask", "conduct"))))
    ends = [CaseWords.contact.contains(phone[-4:]) for phone in phones]  # narrowed by `_numbers_left`
    left = (
        sa.select(ContactPoint.id)
        .join(Case, Case.contact_point_id == ContactPoint.id)
        .join(CaseWords, CaseWords.case_id == Case.id)
        .where(unproven, ContactPoint.id.not_in(guarded), sa.or_(sa.false(), *ends))
        .distinct()
    )
    return {point for point in s.scalars(left) if (numbers := _numbers_left(s, point)) and numbers <= phones}


def _numbers_left(s: Session, point: int) -> set[str]:
    contacts = sa.select(CaseWords.contact).join(Case, Case.id == CaseWords.case_id)
    left = s.scalars(contacts.where(Case.contact_point_id == point, CaseWords.contact != ""))
    return {number for contact in left for number in residents.mobile_numbers(contact)}
