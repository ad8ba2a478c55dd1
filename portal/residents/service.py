"""Contact points, opting out, consent, proven phones and residents' sessions.

A web chat's token opens that chat and its cases, but never identifies a person: somebody who held a shared phone before
may have copied it. Proving a phone begins a session with a token of its own (`sign_in`). If the chat's bearer token
came with both requests (for the code, and to verify it), that chat may also cast the person's ballot, while the session
lasts and as long as nobody else proves a phone in that chat. A sign-in on a page, even one opened by a voting link,
binds no chat: the cookie or the link may be an earlier visitor's.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

import phonenumbers
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from portal.kernel.errors import Invalid
from portal.kernel.phones import MOBILE, mobile
from portal.kernel.sealing import keyed
from portal.outbox.kinds import Kind, Purpose
from portal.outbox.models import Letter, OutboxRow
from portal.residents.models import Consent, ContactPoint, OneTimeCode, Resident, ResidentSession

CODE_LIFE = timedelta(minutes=5)  # of a one-time code
CHAT_IDLE, CHAT_LIFE = timedelta(days=90), timedelta(days=365)  # of a web chat's token: unused, in all
SESSION_LIFE = timedelta(days=7)  # like the two above, the default where the caller names no other
SELDOM = 20  # a token's use is noted only once 1/SELDOM of its idle time has passed since the last note
MOST_SEARCHED = 200  # characters of a text that are searched for phone numbers


def e164(phone: str) -> str:
    """A typed mobile number as E.164; without a country code it is taken as one of mainland China. Raises Invalid."""
    number = mobile(phone)
    if number is None:
        raise Invalid("手机号不对，请填11位手机号", field="phone")
    return number


def mobile_numbers(text: str) -> Iterator[str]:
    """The mobile numbers in the first MOST_SEARCHED characters of a text, as E.164, in order."""
    for found in phonenumbers.PhoneNumberMatcher(text[:MOST_SEARCHED], "CN"):
        if phonenumbers.number_type(found.number) in MOBILE:
            yield phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164)


def masked(phone: str) -> str:
    """+8613800000000 as 138****0000, by which its owner recognises it."""
    national = phone.removeprefix("+86")
    return f"{national[:3]}****{national[-4:]}"


def is_mainland(number: str) -> bool:
    """Whether an E.164 number is one of mainland China (+86; Hong Kong, Macao and Taiwan have codes of their own)."""
    return number.startswith("+86")


# --- contact points


def add_visitor(
    s: Session, secret: str, now: datetime, *, idle: timedelta = CHAT_IDLE, life: timedelta = CHAT_LIFE
) -> tuple[ContactPoint, str]:
    """Create the contact point of a new web chat visitor; returns it and its token, of which only a hash is kept."""
    token = secrets.token_urlsafe(32)
    point = ContactPoint(
        channel="webchat",
        address_key=keyed(secret, "webchat", token),
        created_at=now,
        ends_at=now + life,
        idle_ends_at=now + min(idle, life),
    )
    s.add(point)
    s.flush()
    return point, token


def visitor(s: Session, secret: str, token: str, now: datetime) -> ContactPoint | None:
    """The contact point of a chat token; None if unknown or expired."""
    key = keyed(secret, "webchat", token)
    point = s.scalar(sa.select(ContactPoint).where(ContactPoint.channel == "webchat", ContactPoint.address_key == key))
    if point is None or not _is_unexpired(point.ends_at, point.idle_ends_at, now):
        return None
    return point


def _is_unexpired(ends_at: datetime | None, idle_ends_at: datetime | None, now: datetime) -> bool:
    return (ends_at is None or now < ends_at) and (idle_ends_at is None or now < idle_ends_at)


def is_worth_noting(idle_ends_at: datetime | None, idle: timedelta, now: datetime) -> bool:
    """Whether this use of a token is to be stored: seldom enough that not every request writes (SELDOM)."""
    return idle_ends_at is not None and idle_ends_at - now < idle - idle / SELDOM


def note_chat_use(s: Session, contact_point_id: int, idle: timedelta, now: datetime) -> None:
    """Note that a chat's token was used, which restarts its idle time; an expired token stays expired."""
    row = s.get_one(ContactPoint, contact_point_id)
    if _is_unexpired(row.ends_at, row.idle_ends_at, now):
        row.idle_ends_at = min(now + idle, row.ends_at or now + idle)


