"""Corrections of a case and what follows from them."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.duplicates import finding
from portal.cases.models import Correction, OnCall
from portal.cases.records.event_log import projection, replayed
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.kernel.errors import Invalid
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, draft, report
from tests.portal.cases.cases_world import account as account_of
from tests.portal.conftest import HandClock

WHY_CALM = "上门看过，是看错了，没有危险"


def test_an_emergency_is_made_ordinary_for_a_reason_only(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """It stands on the case; the supervisors are told."""
    case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": [], "danger": "self_harm"}))
    s.execute(sa.update(Account).where(Account.role == Role.SUPERVISOR).values(phone="+8613900000009"))
    for reason in ("", "误报", "。。。。。。。。。。。。"):
        with pytest.raises(Invalid):
            desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"urgency": "normal"}, why_calm=reason)
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"urgency": "normal"}, why_calm=WHY_CALM)
    assert WHY_CALM in case.events[-1].words[0].text
    assert not case.events[-1].words[0].public
    assert "staff_calmed" in {row.payload.get("template") for row in s.scalars(sa.select(OutboxRow))}
    assert case.body is None  # whose category says nothing of who is to come
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"category": "0403"})
    assert case.body is None
    assert finding.likely_duplicates(s, case, []) == []


POISONED = "我吃了一瓶安眠药，头晕"


@pytest.mark.parametrize("why", ["已经打电话问过没有事了，不用去", "回电核实过，居民说是气话，没有危险"])
def test_nobody_was_called_who_left_no_number(parts: Parts, reporter: int, s: Session, who: Find, why: str) -> None:
    """Such a reason is refused; of whoever left a number it is taken."""
    danger, calm = draft(urgency={"level": "emergency", "reasons": [], "danger": "self_harm"}), {"urgency": "normal"}
    case = report(s, parts, reporter, POISONED, draft=danger, answers={})
    with pytest.raises(Invalid, match="没有留电话"):
        desk_corrections.correct(s, parts, case, who(s, Role.DESK), calm, why_calm=why)
    called = report(s, parts, reporter, POISONED, draft=danger, answers={"contact": "13900000001"})
    desk_corrections.correct(s, parts, called, who(s, Role.DESK), calm, why_calm=why)
    assert (case.urgency, called.urgency) == ("emergency", "normal")


@pytest.mark.parametrize("why", ["打电话给物业问过，已经没有煤气味了", "网格员上门看过，人好好的在家吃饭"])
def test_a_visit_or_a_call_to_somebody_else_needs_no_number(
    parts: Parts, reporter: int, s: Session, who: Find, why: str
) -> None:
    """Who was there, or asked others, may know."""
    danger = draft(urgency={"level": "emergency", "reasons": [], "danger": "gas"})
    case = report(s, parts, reporter, POISONED, draft=danger, answers={})
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"urgency": "normal"}, why_calm=why)
    assert case.urgency == "normal"


def test_a_correction_is_kept_and_reroutes(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """What was wrong is kept to learn from; the suggested body and the deadline follow while nobody has the case."""
    case = report(s, parts, reporter)
    desk_corrections.correct(
        s, parts, case, who(s, Role.DESK), {"kind": "complaint", "category": "0901", "grid": "G-02"}
    )
    assert (case.kind, case.category, case.body, case.grid, case.worker_id) == (
        "complaint",
        "0901",
        "hall",
        "G-02",
        None,
    )
    assert case.due_at.day == 3  # seven working days
    kept = {row.field: (row.was, row.now) for row in s.scalars(sa.select(Correction))}
    assert kept == {"kind": ("request", "complaint"), "category": ("0403", "0901"), "grid": ("G-01", "G-02")}


def test_a_correction_of_nothing_writes_nothing(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The same values again: no event."""
    case = report(s, parts, reporter)
    assert not desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"kind": "request", "category": "0403"})
    assert case.serial == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "rumour"},
        {"urgency": "soon"},
        {"category": "x"},
        {"grid": "nowhere"},
        {"state": "closed"},
        {"colour": "red"},
        {"kind": None},
        {"urgency": None},
    ],
)
def test_a_senseless_correction_is_refused(
    parts: Parts, reporter: int, s: Session, who: Find, wrong: dict[str, str]
) -> None:
    """Only kind, category, urgency and grid, and only what there is."""
    case = report(s, parts, reporter)
    with pytest.raises(Invalid):
        desk_corrections.correct(s, parts, case, who(s, Role.DESK), wrong)
    assert case.serial == 1


def test_an_urgency_that_is_corrected_after_the_dispatch_moves_the_deadline(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """An emergency is due in one working day from then; what is none any more has its whole time again, and its body."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    assert (shanghai_day(case.due_at), case.body) == (date(2026, 12, 1), "lamps")
    clock.move(days=1)
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"urgency": "emergency"})
    assert (shanghai_day(case.due_at), case.body) == (date(2026, 11, 26), "lamps")
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"urgency": "normal"}, why_calm=WHY_CALM)
    assert (shanghai_day(case.due_at), case.body) == (date(2026, 12, 2), "lamps")
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"urgency": "urgent", "category": "0901"})
    assert (shanghai_day(case.due_at), case.body) == (date(2026, 12, 2), "lamps")
    assert replayed(case) == projection(case)


def test_whoever_was_paged_is_told_of_a_corrected_place(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """They may be on the way to the wrong one; the new grid's worker is paged, too."""
    for account in s.scalars(sa.select(Account)):
        account.phone = f"+861380000{account.id:04}"
    s.add(OnCall(account_id=who(s, Role.SUPERVISOR).id, position=1))
    s.add(account_of(parts, Role.GRID, username="grid-2", grid="G-02", phone="+8613800009999"))
    s.flush()
    case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
    done = desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"grid": "G-02"}, place="柳树里13栋")
    assert done is not None
    assert [one.role for one in done.told] == [Role.SUPERVISOR, Role.GRID]
    letters = [row.payload["template"] for row in s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "send_sms"))]
    assert letters.count("staff_placed") == 2
