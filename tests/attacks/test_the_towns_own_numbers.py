"""The town's own numbers are nobody's secret; any other is covered."""

from __future__ import annotations

from portal.cases.reading import masking
from portal.storage.parts import Parts
from tests.attacks.confidence_world import LAMP, Call, Report, Seat, dispatch, surfaces
from tests.attacks.town import call, contact, report, seat, town

__all__ = ["call", "report", "seat", "town"]


def test_the_towns_published_numbers_are_shown_and_everybody_elses_covered(
    town: Parts, seat: Seat, report: Report, call: Call
) -> None:
    """The office's and a body's, however grouped, on the desk's pages and the handler's; a reporter's as ever."""
    who = contact(town)
    text = "桂花苑5栋路灯不亮，打了0571-00000001和0571 00000002都没人接，我电话13912345678，座机0571-00000091"
    case_no = report(text, who, **LAMP | {"personal": []})
    dispatch(seat, case_no)
    desk, body = seat("clerk").get(f"/desk/cases/{case_no}").text, surfaces(seat("at-lamps"), case_no)
    for page in (desk, body):
        assert "0571-00000001和0571 00000002都没人接" in page
        assert "13912345678" not in page
        assert "0571-00000091" not in page
    assert "139****5678" in desk
    call("/handovers", contact=who, reason="asked", text="打0571-00000001没人接，我13912345678")
    page = seat("clerk").get("/desk/handovers").text
    assert "打0571-00000001没人接，我139****5678" in page
    assert not call(f"/cases/{case_no}/details", contact=who, text="又打了0571-00000001")["number_covered"]
    assert call(f"/cases/{case_no}/details", contact=who, text="打我13912345678")["number_covered"]


def test_a_longer_number_that_holds_a_published_one_is_masked() -> None:
    """The town's is shown only where it stands alone."""
    town_numbers = frozenset({"057100000001"})
    for number in ("10571000000013", "0571-000000012", "9-0571-00000001"):
        assert number not in masking.masked(f"卡号{number}", published=town_numbers)
        assert number not in masking.covered(f"卡号{number}", published=town_numbers)
    assert masking.masked("0571-00000001", published=town_numbers) == "0571-00000001"
