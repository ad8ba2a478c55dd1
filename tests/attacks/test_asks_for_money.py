"""A body's people who ask a resident for money, and the residents' committee: not suggested, not dispatched to, not closed on the spot, not read by the grid's worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.disclosure import parties
from portal.cases.models import Case
from portal.cases.reading.conduct import CONDUCT_OR_DOUBT, Conduct
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.attacks.test_conduct import dispatch, dispatch_though_asked, has_it
from tests.attacks.town import call, contact, draft, report, seat, town

__all__ = ["call", "report", "seat", "town"]

Seat = Callable[[str], FlaskClient]
Report = Callable[..., str]
LAMPS = {"code": "0403", "path": ["城乡建设"], "score": 0.9, "alternatives": []}

ASKED = [
    "路灯队来修路灯的人问我要钱，幸福家园3栋", "幸福家园3栋，路灯队的人张口要五十块", "路灯队的人非要我给钱，幸福家园3栋", "路灯队的师傅不给烟不修，幸福家园3栋", "路灯队那几个人跟我妈要两包烟，幸福家园3栋",
    "路灯队上门换灯的人要收一百块才修，幸福家园3栋", "路灯队的人让我们掏红包，幸福家园3栋",
]  # fmt: skip


@pytest.mark.parametrize("text", ASKED)
def test_who_asks_for_money_gets_no_case_by_one_press(seat: Seat, report: Report, text: str) -> None:
    """The body is not suggested; a clerk's dispatch to it is refused; a grid worker cannot close it on the spot; a supervisor may permit it."""
    case_no = report(text, category=LAMPS)
    page = seat("clerk").get(f"/desk/cases/{case_no}").text
    assert "多半归路灯队" not in page
    assert "派出去了" not in dispatch(seat("clerk"), case_no, "lamps", seen="yes")
    assert not has_it(seat("at-lamps"), case_no)
    assert "当场办好了" not in seat("walker").get(f"/desk/cases/{case_no}").text
    permitted = {"body": "lamps", "reason": "只有路灯队查得到那天派的是谁，已经另外派人去问"}
    seat("boss").post(f"/desk/cases/{case_no}/permission", data=permitted)
    assert "派出去了" in dispatch(seat("clerk"), case_no, "lamps", matter="请查那天派的是谁，路灯有没有修好")


@pytest.mark.parametrize(
    "text",
    [
        "幸福家园3栋路灯坏了，路灯队的人说过来修没来", "我问物业的人要退的押金，幸福家园3栋", "幸福家园3栋物业的人让我交物业费", "幸福家园3栋邻居跟我要钱赔花盆，物业的人来调解过", "路灯队的人说钱不够，等批下来再修，幸福家园3栋",
        "幸福家园3栋快递员问我要运费", "物业的人要我出示门卡，幸福家园3栋", "保洁阿姨问我要纸箱，幸福家园3栋", "路灯队的人来修过，又不亮了，幸福家园3栋", "幸福家园3栋物业的人问我要不要换锁",
    ],
)  # fmt: skip
def test_money_that_is_due_or_not_asked_for_is_no_conduct(town: Parts, text: str) -> None:
    """Nor what others ask for."""
    with town.db.read() as s:
        assert parties.conduct_of_text(s, text, "complaint") is Conduct.NONE


def test_whoever_came_of_an_unknown_body_is_asked_about(town: Parts) -> None:
    """No body is named."""
    with town.db.read() as s:
        assert parties.conduct_of_text(s, "来修路灯的问我要钱", "complaint") is Conduct.ASK


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("路灯队来修路灯的人问我要钱，幸福家园3栋", "您说到的路灯队现在看不到这件事，也不能直接派给他们；受理台先看。"),
        (
            "居委会的人泄露我的投诉，幸福家园3栋",
            "您说到的社区居委会现在收不到这件事，网格员也看不到，也不能直接派给他们；受理台先看。",
        ),
        ("幸福家园3栋路灯不亮", ""),
    ],
)
def test_the_reporter_is_told_that_the_body_does_not_see_it(
    report: Report, call: Callable[..., Any], town: Parts, text: str, told: str
) -> None:
    """As it is registered; of an ordinary case nothing."""
    who = contact(town)
    answer = call("/cases", contact=who, text=text, draft=draft(text), answers={}, photos=[])
    assert answer["readers"] == told


OF_THE_COMMITTEE = [
    "居委会主任收钱", "社区居委会的王主任收了物业的钱，不管我们", "居委会的人泄露我的投诉给物业", "社区的人把我投诉的事说出去了", "社区泄露我的投诉", "社区跟物业串通一气骗我们", "王主任收红包", "李书记打人", "居委会不作为",
    "居委会偏心，低保不给我评", "居委会账目不公开", "居委会把活动室租出去了", "居委会多收卫生费", "居委会要我交两百块才给开证明", "网格员把我举报的事告诉了邻居", "网格员收了我两百块钱", "孙走访态度恶劣，从来不上门",
]  # fmt: skip


@pytest.mark.parametrize("text", OF_THE_COMMITTEE)
def test_what_is_said_of_the_committee_is_kept_from_the_grids_worker(seat: Seat, report: Report, text: str) -> None:
    """Neither in their list nor by its address; nor is it on their telephone."""
    case_no = report(f"{text}，幸福家园3栋")
    assert not has_it(seat("walker"), case_no)
    assert case_no not in seat("walker").get("/grid").text


def test_it_stays_so_if_its_grid_is_corrected(seat: Seat, report: Report) -> None:
    """The other grid's worker is of the committee's people, too."""
    case_no = report("居委会主任收钱，幸福家园3栋")
    answer = seat("clerk").post(f"/desk/cases/{case_no}/correction", data={"grid": "G-02"}, follow_redirects=True)
    assert "2号网格" in answer.text
    assert not has_it(seat("walker2"), case_no)


