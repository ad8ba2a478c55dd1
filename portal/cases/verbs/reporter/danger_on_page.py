"""What a reporter writes of danger on a case's page, where no bot reads it: as what the gateway hears while there is no bot (`unread`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.models import Case, Urgency
from portal.cases.records import alarms
from portal.cases.records.actors import Who
from portal.cases.rules.lifecycle import UNRESOLVED
from portal.cases.verbs.reporter import danger_again, reporter_actions, unread
from portal.storage.parts import Parts

_HOUR = timedelta(hours=1)  # for so long what the reporter writes of danger is of the emergency that they told of


@dataclass(frozen=True)
class Raised:
    """The emergency that the words made (`is_new`), or joined.

    `has_borrowed_place`: it is where the page's case is, since the words do not say; `is_quiet`: the reporter is sent nothing unasked.
    """

    case: Case
    is_new: bool
    has_borrowed_place: bool = False
    is_quiet: bool = False


def add(s: Session, parts: Parts, case: Case, who: Who, *, text: str, photos: Sequence[str]) -> None:
    """Add words that do not surely tell of danger; in what is or was an emergency people may be paged anew for them. Raises as `add_detail`."""
    if case.urgency == Urgency.EMERGENCY or danger_again.was_dealt_with(case):
        unread.add(s, parts, case, message=None, text=text, danger="", photos=photos)
    else:
        reporter_actions.add_detail(s, parts, case, who, text=text, photos=photos)


def take_in(s: Session, parts: Parts, case: Case, danger: str, *, text: str, photos: Sequence[str] = ()) -> Raised:
    """Add the words to the reporter's emergency, or register one, and page people. `case`: whose page it is, locked; `danger`: its code.

    An ordinary case stays as it is: whoever mends the lamp does not read of the danger. The emergency is where the words say, else where
    the case is, and confidential if the case is. Raises Invalid, also for words that hold a ballot choice, TooMany, Conflict.
    """
    known = case if alarms.is_open_emergency(case) else _latest_emergency(s, parts, case)
    if known is not None:
        unread.add(s, parts, known, message=None, text=text, danger=danger, photos=photos)
        return Raised(known, is_new=False)
    contact, place = case.contact_point_id, case.words.place
    made = unread.report(
        s, parts, contact=contact, message=None, text=text, danger=danger, photos=photos, place=place,
        unnamed=discretion.is_confidential(case),
    )  # fmt: skip
    borrowed = bool(place) and made.words.place.startswith(place)
    return Raised(made, is_new=True, has_borrowed_place=borrowed, is_quiet=unread.is_silent(danger, text))


def _latest_emergency(s: Session, parts: Parts, case: Case) -> Case | None:
    """The open emergency of the last hour of this case's reporter, locked; None without one."""
    found = sa.select(Case).where(
        Case.contact_point_id == case.contact_point_id,
        Case.urgency == Urgency.EMERGENCY,
        Case.state.in_(UNRESOLVED),
        Case.forgotten_at.is_(None),
        Case.created_at > parts.clock.now() - _HOUR,
    )
    return s.scalar(found.order_by(Case.id.desc()).limit(1).with_for_update(of=Case))