def note_session_use(s: Session, session_id: int, idle: timedelta, now: datetime) -> None:
    """Note that a resident's session was used, which restarts its idle time; an expired one stays expired."""
    row = s.get(ResidentSession, session_id)
    if row is not None and _is_unexpired(row.expires_at, row.idle_ends_at, now):
        row.idle_ends_at = min(now + idle, row.expires_at)


def ensure_contact_point(s: Session, secret: str, channel: str, address: str, now: datetime) -> ContactPoint:
    """The contact point of an address (openid, or E.164 in channel "sms"), created if it is new."""
    key = keyed(secret, channel, address)
    known = sa.select(ContactPoint).where(ContactPoint.channel == channel, ContactPoint.address_key == key)
    point = s.scalar(known)
    if point is not None:
        return point
    try:
        with s.begin_nested():
            point = ContactPoint(channel=channel, address_key=key, address=address, created_at=now)
            s.add(point)
            s.flush()
    except IntegrityError:  # another process was first
        return s.scalars(known).one()
    return point


def mark_unreachable(s: Session, secret: str, phone: str, now: datetime) -> None:
    """Mark the number's contact point, if it has one: a vendor reported that SMS do not reach it."""
    point = _sms_point(s, secret, phone)
    if point is not None and point.unreachable_at is None:
        point.unreachable_at = now
        s.flush()


def _sms_point(s: Session, secret: str, phone: str) -> ContactPoint | None:
    """The contact point of an E.164 number in channel "sms", or None."""
    key = keyed(secret, "sms", phone)
    return s.scalar(sa.select(ContactPoint).where(ContactPoint.channel == "sms", ContactPoint.address_key == key))


def opt_out(s: Session, point: ContactPoint, now: datetime) -> bool:
    """Stop pushes to this contact point; False if 退订 or 撤回同意 stopped them already (`no_push` is not looked at)."""
    if point.opted_out_at is not None:
        return False
    point.opted_out_at = now
    _note(s, point, "withdrawn", "push", now)
    return True


def opt_in(s: Session, point: ContactPoint, now: datetime) -> bool:
    """Allow pushes again: after 退订, after 撤回同意, or after a report of danger at home (`no_push`), but of that itself nothing (`kept_quiet`).

    Returns True if the whole consent had been withdrawn (撤回同意) and is given again now.
    """
    withdrew = has_withdrawn(s, point.id)
    point.opted_out_at = None
    point.no_push = False
    _note(s, point, "consent", "all" if withdrew else "push", now)
    return withdrew


def keep_quiet(point: ContactPoint) -> None:
    """Send this contact point nothing unasked until it is allowed, and never show or end here what it told of danger at home: whoever strikes them may hold the telephone."""
    point.no_push = True
    point.kept_quiet = True


def hold(point: ContactPoint, now: datetime) -> None:
    """Note that somebody else said that they hold this telephone or number: from here nothing told until now is read out or changed, nor voted on.

    The first such word counts. What is told later is of whoever holds it then. Staff who found out who it is may lift it (`release`).
    """
    point.held_at = point.held_at or now


def release(point: ContactPoint) -> None:
    """Note that staff found that the telephone is with who wrote before."""
    point.held_at = None


def withdraw_consent(s: Session, point: ContactPoint, now: datetime) -> None:
    """撤回同意 (PIPL 15): stop what needs consent. Handling a registered case is a statutory duty and goes on."""
    point.opted_out_at = point.opted_out_at or now
    _note(s, point, "withdrawn", "all", now)


