"""The weekly report: the page, the document and the cases say the same, and neither names anybody."""

from __future__ import annotations

import html
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from docx import Document
from flask.testing import FlaskClient

from devtools import report_template
from portal.cases.models import Case
from portal.kernel.roles import Role
from portal.kernel.time_zone import start_of_day
from portal.overview import report_file, weekly
from portal.overview.models import ReportDownload
from portal.overview.report_words import WeeklyReport
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, add_contact, draft, report
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down

WEEK = date(2026, 11, 23)  # the clock of the tests stands on its Tuesday
WORDS = ("柳树里3栋的路灯坏了三天了，打13912345678找我", "柳树里3栋路灯不亮", "柳树里3栋的路灯坏了没人修")


@pytest.fixture
def reported(parts: Parts, community: None, clock: HandClock) -> list[str]:
    """Three reports of one lamp in G-01 and one elsewhere in the week, which is over then; its deadlines are not."""
    texts = [*WORDS, "柳树里13栋漏水"]
    numbers = []
    for number, words in enumerate(texts):
        contact = add_contact(parts, f"person {number}")
        place = {"text": words[:6].rstrip("的路漏"), "start": 0, "end": 5, "grid": None, "score": 0.9}
        with parts.db.write() as s:
            numbers.append(report(s, parts, contact, words, draft=draft(words, places=[place])).case_no)
    clock.move(days=7)
    return numbers


def at_desk(client: FlaskClient, parts: Parts, role: Role = Role.SUPERVISOR) -> FlaskClient:
    with parts.db.read() as s:
        number = actor(s, role).id
    return sit_down(client, parts, number)


def fetch(client: FlaskClient, week: date = WEEK) -> bytes:
    answer = client.post("/desk/weekly.docx", data={"week": week.isoformat()})
    assert answer.status_code == 200
    return answer.data


