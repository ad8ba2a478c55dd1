"""A case dispatched to the one who has it already: the record says no 转办 where nothing was passed on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case, CaseEvent
from portal.outbox.models import OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.attacks.town import call, report, seat, town

__all__ = ["call", "report", "seat", "town"]


def verbs(parts: Parts, case_no: str) -> list[str]:
    with parts.db.read() as s:
        found = sa.select(CaseEvent.verb).join(Case).where(Case.case_no == case_no).order_by(CaseEvent.serial)
        return list(s.scalars(found))


def letters(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count(OutboxRow.id))) or 0


def walker(parts: Parts) -> str:
    with parts.db.read() as s:
        return str(s.scalar(sa.select(Account.id).where(Account.username == "walker")))


@pytest.mark.parametrize("to", ["body", "worker"])
def test_the_same_handler_again_is_no_transfer(
    town: Parts, seat: Callable[[str], FlaskClient], report: Callable[..., str], to: str
) -> None:
    """Refused, with what to do instead; nobody is told again. To another it is a transfer, and back again one more."""
    case_no = report("幸福家园3栋的灯坏了")
    clerk = seat("clerk")
    same = {"body": "lamps"} if to == "body" else {"body": "", "worker": walker(town)}
    clerk.post(f"/desk/cases/{case_no}/dispatch", data=same)
    before, sent = verbs(town, case_no), letters(town)
    assert before[-1] == "dispatch"
    told = clerk.post(f"/desk/cases/{case_no}/dispatch", data=same, follow_redirects=True)
    assert "没有变" in told.text
    assert verbs(town, case_no) == before
    assert letters(town) == sent
    for data in ({"body": "hall"}, same):
        clerk.post(f"/desk/cases/{case_no}/dispatch", data=data)
    assert verbs(town, case_no) == [*before, "transfer", "transfer"]


def test_other_words_for_the_same_handler_are_a_note(
    town: Parts, seat: Callable[[str], FlaskClient], report: Callable[..., str]
) -> None:
    """Where the clerk writes what the handler reads: a changed account reaches them, and is recorded as what it is."""
    case_no = report("幸福家园3栋的灯坏了")
    clerk = seat("clerk")
    clerk.post(f"/desk/cases/{case_no}/dispatch", data={"body": "lamps", "matter": "3栋的灯坏了"})
    clerk.post(f"/desk/cases/{case_no}/dispatch", data={"body": "lamps", "matter": "3栋2单元的灯坏了"})
    clerk.post(f"/desk/cases/{case_no}/dispatch", data={"body": "lamps", "matter": "3栋2单元的灯坏了"})
    assert verbs(town, case_no)[-2:] == ["dispatch", "note"]
    with town.db.read() as s:
        assert s.scalars(sa.select(Case).where(Case.case_no == case_no)).one().words.matter == "3栋2单元的灯坏了"
