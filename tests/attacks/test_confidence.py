"""Handlers learn the matter, never who reported it; a wish not to be named is kept on every surface."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from portal.cases.records import corpus
from portal.cases.verbs import tasks
from portal.cases.verbs.intake import registering
from portal.outbox.delivery import Item
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.attacks.confidence_world import LAMP, Call, Report, Seat, dispatch, surfaces
from tests.attacks.town import call, contact, draft, report, seat, town

__all__ = ["call", "report", "seat", "town"]

PLAIN = "我叫王小明，幸福家园3栋路灯坏了三天，我电话13912345678，身份证330106199001011234"
WISHES = [
    "别让物业知道是我说的",
    "请不要透露我的名字",
    "千万别跟他们讲是谁反映的",
    "匿名，怕报复",
    "处理的时候替我保密",
]
GIVES_AWAY = ("王小明", "13912345678", "139****5678", "330106199001", "330106********1234")


@pytest.mark.parametrize("who", ["at-lamps", "walker"])
def test_a_handler_reads_the_matter_and_not_who_told_it(seat: Seat, report: Report, who: str) -> None:
    """Name, number, identity number, half covered or whole; the desk has them shown, on the record."""
    case_no = report(PLAIN, answers={"contact": "王小明 13912345678"}, **LAMP)
    dispatch(seat, case_no)
    read = surfaces(seat(who), case_no)
    assert "路灯坏了三天" in read
    assert [word for word in GIVES_AWAY if word in read] == []
    assert seat(who).post(f"/desk/cases/{case_no}/look").status_code == 403
    assert "13912345678" in seat("clerk").post(f"/desk/cases/{case_no}/look").text


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("who", ["at-lamps", "walker"])
def test_a_wish_is_kept_without_a_word_of_it(seat: Seat, report: Report, who: str, wish: str) -> None:
    """The matter goes on: category and place; not the reporter's words, not the wish. The desk reads both."""
    case_no = report(f"幸福家园3栋路灯坏了三天，就是我家502门口那盏，{wish}", **LAMP)
    assert wish in seat("clerk").get(f"/desk/cases/{case_no}").text
    assert "保密" in seat("clerk").get(f"/desk/cases/{case_no}").text
    dispatch(seat, case_no)
    read = surfaces(seat(who), case_no)
    assert "市政公用" in read
    assert "幸福家园3栋" in read
    assert [word for word in (wish, "502", "就是我家", "保密", "不愿") if word in read] == []


def test_the_clerks_restatement_is_what_the_body_reads(seat: Seat, report: Report) -> None:
    """And what slips in of the reporter, with a reason on the record, is covered there too."""
    case_no = report("幸福家园3栋路灯坏了三天，别说是我说的", **LAMP)
    note = "报的人电话13912345678，别让他们知道是他说的"
    assert (
        seat("clerk").post(f"/desk/cases/{case_no}/dispatch", data={"body": "lamps", "note": note}).status_code == 422
    )
    why = "是物业经理自己的电话，他在现场等着开门"
    dispatch(seat, case_no, matter="3栋北面第二盏灯不亮", note=note, why_told=why)
    read = surfaces(seat("at-lamps"), case_no)
    assert "北面第二盏灯不亮" in read
    assert "13912345678" not in read
    assert "知道是他说的" not in read


def test_what_is_added_later_is_kept_back_too(seat: Seat, report: Report, call: Call, town: Parts) -> None:
    """Details, reminders, answers: numbers are covered; a wish that comes later counts from then on."""
    who = contact(town)
    case_no, honest = report("幸福家园3栋路灯坏了三天", who, **LAMP), report("幸福家园3栋的灯一闪一闪", who, **LAMP)
    for one in (case_no, honest):
        dispatch(seat, one)
        call(f"/cases/{one}/details", contact=who, text="灯杆上有编号A7")
        call(f"/cases/{one}/reminders", contact=who, text="快点，打13912345678")
    call(f"/cases/{case_no}/details", contact=who, text="对了，别让物业知道是我报的")
    read, open_one = surfaces(seat("at-lamps"), case_no), surfaces(seat("at-lamps"), honest)
    assert "灯杆上有编号A7" in open_one
    assert "13912345678" not in read + open_one
    assert [word for word in ("知道是我", "编号A7", "路灯坏了三天") if word in read] == []
    assert "别让物业知道是我报的" in seat("clerk").get(f"/desk/cases/{case_no}").text


