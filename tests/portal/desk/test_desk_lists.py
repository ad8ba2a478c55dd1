"""The desk's lists: their order, filters and figures, and how often they ask the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf
from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.models import Case
from portal.cases.records import alarms
from portal.cases.records.actors import Who
from portal.cases.rules.lifecycle import Actor, State
from portal.cases.verbs import tasks as case_tasks
from portal.desk import queue
from portal.desk.queue import Filters, Tab
from portal.grids.lookup import gazetteer
from portal.grids.models import Body
from portal.kernel.roles import Role
from portal.outbox import service as outbox
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import SignIn, draft, report
from tests.portal.desk.desk_pages_world import case_no

__all__ = ["case_no"]


def test_the_clerk_sees_the_queue_with_emergencies_first(
    sign_in: SignIn, parts: Parts, reporter: int, case_no: str
) -> None:
    """Emergencies stand on top, in red, until somebody signs."""
    with parts.db.write() as s:
        urgent = report(s, parts, reporter, "有煤气味", draft=draft(urgency={"level": "emergency", "reasons": []}))
    page = sign_in(Role.DESK).get("/desk").text
    assert "险情，还没有人签收" in page
    rows = re.findall(r"LL-20261124-\d{4}(?=</a></td>|</a><br>)", page)
    assert rows[0] == urgent.case_no
    assert case_no in rows


def test_a_list_holds_no_number_of_a_person(sign_in: SignIn, case_no: str) -> None:
    """Neither in the queue nor on the case page, until it is asked for."""
    desk = sign_in(Role.DESK)
    assert "13912345678" not in desk.get("/desk").text
    page = desk.get(f"/desk/cases/{case_no}").text
    assert "13912345678" not in page
    assert "139****5678" in page


def test_filters_and_cursor(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Thirty a page; each case once, over all pages; the filters narrow."""
    with parts.db.write() as s:
        for number in range(65):
            level = "urgent" if number % 7 == 0 else "normal"
            report(
                s,
                parts,
                reporter,
                draft=draft(urgency={"level": level, "reasons": []}, places=[] if number % 2 else draft()["places"]),
            )
    desk, seen, address = sign_in(Role.DESK), [], "/desk"
    while address:
        page = desk.get(address).text
        seen += re.findall(r'href="/desk/cases/(LL-[0-9-]+)"', page)
        older = re.search(r'href="(/desk\?[^"]*after=[^"]+)">下一页<', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(seen) == len(set(seen)) == 65
    assert desk.get("/desk?grid=none").text.count("没认出网格") == 30
    assert "这里没有工单" in desk.get("/desk?category=09").text
    assert "这里没有工单" in desk.get("/desk?overdue=1").text


def test_overdue_is_counted_and_filtered(sign_in: SignIn, parts: Parts, case_no: str, clock: object) -> None:
    """After its last day an unresolved case is overdue."""
    clock.move(days=8)  # type: ignore[attr-defined]  # the hand clock
    page = sign_in(Role.DESK).get("/desk?overdue=1").text
    assert case_no in page
    assert "超期" in page


@pytest.mark.parametrize("after", ["x", "1_x_1", "0_99999999999999999999_1", "-1", "²"])
def test_a_wrong_cursor_is_refused_with_words(sign_in: SignIn, case_no: str, after: str) -> None:
    """422, not a fault."""
    answer = sign_in(Role.DESK).get(f"/desk?after={after}")
    assert answer.status_code == 422
    assert "第一页" in answer.text


def test_dead_letters_can_be_tried_again_or_dropped(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """The address is masked, the words are not shown; dropping needs a reason and leaves it."""
    with parts.db.write() as s:
        for number in range(2):
            row = outbox.put(s, kind="send_sms", payload={}, now=parts.clock.now(), letter=("+8613912345678", "密语"))
            outbox.record_failure(s, row.id, parts.clock.now(), reason="号码不存在", retry=False)
            assert row.id == number + 1
    desk = sign_in(Role.DESK)
    page = desk.get("/desk/dead").text
    assert "号码不存在" in page
    assert "13912345678" not in page
    assert "密语" not in page
    desk.post("/desk/dead/1/retry")
    assert desk.post("/desk/dead/2/drop", data={"reason": ""}).status_code == 422
    desk.post("/desk/dead/2/drop", data={"reason": "居民换号了"})
    assert desk.post("/desk/dead/2/retry").status_code == 409
    with parts.db.read() as s:
        rows = {row.id: (row.state, row.reason) for row in s.scalars(sa.select(OutboxRow))}
        assert rows == {1: ("queued", "号码不存在"), 2: ("done", "desk: 居民换号了")}


def statements_of(parts: Parts, see: Callable[[], object]) -> int:
    """How many statements the database gets while `see` runs."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    sa.event.listen(parts.db.engine, "before_cursor_execute", note)
    see()
    sa.event.remove(parts.db.engine, "before_cursor_execute", note)
    return len(asked)


def test_a_longer_queue_asks_the_database_no_more_often(
    parts: Parts, reporter: int, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case's title looks at its events: they are read for the whole page at once."""
    monkeypatch.setattr(gazetteer, "FRESH", inf)  # else whether its version is asked for depends on how fast this runs
    desk = sign_in(Role.DESK)
    with parts.db.write() as s:
        report(s, parts, reporter)
        report(s, parts, reporter)
    desk.get("/desk")
    few = statements_of(parts, lambda: desk.get("/desk"))
    with parts.db.write() as s:
        for _ in range(8):
            report(s, parts, reporter)
    assert statements_of(parts, lambda: desk.get("/desk")) == few


def test_the_queue_reads_no_case_that_is_over(parts: Parts, case_no: str) -> None:
    """Its page, its figures and its alarms find their cases by an index, however many were closed in years."""
    if not parts.db.is_sqlite:
        pytest.skip("SQLite's plans; PostgreSQL reads a small table whole")
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    now, clerk = parts.clock.now(), Who(Actor.DESK, 1)
    with parts.db.read() as s:
        sa.event.listen(parts.db.engine, "before_cursor_execute", note)
        queue.page(s, clerk, Filters(Tab.TODO), now)
        queue.counts(s, clerk, now)
        alarms.alarms_to_show(s, now, None, 1)
        sa.event.remove(parts.db.engine, "before_cursor_execute", note)
        about_cases = [one for one in asked if 'FROM "case"' in one[0]]
        plans = [
            s.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values).all() for words, values in about_cases
        ]
    assert len(plans) >= 7
    assert [str(row[-1]) for plan in plans for row in plan if str(row[-1]) == "SCAN case"] == []


def test_the_figures_of_a_body_do_not_read_all_that_it_ever_had(parts: Parts, case_no: str) -> None:
    """Once the worker has counted, denied and dangerous cases are found by what they are, and not by their body."""
    if not parts.db.is_sqlite:
        pytest.skip("SQLite's plans; PostgreSQL reads a small table whole")
    over = {"state": State.CLOSED, "close_reason": "confirmed", "closed_at": parts.clock.now(), "body": "b1"}
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        s.add(Body(code="b1", name="单位", aliases=[]))
        s.flush()
        row = {column.name: getattr(case, column.key) for column in sa.inspect(Case).columns} | over
        s.execute(sa.insert(Case), [row | {"id": 1000 + n, "case_no": f"LL-20200101-{n:04}"} for n in range(500)])
    case_tasks.count_index_keys(parts)
    with parts.db.read() as s:
        asked = (
            sa.select(sa.func.count())
            .select_from(Case)
            .where(Case.id.in_(queue.contradicted()), *queue.scope(Who(Actor.BODY, 2, body="b1")))
        )
        words = str(asked.compile(parts.db.engine, compile_kwargs={"literal_binds": True}))
        plan = [str(row[-1]) for row in s.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}")]
    assert plan[0] == "SEARCH case USING INTEGER PRIMARY KEY (rowid=?)"
