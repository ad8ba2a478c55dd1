"""Words that come in at the desk while the bot does not answer: what is plain in them, and which fields wait for its reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.cases.drafts import draft_schema
from portal.cases.models import Case, CaseEvent, CaseWords, Urgency
from portal.cases.rules import case_draft
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.lifecycle import State, Verb
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts

# fields that the bot's reading may fill, by name; `place` and `time` are words, the others codes
FIELDS = ("place", "time", "kind", "category", "urgency", "grid", "body")
TO_READ = "to_read"  # in a report's data: which of FIELDS nobody settled, so that the bot fills them once it is there
READ = "read"  # in a correction's data: the bot has read the words since
READ_DANGER = "read_danger"  # besides: it read danger where a clerk had chosen another urgency
WITH_ACCUSED = (
    "with_accused"  # besides: the body that has the case, or resolved it, is the one that the words are about
)
READ_FOR = timedelta(days=7)  # a reading that comes later than this is of no use to anybody


def read(parts: Parts, text: str) -> CaseDraft | None:
    """The bot's reading of the words; None if it cannot be reached, or its answer breaks the contract."""
    try:
        return read_or_fail(parts, text)
    except Invalid:
        return None


def read_or_fail(parts: Parts, text: str) -> CaseDraft | None:
    """The bot's reading of the words; None if it cannot be reached. Raises Invalid if its answer breaks the contract."""
    found = parts.read_draft(text, parts.clock.now())
    return draft_schema.checked(found) if found is not None else None


def waiting(now: datetime) -> sa.Select[int, str]:
    """(id, words) of the cases of which the bot is still to read the words that staff or the hotline brought within READ_FOR.

    Also of those that were dispatched or resolved meanwhile, not of withdrawn ones. In no order, so that words that the bot never gets through do not keep it from all others.
    """
    lately = CaseEvent.at > now - READ_FOR
    reports = sa.select(CaseEvent.case_id).where(
        CaseEvent.verb == Verb.REPORT, lately, CaseEvent.data[TO_READ].as_string().is_not(None)
    )
    were_read = sa.select(CaseEvent.case_id).where(
        CaseEvent.verb == Verb.CORRECT, lately, CaseEvent.data[READ].as_boolean().is_(True)
    )
    is_kept = sa.and_(Case.state != State.WITHDRAWN, Case.forgotten_at.is_(None))
    words = sa.select(Case.id, CaseWords.text).join(Case.words)
    return words.where(is_kept, Case.id.in_(reports), Case.id.not_in(were_read)).order_by(sa.func.random())


def fields_to_read(case: Case) -> frozenset[str]:
    """The fields that the bot is to fill while the case waits (`is_waiting`): those that nobody settled as it came in, nor a clerk since."""
    since = [event for event in case.events if event.verb == Verb.CORRECT]
    settled = {name for event in since for name in (*event.data, *event.data.get("changed", ()))}
    return frozenset(_left_to_read(case)) - settled


def is_waiting(case: Case) -> bool:
    """Whether the bot is still to read the words, be it only for danger, as a clerk has settled every field since."""
    was_read = any(event.verb == Verb.CORRECT and event.data.get(READ) for event in case.events)
    return bool(_left_to_read(case)) and not was_read and case.state != State.WITHDRAWN and case.forgotten_at is None


def is_body_unsure(case: Case) -> bool:
    """Whether nobody knows yet which body is to have the case: the bot has not read it, and no clerk chose a body or a category."""
    if case.dispatched or case.category is not None:  # cheap to ask first, for lists
        return False
    return is_waiting(case) and {"category", "body"} <= fields_to_read(case)


def _left_to_read(case: Case) -> Sequence[str]:
    """Which of FIELDS nobody settled as the case came in."""
    left: Sequence[str] = case.events[0].data.get(TO_READ, ())
    return left


def plain_draft(danger: str) -> CaseDraft:
    """The draft of words that the bot has not read: an emergency if they plainly tell of `danger` (its code), else empty."""
    if not danger:
        return case_draft.empty()
    return {**case_draft.empty(), "urgency": {"level": Urgency.EMERGENCY, "reasons": [], "danger": danger}}