def has_withdrawn(s: Session, point_id: int) -> bool:
    """Whether the contact point withdrew its consent (撤回同意), and has not given it again since."""
    return s.scalar(withdrawn_points().where(Consent.contact_point_id == point_id)) is not None


def withdrawn_points() -> sa.Select[int]:
    """The ids of the contact points that withdrew their consent, and have not given it again since."""
    given = aliased(Consent)
    last = sa.select(sa.func.max(given.id)).where(
        given.contact_point_id == Consent.contact_point_id, given.basis != "told"
    )
    return sa.select(Consent.contact_point_id).where(
        Consent.id == last.scalar_subquery(), Consent.basis == "withdrawn", Consent.purpose == "all"
    )


def record_notice(s: Session, point_id: int, now: datetime) -> None:
    """Record that the first-contact notice was given (PIPL 17)."""
    s.add(Consent(contact_point_id=point_id, basis="told", purpose="intake", at=now))


def _note(s: Session, point: ContactPoint, basis: str, purpose: str, now: datetime) -> None:
    s.add(Consent(contact_point_id=point.id, basis=basis, purpose=purpose, at=now))
    s.flush()


def proven_phones(s: Session, resident_id: int) -> list[str]:
    """The E.164 numbers that the resident proved, oldest first; none that somebody else said they hold (`held_at`)."""
    rows = sa.select(ContactPoint.address).where(
        ContactPoint.resident_id == resident_id,
        ContactPoint.channel == "sms",
        ContactPoint.address != "",
        ContactPoint.held_at.is_(None),
    )
    return list(s.scalars(rows.order_by(ContactPoint.id)))


_ResidentIdColumn = InstrumentedAttribute[int | None]


def select_points_of(resident_id: int) -> sa.Select[int]:
    """Select the ids of a resident's contact points, for their cases, copy and erasure (`ownership` may add a chat).

    A resident's are the addresses that they proved, and the web chats in which they proved a number, or which they
    claimed, if nobody else did either. A number in a message proves nothing: reporters write other people's, too.
    None that somebody else said they hold (`held_at`).
    """
    proven, claimed = ContactPoint.proven_by, ContactPoint.claimed_by

    def alone(by: _ResidentIdColumn, not_by_another: _ResidentIdColumn) -> sa.ColumnElement[bool]:
        """The condition that this resident did it in the chat, and nobody else did either."""
        nobody_else = sa.func.coalesce(not_by_another, resident_id) == resident_id
        return sa.and_(by == resident_id, nobody_else, sa.not_(ContactPoint.shared))

    # three conditions, each found by an index: with one condition over both columns every contact point was read
    theirs = sa.or_(ContactPoint.resident_id == resident_id, alone(proven, claimed), alone(claimed, proven))
    return sa.select(ContactPoint.id).where(theirs, ContactPoint.erased_at.is_(None), ContactPoint.held_at.is_(None))


def mark_claimed(s: Session, contact_point_id: int, resident_id: int) -> None:
    """Count this web chat as the resident's from now on (`select_points_of`). The caller has checked that it is free."""
    s.get_one(ContactPoint, contact_point_id, with_for_update=True).claimed_by = resident_id
    s.flush()


def end_chat(s: Session, contact_point_id: int, now: datetime) -> None:
    """Expire a web chat's token, so that nobody can open that chat again, not even with a copy of the token.

    A contact point of another channel is left as it is.
    """
    point = s.get(ContactPoint, contact_point_id)
    if point is not None and point.channel == "webchat":
        point.ends_at = now
        s.flush()


# --- a proven phone


def prove(s: Session, secret: str, phone: str, now: datetime) -> int:
    """The id of the resident who proved this E.164 number, created the first time. The caller has verified the code."""
    point = ensure_contact_point(s, secret, "sms", phone, now)
    if point.resident_id is None:
        resident = Resident(created_at=now)
        s.add(resident)
        s.flush()
        point.resident_id = resident.id
        s.flush()
    return point.resident_id


