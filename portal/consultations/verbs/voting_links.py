"""Single-use links to the voting page, given out in the chat. A link proves no identity."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.consultations.models import VotingLink
from portal.consultations.verbs.voting import SourceKeyReused, contact_point, lock_for_voting
from portal.kernel.errors import Conflict, NotFound, TooMany

LINK_LIFE = timedelta(hours=24)  # unless voting closes before
LINKS_A_DAY = 20  # of one contact point: how many may be unexpired, used or not, at a time, each for LINK_LIFE at most
MAX_TOKEN = 64  # characters of a typed token that are read


@dataclass(frozen=True)
class IssuedLink:
    """A link to the voting page, with its token in clear."""

    token: str
    expires_at: datetime


def issue_link(
    s: Session, secret: str, consultation_id: int, contact_id: int, *, source_key: str, now: datetime
) -> IssuedLink:
    """Make a single-use voting link for a contact point. The same `source_key` (Idempotency-Key) again gives the same link.

    `secret`: SECRET_KEY. A new link also deletes all that expired more than a week ago. Raises NotFound, VoteClosed,
    TooMany, and SourceKeyReused if the key gave another contact point or consultation a link.
    """
    point = contact_point(s, contact_id)
    consultation = lock_for_voting(s, consultation_id, now)
    by_key = sa.select(VotingLink).where(VotingLink.source_key == source_key)
    known = s.scalar(by_key)
    if known is not None:
        return _issued(secret, known, consultation.id, point.id, source_key)
    live = sa.select(sa.func.count()).select_from(VotingLink)
    live = live.where(VotingLink.contact_point_id == point.id, VotingLink.expires_at > now)
    if (s.scalar(live) or 0) >= LINKS_A_DAY:
        raise TooMany("今天要的投票链接太多了，请用前面发的那个")
    delete_expired_links(s, now)
    salt = secrets.token_hex(16)
    made = VotingLink(
        consultation_id=consultation.id,
        contact_point_id=point.id,
        token_hash=_hash(_token(secret, salt, source_key)),
        salt=salt,
        source_key=source_key,
        expires_at=min(now + LINK_LIFE, consultation.closes_at),
    )
    try:
        with s.begin_nested():
            s.add(made)
            s.flush()
    except IntegrityError:  # another process was first with the same key
        made = s.scalars(by_key).one()
    return _issued(secret, made, consultation.id, point.id, source_key)


def _issued(secret: str, link: VotingLink, consultation_id: int, contact_id: int, source_key: str) -> IssuedLink:
    """The link of a stored row. Raises SourceKeyReused if the row is for another consultation or contact point."""
    if (link.consultation_id, link.contact_point_id) != (consultation_id, contact_id):
        raise SourceKeyReused()
    return IssuedLink(_token(secret, link.salt, source_key), link.expires_at)


def link_of(s: Session, token: str, *, lock: bool = False) -> VotingLink:
    """The stored link of a token. Reading it never uses it up. Raises NotFound."""
    query = sa.select(VotingLink).where(VotingLink.token_hash == _hash(token[:MAX_TOKEN]))
    found = s.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("没有这个投票链接，请在聊天里重新要一个")
    return found


def check_link(link: VotingLink, now: datetime) -> None:
    """Raise Conflict if the link is used up or expired."""
    if link.used:
        raise Conflict("这个投票链接已经用过了。还没投的、要改票的，都请从“正在表决”进去")
    if link.expires_at <= now:
        raise Conflict("这个投票链接过期了，请在聊天里重新要一个")


def _token(secret: str, salt: str, source_key: str) -> str:
    digest = hmac.new(secret.encode(), f"voting-link\0{salt}\0{source_key}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def delete_expired_links(s: Session, now: datetime) -> int:
    """Delete links that expired more than a week ago; returns how many."""
    old = sa.delete(VotingLink).where(VotingLink.expires_at < now - timedelta(days=7))
    return int(s.execute(old).rowcount)  # type: ignore[attr-defined]  # a cursor result, for a DELETE
