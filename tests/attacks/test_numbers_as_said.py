"""A mobile number in any way of writing it is the contact that the desk calls; nothing is said of one that was lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.models import Case
from portal.storage.parts import Parts
from tests.attacks.confidence_world import LAMP, dispatch, surfaces
from tests.attacks.town import call, contact, report, seat, town

__all__ = ["call", "report", "seat", "town"]

Report = Callable[..., str]
Call = Callable[..., Any]
MATTER = "桂花苑5栋楼下的路灯不亮"
PLAIN = LAMP | {"personal": []}
WRITTEN = {
    "一三六五五五五三三三三": "13655553333",
    "一三九一二三四五六七八": "13912345678",
    "幺三八 零零零零 九九九九": "13800009999",
    "壹叁捌零零零零玖玖玖玖": "13800009999",
    "1 3 8 1 2 3 4 5 6 7 9": "13812345679",
    "138-1234-5679": "13812345679",
    "１３８１２３４５６７９": "13812345679",
    "138 1234 5679": "13812345679",
    "138.1234.5679": "13812345679",
    "一三八，一二三四，五六七九": "13812345679",
}


def kept(town: Parts, case_no: str) -> str:
    with town.db.read() as s:
        return s.scalars(sa.select(Case).where(Case.case_no == case_no)).one().words.contact


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("said", ["我手机{}，别给物业", "我电话{}", "我的手机号是{}", "联系我{}"])
def test_a_number_in_any_writing_is_the_contact(
    town: Parts, seat: Any, report: Report, call: Call, written: str, said: str
) -> None:
    """Said later, or in the report itself, from which the bot took none; no handler reads any writing of it."""
    who = contact(town)
    later = report(MATTER, who, **PLAIN)
    assert call(f"/cases/{later}/details", contact=who, text=said.format(written))["number_covered"]
    at_once = report(f"{MATTER}，{said.format(written)}", contact(town, address="o2"), **PLAIN)
    assert (kept(town, later), kept(town, at_once)) == (WRITTEN[written],) * 2
    if said == "我电话{}":
        dispatch(seat, at_once, matter=MATTER)
        page = surfaces(seat("at-lamps"), at_once)
        assert written not in page
        assert WRITTEN[written] not in page


@pytest.mark.parametrize("written", WRITTEN)
def test_an_answered_number_is_kept_in_digits(town: Parts, report: Report, written: str) -> None:
    """As the bot hands it over: verbatim."""
    assert (
        kept(town, report(f"{MATTER}，别让物业知道是我，我电话{written}", answers={"contact": written}, **PLAIN))
        == (WRITTEN[written])
    )


def test_a_bare_number_after_a_wish_is_the_contact(town: Parts, report: Report, call: Call) -> None:
    """Who asked not to be named leaves their own; of a case about conduct it may be the accused's, and is no contact."""
    who = contact(town)
    case_no = report(f"{MATTER}，别让物业知道是我说的", who, **PLAIN)
    call(f"/cases/{case_no}/details", contact=who, text="13655552222")
    assert kept(town, case_no) == "13655552222"
    other = contact(town, address="o2")
    accused = report("幸福家园的保安打人，别说是我", other, **PLAIN)
    call(f"/cases/{accused}/details", contact=other, text="13655552222")
    assert kept(town, accused) == ""


@pytest.mark.parametrize("text", ["别给物业我的电话13655554444", "我的号码13655554444别给物业"])
def test_the_number_in_a_wish_inside_the_report_is_the_contact(town: Parts, report: Report, text: str) -> None:
    assert kept(town, report(f"{MATTER}，{text}", **PLAIN)) == "13655554444"


@pytest.mark.parametrize(
    "text",
    [
        "物业经理电话一三九一二三四五六七八",
        "打给他一三九一二三四五六七八没人接",
        "一二三四五六七八九十号楼都不亮",
        "二零二六一一二七一二三四",
        "三栋四栋五栋六栋七栋都不亮",
    ],
)
def test_somebody_elses_number_or_none_is_no_contact(town: Parts, report: Report, call: Call, text: str) -> None:
    """Numerals that are no mobile number stay words."""
    who = contact(town)
    case_no = report(f"{MATTER}，{text}", who, **PLAIN)
    call(f"/cases/{case_no}/details", contact=who, text=text)
    assert kept(town, case_no) == ""