def prove_in_chat(s: Session, contact_point_id: int, resident_id: int) -> None:
    """Remember who proved a phone in this chat; after a second person did, nobody may vote in it (`shared`)."""
    point = s.get_one(ContactPoint, contact_point_id, with_for_update=True)
    if point.proven_by is None:
        point.proven_by = resident_id
    elif point.proven_by != resident_id:
        point.shared = True
    s.flush()


def voter_in_chat(s: Session, contact_point_id: int, now: datetime) -> int | None:
    """The id of the resident who may vote in this web chat (alone proved a phone in it, still signed in), or None."""
    found = sa.select(ResidentSession.resident_id).join(
        ContactPoint, ContactPoint.id == ResidentSession.contact_point_id
    )
    found = found.where(
        ContactPoint.id == contact_point_id,
        sa.not_(ContactPoint.shared),
        ContactPoint.held_at.is_(None),
        ContactPoint.proven_by == ResidentSession.resident_id,
        ResidentSession.expires_at > now,
        ResidentSession.idle_ends_at > now,
    )
    return s.scalar(found.limit(1))


# --- residents' sessions


def sign_in(
    s: Session,
    secret: str,
    resident_id: int,
    now: datetime,
    *,
    chat: int | None = None,
    idle: timedelta = SESSION_LIFE,
    life: timedelta = SESSION_LIFE,
) -> str:
    """Begin a resident's session; returns its token. `chat`: the web chat to bind, in which the phone was proven."""
    token = secrets.token_urlsafe(32)
    s.add(
        ResidentSession(
            token_key=keyed(secret, "resident", token),
            resident_id=resident_id,
            contact_point_id=chat,
            created_at=now,
            expires_at=now + life,
            idle_ends_at=now + min(idle, life),
        )
    )
    s.flush()
    return token


def session_of(s: Session, secret: str, token: str, now: datetime) -> ResidentSession | None:
    """The session of a token; None if unknown or expired."""
    key = keyed(secret, "resident", token)
    found = s.scalar(sa.select(ResidentSession).where(ResidentSession.token_key == key))
    return found if found is not None and _is_unexpired(found.expires_at, found.idle_ends_at, now) else None


def resident_by_token(s: Session, secret: str, token: str, now: datetime) -> int | None:
    """The id of the resident whose session has this token; None if unknown or expired."""
    found = session_of(s, secret, token, now)
    return found.resident_id if found is not None else None


def session_ended_before(moment: datetime) -> sa.ColumnElement[bool]:
    """The condition for sessions that ended before the moment: their time was over, or nobody used them any more."""
    return sa.or_(ResidentSession.expires_at < moment, ResidentSession.idle_ends_at < moment)


def sign_out(s: Session, secret: str, token: str, now: datetime) -> None:
    """End the session of a token; the chat bound to it may no longer vote."""
    key = keyed(secret, "resident", token)
    row = s.scalar(sa.select(ResidentSession).where(ResidentSession.token_key == key))
    if row is not None:
        row.expires_at = min(row.expires_at, now)


def forget_codes(s: Session, now: datetime) -> int:
    """Blank the SMS of expired codes, sent or not; delete codes older than 2 days and sessions that ended over a day ago.

    Returns how many SMS were blanked.
    """
    old = sa.select(OutboxRow.id).where(
        OutboxRow.kind == Kind.SEND_SMS,
        OutboxRow.created_at < now - CODE_LIFE,
        OutboxRow.payload["purpose"].as_string() == Purpose.OTP,
    )
    blanked = s.execute(
        sa.update(Letter).where(Letter.outbox_id.in_(old), Letter.text != "").values(text="", address="")
    )
    s.execute(sa.delete(OneTimeCode).where(OneTimeCode.sent_at < now - timedelta(days=2)))
    s.execute(sa.delete(ResidentSession).where(session_ended_before(now - timedelta(days=1))))
    return int(blanked.rowcount)  # type: ignore[attr-defined]  # a cursor result, for an UPDATE
