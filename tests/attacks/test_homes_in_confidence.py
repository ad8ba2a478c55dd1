"""Where a reporter lives is not handed over as the place of the matter, whenever they say it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.kernel.time_zone import SHANGHAI
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.attacks.confidence_world import LAMP, SECRET, TELLING, Call, Report, Seat, dispatch, surfaces
from tests.attacks.town import call, contact, draft, report, seat, town

__all__ = ["call", "report", "seat", "town"]

HOMES = [
    "公园路北口路灯坏了四天，我是桂花苑3栋张秀英，电话13911112222，别让人知道是我说的",
    "我是桂花苑3栋的张秀英，公园路北口路灯坏了四天，别让人知道是我说的",
    "公园路北口路灯坏了四天，我住桂花苑3栋，张秀英，别让人知道是我说的",
    "我家在桂花苑3栋，公园路北口路灯坏了四天，别让人知道是我说的",
    "我是桂花苑3栋张秀英反映公园路北口路灯坏了四天，别让人知道是我说的",
    "公園路北口路燈壞了四天，我是桂花苑3栋張秀英，別讓人知道是我說的",
]


def _lamp_at_the_park(text: str) -> dict[str, Any]:
    """What the bot reads of it: both places, and the estate's name as a person's."""
    road = "公園路" if "公園路" in text else "公园路"
    names = [road, "桂花苑3栋"] if text.index(road) < text.index("桂花苑3栋") else ["桂花苑3栋", road]
    places = [
        {"text": name, "start": text.index(name), "end": text.index(name) + len(name), "grid": grid, "score": 0.9}
        for name, grid in ((name, "G-02" if "苑" in name else None) for name in names)
    ]
    at = text.index("桂花苑")
    return LAMP | {"places": places, "personal": [{"text": "桂花苑", "start": at, "end": at + 3, "type": "name"}]}


@pytest.mark.parametrize("text", HOMES)
def test_where_the_reporter_lives_is_not_the_place(seat: Seat, report: Report, text: str) -> None:
    """Who says where they live does not say where the lamp is; the handler reads the whole place of the matter."""
    case_no = report(text, **_lamp_at_the_park(text))
    desk, where = seat("clerk").get(f"/desk/cases/{case_no}").text, "公園路北口" if "公園路" in text else "公园路北口"
    suggested = desk.partition('name="matter"')[2].partition(">")[2].partition("</textarea>")[0]
    assert suggested == "", "the clerk writes what it is about; nothing of the reporter's words is offered"
    dispatch(seat, case_no, matter="路灯坏了四天，请修")
    read = surfaces(seat("at-lamps"), case_no)
    assert where in read
    assert [word for word in ("桂花苑", "3栋", "（略", "姓名略", "秀英") if word in read] == []
    assert case_no not in seat("walker2").get("/grid").text, "the grid of their home is told nothing"


def test_the_desk_reads_the_estate_and_not_the_name(seat: Seat, report: Report) -> None:
    """桂花苑 is no person, 张秀英 is; until somebody looks, on the record."""
    case_no = report(HOMES[0], **_lamp_at_the_park(HOMES[0]))
    page = seat("clerk").get(f"/desk/cases/{case_no}").text
    assert "桂花苑3栋张**" in page
    assert "张秀英" not in page
    assert "张秀英" in seat("clerk").post(f"/desk/cases/{case_no}/look").text


def test_a_matter_where_its_reporter_lives_keeps_its_place(seat: Seat, report: Report) -> None:
    """Named outside the introduction, too, it is where the matter is; without the wish nothing is left out."""
    wish = "我是桂花苑3栋张秀英，桂花苑3栋北门的路灯坏了，别说是我说的"
    place = {"text": "桂花苑3栋", "start": 2, "end": 7, "grid": None, "score": 0.9}
    kept = report(wish, **LAMP | {"places": [place]})
    plain = report(wish.partition("，别说")[0], **LAMP | {"places": [place]})
    for case_no in (kept, plain):
        dispatch(seat, case_no)
        read = surfaces(seat("at-lamps"), case_no)
        assert "桂花苑3栋" in read
        assert "张秀英" not in read


def test_in_confidence_the_day_is_told_and_the_sentence_is_not(seat: Seat, report: Report, town: Parts) -> None:
    """A lamp crew needs to know when; the clerk's own words are read as the clerk wrote them."""
    text = "幸福家园3栋路灯坏了三天，别说是我说的"
    said = report(text, answers={"time": "昨天晚上十点半我下夜班的时候，每晚都这样"}, **LAMP)
    wrote = report(text, answers={"time": "我下夜班的时候"}, **LAMP)
    dispatch(seat, said)
    dispatch(seat, wrote, matter="3栋北面第二盏灯，夜里十点以后不亮")
    yesterday = (town.clock.now().astimezone(SHANGHAI) - timedelta(days=1)).date()
    read = surfaces(seat("at-lamps"), said)
    assert f"{yesterday.month}月{yesterday.day}日晚上十点半" in read
    assert "每晚" in read
    assert "下夜班" not in read
    assert "夜里十点以后不亮" in surfaces(seat("at-lamps"), wrote)
    assert "下夜班" not in surfaces(seat("at-lamps"), wrote)


