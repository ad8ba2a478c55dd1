"""Search at the desk: everybody finds what is theirs, from any one clue; nobody finds what they may not read."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import AccessLook, Case
from portal.cases.records.search.models import CaseSearch
from portal.storage.parts import Parts
from tests.attacks.search_world import LAMP, PLAIN, Call, Report, Seat, dispatch, found
from tests.attacks.town import call, contact, report, seat, town

__all__ = ["call", "report", "seat", "town"]


def looks(town: Parts, what: str = "search") -> int:
    with town.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).where(AccessLook.what == what)) or 0


@pytest.mark.parametrize(
    "clue",
    ["灯杆", "幸福家园3栋", "幸福家園 3 棟", "路燈 三天", "王小明", "5678", "139 1234 5678", "一三九一二三四五六七八"],
)
def test_the_desk_finds_a_case_from_any_one_clue(seat: Seat, report: Report, clue: str) -> None:
    """Words, place, name, the end of the number and all of it; the number of the case leads straight to it."""
    case_no = report(PLAIN, **LAMP)
    report("桂花苑5栋垃圾没有人收")
    for who in ("clerk", "boss"):
        assert found(seat(who), clue) == [case_no]
    for typed in (case_no, case_no[-4:], case_no.lower().replace("-", " ")):
        answer = seat("clerk").get("/desk/search", query_string={"q": typed})
        assert answer.location == f"/desk/cases/{case_no}"


def test_what_is_added_later_and_among_staff_is_found_too(seat: Seat, report: Report, call: Call, town: Parts) -> None:
    """Additions, notes, progress; words that were corrected are found no more."""
    who = contact(town)
    case_no = report("幸福家园3栋路灯坏了", who, **LAMP)
    dispatch(seat, case_no, note="请带梯子")
    call(f"/cases/{case_no}/details", contact=who, text="灯杆上有编号A7")
    assert [found(seat("clerk"), one) for one in ("编号A7", "梯子", "路灯 梯子 编号")] == [[case_no]] * 3
    assert found(seat("at-lamps"), "梯子") == [case_no]


def test_a_handler_finds_only_what_was_given_to_it(seat: Seat, report: Report) -> None:
    """Another body, another grid: nothing, by whatever clue; its own: everything that its page shows."""
    case_no = report(PLAIN, **LAMP)
    assert found(seat("walker"), "路灯") == [case_no]
    strangers = ["at-xingfu", "at-lamps", "walker2"]
    for clue in ("路灯", "幸福家园", case_no, case_no[-4:]):
        assert [found(seat(one), clue) for one in strangers] == [[], [], []]
    dispatch(seat, case_no)
    assert found(seat("at-lamps"), "路灯 灯杆") == [case_no]
    assert found(seat("at-lamps"), case_no[-4:]) == [case_no]
    assert [found(seat(one), "路灯") for one in ("at-xingfu", "walker2")] == [[], []]


@pytest.mark.parametrize("who", ["at-lamps", "walker"])
def test_a_handler_does_not_find_the_reporter(seat: Seat, report: Report, who: str) -> None:
    """Neither by name nor by number: a hit would tell them. The desk does, and it is recorded."""
    case_no = report(PLAIN, answers={"contact": "王小明 13912345678"}, **LAMP)
    dispatch(seat, case_no)
    for clue in ("王小明", "小明", "5678", "13912345678", "1391234", "我叫"):
        assert found(seat(who), clue) == [], clue
        assert found(seat(who), f"路灯 {clue}") == [], clue
    assert found(seat(who), "路灯 灯杆") == [case_no]
    assert found(seat("clerk"), "王小明") == [case_no]


@pytest.mark.parametrize("who", ["at-lamps", "walker"])
def test_words_told_in_confidence_are_not_found(seat: Seat, report: Report, call: Call, town: Parts, who: str) -> None:
    """The reporter's words stay at the desk; the place that the town knows is found, and by the body that has it the clerk's account."""
    reporter = contact(town)
    case_no = report("幸福家园3栋路灯坏了三天，就是我家502门口那盏，别让物业知道是我说的", reporter, **LAMP)
    dispatch(seat, case_no, matter="北面第二盏灯不亮")
    call(f"/cases/{case_no}/details", contact=reporter, text="半夜有人摔跤")
    for clue in ("路灯", "502", "门口那盏", "知道是我", "摔跤", "物业", "三天"):
        assert found(seat(who), clue) == [], clue
        assert case_no in found(seat("clerk"), clue), clue
    assert found(seat(who), "第二盏灯") == ([case_no] if who == "at-lamps" else [])
    assert found(seat(who), "幸福家园3栋") == [case_no]


def test_a_wish_that_comes_later_hides_what_was_found_before(
    seat: Seat, report: Report, call: Call, town: Parts
) -> None:
    """Also where the index still holds the old words: what is found is read anew."""
    who = contact(town)
    case_no = report("幸福家园3栋路灯坏了三天", who, **LAMP)
    dispatch(seat, case_no)
    assert found(seat("at-lamps"), "路灯") == [case_no]
    with town.db.read() as s:
        before = s.scalars(sa.select(CaseSearch.handlers)).one()
    call(f"/cases/{case_no}/details", contact=who, text="对了，别让物业知道是我报的")
    assert found(seat("at-lamps"), "路灯") == []
    with town.db.write() as s:
        s.execute(sa.update(CaseSearch).values(handlers=before))
    assert found(seat("at-lamps"), "路灯") == []


def test_whoever_a_case_is_about_does_not_find_it(seat: Seat, report: Report) -> None:
    """Neither by words nor by number; the pages say the same as of a number that does not exist."""
    case_no = report("幸福家园3栋的保安昨天骂人推人，幸福物业的人态度恶劣")
    assert found(seat("at-xingfu"), "保安") == []
    theirs = seat("at-xingfu").get(f"/desk/search?q={case_no}").text
    nobodys = seat("at-xingfu").get("/desk/search?q=LL-20200101-0001").text
    shown = re.compile(r"LL-\d{8}-\d{4}|csrf.*")
    assert shown.sub("", theirs) == shown.sub("", nobodys)
    assert found(seat("clerk"), "保安") == [case_no]


def test_with_the_reporters_yes_the_handler_finds_them(seat: Seat, report: Report, town: Parts) -> None:
    """And looking them up by number is recorded as at the desk."""
    case_no = report(PLAIN, answers={"contact": "王小明 13912345678"}, **LAMP)
    dispatch(seat, case_no)
    with town.db.write() as s:
        s.scalars(sa.select(Case)).one().may_be_named = True
    assert found(seat("at-lamps"), "5678") == [case_no]
    assert looks(town) == 1
    with town.db.write() as s:
        s.scalars(sa.select(Case)).one().may_be_named = False
    assert found(seat("at-lamps"), "5678") == []


def test_what_the_page_masks_is_found_on_the_record(seat: Seat, report: Report, town: Parts) -> None:
    """A number, a name: a look. Words and the case's own number: none. The list shows neither of them whole."""
    case_no = report(PLAIN, answers={"contact": "王小明 13912345678"}, **LAMP)
    for clue in ("路灯", "幸福家园", case_no[-4:], "灯杆 三天"):
        assert found(seat("clerk"), clue) == [case_no]
    assert looks(town) == 0
    for count, clue in enumerate(("5678", "13912345678", "王小明"), start=1):
        page = seat("clerk").get("/desk/search", query_string={"q": clue}, follow_redirects=True).text
        assert looks(town) == count
        assert case_no in page
        assert "13912345678" not in page.replace(f'value="{clue}"', "")
        assert "王小明" not in page.replace(f'value="{clue}"', "")
    assert "对上的是遮住的号码或名字" in page


