"""Blank a person's data, table by table: for an erasure, for retention and after a restore.

What stays is for statistics and proof: a case's number, category, dates, states and grid; who was told what and when
(`consent`); the roll and votes by name, which the law keeps. Every function here may run twice.
`tests/laws/test_erasure_reaches.py` names, for each personal column, the function that blanks it or why it stays.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.backends.models import BackendNews
from portal.cases.doors.models import CaseGrant
from portal.cases.drafts.models import OpenDraft
from portal.cases.hotline.models import HotlineRow
from portal.cases.key_places.models import KeyPlaceCase
from portal.cases.models import Case, CaseEvent, CaseWords, EventWords, Urgency
from portal.cases.records.search import search_index
from portal.cases.rules.lifecycle import UNRESOLVED
from portal.channels.models import (
    ChatMedia,
    ChatMessage,
    Conversation,
    Handover,
    InboxMessage,
    OpenQuestion,
    UnansweredQuestion,
)
from portal.consultations.law.phases import ENDED_WITHOUT_RESULT
from portal.consultations.law.phases import State as Consulted
from portal.consultations.models import (
    Consultation,
    NamedBallot,
    RollChange,
    RollChangeLine,
    RollEntry,
    SmsVote,
    VotingLink,
)
from portal.idempotency import once
from portal.idempotency.models import KeptAnswer
from portal.outbox.kinds import Purpose
from portal.outbox.models import Letter, OutboxRow, OutboxState
from portal.residents.models import ContactPoint, OneTimeCode, Resident, ResidentSession
from portal.staff.models import UnsentForm

ERASED = "erased"  # in `outbox.code`: not sent, because the addressee was erased; begins the key of a blanked address


def blank_cases(s: Session, ids: Collection[int], now: datetime) -> set[str]:
    """Blank the words, photos and access code of these cases (ids); an open case goes on without its reporter.

    Also the words of their events, hotline rows and refused news. The access that links gave, staff's unsent forms and the
    rows that counted the cases for a key place are deleted.

    The place of an emergency stays until it is over (`ended_emergencies`): somebody may be on the way (PIPL 13 (4)).
    Returns the ids of their photos, for `unreferenced_photos`.
    """
    media: set[str] = set()
    for case in s.scalars(sa.select(Case).where(Case.id.in_(ids)).with_for_update(of=Case)):
        s.execute(sa.delete(UnsentForm).where(UnsentForm.path.contains(case.case_no, autoescape=True)))
        media |= set(case.photos)
        for event in case.events:
            media |= set(event.data.get("photos") or ())
            if "photos" in event.data:
                event.data = {name: value for name, value in event.data.items() if name != "photos"}
        case.photos, case.access_hash, case.unread, case.perhaps_minor = [], "", False, None
        case.forgotten_at = case.forgotten_at or now
    s.flush()
    blank = {"text": "", "time": "", "contact": "", "bodies": "", "draft": "{}", "matter": ""}
    s.execute(sa.update(CaseWords).where(CaseWords.case_id.in_(ids)).values(blank))
    over = CaseWords.case_id.in_(ids), CaseWords.case_id.not_in(sa.select(Case.id).where(_is_emergency()))
    s.execute(sa.update(CaseWords).where(*over).values(place=""))
    s.execute(sa.delete(CaseGrant).where(CaseGrant.case_id.in_(ids)))
    events = sa.select(CaseEvent.id).where(CaseEvent.case_id.in_(ids))
    s.execute(sa.delete(EventWords).where(EventWords.event_id.in_(events)))
    s.execute(sa.update(HotlineRow).where(HotlineRow.case_id.in_(ids)).values(cells=""))
    s.execute(sa.delete(KeyPlaceCase).where(KeyPlaceCase.case_id.in_(ids)))
    s.execute(sa.update(BackendNews).where(BackendNews.case_id.in_(ids)).values(text=""))
    search_index.index_cases(s, ids)
    return media


def _is_emergency() -> sa.ColumnElement[bool]:
    """The condition "an emergency that is not resolved yet"."""
    return sa.and_(Case.urgency == Urgency.EMERGENCY, Case.state.in_(UNRESOLVED))


def ended_emergencies(before: datetime) -> sa.Select[int]:
    """Select the ids of erased cases whose place was kept, but that are resolved, or were erased before that moment."""
    over = sa.or_(sa.not_(_is_emergency()), Case.forgotten_at < before)
    return sa.select(Case.id).join(CaseWords).where(Case.forgotten_at.is_not(None), CaseWords.place != "", over)


def keeps_place(s: Session, ids: Collection[int]) -> bool:
    """Whether one of these cases (ids) was erased except for its place."""
    kept = sa.select(Case.id).join(CaseWords).where(Case.id.in_(ids), Case.forgotten_at.is_not(None))
    return s.scalar(kept.where(CaseWords.place != "").limit(1)) is not None


def blank_places(s: Session, ids: Collection[int]) -> None:
    """Blank the places of these cases (ids)."""
    s.execute(sa.update(CaseWords).where(CaseWords.case_id.in_(ids)).values(place=""))
    search_index.index_cases(s, ids)


def delete_conversation(s: Session, points: Collection[int], now: datetime) -> set[str]:
    """Delete all conversation with these contact points (ids): messages, questions asked either way, open drafts, who uploaded which photo.

    Also their voting links, `SmsVote` rows, and clerks' unsent forms (`UnsentForm`) that answer them.

    Handovers stay, closed and without their text. Returns the ids of the photos sent, for `unreferenced_photos`.
    """
    media = set(s.scalars(sa.select(ChatMedia.media_id).where(ChatMedia.contact_point_id.in_(points))))
    for sent in s.scalars(sa.select(InboxMessage.media).where(InboxMessage.contact_point_id.in_(points))):
        media |= set(sent)
    for waiting in s.scalars(sa.select(Conversation.photos).where(Conversation.contact_point_id.in_(points))):
        media |= set(waiting)
    mine = (ChatMessage, InboxMessage, OpenQuestion, UnansweredQuestion, Conversation, OpenDraft, ChatMedia)
    for table in (*mine, VotingLink, SmsVote):
        s.execute(sa.delete(table).where(table.contact_point_id.in_(points)))
    for handover in s.scalars(sa.select(Handover.id).where(Handover.contact_point_id.in_(points))):
        s.execute(sa.delete(UnsentForm).where(UnsentForm.path.startswith(f"/desk/handovers/{handover}/")))
    asked = sa.update(Handover).where(Handover.contact_point_id.in_(points))
    s.execute(asked.values(text="", unread=False, done_at=sa.func.coalesce(Handover.done_at, now)))
    return media


def blank_letters(s: Session, points: Collection[int], addresses: Collection[str], now: datetime) -> None:
    """Blank every letter to these contact points (ids) or addresses (plain), and cancel those still queued.

    SMS queued for a staff member with such a number stay: they are not about that person's own cases.
    """
    sent_to = OutboxRow.payload["contact_point_id"].as_integer().in_(points)
    to = sa.select(Letter.outbox_id).join(OutboxRow, OutboxRow.id == Letter.outbox_id)
    ids = list(s.scalars(to.where(sa.or_(sent_to, Letter.address.in_([one for one in addresses if one])))))
    waiting = sa.select(OutboxRow.id).where(
        OutboxRow.state == OutboxState.QUEUED,
        sa.or_(sent_to, OutboxRow.id.in_(ids)),
        sa.func.coalesce(OutboxRow.payload["purpose"].as_string(), "") != Purpose.STAFF,
    )
    stopped = list(s.scalars(waiting))
    s.execute(
        sa.update(OutboxRow)
        .where(OutboxRow.id.in_(stopped))
        .values(state=OutboxState.DONE, done_at=now, lease_until=None, code=ERASED)
    )
    queued = sa.select(OutboxRow.id).where(OutboxRow.id.in_(ids), OutboxRow.state == OutboxState.QUEUED)
    s.execute(
        sa.update(Letter).where(Letter.outbox_id.in_(ids), Letter.outbox_id.not_in(queued)).values(text="", address="")
    )


def delete_codes_and_sessions(s: Session, residents: Collection[int], keys: Collection[str]) -> None:
    """Delete the one-time codes sent to these numbers (`keys`: keyed hashes) and the sessions of `residents` (ids)."""
    s.execute(sa.delete(OneTimeCode).where(OneTimeCode.phone_key.in_(keys)))
    s.execute(sa.delete(ResidentSession).where(ResidentSession.resident_id.in_(residents)))


def delete_stored_answers(s: Session, secret: str, residents: Iterable[int], points: Iterable[int]) -> None:
    """Delete the answers stored for Idempotency-Keys of these residents and contact points (ids)."""
    callers = [once.caller_key(secret, f"resident:{one}") for one in residents]
    callers += [once.caller_key(secret, f"visitor:{one}") for one in points]
    s.execute(sa.delete(KeptAnswer).where(KeptAnswer.caller.in_(callers)))


def blank_contact_points(s: Session, found: Sequence[ContactPoint], now: datetime) -> None:
    """Blank the addresses of these contact points and end their tokens; the rows stay, since cases refer to them.

    Sessions bound to them are deleted. A resident with no contact point left loses their name and all sessions; that row
    stays, so that its id is not reused.
    """
    people = {point.resident_id for point in found if point.resident_id is not None}
    for point in found:
        point.address, point.address_key = "", f"{ERASED}:{secrets.token_hex(24)}"
        point.resident_id, point.proven_by, point.claimed_by, point.no_push = None, None, None, True
        point.ends_at, point.erased_at = now, point.erased_at or now
    s.flush()
    left = sa.select(ContactPoint.resident_id).where(ContactPoint.resident_id.is_not(None))
    gone = people - set(s.scalars(left))
    here = ResidentSession.contact_point_id.in_([point.id for point in found])
    s.execute(sa.delete(ResidentSession).where(sa.or_(ResidentSession.resident_id.in_(gone), here)))
    s.execute(sa.update(Resident).where(Resident.id.in_(gone)).values(name=""))


def blank_roll_numbers(s: Session, entries: Collection[int]) -> None:
    """Blank the phone numbers of these roll entries (ids); names and flats stay for disputes. For entries whose vote has ended."""
    s.execute(sa.update(RollEntry).where(RollEntry.id.in_(entries)).values(phone=""))


def blank_roll_entries(s: Session, entries: Collection[int]) -> None:
    """Blank these roll entries (ids), and the reasons of their roll's corrections. For entries past the time for disputes.

    A name stays if a vote by name was cast for its entry.
    """
    named = sa.select(NamedBallot.roll_entry_id)
    some = sa.update(RollEntry).where(RollEntry.id.in_(entries))
    s.execute(some.values(phone="", household="", unit="", asked_reason=""))
    s.execute(some.where(RollEntry.id.not_in(named)).values(name=""))
    on = sa.select(RollEntry.consultation_id).where(RollEntry.id.in_(entries))
    s.execute(sa.update(RollChange).where(RollChange.consultation_id.in_(on)).values(reason=""))


def blank_roll_changes(s: Session, lines: Collection[int]) -> None:
    """Blank what these lines (ids) of a roll's changes were before and after: names, numbers, flats."""
    s.execute(sa.update(RollChangeLine).where(RollChangeLine.id.in_(lines)).values(before="", after=""))