def of_case(town: Parts, case_no: str) -> Case:
    with town.db.read() as s:
        return s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()


@pytest.mark.parametrize(
    ("text", "worker"),
    [
        ("居委会主任收钱，幸福家园3栋", None),
        ("路灯队的人骂我，幸福家园3栋", "walker2"),
        ("幸福家园3栋路灯不亮", "walker2"),
    ],
)
def test_a_new_grid_gives_the_case_to_no_worker_whom_it_accuses(
    seat: Seat, report: Report, town: Parts, text: str, worker: str | None
) -> None:
    """Of the case that accuses them nobody is its worker, instead of one who cannot read it."""
    case_no = report(text)
    seat("clerk").post(f"/desk/cases/{case_no}/correction", data={"grid": "G-02"}, follow_redirects=True)
    with town.db.read() as s:
        ids = {one.id: one.username for one in parties.active_staff(s)}
    assert ids.get(of_case(town, case_no).worker_id or 0) == worker


def test_another_worker_of_the_new_grid_gets_it_if_only_one_is_accused(seat: Seat, report: Report, town: Parts) -> None:
    """By name; the grid has two."""
    with town.db.write() as s:
        s.execute(sa.update(Account).where(Account.username == "walker").values(grid="G-02"))
    case_no = report("孙走访收了我两百块钱，幸福家园3栋")
    seat("clerk").post(f"/desk/cases/{case_no}/correction", data={"grid": "G-02"}, follow_redirects=True)
    with town.db.read() as s:
        ids = {one.username: one.id for one in parties.active_staff(s)}
    assert of_case(town, case_no).worker_id == ids["walker2"]


def test_it_is_taken_from_the_worker_who_has_it_if_its_new_grid_is_theirs(
    seat: Seat, report: Report, town: Parts
) -> None:
    """They could read it no more, and nobody else would have it."""
    case_no = report("居委会主任收钱，幸福家园3栋")
    with town.db.read() as s:
        worker = s.scalars(sa.select(Account.id).where(Account.username == "walker2")).one()
    dispatch_though_asked(seat("clerk"), case_no, "", worker=str(worker), seen="yes")
    before = of_case(town, case_no)
    seat("clerk").post(f"/desk/cases/{case_no}/correction", data={"grid": "G-02"}, follow_redirects=True)
    after = of_case(town, case_no)
    assert (before.worker_id, after.worker_id, after.dispatched) == (worker, None, False)


@pytest.mark.parametrize(
    "text",
    [
        "业委会王主任收钱", "班主任收红包", "物业王主任骂人", "居委会三天没人来", "居委会的人说过来修，没来", "社区里泄漏煤气", "请社区的人来看看路灯", "社区的人很好，谢谢", "保安骂人",
    ],
)  # fmt: skip
def test_what_is_said_of_others_is_the_grids(town: Parts, text: str) -> None:
    """Of another body's head, of a service that is awaited, of a place and in thanks."""
    with town.db.read() as s:
        weighed, about = parties.weigh(s, f"{text}，幸福家园3栋", "complaint", "G-01")
        walker = next(one.id for one in parties.active_staff(s) if one.username == "walker")
    assert weighed not in CONDUCT_OR_DOUBT or walker not in about.accounts


@pytest.mark.parametrize("wish", ["", "，别说是我"])
def test_the_worker_of_the_corrected_place_does_not_read_what_the_same_words_say_of_them(
    seat: Seat, call: Callable[..., Any], town: Parts, wish: str
) -> None:
    """Of the former place it accused nobody; the grid is new, and so is the complaint."""
    who, text = contact(town), "幸福家园3栋路灯不亮"
    case_no = call("/cases", contact=who, text=text, draft=draft(text), answers={}, photos=[])["case_no"]
    said = f"说错了，是桂花苑5栋，网格员收了我两百块红包{wish}"
    call(f"/cases/{case_no}/details", contact=who, text=said, photos=[], changes={"place": "桂花苑5栋"})
    case = of_case(town, case_no)
    assert (case.grid, case.conduct, case.worker_id) == ("G-02", Conduct.CONDUCT, None)
    assert not has_it(seat("walker2"), case_no)


def test_nor_what_becomes_a_tip_off_as_its_grid_is_corrected(seat: Seat, report: Report, town: Parts) -> None:
    """Both in one correction."""
    case_no = report("幸福家园3栋的网格员从来不上门")
    seat("clerk").post(
        f"/desk/cases/{case_no}/correction", data={"grid": "G-02", "kind": "tip_off"}, follow_redirects=True
    )
    case = of_case(town, case_no)
    assert (case.grid, case.kind, case.worker_id) == ("G-02", "tip_off", None)
    assert not has_it(seat("walker2"), case_no)


def test_nor_where_its_first_grid_had_no_worker(seat: Seat, call: Callable[..., Any], town: Parts) -> None:
    """Its reporter was told that no grid worker sees it."""
    with town.db.write() as s:
        s.execute(sa.update(Account).where(Account.username == "walker").values(active=False))
    text = "居委会主任收钱，幸福家园3栋"
    made = call("/cases", contact=contact(town), text=text, draft=draft(text), answers={}, photos=[])
    assert "网格员也看不到" in made["readers"]
    seat("clerk").post(f"/desk/cases/{made['case_no']}/correction", data={"grid": "G-02"}, follow_redirects=True)
    assert not has_it(seat("walker2"), made["case_no"])
    assert of_case(town, made["case_no"]).worker_id is None