@pytest.mark.parametrize(("contact", "clue"), [("陈女士 13912345678", "陈女士"), ("李明 13912345678", "李明")])
def test_a_search_for_what_a_reporter_is_called_is_on_the_record(
    seat: Seat, report: Report, town: Parts, contact: str, clue: str
) -> None:
    """Given beside the number, in no words of the report: as much a name as one in them."""
    case_no = report("幸福家园3栋路灯坏了三天", answers={"contact": contact})
    page = seat("clerk").get("/desk/search", query_string={"q": clue}).text
    assert (looks(town), case_no in page) == (1, True)
    assert "对上的是遮住的号码或名字，已记下您查过" in page
    assert clue not in page.replace(f'value="{clue}"', "")
    assert found(seat("clerk"), "路灯") == [case_no]
    assert looks(town) == 1


def test_who_is_led_straight_to_a_case_by_a_number_is_told_of_the_record(
    seat: Seat, report: Report, town: Parts
) -> None:
    """No list says it on the way."""
    report("幸福家园3栋路灯坏了三天", answers={"contact": "李明 13912345678"})
    page = seat("clerk").get("/desk/search", query_string={"q": "5678"}, follow_redirects=True).text
    assert (looks(town), "已记下您查过" in page) == (1, True)


def test_other_roles_have_no_search(seat: Seat, town: Parts, client: FlaskClient) -> None:
    """Whoever is not signed in is sent to sign in; the page is the staff's."""
    answer = client.get("/desk/search?q=路灯")
    assert answer.status_code in (302, 303, 401)


