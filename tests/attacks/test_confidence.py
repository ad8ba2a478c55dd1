"""Handlers learn the matter, never who reported it; a wish not to be named is kept on every surface."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image

from portal.cases.disclosure import wishes
from portal.cases.models import Case
from portal.cases.reading import masking
from portal.cases.records import corpus
from portal.cases.verbs import tasks
from portal.cases.verbs.intake import registering
from portal.kernel.time_zone import SHANGHAI
from portal.outbox.delivery import Item
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.attacks.town import call, contact, draft, report, seat, town

__all__ = ["call", "report", "seat", "town"]

Seat = Callable[[str], FlaskClient]
Report = Callable[..., str]
Call = Callable[..., Any]
LAMP: dict[str, Any] = {
    "category": {"code": "0403", "path": ["城乡建设", "市政公用"], "score": 0.9, "alternatives": []},
    "kind": {"code": "complaint", "label": "投诉", "score": 0.9},
    "personal": [{"text": "王小明", "start": 2, "end": 5, "type": "name"}],
}
PLAIN = "我叫王小明，幸福家园3栋路灯坏了三天，我电话13912345678，身份证330106199001011234"
WISHES = [
    "别让物业知道是我说的",
    "请不要透露我的名字",
    "千万别跟他们讲是谁反映的",
    "匿名，怕报复",
    "处理的时候替我保密",
]
GIVES_AWAY = ("王小明", "13912345678", "139****5678", "330106199001", "330106********1234")


def dispatch(seat: Seat, case_no: str, body: str = "lamps", **more: str) -> None:
    page = seat("clerk").get(f"/desk/cases/{case_no}").text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    data = {"body": body, "note": "", "version": version} | more
    answer = seat("clerk").post(f"/desk/cases/{case_no}/dispatch", data=data, follow_redirects=True)
    assert "派出去了" in answer.text


def surfaces(client: FlaskClient, case_no: str) -> str:
    """All that a body or a grid worker can read of it."""
    paths = ("/desk?tab=open", f"/desk?case_no={case_no}", f"/desk/cases/{case_no}", "/grid")
    pages = [client.get(path).text for path in paths]
    looked = client.post(f"/desk/cases/{case_no}/look")
    return "\n".join([*pages, looked.text])


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


@pytest.mark.parametrize(
    "wish",
    [
        "我姓名不方便说，物业要是知道是我说的会整我",
        "别 让 物 业 知 道 是 我 说 的",
        "别\u200b让\u200b物\u200b业知道是我说的",
        "不 留 名",
        "电话我就不留了，就你们知道就行，免得物业来找",
        "我的电话只给社区，不给物业",
        "请给我匿个名",
        "你知我知",
        "不要外传",
        "别让wuye知道",
    ],
)
def test_a_wish_in_other_words_is_kept_too(seat: Seat, report: Report, wish: str) -> None:
    """Gaps, roundabout ways, what they would do if they knew. Whoever wishes nothing is read as they wrote."""
    case_no = report(f"幸福家园3栋路灯坏了三天，就是我家502门口那盏，{wish}", **LAMP)
    dispatch(seat, case_no)
    read = surfaces(seat("at-lamps"), case_no)
    assert "市政公用" in read
    assert [word for word in (wish, "502", "就是我家", "不愿") if word in read] == []


@pytest.mark.parametrize(
    "text",
    [
        "物业说不让停电动车",
        "别让狗进电梯",
        "实名举报，不怕报复",
        "我不给物业交费了",
        "免得我再找你们",
        "有人给我塞匿名信",
    ],
)
def test_what_looks_like_a_wish_and_is_none_is_read(seat: Seat, report: Report, text: str) -> None:
    """The honest side: the handler reads the reporter's own words."""
    case_no = report(f"幸福家园3栋路灯坏了三天，{text}", **LAMP)
    dispatch(seat, case_no)
    assert "路灯坏了三天" in surfaces(seat("at-lamps"), case_no)


SECRET = "居民不愿让人知道是谁说的"
TELLING = ("502", "我家", "门口", "姓陈", "陈秀英", "下班", "是我说", "老公", "刘强", "二中")
IN_AN_ANSWER = [
    ("路灯坏了三天", {"place": "幸福家园3栋，就是我家502门口那盏，别让物业知道是我说的"}),
    ("路灯坏了三天，别说是我说的", {"place": "幸福家园3栋502我家门口"}),
    ("路灯坏了三天，别说是我说的", {"place": "幸福家园3号楼 502 陈秀英家门口"}),
    ("幸福家园3栋路灯坏了三天，替我保密", {"time": "昨晚我下班从502出来的时候"}),
    ("幸福家园3栋路灯坏了三天，就在我家502门口", {"time": "昨晚十点，千万别让物业知道是我说的"}),
    ("幸福家园3栋路灯坏了三天，就在我家502门口", {"contact": "13912345678，千万别让物业知道是我说的"}),
]


