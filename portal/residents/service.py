"""Contact points, opting out, consent; one-time codes; who a proven phone is."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import phonenumbers
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.errors import Invalid, TooMany
from portal.outbox import service as outbox
from portal.outbox.models import Letter, OutboxRow
from portal.residents.models import Consent, ContactPoint, OneTimeCode, Resident, ResidentSession

CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
CODE_PAUSE = timedelta(minutes=1)
CODES_A_DAY = 10
SESSION_LIFE = timedelta(days=7)
_MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}


class WrongCode(Invalid):
    """The code does not fit, is too old, was used, or was tried too often."""

    type, title = "wrong-code", "验证码不对，请再看看"


class Proof(StrEnum):
    """What came of a code that was shown."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


@dataclass(frozen=True)
class Verified:
    """`token` is empty unless the code was right."""

    proof: Proof
    token: str = ""
    resident_id: int = 0


def keyed(secret: str, purpose: str, value: str) -> str:
    """HMAC-SHA256 in hex (64 characters): addresses and tokens are looked up by it, never kept in the clear for that."""
    return hmac.new(secret.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def e164(phone: str) -> str:
    """A mobile number as E.164; without a country it is taken for a mainland one. Raises Invalid."""
    try:
        number = phonenumbers.parse(phone.strip()[:30], "CN")
    except phonenumbers.NumberParseException:
        raise Invalid("手机号不对，请填11位手机号", field="phone") from None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in _MOBILE:
        raise Invalid("手机号不对，请填11位手机号", field="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_mainland(number: str) -> bool:
    """Whether an E.164 number is one of mainland China (+86; Hong Kong, Macao and Taiwan have codes of their own)."""
    return number.startswith("+86")


# --- contact points


def visit(s: Session, secret: str, now: datetime) -> tuple[ContactPoint, str]:
    """A new visitor of the web chat: their contact point and the token that opens it."""
    token = secrets.token_urlsafe(32)
    point = ContactPoint(channel="webchat", address_key=keyed(secret, "webchat", token), created_at=now)
    s.add(point)
    s.flush()
    return point, token


def visitor(s: Session, secret: str, token: str) -> int | None:
    """The contact point that a chat token opens."""
    key = keyed(secret, "webchat", token)
    return s.scalar(
        sa.select(ContactPoint.id).where(ContactPoint.channel == "webchat", ContactPoint.address_key == key)
    )


def reach(s: Session, secret: str, channel: str, address: str, now: datetime) -> ContactPoint:
    """The contact point of an address (openid, E.164), made when it is new."""
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


def opt_out(s: Session, point: ContactPoint, now: datetime) -> bool:
    """No more pushes. False when it was so already."""
    if point.opted_out_at is not None:
        return False
    point.opted_out_at = now
    _note(s, point, "withdrawn", "push", now)
    return True


def opt_in(s: Session, point: ContactPoint, now: datetime) -> None:
    """Pushes are wanted again; what 撤回同意 withdrew is given again; who reported violence at home allows them."""
    point.opted_out_at = None
    point.no_push = False
    _note(s, point, "consent", "push", now)


def withdraw_consent(s: Session, point: ContactPoint, now: datetime) -> None:
    """撤回同意 (PIPL 15): what stands on consent stops; handling a registered case is a statutory duty and goes on."""
    point.opted_out_at = point.opted_out_at or now
    _note(s, point, "withdrawn", "all", now)


def told(s: Session, point_id: int, now: datetime) -> None:
    """The first-contact notice was said (PIPL 17)."""
    s.add(Consent(contact_point_id=point_id, basis="told", purpose="intake", at=now))


def _note(s: Session, point: ContactPoint, basis: str, purpose: str, now: datetime) -> None:
    s.add(Consent(contact_point_id=point.id, basis=basis, purpose=purpose, at=now))
    s.flush()


def resident_of(s: Session, contact_point_id: int) -> int | None:
    """The resident behind a contact point, where one is proven."""
    return s.scalar(sa.select(ContactPoint.resident_id).where(ContactPoint.id == contact_point_id))


def proven_phones(s: Session, resident_id: int) -> list[str]:
    """The E.164 numbers that the resident proved, oldest first."""
    rows = sa.select(ContactPoint.address).where(
        ContactPoint.resident_id == resident_id, ContactPoint.channel == "sms", ContactPoint.address != ""
    )
    return list(s.scalars(rows.order_by(ContactPoint.id)))


# --- one-time codes (channels.md)


def send_code(s: Session, secret: str, phone: str, *, code: str, text: str, now: datetime) -> None:
    """Keep a new code for the E.164 number and have it sent; older ones are void. Raises TooMany.

    `text` is the letter with `code` in it; only the code's keyed hash is kept outside the letter.
    """
    key = keyed(secret, "sms", phone)
    _one_at_a_time(s, key)
    recent = list(
        s.scalars(
            sa.select(OneTimeCode)
            .where(OneTimeCode.phone_key == key, OneTimeCode.sent_at > now - timedelta(days=1))
            .order_by(OneTimeCode.id)
        )
    )
    if recent and now - recent[-1].sent_at < CODE_PAUSE:
        wait = CODE_PAUSE - (now - recent[-1].sent_at)
        raise TooMany("刚发过一条，请等一分钟再要", retry_after=int(wait.total_seconds()) + 1)
    if len(recent) >= CODES_A_DAY:
        raise TooMany("今天的验证码要得太多了，请明天再试，或直接到社区办", retry_after=3600)
    for old in recent:
        old.expires_at = min(old.expires_at, now)
    s.add(
        OneTimeCode(
            phone_key=key, code_hash=_code_hash(secret, phone, code), sent_at=now, expires_at=now + CODE_LIFE, tries=0
        )
    )
    payload = {"purpose": "otp", "template": "otp", "expires_at": (now + CODE_LIFE).isoformat()}
    outbox.put(s, kind="send_sms", payload=payload, now=now, letter=(phone, text))


def _one_at_a_time(s: Session, key: str) -> None:
    """Two requests for one number at once: the second counts the first (SQLite writes one at a time anyway)."""
    if s.get_bind().dialect.name == "postgresql":
        s.execute(sa.select(sa.func.pg_advisory_xact_lock(int(key[:15], 16))))


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def verify(
    s: Session, secret: str, phone: str, code: str, now: datetime, *, contact_point_id: int | None = None
) -> Verified:
    """Check a code. Right: the number's resident, a session for them, and the visitor's contact point joined to them.

    Wrong tries are counted, so the caller commits whatever comes of it.
    """
    key = keyed(secret, "sms", phone)
    current = s.scalar(
        sa.select(OneTimeCode)
        .where(OneTimeCode.phone_key == key)
        .order_by(OneTimeCode.id.desc())
        .limit(1)
        .with_for_update()
    )
    shown = _code_hash(secret, phone, code)
    kept = current.code_hash if current else "0" * 64
    fits = hmac.compare_digest(shown, kept)
    if current is None or current.used_at is not None or current.expires_at <= now or current.tries >= CODE_TRIES:
        return Verified(Proof.OVER)
    current.tries += 1
    if not fits:
        return Verified(Proof.WRONG if current.tries < CODE_TRIES else Proof.OVER)
    current.used_at = now
    resident_id = _prove(s, secret, phone, now)
    if contact_point_id is not None:
        _join(s, contact_point_id, resident_id)
    return Verified(Proof.RIGHT, sign_in(s, secret, resident_id, now), resident_id)


def _code_hash(secret: str, phone: str, code: str) -> str:
    return keyed(secret, "otp", f"{phone}\0{code}")


def _prove(s: Session, secret: str, phone: str, now: datetime) -> int:
    point = reach(s, secret, "sms", phone, now)
    if point.resident_id is None:
        resident = Resident(created_at=now)
        s.add(resident)
        s.flush()
        point.resident_id = resident.id
        s.flush()
    return point.resident_id


def _join(s: Session, contact_point_id: int, resident_id: int) -> None:
    """The visitor is this resident now; a visitor who was proven to be somebody else stays theirs (a shared browser)."""
    point = s.get(ContactPoint, contact_point_id)
    if point is not None and point.resident_id is None:
        point.resident_id = resident_id
        s.flush()


# --- residents' sessions


def sign_in(s: Session, secret: str, resident_id: int, now: datetime) -> str:
    """A new session of seven days; returns its token."""
    token = secrets.token_urlsafe(32)
    key = keyed(secret, "resident", token)
    s.add(ResidentSession(token_key=key, resident_id=resident_id, created_at=now, expires_at=now + SESSION_LIFE))
    s.flush()
    return token


def resident_by_token(s: Session, secret: str, token: str, now: datetime) -> int | None:
    """Whose session a bearer token opens."""
    key = keyed(secret, "resident", token)
    return s.scalar(
        sa.select(ResidentSession.resident_id).where(ResidentSession.token_key == key, ResidentSession.expires_at > now)
    )


def sign_out(s: Session, secret: str, token: str, now: datetime) -> None:
    """End the session that a token opens."""
    key = keyed(secret, "resident", token)
    row = s.scalar(sa.select(ResidentSession).where(ResidentSession.token_key == key))
    if row is not None:
        row.expires_at = min(row.expires_at, now)


def forget_codes(s: Session, now: datetime) -> int:
    """Blank the letters of codes that have ended, sent or not, and drop codes and sessions that nothing counts any more."""
    old = sa.select(OutboxRow.id).where(
        OutboxRow.kind == "send_sms",
        OutboxRow.created_at < now - CODE_LIFE,
        OutboxRow.payload["purpose"].as_string() == "otp",
    )
    blanked = s.execute(
        sa.update(Letter).where(Letter.outbox_id.in_(old), Letter.text != "").values(text="", address="")
    )
    s.execute(sa.delete(OneTimeCode).where(OneTimeCode.sent_at < now - timedelta(days=2)))
    s.execute(sa.delete(ResidentSession).where(ResidentSession.expires_at < now - timedelta(days=1)))
    return int(blanked.rowcount)  # type: ignore[attr-defined]  # a cursor result, for an UPDATE