def finished_consultations() -> sa.Select[int]:
    """Select the ids of consultations that are published, void or halted: nobody votes in them by a phone number any more."""
    return sa.select(Consultation.id).where(Consultation.state.in_((Consulted.PUBLISHED, *ENDED_WITHOUT_RESULT)))


def unreferenced_photos(s: Session, media: Iterable[str]) -> list[str]:
    """The photo ids that no row names any more (another person may have sent the same photo)."""
    return [one for one in sorted(set(media)) if not _is_shown(s, one)]


def _is_shown(s: Session, media_id: str) -> bool:
    """Whether any row names the photo."""
    inside = f"%{media_id}%"
    as_text = sa.Text()
    places = (
        sa.select(Case.id).where(sa.cast(Case.photos, as_text).like(inside)),
        sa.select(CaseEvent.id).where(sa.cast(CaseEvent.data, as_text).like(inside)),
        sa.select(InboxMessage.id).where(sa.cast(InboxMessage.media, as_text).like(inside)),
        sa.select(Conversation.contact_point_id).where(sa.cast(Conversation.photos, as_text).like(inside)),
        sa.select(ChatMedia.contact_point_id).where(ChatMedia.media_id == media_id),
        sa.select(OpenDraft.contact_point_id).where(OpenDraft.state.like(inside)),
    )
    return any(s.scalar(place.limit(1)) is not None for place in places)