def tables_of_page(page: str) -> list[list[list[str]]]:
    """The cells of each table."""
    return [
        [
            [html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<table.*?</table>", page.partition("<h1")[2], re.DOTALL)
    ]  # fmt: skip


def tables_of_file(data: bytes) -> list[list[list[str]]]:
    """The cells of each table with a line, but for the bars."""
    file = Document(io.BytesIO(data))
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in file.tables[1:]]
    return [table for table in found if len(table) > 1]


def test_the_document_shows_the_figures_of_the_page(client: FlaskClient, parts: Parts, reported: list[str]) -> None:
    """Every table, cell by cell."""
    desk = at_desk(client, parts)
    page = desk.get("/desk/weekly").text
    assert tables_of_file(fetch(desk)) == tables_of_page(page)
    assert "11月23日—29日" in page


def test_the_figures_are_those_of_the_cases(client: FlaskClient, parts: Parts, reported: list[str]) -> None:
    """Four reports in the week and none before; a lamp that three reported is listed, one report of a grid is not."""
    tables = tables_of_page(at_desk(client, parts).get("/desk/weekly").text)
    assert tables[0][1] == ["收到", "0", "0", "0", "0", "4"]
    assert tables[1][1:] == [["1号网格", "不列", "0.0", "0"], ["2号网格", "不列", "0.0", "0"]]
    assert tables[3][1] == ["柳树里3栋", "城乡建设 / 市政公用", "3", "3"]


def test_what_became_overdue_counts_in_the_week_of_its_deadline(
    client: FlaskClient, parts: Parts, reported: list[str], clock: HandClock
) -> None:
    """Missed while it is open after it, and when it was resolved after it; not when it was resolved before."""
    with parts.db.write() as s:
        cases = list(s.scalars(sa.select(Case).order_by(Case.id)))
        due = [start_of_day(WEEK).replace(hour=12)] * len(cases)
        for case, at in zip(cases, due, strict=True):
            case.due_at = at
        cases[0].state, cases[0].resolved_at = "resolved", due[0].replace(hour=13)
        cases[1].state, cases[1].resolved_at = "resolved", due[1].replace(hour=11)
        found = weekly.count_week(s, [], WEEK)
    assert (found.now.due, found.now.missed) == (4, 3)


def test_what_came_in_late_changes_no_week_before(client: FlaskClient, parts: Parts, reported: list[str]) -> None:
    """An order of the hotline whose deadline had passed counts in the week in which it came."""
    before = WEEK - timedelta(days=7)
    with parts.db.write() as s:
        earlier = weekly.count_week(s, [], before).now.due
        for case in s.scalars(sa.select(Case)):
            case.due_at = start_of_day(before).replace(hour=12)
        s.flush()
        assert weekly.count_week(s, [], before).now.due == earlier
        assert weekly.count_week(s, [], WEEK).now.missed == len(reported)


def test_nothing_names_a_person(client: FlaskClient, parts: Parts, reported: list[str]) -> None:
    """Neither the number that stands in the words nor the words nor a case's number."""
    desk = at_desk(client, parts)
    words = " ".join(
        [
            desk.get("/desk/weekly").text,
            *(cell for table in tables_of_file(fetch(desk)) for row in table for cell in row),
        ]
    )
    assert not [one for one in ("13912345678", "没人修", *reported) if one in words]


@pytest.mark.parametrize("change", [{"confidential": True}, {"kind": "tip_off"}])
def test_what_is_told_in_confidence_counts_and_is_no_issue(
    client: FlaskClient, parts: Parts, reported: list[str], change: dict[str, object]
) -> None:
    """It is one of the four, but the lamp has two reporters then, and is not listed."""
    with parts.db.write() as s:
        for name, value in change.items():
            setattr(s.get_one(Case, 2), name, value)
    page = at_desk(client, parts).get("/desk/weekly").text
    assert tables_of_page(page)[0][1][-1] == "4"
    assert "柳树里3栋" not in page


def test_a_download_is_recorded_and_shown(client: FlaskClient, parts: Parts, reported: list[str]) -> None:
    """Looking at the page is not; who took which week is."""
    desk = at_desk(client, parts)
    desk.get("/desk/weekly")
    with parts.db.read() as s:
        assert s.scalars(sa.select(ReportDownload)).all() == []
    fetch(desk)
    with parts.db.read() as s:
        assert [one.monday for one in s.scalars(sa.select(ReportDownload))] == [WEEK]
    assert "谁下载过" in desk.get("/desk/weekly").text


def test_a_week_that_is_not_over_cannot_be_asked_for(client: FlaskClient, parts: Parts, reported: list[str]) -> None:
    """Nor one that is no date: the last week that is over is shown."""
    desk = at_desk(client, parts)
    for asked in ("2026-11-30", "2031-01-06", "yesterday", "2026-11-24"):
        assert "周报：11月23日—29日" in desk.get(f"/desk/weekly?week={asked}").text
    assert "周报：11月16日—22日" in desk.get("/desk/weekly?week=2026-11-16").text


@pytest.mark.parametrize("role", [Role.DESK, Role.GRID, Role.BODY])
def test_only_a_supervisor_reads_it(client: FlaskClient, parts: Parts, community: None, role: Role) -> None:
    desk = at_desk(client, parts, role)
    assert desk.get("/desk/weekly").status_code == 403
    assert desk.post("/desk/weekly.docx").status_code == 403


def test_names_stand_there_as_they_are(clock: HandClock) -> None:
    """Braces and brackets in a grid's name are no markup; a control character, which no XML may hold, is gone."""
    grid = ("<b>{{ 7*7 }}&\x0b", "3", "0.0", "0")
    made = WeeklyReport("span", ["a"] * 5, [3] * 5, [], [grid], 0, [], [], [], [], clock.now())
    assert tables_of_file(report_file.document(made, "社区"))[-1][1][0] == "<b>{{ 7*7 }}&"


def test_the_template_is_what_its_script_writes(tmp_path: Path) -> None:
    """The committed file has not been edited apart from the script."""
    report_template.write(tmp_path / "made.docx")
    made, kept = (Document(str(path)).element.xml for path in (tmp_path / "made.docx", report_template.FILE))
    assert made == kept


def test_the_twelve_weeks_begin_on_mondays(clock: HandClock) -> None:
    assert weekly.complete_weeks(clock.now(), 2) == [date(2026, 11, 16), date(2026, 11, 9)]
