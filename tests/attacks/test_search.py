"""Search at the desk: everybody finds what is theirs, from any one clue; nobody finds what they may not read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.models import AccessLook, Case, CaseEvent
from portal.cases.reading import shingles
from portal.cases.records.actors import Who
from portal.cases.records.search import finding, search_index
from portal.cases.records.search.models import CaseSearch
from portal.cases.rules.lifecycle import Actor
from portal.desk import queue
from portal.privacy import blanking, erasure
from portal.storage.parts import Parts
from tests.attacks.town import call, contact, report, seat, town

__all__ = ["call", "report", "seat", "town"]

Seat = Callable[[str], FlaskClient]
Report = Callable[..., str]
Call = Callable[..., Any]
LAMP: dict[str, Any] = {
    "category": {"code": "0403", "path": ["城乡建设", "市政公用"], "score": 0.9, "alternatives": []},
    "personal": [{"text": "王小明", "start": 2, "end": 5, "type": "name"}],
}
PLAIN = "我叫王小明，幸福家园3栋路灯坏了三天，灯杆歪了，我电话13912345678"


def found(client: FlaskClient, typed: str, status: int = 200) -> list[str]:
    """The numbers of the cases that the page lists, in its order; of the one case that it goes straight to."""
    answer = client.get("/desk/search", query_string={"q": typed})
    if answer.status_code == 302:
        return [answer.location.rpartition("/")[2]]
    assert answer.status_code == status, answer.text
    return re.findall(r'href="/desk/cases/(LL-[0-9-]+)"', answer.text)


def dispatch(seat: Seat, case_no: str, body: str = "lamps", **more: str) -> None:
    page = seat("clerk").get(f"/desk/cases/{case_no}").text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    data = {"body": body, "note": "", "version": version} | more
    assert "派出去了" in seat("clerk").post(f"/desk/cases/{case_no}/dispatch", data=data, follow_redirects=True).text


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
    """The reporter's words stay at the desk; the place that the town knows and the clerk's account are found."""
    reporter = contact(town)
    case_no = report("幸福家园3栋路灯坏了三天，就是我家502门口那盏，别让物业知道是我说的", reporter, **LAMP)
    dispatch(seat, case_no, matter="北面第二盏灯不亮")
    call(f"/cases/{case_no}/details", contact=reporter, text="半夜有人摔跤")
    for clue in ("路灯", "502", "门口那盏", "知道是我", "摔跤", "物业", "三天"):
        assert found(seat(who), clue) == [], clue
        assert case_no in found(seat("clerk"), clue), clue
    assert found(seat(who), "第二盏灯") == [case_no]
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


# --- erased, and indexed later


def everything(town: Parts) -> bytes:
    """All that the database holds: SQLite's files as they are, of PostgreSQL every row of the index."""
    if town.db.is_sqlite:
        path = Path(str(town.db.url.database))
        return b"".join(one.read_bytes() for one in (path, Path(f"{path}-wal")) if one.exists())
    with town.db.read() as s:
        return "\n".join(f"{row}" for row in s.execute(sa.select(CaseSearch.__table__))).encode()


def shingled(text: str) -> list[bytes]:
    """The text's rare shingles, in the encoding of the database."""
    return [one.encode() for one in shingles.shingles(text)]


