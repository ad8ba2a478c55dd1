"""The ledger's rows, filtered and counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.admission import asks, ledger
from portal.admission.rules import Work
from portal.kernel.roles import Role
from portal.privacy import retention
from portal.storage.parts import Parts
from tests.portal.admission.admission_world import DAY, TODAY, asked
from tests.portal.admission.test_asks import OFF, WHY, admit, enter
from tests.portal.cases.cases_world import actor
from tests.portal.conftest import HandClock

MENDED = asked(department="区民政局", what="老人名册", code="LZ-01", work=frozenset({Work.SERVICE}))


@pytest.fixture
def some(s: Session, parts: Parts, listed: None) -> None:
    """Admitted, refused, an exception, withdrawn; of two departments."""
    enter(s, parts)
    enter(s, parts, MENDED)
    enter(s, parts, asked(code="", department="区民政局", what="编一本志书"))
    admit(s, parts, enter(s, parts, OFF))
    gone = enter(s, parts, asked(code="LZ-01", what="调解一件纠纷", work=frozenset({Work.SERVICE})))
    asks.withdraw(s, gone.id, WHY, actor(s, Role.SUPERVISOR), parts.clock.now(), seen=1)


def numbers(s: Session, today: date = TODAY, **asked_for: str) -> list[str]:
    filters = ledger.read_filters(asked_for, today)
    rows, _older = ledger.page_of(s, filters, today, before=None)
    return [one.number[-1] for one in rows]


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ({}, "54321"), ({"department": "民政"}, "32"), ({"state": "refused"}, "3"), ({"state": "exception"}, "4"), ({"state": "expired"}, ""),
        ({"state": "withdrawn"}, "5"), ({"rule": "off_list"}, "43"), ({"rule": "banned"}, ""), ({"words": "志书"}, "3"), ({"words": "0001"}, "1"),
        ({"words": "%"}, ""), ({"begin": "2026-11-25"}, ""), ({"end": "2026-11-23"}, ""), ({"state": "'; --", "rule": "x", "begin": "soon"}, "54321"),
    ],
)  # fmt: skip
def test_filters(s: Session, some: None, asked_for: dict[str, str], found: str) -> None:
    """Alone and together; what is none of ours is left out."""
    assert "".join(numbers(s, **asked_for)) == found


def test_an_exception_that_is_over_is_found_as_such(s: Session, some: None) -> None:
    """No longer as one in force."""
    later = TODAY + 10 * DAY
    assert (numbers(s, later, state="expired"), numbers(s, later, state="exception")) == (["4"], [])


def test_counts_by_department_and_rule(s: Session, some: None) -> None:
    """Withdrawn asks do not count."""
    filters = ledger.read_filters({}, TODAY)
    counts = [
        (one.department, one.asked, one.admitted, one.exceptions, one.refused)
        for one in ledger.by_department(s, filters, TODAY)
    ]
    assert counts == [("区公安分局", 2, 1, 1, 0), ("区民政局", 2, 1, 0, 1)]
    assert ledger.by_rule(s, filters, TODAY) == [("off_list", 1)]


def test_pages(s: Session, parts: Parts, listed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each goes on where the one before ended."""
    monkeypatch.setattr(ledger, "A_PAGE", 2)
    for _ in range(3):
        enter(s, parts, OFF)
    filters = ledger.read_filters({}, TODAY)
    rows, older = ledger.page_of(s, filters, TODAY, before=None)
    assert [one.number[-1] for one in rows] == ["3", "2"]
    rest: Any = ledger.page_of(s, filters, TODAY, before=older)
    assert ([one.number[-1] for one in rest[0]], rest[1]) == (["1"], None)


def test_old_words_are_blanked(parts: Parts, clock: HandClock, listed: None) -> None:
    """With the cases of that age; what was decided stays."""
    with parts.db.write() as s:
        number = admit(s, parts, enter(s, parts, OFF)).id
    clock.move(days=365 * 30)
    list(retention.erase_all_expired(parts))
    with parts.db.read() as s:
        ask = s.get_one(ledger.Ask, number)
        words = [ask.what, ask.detail, ask.basis, *(one.reason + one.comes for one in asks.decisions(s, number))]
        assert (set(words), ask.rules) == ({""}, ["off_list"])
