"""Words that come in at the desk while the bot does not answer: what is plain in them, and which fields wait for its reading."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from portal.cases.drafts import draft_schema
from portal.cases.models import Case, CaseEvent
from portal.cases.rules import case_draft
from portal.cases.rules.case_draft import CaseDraft
from portal.cases.rules.lifecycle import UNRESOLVED, Verb
from portal.kernel.errors import Invalid
from portal.storage.parts import Parts

# fields that the bot's reading may fill, by name; `place` and `time` are words, the others codes
FIELDS = ("place", "time", "kind", "category", "urgency", "grid", "body")
TO_READ = "to_read"  # in a report's data: which of FIELDS nobody settled, so that the bot fills them once it is there
READ_FOR = timedelta(days=7)  # a reading that comes later than this is of no use to anybody
READ_DANGER = "read_danger"  # besides: it read danger where a clerk had chosen another urgency
READ = "read"  # in a correction's data: the bot has read the words since


def read(parts: Parts, text: str) -> CaseDraft | None:
    """The bot's reading of the words; None if it cannot be reached, or its answer breaks the contract."""
    found = parts.read_draft(text, parts.clock.now())
    try:
        return draft_schema.checked(found) if found is not None else None
    except Invalid:
        return None


def waiting(now: datetime) -> sa.Select[Any]:
    """The open cases of which the bot is still to read the words that staff or the hotline brought within READ_FOR, oldest first."""
    lately = CaseEvent.at > now - READ_FOR
    reports = sa.select(CaseEvent.case_id).where(
        CaseEvent.verb == Verb.REPORT, lately, CaseEvent.data[TO_READ].as_string().is_not(None)
    )
    were_read = sa.select(CaseEvent.case_id).where(
        CaseEvent.verb == Verb.CORRECT, lately, CaseEvent.data[READ].as_boolean().is_(True)
    )
    is_open = sa.and_(Case.state.in_(UNRESOLVED), Case.forgotten_at.is_(None))
    return sa.select(Case).where(is_open, Case.id.in_(reports), Case.id.not_in(were_read)).order_by(Case.id)


def fields_to_read(case: Case) -> frozenset[str]:
    """The fields that the bot is still to fill: those that nobody settled as the case came in, nor a clerk since. Empty once it has read."""
    report = next(event for event in case.events if event.verb == Verb.REPORT)
    since = [event for event in case.events if event.verb == Verb.CORRECT]
    if any(event.data.get(READ) for event in since):
        return frozenset()
    settled = {name for event in since for name in (*event.data, *event.data.get("changed", ()))}
    return frozenset(report.data.get(TO_READ, ())) - settled


def plain_draft(danger: str) -> CaseDraft:
    """The draft of words that the bot has not read: an emergency if they plainly tell of `danger` (its code), else empty."""
    if not danger:
        return case_draft.empty()
    return {**case_draft.empty(), "urgency": {"level": "emergency", "reasons": [], "danger": danger}}
