"""The search's index: erased words are gone from it, what is older is added, and it is what the words say and is used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, CaseEvent
from portal.cases.reading import shingles
from portal.cases.records.actors import Who
from portal.cases.records.search import finding, search_index
from portal.cases.records.search.models import CaseSearch
from portal.cases.rules.lifecycle import Actor
from portal.desk import queue
from portal.privacy import blanking, erasure
from portal.storage.parts import Parts
from tests.attacks.search_world import LAMP, PLAIN, Call, Report, Seat, dispatch, found
from tests.attacks.town import call, contact, report, seat, town

__all__ = ["call", "report", "seat", "town"]


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
