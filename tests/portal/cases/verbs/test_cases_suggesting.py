"""Which body is suggested for a case: by its category and its place, and nobody who is complained of."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.cases.records import actors
from portal.cases.verbs.desk import desk_corrections
from portal.cases.verbs.reporter import reporter_actions
from portal.grids import service as grids
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, draft, report, write_community

BODIES = (
    "code,name,aliases,phone,hours,handles\n"
    "hall,社区居委会,居委会,0571-00000003,9–17,其余\n"
    "willow,柳树物业,物业|柳树里物业,0571-00000004,9–17,柳树里：电梯、保洁\n"
    "plum,梅花物业,梅花苑物业,0571-00000005,9–17,梅花苑：电梯、保洁\n"
)
DUTY = "category,kind,body,working_days,note\n,,hall,7,\n04,,willow,5,\n"
PLACES = "name,kind,grid,full_name,aliases\n柳树里3栋,building,G-01,,\n梅花苑3栋,building,G-02,,梅3栋\n别家花园,estate,G-02,,\n"


@pytest.fixture
def companies(parts: Parts, reporter: int, tmp_path: Path) -> None:
    """Two property companies, of which duty.csv names one."""
    folder = write_community(tmp_path / "companies", bodies=BODIES, duty=DUTY, places=PLACES)
    with parts.db.write() as s:
        grids.seed(s, folder)


def suggested(s: Session, parts: Parts, reporter: int, text: str, place: str, **more: object) -> str | None:
    """The body suggested for a report of this text and place, as the bot found it."""
    found = draft(text, places=[{"text": place, "start": 0, "end": len(place), "grid": None, "score": 0.9}], times=[])
    return report(s, parts, reporter, text, draft=found | more, answers={"place": place}).body


@pytest.mark.parametrize(
    ("place", "body"),
    [("柳树里3栋", "willow"), ("梅花苑3栋", "plum"), ("梅3栋", "plum"), ("别家花园", None), ("", None)],
)
def test_the_company_of_the_place_is_suggested(
    parts: Parts, reporter: int, companies: None, s: Session, place: str, body: str | None
) -> None:
    """Where the place's company is unknown, nobody."""
    assert suggested(s, parts, reporter, f"{place}电梯坏了", place) == body


TIP_OFF = {"kind": {"code": "tip_off", "label": "举报", "score": 0.9}}


@pytest.mark.parametrize(
    "text",
    [
        "梅花苑物业经理收了装修队的钱",
        "举报梅花苑物业经理",
        "梅花苑3栋物业经理吃回扣",
        "梅花物业把电梯广告费自己拿了",
    ],
)
def test_a_tip_off_suggests_nobody_whom_it_names(
    parts: Parts, reporter: int, companies: None, s: Session, text: str
) -> None:
    """Neither the company of the place, nor the other one in its stead."""
    assert suggested(s, parts, reporter, text, "梅花苑3栋", **TIP_OFF) is None


def test_a_place_told_later_and_a_corrected_one_suggest_their_own(
    parts: Parts, reporter: int, companies: None, s: Session, who: Find
) -> None:
    """As does a category that a clerk corrects."""
    case = report(s, parts, reporter, "电梯坏了", draft=draft("电梯坏了", places=[], times=[]))
    resident = actors.resident(reporter)
    assert case.body is None
    reporter_actions.add_detail(s, parts, case, resident, text="在梅花苑3栋")
    assert (case.grid, case.body) == ("G-02", "plum")
    reporter_actions.add_detail(s, parts, case, resident, text="不对，是柳树里3栋", changes={"place": "柳树里3栋"})
    assert (case.grid, case.body) == ("G-01", "willow")
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"category": "0901"})
    assert case.body == "hall"
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"category": "0401"})
    assert case.body == "willow"