LATER = [
    "幸福家园3栋，就是我家502门口那盏，别让物业知道是我说的",
    "在幸福家园3栋，我家502的窗户正对着，我老公是夜班保安刘强看见的，求你们保密",
    "幸福家园3栋2单元502，请保密",
    "幸福家园3栋，我姓陈，儿子在二中读书，别说是我说的",
]


@pytest.mark.parametrize("text", LATER)
@pytest.mark.parametrize("door", ["bot", "page"])
def test_what_is_added_later_is_not_the_place(seat: Seat, town: Parts, call: Call, text: str, door: str) -> None:
    """A later addition places the case by the name that the town knows; an ordinary one does so too."""
    for said, secret in ((text, True), ("就在幸福家园3栋北门", False)):
        case_no = _placed_later(town, call, said, door)
        assert (SECRET in seat("clerk").get(f"/desk/cases/{case_no}").text) is secret
        assert case_no in seat("walker").get("/grid").text
        dispatch(seat, case_no)
        for who in ("at-lamps", "walker"):
            read = surfaces(seat(who), case_no)
            assert "幸福家园3栋" in read
            assert [word for word in TELLING if word in read] == []
            assert ("北门" in read) is not secret


def test_what_is_added_in_the_same_breath_as_the_place_is_weighed_before_it_is_read(
    seat: Seat, town: Parts, call: Call
) -> None:
    """It stays at the desk as an addition, and does not come round as the place; the place does."""
    text = "在幸福家园3栋，幸福物业的经理张强骂我老太婆，还动手推我，我住502"
    case_no = _placed_later(town, call, text, "bot")
    dispatch(seat, case_no)
    read = surfaces(seat("at-lamps"), case_no)
    assert "幸福家园3栋" in read
    assert [word for word in ("张强", "老太婆", "502") if word in read] == []


HOME_LATER = ["我住桂花苑5栋502，别让网格员知道是我说的", "别让网格员知道是我说的，我家在桂花苑5栋"]


@pytest.mark.parametrize("text", HOME_LATER)
@pytest.mark.parametrize("door", ["bot", "page"])
def test_a_home_told_later_chooses_no_grid_worker(seat: Seat, town: Parts, call: Call, text: str, door: str) -> None:
    """Of who wishes not to be named their own grid's worker is told nothing; a matter that lies there is."""
    home = _placed_later(town, call, text, door)
    there = _placed_later(town, call, "桂花苑5栋北门那盏，别让网格员知道是我说的", door)
    assert home not in seat("walker2").get("/grid").text
    assert there in seat("walker2").get("/grid").text
    dispatch(seat, home)
    assert "桂花苑" not in surfaces(seat("at-lamps"), home)


def test_a_home_told_before_the_wish_is_not_handed_over_as_the_place(seat: Seat, town: Parts, call: Call) -> None:
    """Where they live in one message, the wish in the next; where the lamp is they said apart, and it is read."""
    who = contact(town)
    case_no, placed = (_report_lamp(call, who) for _ in range(2))
    for one in (case_no, placed):
        call(f"/cases/{one}/details", contact=who, text="我住桂花苑5栋502")
    call(f"/cases/{placed}/details", contact=who, text="灯在桂花苑5栋北门")
    for one in (case_no, placed):
        call(f"/cases/{one}/details", contact=who, text="别让网格员知道是我说的")
        dispatch(seat, one)
    read, read_of_placed = (seat("at-lamps").get(f"/desk/cases/{one}").text for one in (case_no, placed))
    assert "桂花苑" not in read
    assert "桂花苑5栋北门" in read_of_placed
    assert "502" not in read + read_of_placed


def _report_lamp(call: Call, who: int) -> str:
    text = "路灯坏了三天"
    return str(call("/cases", contact=who, text=text, draft=draft(text, **LAMP), answers={})["case_no"])


def _placed_later(parts: Parts, call: Call, text: str, door: str) -> str:
    """A lamp without a place, and what its reporter adds: to the bot, or on the page of the case."""
    if door == "bot":
        who = contact(parts)
        case_no = _report_lamp(call, who)
        call(f"/cases/{case_no}/details", contact=who, text=text)
        return case_no
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    mine = app.test_client()
    headers = {"Authorization": f"Bearer {mine.post('/api/v1/chat/sessions').json['token']}"}
    with parts.db.read() as s:
        who = s.execute(sa.text("SELECT max(id) FROM contact_point")).scalar_one()
    case_no = _report_lamp(call, who)
    answer = mine.post(f"/c/{case_no}/details", data={"text": text}, headers=headers)
    assert answer.status_code in (302, 303), answer.text
    return case_no