def test_a_clerks_note_does_not_give_the_reporter_away(seat: Seat, report: Report) -> None:
    """Notes that the desk means for them are read by bodies: numbers are covered, and of a case in confidence words on the reporter are asked about."""
    plain, kept = report("幸福家园3栋路灯坏了", **LAMP), report("幸福家园3栋路灯坏了，别说是我说的", **LAMP)
    for one in (plain, kept):
        dispatch(seat, one)
        said = {"text": "居民电话13912345678，住在对门；灯杆号A7", "for_handlers": "1"}
        seat("clerk").post(f"/desk/cases/{one}/note", data=said)
    assert "灯杆号A7" in surfaces(seat("at-lamps"), plain)
    assert "13912345678" not in surfaces(seat("at-lamps"), plain)
    assert "住在对门" not in surfaces(seat("at-lamps"), kept)
    seat("clerk").post(f"/desk/cases/{kept}/note", data={"text": "灯杆号A7，灯罩先拆", "for_handlers": "1"})
    seat("clerk").post(f"/desk/cases/{kept}/note", data={"text": "灯杆号A8，先别动"})
    assert "灯罩先拆" in surfaces(seat("at-lamps"), kept)
    assert "A8" not in surfaces(seat("at-lamps"), kept)


def test_a_note_that_was_taken_back_goes_to_no_other_body(seat: Seat, report: Report) -> None:
    """Of a case in confidence each handler reads the words with which it came to them, and none of those to another."""
    case_no = report("幸福家园3栋路灯坏了三天，别说是我说的", **LAMP)
    dispatch(seat, case_no, note="灯杆在后窗下面")
    said = {"text": "灯杆边上有棵桂树", "for_handlers": "1"}
    assert seat("clerk").post(f"/desk/cases/{case_no}/note", data=said).status_code == 303
    assert "后窗" in surfaces(seat("at-lamps"), case_no)
    assert seat("clerk").post(f"/desk/cases/{case_no}/recall", data={"reason": "派错了"}).status_code == 303
    said = {"text": "灯杆漏电，先断电再上去", "for_handlers": "1", "danger": "none"}
    assert seat("clerk").post(f"/desk/cases/{case_no}/note", data=said).status_code == 303
    dispatch(seat, case_no, body="hall", note="灯杆号A7")
    read = surfaces(seat("at-hall"), case_no)
    assert [word for word in ("灯杆号A7", "先断电") if word not in read] == []
    assert [word for word in ("后窗", "桂树") if word in read] == []
    paper = (
        seat("at-hall").get(f"/desk/cases/{case_no}/print").text
        + seat("clerk").get(f"/desk/cases/{case_no}/print").text
    )
    assert [word for word in ("后窗", "桂树") if word in paper] == []
    assert case_no not in seat("at-hall").get("/desk/search?q=后窗").text
    assert case_no in seat("at-hall").get("/desk/search?q=灯杆号A7").text


def test_the_reporters_own_yes_and_no(town: Parts, seat: Seat) -> None:
    """By nobody else's hand; a yes can be taken back."""
    app = create_app(town)
    app.config["WTF_CSRF_ENABLED"] = False
    mine = app.test_client()
    token = mine.post("/api/v1/chat/sessions").json["token"]
    headers = {"Authorization": f"Bearer {token}"}
    with town.db.read() as s:
        who = s.execute(sa.text("SELECT max(id) FROM contact_point")).scalar_one()
    case_no = _report(town, who)
    dispatch(seat, case_no)
    way = f"/c/{case_no}/naming"
    for other in (app.test_client(), seat("clerk"), seat("at-lamps")):
        assert other.post(way, data={"agree": "yes"}, follow_redirects=True).status_code == 404
    assert "13912345678" not in surfaces(seat("at-lamps"), case_no)
    mine.post(way, data={"agree": "yes"}, headers=headers)
    assert "13912345678" in seat("at-lamps").post(f"/desk/cases/{case_no}/look").text
    mine.post(way, data={"agree": "no"}, headers=headers)
    assert "13912345678" not in surfaces(seat("at-lamps"), case_no)


def _report(parts: Parts, who: int) -> str:
    with parts.db.write() as s:
        case = registering.report(s, parts, contact=who, text=PLAIN, draft=draft(PLAIN, **LAMP))
        return str(case.case_no)


