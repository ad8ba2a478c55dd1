"""Reports that nobody finished."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.drafts import open_drafts
from portal.channels.models import Handover
from portal.channels.unfinished import chase_unfinished
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import add_contact

FORM = {"text": "路灯不亮", "draft": {}, "stage": "place", "answers": {"time": "昨晚"}}


@pytest.fixture
def contact(parts: Parts) -> int:
    return add_contact(parts, "unfinished")


def keep(parts: Parts, contact: int, inbox_id: int = 5, **changes: Any) -> None:
    with parts.db.write() as s:
        open_drafts.keep_draft(s, parts, contact, inbox_id, FORM | changes)


def rows(parts: Parts) -> tuple[list[str], list[str]]:
    """(the words of the reminders, the texts handed over)."""
    with parts.db.read() as s:
        reminders = s.scalars(sa.select(OutboxRow).where(OutboxRow.dedupe_key.like("unfinished:%"))).all()
        handed = s.scalars(sa.select(Handover).where(Handover.reason == "unfinished")).all()
        return [row.letter.text for row in reminders if row.letter], [one.text for one in handed]


def pass_time(parts: Parts, minutes: int) -> None:
    parts.clock.move(minutes=minutes)  # type: ignore[attr-defined]  # the tests' clock
    chase_unfinished(parts)
    chase_unfinished(parts)


def test_one_reminder_then_the_desks_list(parts: Parts, contact: int) -> None:
    """Not before half an hour; each once, however often the timer runs."""
    keep(parts, contact)
    pass_time(parts, 20)
    assert rows(parts) == ([], [])
    pass_time(parts, 15)
    assert rows(parts) == (["路灯不亮；昨晚"], [])
    pass_time(parts, 30)
    assert rows(parts) == (["路灯不亮；昨晚"], ["路灯不亮；昨晚"])
    pass_time(parts, 300)
    assert len(rows(parts)[1]) == 1


def test_whoever_went_on_is_left_alone(parts: Parts, contact: int) -> None:
    """And whoever registered or dropped it, and whose question was answered."""
    keep(parts, contact)
    pass_time(parts, 25)
    keep(parts, contact, inbox_id=6)
    pass_time(parts, 25)
    assert rows(parts) == ([], [])
    with parts.db.write() as s:
        open_drafts.keep_draft(s, parts, contact, 7, None)
    pass_time(parts, 90)
    keep(parts, contact, inbox_id=8, stage="answered")
    pass_time(parts, 90)
    assert rows(parts) == ([], [])


def test_answered_questions_keep_no_report_waiting(parts: Parts, contact: int) -> None:
    """However many are older than it."""
    for number in range(60):
        keep(parts, add_contact(parts, f"answered {number}"), stage="answered")
    pass_time(parts, 1)
    keep(parts, contact)
    pass_time(parts, 31)
    assert rows(parts) == (["路灯不亮；昨晚"], [])
    pass_time(parts, 30)
    assert rows(parts) == (["路灯不亮；昨晚"], ["路灯不亮；昨晚"])


def test_nothing_waits_for_the_writer_where_nothing_is_due(
    parts: Parts, contact: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for a question that was answered, nor a report of which was reminded, nor one handed over."""
    keep(parts, add_contact(parts, "answered"), stage="answered")
    keep(parts, contact)
    pass_time(parts, 31)
    written: list[Parts] = []
    write = parts.db.write
    monkeypatch.setattr(parts.db, "write", lambda: written.append(parts) or write())
    pass_time(parts, 20)
    assert written == []
    pass_time(parts, 10)
    assert len(written) == 1
    assert rows(parts) == (["路灯不亮；昨晚"], ["路灯不亮；昨晚"])
