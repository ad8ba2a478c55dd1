"""A number that the town gives out, or a hotline's, is nobody's contact."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.cases.reading import whose_number
from portal.cases.records import actors
from portal.cases.verbs.reporter import reporter_actions
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import report

OFFICE, LAMPS = "0571-00000001", "057100000002"
TOWN = frozenset({"057100000001", "057100000002"})


@pytest.mark.parametrize("contact", [OFFICE, LAMPS, "00000001", "0571 00000001", "12345", "110", "96110"])
def test_it_is_given_out(contact: str) -> None:
    """With or without its area code."""
    assert whose_number.is_given_out(contact, TOWN)


@pytest.mark.parametrize(
    "contact", ["13812345678", "0571-88213306", "88213306", "王 0571-00000001", "", "wx12345", "微信12345"]
)
def test_others_are_contacts(contact: str) -> None:
    """Also where a name or an account stands with it."""
    assert not whose_number.is_given_out(contact, TOWN)


def test_it_is_kept_neither_with_the_report_nor_later(parts: Parts, reporter: int, s: Session) -> None:
    """The words hold it all the same; a number of the reporter's own is kept."""
    case = report(s, parts, reporter, answers={"contact": OFFICE})
    assert case.words.contact == ""
    who = actors.resident(reporter)
    reporter_actions.add_detail(s, parts, case, who, text=f"打的{OFFICE}", changes={"contact": OFFICE})
    assert case.words.contact == ""
    reporter_actions.add_detail(s, parts, case, who, text="我电话13812345678", changes={"contact": "13812345678"})
    reporter_actions.add_detail(s, parts, case, who, text=LAMPS, changes={"contact": LAMPS})
    assert case.words.contact == "13812345678"
