"""A body that must not learn of a report is neither told nor suggested, unless it is asked to help."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.models import Case
from portal.storage.parts import Parts
from tests.attacks.confidence_world import LAMP, Call, Seat
from tests.attacks.town import call, contact, draft, report, seat, town

__all__ = ["call", "report", "seat", "town"]


def _suggested(town: Parts, call: Call, text: str, **changes: Any) -> tuple[Any, str, int]:
    """(the body that the reporter is told, the case's number, the reporter) of a report."""
    who = contact(town)
    made = call("/cases", contact=who, text=text, draft=draft(text, **changes), answers={})
    return made["body"], made["case_no"], who


def _preselected(seat: Seat, case_no: str) -> str:
    page = seat("clerk").get(f"/desk/cases/{case_no}").text
    options = page.partition('name="body"')[2].partition("</select>")[0]
    return "".join(re.findall(r'value="(\w+)" selected', options))


@pytest.mark.parametrize(
    "text",
    [
        "别让物业知道是我说的，幸福家园3栋物业把消防通道堵了",
        "幸福家园3栋消防通道堵了，别告诉物业是我反映的",
        "幸福家园3栋消防通道堵了，千万不要让保安知道我是谁",
        "幸福家园3栋消防通道堵了，别把我的号码给幸福物业",
        "幸福家园3栋物业把消防通道堵了，别让他们知道是我说的",
        "匿名，幸福家园3栋的物业把消防通道堵了",
        "我要投诉物业，幸福家园3栋消防通道堵了",
    ],
)
def test_a_body_that_must_not_learn_of_it_is_neither_told_nor_suggested(
    seat: Seat, town: Parts, call: Call, text: str
) -> None:
    """The duty list names the very company; the clerk chooses, and the reporter hears of no handler."""
    told, case_no, _who = _suggested(town, call, text)
    assert told is None
    assert _preselected(seat, case_no) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("幸福家园3栋楼道灯坏了，请物业来修", "幸福物业服务有限公司"),
        ("请物业来修楼道灯，幸福家园3栋，别让邻居知道是我说的", "幸福物业服务有限公司"),
        ("请物业来修楼道灯，幸福家园3栋，匿名", "幸福物业服务有限公司"),
        ("幸福家园3栋楼道灯坏了，别透露我的名字", "幸福物业服务有限公司"),
    ],
)
def test_who_is_asked_to_help_is_still_suggested(seat: Seat, town: Parts, call: Call, text: str, told: str) -> None:
    body, case_no, _who = _suggested(town, call, text)
    assert body["name"] == told
    assert _preselected(seat, case_no) == "xingfu"


def test_a_kind_of_body_must_not_learn_of_it(seat: Seat, town: Parts, call: Call) -> None:
    """社区 keeps the committee unaware, to which all that nobody else has goes; of the lamps it says nothing."""
    other = {"category": {"code": "0901", "path": ["其他", "其他"], "score": 0.9, "alternatives": []}}
    assert _suggested(town, call, "别让社区知道是我说的，幸福家园3栋楼道堆满了", **other)[0] is None
    assert _suggested(town, call, "幸福家园3栋楼道堆满了", **other)[0] is not None
    assert _suggested(town, call, "别让社区知道是我说的，幸福家园3栋路灯坏了", **LAMP)[0]["name"] == "路灯队"


def test_a_wish_said_later_and_a_correction_keep_it_so(seat: Seat, town: Parts, call: Call) -> None:
    told, case_no, who = _suggested(town, call, "幸福家园3栋消防通道堵了")
    assert told is not None
    call(f"/cases/{case_no}/details", contact=who, text="别让物业知道是我说的")
    assert _preselected(seat, case_no) == ""
    with town.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        form = {"kind": "request", "category": case.category, "urgency": case.urgency, "grid": case.grid or ""}
        form["version"] = str(case.serial)
    seat("clerk").post(f"/desk/cases/{case_no}/correction", data=form)
    assert _preselected(seat, case_no) == ""