@pytest.mark.parametrize("how", ["point", "retention"])
def test_erased_words_are_neither_found_nor_in_the_file(
    seat: Seat, report: Report, call: Call, town: Parts, clock: Any, how: str
) -> None:
    """Not a shingle of them in any table of the index. The neighbour's case is found as before."""
    rare = "鹦鹉螺珊瑚礁"
    who = contact(town)
    gone = report(f"幸福家园3栋{rare}，打13987654321", who, answers={"contact": "欧阳锋"}, **LAMP)
    call(f"/cases/{gone}/details", contact=who, text="麒麟阁")
    stays = report("幸福家园3栋路灯坏了", **LAMP)
    assert found(seat("clerk"), rare) == found(seat("clerk"), "4321") == found(seat("clerk"), "麒麟阁") == [gone]
    if how == "point":
        erasure.erase_point(town, who)
    else:
        with town.db.write() as s:
            ids = list(s.scalars(sa.select(Case.id).where(Case.case_no == gone)))
            blanking.blank_cases(s, ids, clock.now())
        town.db.rewrite_file()
    for clue in (rare, "4321", "13987654321", "麒麟阁", "欧阳锋", "鹦鹉"):
        assert found(seat("clerk"), clue) == [], clue
    with town.db.read() as s:
        left = s.scalars(sa.select(CaseSearch).join(Case).where(Case.case_no == gone)).one()
        assert left.desk == left.handlers == shingles.document(gone, [])
        assert left.numbers == ""
    held = everything(town)
    assert [one.decode() for text in (rare, "麒麟阁", "欧阳锋") for one in shingled(text) if one in held] == []
    assert found(seat("clerk"), "路灯") == [stays]
    assert found(seat("clerk"), gone) == [gone]


def test_before_the_file_is_written_anew_the_index_holds_nothing_either(report: Report, town: Parts) -> None:
    """The full-text index forgets at once (`secure-delete`), not when it merges."""
    if not town.db.is_sqlite:
        pytest.skip("SQLite's index")
    report("幸福家园3栋鹦鹉螺", **LAMP)
    for number in range(30):
        report(f"幸福家园3栋路灯{number}", **LAMP)
    with town.db.write() as s:
        s.execute(sa.delete(CaseSearch).where(CaseSearch.case_id == 1))
    with town.db.read() as s:
        blocks = b"".join(bytes(row[0]) for row in s.execute(sa.text("SELECT block FROM case_search_index_data")))
        s.execute(sa.text("INSERT INTO case_search_index(case_search_index) VALUES ('integrity-check')"))
    assert "路灯".encode() in blocks
    assert [one for one in shingled("鹦鹉螺") if one in blocks] == []


def test_an_open_emergency_keeps_its_place_and_is_found_by_it(seat: Seat, report: Report, town: Parts) -> None:
    """Somebody may be on the way; once it is over, the place is found no more."""
    who = contact(town)
    danger = {"urgency": {"level": "emergency", "reasons": [{"text": "着火", "start": 0, "end": 2, "code": "fire"}]}}
    case_no = report("着火了，幸福家园3栋", who, **danger)
    erasure.erase_point(town, who)
    with town.db.read() as s:
        place = s.scalars(sa.select(Case)).one().words.place
    assert place
    assert found(seat("clerk"), place) == [case_no]
    assert found(seat("clerk"), "着火了") == []


def test_cases_from_before_are_indexed_by_the_worker_and_by_hand(seat: Seat, report: Report, town: Parts) -> None:
    """The migration leaves the index empty; whatever an earlier version wrote is written anew."""
    first, last = report("桂花苑5栋漏水"), report("桂花苑5栋又漏水")
    with town.db.write() as s:
        s.execute(sa.delete(CaseSearch))
    assert found(seat("clerk"), "漏水") == []
    assert search_index.index_missing(town) == 2
    assert search_index.index_missing(town) == 0
    assert found(seat("clerk"), "漏水") == [last, first]
    with town.db.write() as s:
        s.execute(sa.update(CaseSearch).values(version=0, desk="x\n"))
    assert search_index.index_missing(town) == 2
    with town.db.write() as s:
        s.execute(sa.update(CaseSearch).values(desk="x\n"))
    assert list(search_index.rebuild(town)) == [2]
    assert found(seat("clerk"), "漏水") == [last, first]


