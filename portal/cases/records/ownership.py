"""To which resident a web chat belongs if nobody proved a number in it.

A resident's contact points are those that `residents.service.select_points_of` selects. A web chat is added when a resident
who has its token, or a link to one of its cases, has proved every mobile number left in it; or, if none was left, when the one who
has the token says that it is theirs (`claim`). Having a number alone is never enough.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseWords
from portal.residents import service as residents
from portal.residents.models import ContactPoint


def points_of(s: Session, resident_id: int, chat: int | None = None, *, claimed: bool = False) -> set[int]:
    """The ids of the contact points that are a resident's: what they may list, take a copy of, and erase.

    `chat`: a web chat that the caller holds; `claimed`: the resident says that it is theirs. It counts if nobody proved a
    number in it or claimed it before, and the resident proved all mobile numbers left in it or, with `claimed`, none was left.
    """
    found = set(s.scalars(residents.select_points_of(resident_id)))
    if chat is not None and (_proved_all_numbers(s, resident_id, chat) or (claimed and may_claim(s, chat))):
        found.add(chat)
    return found


def may_claim(s: Session, chat: int) -> bool:
    """Whether the web chat is free to claim: no number was proved in it, no mobile number left in its cases, and nobody claimed it."""
    return _is_free(s, chat) and not _numbers_left(s, chat)


def claim(s: Session, resident_id: int, chat: int, *, at_their_word: bool = False) -> bool:
    """Make a web chat the resident's, if the rules of `points_of` allow it. Returns whether they do.

    The caller must hold the chat, or have opened a link to one of its cases. `at_their_word`: the resident, who holds it, says
    that it is theirs.
    """
    theirs = _proved_all_numbers(s, resident_id, chat) or (at_their_word and may_claim(s, chat))
    if theirs:
        residents.mark_claimed(s, chat, resident_id)
    return theirs


def _proved_all_numbers(s: Session, resident_id: int, chat: int) -> bool:
    """Whether mobile numbers were left in this free chat, and the resident proved all of them."""
    left = _numbers_left(s, chat) if _is_free(s, chat) else set()
    return bool(left) and left <= set(residents.proven_phones(s, resident_id))


def _is_free(s: Session, chat: int) -> bool:
    """Whether this is a web chat, neither erased nor shared, in which nobody proved a number and which nobody claimed."""
    point = s.get(ContactPoint, chat)
    if point is None or point.channel != "webchat" or point.erased_at is not None or point.shared:
        return False
    return point.proven_by is None and point.claimed_by is None


def is_of_several(s: Session, point: int) -> bool:
    """Whether several people seem to have used this contact point: two proved a number in it, or several numbers were left."""
    return s.get_one(ContactPoint, point).shared or len(_numbers_left(s, point)) > 1


def _numbers_left(s: Session, point: int) -> set[str]:
    """The mobile numbers that were left as contact in the cases reported from this contact point."""
    contacts = sa.select(CaseWords.contact).join(Case, Case.id == CaseWords.case_id)
    left = s.scalars(contacts.where(Case.contact_point_id == point, CaseWords.contact != ""))
    return {number for contact in left for number in residents.mobile_numbers(contact)}
