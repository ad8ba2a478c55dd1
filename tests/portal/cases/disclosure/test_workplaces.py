"""Where the reporter works is no place of a matter told in confidence, nor is their job what it is about."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.cases.disclosure import whereabouts
from portal.cases.models import Case
from portal.cases.records import actors, handler_view
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, draft, report

OPEN = "柳树里3栋302有人聚众赌博，我是楼下202的，在柳树里13栋卖豆腐"
HIDDEN = f"{OPEN}，别让人知道是我说的"


def _reported(s: Session, parts: Parts, reporter: int, text: str, **more: Any) -> Case:
    found = [
        {"text": one, "start": text.index(one), "end": text.index(one) + len(one), "grid": None, "score": 0.9}
        for one in ("柳树里3栋302", "柳树里13栋")
        if one in text
    ]
    return report(s, parts, reporter, text, draft=draft(text, places=found, times=[], **more))


def test_it_is_left_out_and_the_clerk_knows(parts: Parts, reporter: int, s: Session) -> None:
    """The place of the matter stays."""
    case = _reported(s, parts, reporter, HIDDEN)
    read = handler_view.matter(s, case)
    assert (read.place, case.words.place, case.grid) == ("柳树里3栋", "柳树里3栋302", "G-01")
    assert "13栋" not in read.text
    assert whereabouts.left_out(s, case) == ["柳树里13栋"]


def test_the_clerks_page_tells_of_it(parts: Parts, reporter: int, sign_in: Any) -> None:
    with parts.db.write() as s:
        case_no = _reported(s, parts, reporter, HIDDEN).case_no
    page = sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    assert "没有告诉办的人的地点：柳树里13栋" in page


@pytest.mark.parametrize("later", ["别让人知道是我说的", "对了，不要透露我的名字"])
def test_a_later_wish_reads_the_place_again(parts: Parts, reporter: int, s: Session, later: str) -> None:
    """Until then it is one of the places."""
    case = _reported(s, parts, reporter, OPEN)
    assert case.words.place == "柳树里3栋302、柳树里13栋"
    reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text=later)
    assert (case.confidential, case.words.place) == (True, "柳树里3栋302")
    assert handler_view.matter(s, case).place == "柳树里3栋"


def test_a_wish_told_to_a_clerk_reads_it_again(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """By telephone or at the counter; the grid was the workplace's."""
    text = "我在柳树里13栋卖豆腐，柳树里3栋302有人聚众赌博"
    case = _reported(s, parts, reporter, text)
    assert case.grid == "G-01"
    case.grid = "G-02"
    confidentiality.make_confidential(s, parts, case, who(s, Role.DESK))
    assert handler_view.matter(s, case).place == "柳树里3栋"


@pytest.mark.parametrize(
    "text",
    [
        "我在柳树里13栋卖豆腐，旁边摊位卖病死猪肉，别说是我",
        "我在柳树里13栋食堂上班，食堂用烂菜，别说是我",
        "我在柳树里13栋当保安，门口有人打架，别说是我",
        "路灯坏了，我在柳树里13栋摆摊，灯就在摊子边，别说是我",
    ],
)
def test_where_nothing_else_is_told_it_stays(parts: Parts, reporter: int, s: Session, text: str) -> None:
    """The matter is there, or nobody could be sent anywhere; their trade stays out."""
    case = _reported(s, parts, reporter, text)
    assert (case.grid, handler_view.matter(s, case).place) == ("G-02", "柳树里13栋")
    assert whereabouts.left_out(s, case) == []


TIP_OFF = {"code": "tip_off", "label": "举报", "score": 0.9}


def test_a_place_left_out_may_be_told_with_a_reason(parts: Parts, reporter: int, sign_in: Any) -> None:
    """Of a tip-off, too: the matter may be in the reporter's own building. Their room may not."""
    text = "我住柳树里3栋302，楼上天天打孩子，别说是我"
    places = [{"text": "柳树里3栋302", "start": 2, "end": 10, "grid": None, "score": 0.9}]
    with parts.db.write() as s:
        case_no = report(s, parts, reporter, text, draft=draft(text, places=places, times=[], kind=TIP_OFF)).case_no
    desk = sign_in(Role.DESK)

    def send(**form: str) -> int:
        return desk.post(f"/desk/cases/{case_no}/dispatch", data={"body": "hall", **form}).status_code

    why = "打孩子的就在这一栋，不写找不到"
    assert send(matter="柳树里3栋有人天天打孩子，请上门看") == 422
    assert send(matter="柳树里3栋302楼上天天打孩子", why_told=why) == 422
    assert send(matter="柳树里3栋有人天天打孩子，请上门看", why_told=why) == 303


JOB = "501的男主人在群租，我是对门502的小学老师"
_EDUCATION = {
    "code": "0403",
    "path": ["教育文体", "学校管理"],
    "score": 0.9,
    "alternatives": [],
    "words": ["小学", "老师"],
}


def test_their_job_says_nothing_of_the_matter(parts: Parts, reporter: int, s: Session) -> None:
    """Neither at once nor by a later wish; the words of the matter do."""
    case = _reported(s, parts, reporter, f"{JOB}，别让人知道是我说的", category=_EDUCATION)
    assert (case.category, case.body) == (None, "hall")
    later = _reported(s, parts, reporter, JOB, category=_EDUCATION)
    assert (later.category, later.body) == ("0403", "lamps")
    reporter_actions.add_detail(s, parts, later, actors.resident(reporter), text="别让人知道是我说的")
    assert (later.category, later.body) == (None, "hall")
    other = _reported(s, parts, reporter, f"{JOB}，别说是我", category={**_EDUCATION, "words": ["群租", "老师"]})
    assert other.category == "0403"