def test_a_case_that_cannot_be_read_is_registered_all_the_same(
    seat: Seat, report: Report, town: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No report is lost over search: it is found by its number, and by its words once they can be read."""

    def broken(*_: object) -> None:
        raise ValueError("broken")

    with monkeypatch.context() as failing:
        failing.setattr(search_index, "handler_texts", broken)
        case_no = report("桂花苑5栋漏水")
    assert found(seat("clerk"), "漏水") == []
    assert found(seat("clerk"), case_no) == [case_no]
    assert search_index.index_missing(town) == 1
    assert found(seat("clerk"), "漏水") == [case_no]


def test_cases_that_cannot_be_read_keep_no_other_from_the_index(
    report: Report, town: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many and new they are; each is tried again when the worker begins anew."""
    old, new = report("桂花苑5栋漏水"), report("桂花苑5栋又漏水")
    read = search_index.handler_texts
    tried: list[str] = []

    def broken(s: Session, case: Case) -> list[str]:
        tried.append(case.case_no)
        if case.case_no == new:
            raise ValueError("broken")
        return read(s, case)

    with town.db.write() as s:
        s.execute(sa.delete(CaseSearch))
    monkeypatch.setattr(search_index, "handler_texts", broken)
    monkeypatch.setattr(search_index, "BATCH", 1)
    index = search_index.MissingIndexer()
    assert [index(town) for _ in range(5)] == [1, 1, 0, 1, 0]
    assert tried == [new, old, new]


def statements(town: Parts, work: Callable[[], object]) -> int:
    """How many statements the database gets, without the look, once a second, whether the community has changed."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT") and "community.version" not in statement:
            sent.append(statement)

    sa.event.listen(town.db.engine, "before_cursor_execute", note)
    work()
    sa.event.remove(town.db.engine, "before_cursor_execute", note)
    return len(sent)


def test_reading_the_words_of_many_events_asks_the_database_no_more_often(
    seat: Seat, report: Report, call: Call, town: Parts
) -> None:
    """Neither before the commit of a report nor on the page of what was found."""
    who = contact(town)
    case_no = report("幸福家园3栋漏水", who, **LAMP)

    def add(text: str) -> Callable[[], object]:
        return lambda: call(f"/cases/{case_no}/details", contact=who, text=text)

    add("先说一句")()
    first = statements(town, add("又说一句"))
    for number in range(12):
        add(f"还有第{number}句")()
    assert statements(town, add("再说一句")) == first
    seat("clerk").get("/desk/search?q=漏水")
    alone = statements(town, lambda: seat("clerk").get("/desk/search?q=漏水"))
    for _ in range(5):
        report("幸福家园4栋漏水", **LAMP)
    assert statements(town, lambda: seat("clerk").get("/desk/search?q=漏水")) == alone


def test_the_index_is_what_the_words_say_after_any_verb(seat: Seat, report: Report, call: Call, town: Parts) -> None:
    """Of every case, written with the words and not later: the same as if it were made now."""
    who = contact(town)
    case_no = report(PLAIN, who, answers={"contact": "王小明 13912345678"}, **LAMP)
    dispatch(seat, case_no, note="请带梯子")
    call(f"/cases/{case_no}/details", contact=who, text="灯杆上有编号A7", changes={"contact": "", "place": "桂花苑5栋"})
    call(f"/cases/{case_no}/reminders", contact=who, text="快点")
    with town.db.read() as s:
        for case in s.scalars(sa.select(Case)):
            held = s.get_one(CaseSearch, case.id)
            assert search_index.documents(s, case) == (held.desk, held.handlers, held.numbers)
        assert s.scalar(sa.select(sa.func.count()).select_from(CaseEvent)) or 0 > 3
    assert found(seat("clerk"), "5678") == []
    assert found(seat("clerk"), "桂花苑5栋") == [case_no]


def test_the_index_is_used(town: Parts, report: Report) -> None:
    """The plan begins with it, in both databases, and sorts nothing on SQLite. PostgreSQL reads the newest by their ids."""
    report("桂花苑5栋漏水")
    if town.db.is_sqlite:
        plan = plan_of(town, finding.in_fts5)
        assert plan.startswith("SCAN case_search_index VIRTUAL TABLE INDEX")
        assert "SEARCH case_search USING INTEGER PRIMARY KEY" in plan
        assert "SEARCH case USING INTEGER PRIMARY KEY" in plan
        assert "TEMP B-TREE" not in plan
        return
    assert "pk_case_search" in plan_of(town, finding.walk)
    for column, index in ((finding.DESK, "gin_case_search_desk"), (finding.HANDLERS, "gin_case_search_handlers")):
        assert f"Bitmap Index Scan on {index}" in plan_of(town, finding.in_gin, column=column)


def test_at_the_desk_the_hits_are_sorted_before_any_case_is_read(town: Parts, report: Report) -> None:
    """PostgreSQL: the sort lies below the join, so that no more cases are read than are wanted."""
    report("桂花苑5栋漏水")
    if town.db.is_sqlite:
        return
    plan = plan_of(town, finding.in_gin, "enable_hashjoin", "enable_mergejoin")
    assert 0 <= plan.find("Nested Loop") < plan.find("Sort") < plan.find("Bitmap Heap Scan on case_search")


def test_so_many_more_ids_are_asked_for_as_should_hold_the_rest() -> None:
    """PostgreSQL: at the rate of those that were read, and a little above it, since none may have been seen by chance."""
    top, start = 10_000_001, 9_990_001
    assert finding._next_start(top, start, found=10, most=51, few=1_500) == start - int(1.5 * 41 / 0.0013) - 1
    assert finding._next_start(top, start, found=0, most=51, few=1_500) == start - int(1.5 * 51 / 0.0003) - 1


def test_all_the_rest_is_asked_for_where_it_should_hold_few() -> None:
    """PostgreSQL: as many as are soon sorted, by the rate of those that were read."""
    assert finding._next_start(1_003_000, 1_000_000, found=0, most=51, few=1_000) == 0
    assert finding._next_start(1_003_000, 1_000_000, found=1, most=51, few=1_000) > 0


@pytest.mark.parametrize(("every", "few"), [(1, 0), (2, 0), (3, 2), (7, 0), (19, 0), (19, 1_500)])
def test_wherever_they_lie_all_are_found_once(
    report: Report, town: Parts, monkeypatch: pytest.MonkeyPatch, every: int, few: int
) -> None:
    """Whatever is read by its id and whatever by the index, and going on below the last one."""
    monkeypatch.setattr(finding, "WALKED", 3)
    monkeypatch.setattr(finding, "FEW", few)
    for number in range(1, 39):
        report("桂花苑5栋漏水" if number % every == 0 else "桂花苑5栋停电", **LAMP)
    wet = [number for number in range(38, 0, -1) if number % every == 0]
    query, scope = shingles.read_query("漏水"), queue.scope(Who(Actor.DESK, 1))
    with town.db.read() as s:
        for most in (1, 4, 50):
            assert finding.find(s, query, finding.DESK, scope, most=most) == wet[:most]
        assert finding.find(s, query, finding.DESK, scope, most=50, before=20) == [one for one in wet if one < 20]


def plan_of(
    town: Parts, statement: Callable[..., sa.Select[Any]], *off: str, column: finding.Column = finding.DESK
) -> str:
    """The database's plan of a search. PostgreSQL would read a table of one row whole, or for the index by its ids."""
    with town.db.read() as s:  # the index of the ids is back when it ends
        for way in ("enable_seqscan", *off) if not town.db.is_sqlite else ():
            s.execute(sa.text(f"SET LOCAL {way} = off"))
        if statement is finding.in_gin:
            s.execute(sa.text("ALTER TABLE case_search DROP CONSTRAINT pk_case_search"))
        asked = statement(shingles.read_query("漏水 5栋 5678"), column, queue.scope(Who(Actor.DESK, 1)))
        asked = asked.limit(51) if town.db.is_sqlite else asked.params(start=1, end=51, most=51)
        written = str(asked.compile(s.connection().engine, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN " if town.db.is_sqlite else "EXPLAIN "
        rows = s.connection().exec_driver_sql(explain + written.replace("%%", "%")).all()
        return "\n".join(str(row[-1]) for row in rows)
