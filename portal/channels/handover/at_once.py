"""Hands over to the desk at once what tells of danger, or may, and what the bot cannot read yet.

Whoever may want to die is handed over under the bot's own key, so that the bot makes no second handover of the same message. Words that
may tell of danger have a key of their own: what the bot makes of them later, mostly that a person is wanted, is a handover besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.records.event_log import Source
from portal.channels.models import Handover, InboxKind, InboxMessage
from portal.channels.text import danger_words
from portal.storage.db import add_if_new

ERASE = "erase"  # the reason of whoever cannot erase their data themselves
NEW_HOLDER = "new_holder"  # of whoever has a number now that was somebody else's
OTHER_HOLDER = "other_holder"  # of whoever says that they hold the telephone of who wrote before
FOREIGN = "foreign"  # of an English message of which the bot answered nothing in English
NEEDS_A_PERSON = frozenset({"self_harm"})  # values of `InboxMessage.alarm`, which are then the handover's reason
# `Handover.reason` of words that only a person can judge now: of danger, in doubt; with a word that is often of none (燃气费怎么交)
UNSURE, PERHAPS = "danger_unsure", "danger_perhaps"
SEEN_WITHIN = timedelta(
    seconds=30
)  # a handover closed so long after a message was closed by somebody who had it on the page
_SHOWN_WITH = {UNSURE: frozenset((UNSURE,)), PERHAPS: frozenset((UNSURE, PERHAPS))}


def reason_for(row: InboxMessage) -> str:
    """Why the desk must see the message: its sender may want to die, or it may tell of danger; "" if it need not."""
    if row.alarm in NEEDS_A_PERSON:
        return row.alarm
    if row.kind != InboxKind.TEXT or not danger_words.is_doubtful(row.text):
        return ""
    return PERHAPS if danger_words.plain_danger(row.text) is None else UNSURE


def not_with_the_desk(s: Session, rows: Sequence[InboxMessage]) -> set[int]:
    """The ids of those messages that the desk must see (`reason_for`) and has not got; one query for all of them.

    It has got what was handed over; and of words in doubt what is shown with such a handover of their sender's that is open, or was shown
    with one that a clerk has closed since.
    """
    wanted = [(row, reason) for row in rows if (reason := reason_for(row))]
    if not wanted:
        return set()
    oldest = min(row.received_at for row, _ in wanted)
    found = sa.select(Handover).where(
        Handover.contact_point_id.in_({row.contact_point_id for row, _ in wanted}),
        sa.or_(Handover.done_at.is_(None), Handover.done_at >= oldest),
    )
    by_sender: dict[int, list[Handover]] = {}
    for one in s.scalars(found):
        by_sender.setdefault(one.contact_point_id, []).append(one)
    return {
        row.id
        for row, reason in wanted
        if not any(_shows(one, row, reason) for one in by_sender.get(row.contact_point_id, ()))
    }


def _shows(one: Handover, row: InboxMessage, reason: str) -> bool:
    """Whether the desk has got this message of the same sender by this handover."""
    if one.source_key == _key(row.id, reason):
        return True
    if reason in NEEDS_A_PERSON:
        return False
    if one.done_at is None:
        return one.reason in _SHOWN_WITH[reason]
    return one.at >= row.received_at or one.done_at >= row.received_at + SEEN_WITHIN


def hand_over(s: Session, row: InboxMessage, reason: str, now: datetime) -> None:
    """Hand the sender over to the desk, once a message; one who writes English, once until a clerk has closed that."""
    if reason == FOREIGN and _is_waiting(s, row.contact_point_id, reason):
        return  # the clerk reads the whole conversation
    handover = Handover(
        contact_point_id=row.contact_point_id, source_key=_key(row.id, reason), reason=reason, text=row.text, at=now
    )
    add_if_new(s, handover)


def _is_waiting(s: Session, sender: int, reason: str) -> bool:
    """Whether the sender was handed over for this reason, and no clerk has closed that."""
    open_one = sa.select(Handover.id).where(
        Handover.contact_point_id == sender, Handover.reason == reason, Handover.done_at.is_(None)
    )
    return s.scalar(open_one.limit(1)) is not None


def _key(message: int, reason: str) -> str:
    """`Handover.source_key`: the bot's own for whoever needs a person."""
    if reason in (ERASE, NEW_HOLDER, OTHER_HOLDER, FOREIGN):
        return f"{message}:{reason}"
    return f"{message}:handover" if reason in NEEDS_A_PERSON else f"{message}:unsure"


def was_handed_over(s: Session, key: str, reason: str) -> bool:
    """Whether the bot's handover of this key was made, by it or before it, or its message was handed over for the same reason."""
    same = sa.and_(Handover.source_key == _key(Source(key, "").message, UNSURE), Handover.reason == reason)
    return s.scalar(sa.select(Handover.id).where(sa.or_(Handover.source_key == key, same)).limit(1)) is not None


def is_with_a_person(s: Session, row: InboxMessage) -> bool:
    """Whether this message was handed over before the bot could read it, and, if it was in doubt, is open still."""
    unsure = sa.and_(Handover.source_key == _key(row.id, UNSURE), Handover.done_at.is_(None))
    found = sa.select(Handover.id).where(sa.or_(Handover.source_key == f"{row.id}:handover", unsure))
    return s.scalar(found.limit(1)) is not None
