"""Blank what stands of a person, a table at a time. Used by erasing, by the end of the keeping time and after a restore.

What stays is the skeleton that counts and explains: a case's number, category, dates, states and grid; who was told what and
when (`consent`); the roll and the votes by name, which the law keeps. Everything here may run twice.
`tests/laws/test_erasure_reaches.py` names, for each personal column, the function that blanks it or why it stays.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent, CaseWords, EventWords, OpenDraft
from portal.channels.models import ChatMedia, ChatMessage, Conversation, Handover, InboxMessage, OpenQuestion
from portal.consultations.law.procedure import State as Consulted
from portal.consultations.models import Consultation, NamedBallot, RollEntry, RollMend, SmsVote, VotingLink
from portal.idempotency import once
from portal.idempotency.models import KeptAnswer
from portal.outbox.kinds import Purpose
from portal.outbox.models import Letter, OutboxRow, OutboxState
from portal.residents.models import ContactPoint, OneTimeCode, Resident, ResidentSession
from portal.staff.models import UnsentForm

ERASED = "erased"  # in `outbox.code`: not sent, because the addressee is forgotten


def cases(s: Session, ids: Collection[int], now: datetime) -> set[str]:
    """Leave the skeletons; an open case goes on without its reporter. Returns the photos that it showed."""
    media: set[str] = set()
    for case in s.scalars(sa.select(Case).where(Case.id.in_(ids)).with_for_update(of=Case)):
        s.execute(sa.delete(UnsentForm).where(UnsentForm.path.contains(case.case_no, autoescape=True)))
        media |= set(case.photos)
        for event in case.events:
            media |= set(event.data.get("photos") or ())
            if "photos" in event.data:
                event.data = {name: value for name, value in event.data.items() if name != "photos"}
        case.photos, case.access_hash, case.unread = [], "", False
        case.forgotten_at = case.forgotten_at or now
    s.flush()
    blank = {"text": "", "place": "", "time": "", "contact": "", "bodies": "", "draft": "{}", "matter": ""}
    s.execute(sa.update(CaseWords).where(CaseWords.case_id.in_(ids)).values(blank))
    events = sa.select(CaseEvent.id).where(CaseEvent.case_id.in_(ids))
    s.execute(sa.delete(EventWords).where(EventWords.event_id.in_(events)))
    return media


def talk(s: Session, points: Collection[int], now: datetime) -> set[str]:
    """Messages of both sides, a clerk's unsent answer, the draft, the conversation, links to a vote. Returns the photos sent."""
    media = set(s.scalars(sa.select(ChatMedia.media_id).where(ChatMedia.contact_point_id.in_(points))))
    for sent in s.scalars(sa.select(InboxMessage.media).where(InboxMessage.contact_point_id.in_(points))):
        media |= set(sent)
    for waiting in s.scalars(sa.select(Conversation.photos).where(Conversation.contact_point_id.in_(points))):
        media |= set(waiting)
    for table in (ChatMessage, InboxMessage, OpenQuestion, Conversation, OpenDraft, ChatMedia, VotingLink, SmsVote):
        s.execute(sa.delete(table).where(table.contact_point_id.in_(points)))
    for handover in s.scalars(sa.select(Handover.id).where(Handover.contact_point_id.in_(points))):
        s.execute(sa.delete(UnsentForm).where(UnsentForm.path.startswith(f"/desk/handovers/{handover}/")))
    asked = sa.update(Handover).where(Handover.contact_point_id.in_(points))
    s.execute(asked.values(text="", unread=False, done_at=sa.func.coalesce(Handover.done_at, now)))
    return media


def letters(s: Session, points: Collection[int], addresses: Collection[str], now: datetime) -> None:
    """Blank every letter to the person, dead ones too; what was still to leave does not."""
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


def proofs(s: Session, residents: Collection[int], keys: Collection[str]) -> None:
    """Codes sent to the numbers, and the sessions that they opened."""
    s.execute(sa.delete(OneTimeCode).where(OneTimeCode.phone_key.in_(keys)))
    s.execute(sa.delete(ResidentSession).where(ResidentSession.resident_id.in_(residents)))


def kept_answers(s: Session, secret: str, residents: Iterable[int], points: Iterable[int]) -> None:
    """What was answered to their Idempotency-Keys."""
    callers = [once.caller_key(secret, f"resident:{one}") for one in residents]
    callers += [once.caller_key(secret, f"visitor:{one}") for one in points]
    s.execute(sa.delete(KeptAnswer).where(KeptAnswer.caller.in_(callers)))


def contact_points(s: Session, found: Sequence[ContactPoint], now: datetime) -> None:
    """No address and no way back in: the row only holds together what was counted.

    A resident's row stays, without a name: its number must not be given to somebody else.
    """
    people = {point.resident_id for point in found if point.resident_id is not None}
    for point in found:
        point.address, point.address_key = "", f"{ERASED}:{secrets.token_hex(24)}"
        point.resident_id, point.proven_by, point.no_push = None, None, True
        point.ends_at, point.erased_at = now, point.erased_at or now
    s.flush()
    left = sa.select(ContactPoint.resident_id).where(ContactPoint.resident_id.is_not(None))
    gone = people - set(s.scalars(left))
    here = ResidentSession.contact_point_id.in_([point.id for point in found])
    s.execute(sa.delete(ResidentSession).where(sa.or_(ResidentSession.resident_id.in_(gone), here)))
    s.execute(sa.update(Resident).where(Resident.id.in_(gone)).values(name=""))


def roll_numbers(s: Session, entries: Collection[int]) -> None:
    """A result that is published needs nobody's telephone any more; names and flats stay for disputes."""
    s.execute(sa.update(RollEntry).where(RollEntry.id.in_(entries)).values(phone=""))


def roll_entries(s: Session, entries: Collection[int]) -> None:
    """After the time for disputes: number, household and flat; the name too, unless it stands in a record of named votes."""
    named = sa.select(NamedBallot.roll_entry_id)
    some = sa.update(RollEntry).where(RollEntry.id.in_(entries))
    s.execute(some.values(phone="", household="", unit=""))
    s.execute(some.where(RollEntry.id.not_in(named)).values(name=""))
    on = sa.select(RollEntry.consultation_id).where(RollEntry.id.in_(entries))
    s.execute(sa.update(RollMend).where(RollMend.consultation_id.in_(on)).values(reason=""))


def over() -> sa.Select[int]:
    """Consultations whose result is out, or that are void: nobody proves a number for them any more."""
    return sa.select(Consultation.id).where(Consultation.state.in_((Consulted.PUBLISHED, Consulted.VOID)))


def unused(s: Session, media: Iterable[str]) -> list[str]:
    """Those of the photos that nothing shows any more (the same photo may be another person's too)."""
    return [one for one in sorted(set(media)) if not _shown(s, one)]


def _shown(s: Session, media_id: str) -> bool:
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