def test_the_number_of_results_tells_no_handler_of_hidden_cases(seat: Seat, report: Report, town: Parts) -> None:
    """Sixty cases that hold the word where a handler may not read it, one where they may: one."""
    for number in range(60):
        report(f"幸福家园3栋路灯坏了，{number}号，别让物业知道是我说的", **LAMP)
    shown = report("幸福家园3栋路灯坏了", **LAMP)
    assert found(seat("walker"), "路灯") == [shown]
    assert "还有更多" not in seat("walker").get("/desk/search?q=路灯").text
    clerk = seat("clerk").get("/desk/search?q=路灯").text
    assert "还有更多" in clerk
    assert len(found(seat("clerk"), "路灯")) == 50


def test_the_newest_come_first_and_the_words_are_marked(seat: Seat, report: Report) -> None:
    """Escaped: a report is no page."""
    first, last = report("桂花苑5栋<b>漏水</b>了"), report("桂花苑5栋又漏水")
    page = seat("clerk").get("/desk/search?q=漏水").text
    assert found(seat("clerk"), "漏水") == [last, first]
    assert "又<mark>漏水</mark>" in page
    assert "&lt;b&gt;<mark>漏水</mark>&lt;/b&gt;" in page
    assert "<b>" not in page


def test_an_excerpt_shows_where_it_stands(seat: Seat, report: Report) -> None:
    """If the title does not: the words around it, masked like the page."""
    report("桂花苑5栋楼道里的灯一直不亮，晚上看不见台阶，昨天有位老人家摔了一跤，打13912345678问")
    page = seat("clerk").get("/desk/search?q=一跤").text
    assert "摔了<mark>一跤</mark>，打139****5678问" in page


SIGNS = [
    '漏水" OR desk:"x', "漏水*", "NEAR(漏水 了)", "desk : 漏水", "{handlers desk} : 漏水", "^漏水", "漏水' | 'x", "漏水%", "漏_", "漏水\\",
    "'; DROP TABLE case_search;--", "-漏水", "!漏水", "漏水:*", "漏\u202e水", "漏\u200b水", "<script>alert(1)</script>漏水", "漏水&漏水", "((((漏水", "٣٣٣٣", "𠮷𠮷", "😀😀", "漏水\0",
]  # fmt: skip


@pytest.mark.parametrize("typed", SIGNS)
def test_no_sign_is_an_operator(seat: Seat, report: Report, typed: str) -> None:
    """Of FTS5, of tsquery, of LIKE, of HTML: the page answers, and nothing is found that does not hold the words."""
    report("桂花苑5栋垃圾没有人收")
    wet = report("桂花苑5栋漏水")
    answer = seat("clerk").get("/desk/search", query_string={"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert found(seat("clerk"), typed) in ([], [wet])
    assert found(seat("clerk"), "漏水") == [wet]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("漏" * 5000, "太长"),
        ("水", "太短"),
        ("3", "太短"),
        ("？", "太短"),
        (" ".join("一二三四五六七八九") + "十" * 30, "没有找到"),
    ],
)
def test_too_short_and_too_long_are_said(seat: Seat, report: Report, typed: str, said: str) -> None:
    """In plain words, with the box to type again."""
    report("桂花苑5栋漏水")
    page = seat("clerk").get("/desk/search", query_string={"q": typed}).text
    assert said in page
    assert 'id="find-q"' in page
    assert 'value="' + "漏" * 61 not in page


def test_one_account_may_search_so_often_a_minute(seat: Seat, report: Report) -> None:
    """The next may not; a colleague may."""
    report("桂花苑5栋漏水")
    codes = [seat("clerk").get("/desk/search?q=漏水").status_code for _ in range(61)]
    assert set(codes[:60]) == {200}
    assert codes[60] == 429
    assert seat("clerk2").get("/desk/search?q=漏水").status_code == 200


def test_the_box_is_on_every_page_of_the_desk(seat: Seat, report: Report) -> None:
    """With a label, and filled in on its own page; a page of a case leads back to what was found."""
    case_no = report("桂花苑5栋漏水")
    for who, path in (
        ("clerk", "/desk"),
        ("boss", f"/desk/cases/{case_no}"),
        ("at-lamps", "/desk"),
        ("walker", "/grid"),
        ("clerk", "/desk/handovers"),
        ("clerk", "/desk/dead"),
    ):
        page = seat(who).get(path).text
        assert 'action="/desk/search"' in page, path
        assert '<label class="visually-hidden" for="find-q">' in page, path
    page = seat("clerk").get('/desk/search?q=漏水 "5栋"').text
    assert 'value="漏水 &#34;5栋&#34;"' in page
    assert "/desk/search?q=" in seat("clerk").get(f"/desk/cases/{case_no}").text
    longest = "漏水" * 30
    seat("clerk").get("/desk/search", query_string={"q": longest})
    assert f"/desk/search?{urlencode({'q': longest})}" in seat("clerk").get(f"/desk/cases/{case_no}").text