@pytest.mark.parametrize(("text", "answers"), IN_AN_ANSWER)
@pytest.mark.parametrize("who", ["at-lamps", "walker"])
def test_an_answer_gives_nobody_away(seat: Seat, report: Report, who: str, text: str, answers: dict[str, str]) -> None:
    """To where, when, how to reach you: a wish is heard there too; of the place the name that the town knows is handed over."""
    case_no = report(text, answers=answers, **LAMP)
    assert SECRET in seat("clerk").get(f"/desk/cases/{case_no}").text
    dispatch(seat, case_no)
    read = surfaces(seat(who), case_no)
    assert "幸福家园3栋" in read
    assert [word for word in TELLING if word in read] == []


def test_a_wish_behind_the_longest_message_is_heard(seat: Seat, report: Report) -> None:
    """Five thousand characters, and then the answer to "when?"; without the wish it is read as said."""
    long = "幸福家园3栋路灯坏了三天" + "，还是不亮" * 995
    kept = report(long, answers={"time": "昨晚十点，千万别让物业知道是我说的"}, **LAMP)
    plain = report(long, answers={"time": "昨晚十点收摊以后"}, **LAMP)
    dispatch(seat, kept)
    assert "还是不亮" not in surfaces(seat("at-lamps"), kept)
    dispatch(seat, plain)
    assert "昨晚十点收摊以后" in surfaces(seat("at-lamps"), plain)


def test_a_plain_answer_is_read_as_it_was_said(seat: Seat, report: Report) -> None:
    """Who wishes nothing: where and when, in the reporter's words, their number covered."""
    answers = {"place": "幸福家园3栋北门第二盏，靠垃圾房", "time": "昨晚十点收摊以后", "contact": "王小明 13912345678"}
    case_no = report("路灯坏了三天", answers=answers, **LAMP)
    dispatch(seat, case_no)
    for who in ("at-lamps", "walker"):
        read = surfaces(seat(who), case_no)
        assert "幸福家园3栋北门第二盏，靠垃圾房" in read
        assert "昨晚十点收摊以后" in read
        assert "13912345678" not in read


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


# --- a body that must not learn of it


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


# --- a wish and a telephone number in one message, after the report

WITH_NUMBER = [
    (row["text"], row["rest"])
    for row in csv.DictReader((Path(__file__).parents[1] / "wishes_with_numbers.csv").open(encoding="utf-8"))
]


@pytest.mark.parametrize(("text", "rest"), WITH_NUMBER)
def test_a_wish_and_a_number_in_one_message_are_both_kept(
    town: Parts, seat: Seat, report: Report, call: Call, text: str, rest: str
) -> None:
    """The gateway hands the wish to the bot; the case is then in confidence, and only the desk reads the number."""
    wish = wishes.split_wish(text)
    assert wish is not None
    assert wish[1] == rest
    who = contact(town)
    case_no = report("桂花苑5栋楼下的路灯不亮", who, **LAMP | {"personal": []})
    told = call(f"/cases/{case_no}/details", contact=who, text=text)
    assert told["confidential"]
    assert told["number_covered"]
    with town.db.read() as s:
        kept = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one().words.contact
    assert "".join(kept.split()) == "13812340013"
    dispatch(seat, case_no, matter="桂花苑5栋楼下的路灯不亮")
    assert [word for word in (kept, "13812340013", "138****0013") if word in surfaces(seat("at-lamps"), case_no)] == []
    assert kept in seat("clerk").post(f"/desk/cases/{case_no}/look").text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我电话13812340013", "13812340013"),
        ("别告诉他，他电话13812340013", ""),
        ("请保密，物业经理王强电话13812340013", ""),
        ("他骂人，电话13812340013，请保密", ""),
        ("别说是我，打他手机13812340013就行", ""),
    ],
)
def test_a_number_beside_a_wish_that_may_be_somebody_elses_is_no_contact(
    town: Parts, report: Report, call: Call, text: str, kept: str
) -> None:
    """Who is complained about must not be called in the reporter's place."""
    who = contact(town)
    case_no = report("桂花苑5栋楼下的路灯不亮", who, **LAMP | {"personal": []})
    call(f"/cases/{case_no}/details", contact=who, text=text)
    with town.db.read() as s:
        assert s.scalars(sa.select(Case).where(Case.case_no == case_no)).one().words.contact == kept


@pytest.mark.parametrize(
    "text", ["别让物业知道是我，我电话13812340013，7栋电梯又坏了", "请保密，电话13812340013，7栋电梯又坏了"]
)
def test_a_new_report_with_a_wish_and_a_number_keeps_both(town: Parts, report: Report, text: str) -> None:
    """Its contact is the number that stands beside the wish."""
    case_no = report(text, answers={"contact": "13812340013"}, **LAMP | {"personal": []})
    with town.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        assert case.confidential
        assert case.words.contact == "13812340013"


@pytest.mark.parametrize(
    "text",
    ["物业没有告诉大家涨价", "请告诉物业来修", "不要告诉我怎么做", "物业不用告诉业主就涨价", "我电话13812340013"],
)
def test_who_speaks_of_telling_others_wishes_nothing(text: str) -> None:
    """Ordinary words about telling."""
    assert wishes.split_wish(text) is None


# --- the town's own numbers are nobody's secret


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