def test_a_clerk_may_write_the_wish_down(seat: Seat, report: Report) -> None:
    """Told by telephone: from then on the body reads the restated matter. (No mark of letters: a random token may have it.)"""
    case_no = report("幸福家园3栋路灯坏了三天，灯杆号甲七", **LAMP)
    dispatch(seat, case_no)
    assert "甲七" in surfaces(seat("at-lamps"), case_no)
    seat("clerk").post(f"/desk/cases/{case_no}/confidence")
    assert "甲七" not in surfaces(seat("at-lamps"), case_no)


def test_another_system_gets_what_a_handler_gets(town: Parts, report: Report) -> None:
    """`submit_case`: neither number nor name nor wish; place and category are there."""

    class Backend:
        name = "desk"
        got: list[Any] = []  # noqa: RUF012

        def submit(self, submission: Any, _key: str) -> str:
            self.got.append(submission)
            return "1"

    report(PLAIN, **LAMP)
    report("幸福家园3栋路灯坏了三天，别让物业知道是我说的", **LAMP)
    seen = Backend()
    with town.db.read() as s:
        rows = list(s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "submit_case")))
    for row in rows:
        tasks.submit_case(replace(town, backend=seen))(Item(row.id, row.kind, row.payload, "", "", 1))
    told = " ".join(f"{one.text} {one.place} {one.extra}" for one in seen.got)
    assert "路灯坏了三天" in seen.got[0].text
    assert "市政公用" in seen.got[1].text
    assert [word for word in (*GIVES_AWAY, "知道是我") if word in told] == []


def test_what_is_told_in_confidence_is_not_exported(town: Parts, seat: Seat, report: Report, tmp_path: Path) -> None:
    """`linli nlu export`: the ordinary message is there, the confidential one and the one about people are not."""
    for text in ("幸福家园3栋路灯坏了三天", "幸福家园3栋路灯坏了，别说是我说的", "幸福家园3栋灯队的师傅骂人推人"):
        case_no = report(text, **LAMP)
        seat("clerk").post(f"/desk/cases/{case_no}/acceptance", data={"note": ""})
    with town.db.read() as s:
        corpus.write(s, tmp_path / "out.csv")
    told = [row["text"] for row in csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8")))]
    assert told == ["幸福家园3栋路灯坏了三天"]


def test_photos_of_who_wishes_not_to_be_named_stay_at_the_desk(town: Parts, seat: Seat, report: Report) -> None:
    """A picture out of one's own window gives one away; an ordinary one is shown to the body."""
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "JPEG")
    kept = town.media.put(picture.getvalue(), "image/jpeg")
    plain, secret = report("幸福家园3栋路灯坏了", **LAMP), report("幸福家园3栋路灯坏了，别说是我说的", **LAMP)
    with town.db.write() as s:
        s.execute(sa.text('UPDATE "case" SET photos = :p'), {"p": f'["{kept}"]'})
    for one in (plain, secret):
        dispatch(seat, one)
        assert seat("clerk").get(f"/desk/cases/{one}/photos/{kept}").status_code == 200
    assert seat("at-lamps").get(f"/desk/cases/{plain}/photos/{kept}").status_code == 200
    assert kept not in seat("at-lamps").get(f"/desk/cases/{secret}").text
    assert seat("at-lamps").get(f"/desk/cases/{secret}/photos/{kept}").status_code == 404


@pytest.mark.parametrize("before", range(0, 18, 3))
def test_a_number_is_covered_before_a_title_is_cut(seat: Seat, report: Report, before: int) -> None:
    """Twelve digits of an identity number stood in the list: cutting had come first. The words themselves are there."""
    text = "灯" * before + "330106199001011234 路灯坏了"
    case_no = report(text, **LAMP)
    page = seat("clerk").get("/desk").text
    assert case_no in page
    assert "3301061990" not in page
    assert "灯" * min(before, 10) in page


def test_a_number_cut_at_a_spans_end_is_covered(seat: Seat, report: Report) -> None:
    """A draft's spans are kept to a length: half a number at the end is a number still."""
    place = "楼" * 186 + "330106199001011234"
    span = {"text": place, "start": 0, "end": len(place), "grid": None, "score": 0.9}
    case_no = report("路灯坏了" + place, **{**LAMP, "places": [span]})
    for path in ("/desk", f"/desk/cases/{case_no}"):
        page = seat("clerk").get(path).text
        assert case_no in page
        assert "3301061990" not in page
