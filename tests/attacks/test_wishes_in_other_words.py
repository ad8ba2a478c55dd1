"""A wish not to be named in whatever words, in an answer, behind a long message or beside a number; and what only looks like one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.cases.disclosure import wishes
from portal.cases.models import Case
from portal.storage.parts import Parts
from tests.attacks.confidence_world import LAMP, SECRET, TELLING, Call, Report, Seat, dispatch, surfaces
from tests.attacks.town import call, contact, report, seat, town

__all__ = ["call", "report", "seat", "town"]


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
