"""Erase what is past its time, as the privacy notice (`/about`) and the first-contact notice promise.

Rows of the database go by the rules of `retention_rules`; stored answers, photo files and the bot's memory are dealt with here.
`linli retention --dry-run` counts with the queries by which the worker selects what it erases, in batches.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.drafts.models import OpenDraft
from portal.cases.models import Case, CaseEvent
from portal.channels.models import ChatMedia, Conversation, InboxMessage
from portal.idempotency.models import KeptAnswer
from portal.idempotency.once import KEPT, forget_old
from portal.privacy import blanking, vacuum
from portal.privacy.retention_rules import RULES, WORDS, ExpiryLimits, RetentionRule
from portal.storage.parts import Parts
from portal.wording.community import community

UNSENT_PHOTOS = timedelta(days=2)  # for which photos are kept that were uploaded and never sent
BATCH = 500  # rows of one rule in one transaction
_ANSWERS, _FILES, _TRACKER = "重复请求的回答", "没有用上的照片文件", "机器人的对话记忆"  # stores without a rule


def expiry_limits(parts: Parts) -> ExpiryLimits:
    """The limits as of now, with the years that the privacy notice shows."""
    return ExpiryLimits(parts.clock.now(), max(1, community(parts.settings.community).retention_years))


def count_expired(parts: Parts) -> Iterator[tuple[str, int]]:
    """Yield (store in Chinese, how many of its rows, files or conversations would be erased now)."""
    limits = expiry_limits(parts)
    with parts.db.read() as s:
        for rule in RULES:
            yield rule.store, s.scalar(sa.select(sa.func.count()).select_from(rule.due(limits).subquery())) or 0
        yield _ANSWERS, s.scalar(sa.select(sa.func.count()).where(KeptAnswer.at < limits.before(KEPT))) or 0
        orphans = len(_orphans(s, parts, limits))
    yield _FILES, orphans
    yield _TRACKER, parts.trackers.count_ended(limits.before(WORDS))


def erase_all_expired(parts: Parts) -> Iterator[tuple[str, int]]:
    """Erase all that has expired, then rewrite the database file if a rule had rows. Yields (store in Chinese, how many).

    Each step of the iteration erases one store. If a reader is in the way of rewriting, the worker does it later.
    """
    limits, total = expiry_limits(parts), 0
    for rule in RULES:
        count = 0
        while step := _erase_one_batch(parts, rule, limits):
            count += step
        total += count
        yield rule.store, count
    yield _ANSWERS, forget_old(parts)
    orphans = remove_orphans(parts)
    yield _FILES, orphans
    ended = parts.trackers.count_ended(limits.before(WORDS))
    parts.trackers.forget_ended(limits.before(WORDS))
    yield _TRACKER, ended
    if total and not parts.db.rewrite_file():
        vacuum.request_rewrite(parts)


def erase_batch(parts: Parts) -> int:
    """The worker's job: erase one batch per rule, old stored answers, and trackers whose last event is older than WORDS.

    If a rule had rows, the rewriting of the database file is requested. Returns the size of the largest batch; if it is
    full, there may be more.
    """
    limits = expiry_limits(parts)
    done = [_erase_one_batch(parts, rule, limits) for rule in RULES]
    forget_old(parts)
    parts.trackers.forget_ended(limits.before(WORDS))
    if any(done):
        vacuum.request_rewrite(parts)
    return max(done)


def _erase_one_batch(parts: Parts, rule: RetentionRule, limits: ExpiryLimits) -> int:
    """Erase one batch of a store, and photos that nothing shows any more. Returns the number of rows."""
    with parts.db.write() as s:
        ids = list(s.scalars(rule.due(limits).limit(BATCH)))
        media = rule.forget(s, limits, ids) if ids else set()
        s.flush()
        gone = blanking.unreferenced_photos(s, media)
    for media_id in gone:
        parts.media.remove(media_id)
    return len(ids)


def remove_orphans(parts: Parts) -> int:
    """Remove photo files of `_orphans`, and the rows that record their upload; returns how many files."""
    with parts.db.write() as s:
        gone = _orphans(s, parts, expiry_limits(parts))
        s.execute(sa.delete(ChatMedia).where(ChatMedia.media_id.in_(gone)))
    for media_id in gone:
        parts.media.remove(media_id)
    return len(gone)


def _orphans(s: Session, parts: Parts, limits: ExpiryLimits) -> list[str]:
    """Ids of photo files older than UNSENT_PHOTOS, and not uploaded again since, that nothing names: never sent, or refused.

    A case, event, message, conversation or open draft may name them.
    """
    shown = {one for photos in s.scalars(sa.select(Case.photos)) for one in photos}
    shown |= {one for data in s.scalars(sa.select(CaseEvent.data)) for one in data.get("photos") or ()}
    shown |= {one for sent in s.scalars(sa.select(InboxMessage.media)) for one in sent}
    shown |= {one for held in s.scalars(sa.select(Conversation.photos)) for one in held}
    drafts = list(s.scalars(sa.select(OpenDraft.state)))
    lately = set(s.scalars(sa.select(ChatMedia.media_id).where(ChatMedia.at >= limits.before(UNSENT_PHOTOS))))
    old = parts.media.ids(limits.before(UNSENT_PHOTOS))
    return [one for one in old if one not in shown | lately and not any(one in draft for draft in drafts)]
