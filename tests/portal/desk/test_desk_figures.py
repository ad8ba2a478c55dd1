"""The figures above the queue: each leads to exactly the cases that it counts."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.notifying import following_up
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, draft, report
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down

WHY_CALM = "去看过了，煤气关着，没有人有危险"
DANGER = draft(urgency={"level": "emergency", "reasons": []})


@pytest.fixture
def cases(parts: Parts, reporter: int, clock: HandClock) -> dict[str, list[str]]:
    """Cases of every figure, and one of none: figure → their numbers, in the list's order."""
    with parts.db.write() as s:
        late = report(s, parts, reporter).case_no
    clock.move(days=20)
    with parts.db.write() as s:
        clerk, body = (actors.staff(s, actor(s, role)) for role in (Role.DESK, Role.BODY))
        report(s, parts, reporter)
        fire = report(s, parts, reporter, "有煤气味", draft=DANGER)
        # withdrawn, but nobody has acknowledged its alarm
        gone = report(s, parts, reporter, "有煤气味", draft=DANGER)
        reporter_actions.withdraw(s, parts, gone, actors.resident(reporter))
        told = report(s, parts, reporter)
        reporter_actions.add_detail(s, parts, told, actors.resident(reporter), text="今晚更黑了")
        closed: list[Case] = []
        for _number in range(2):
            case = report(s, parts, reporter)
            desk_actions.dispatch(s, parts, case, clerk, body="lamps")
            handler_actions.resolve(s, parts, case, body, text="换了灯头，已电话告诉居民")
            following_up.close_unconfirmed(s, parts, case)
            closed.insert(0, case)
        return {
            "emergencies": [fire.case_no, gone.case_no],
            "overdue": [late],
            "unread": [told.case_no],
            "unconfirmed": [case.case_no for case in closed],
        }


@pytest.fixture
def desk(client: FlaskClient, parts: Parts, reporter: int) -> FlaskClient:
    """A clerk at the desk."""
    with parts.db.read() as s:
        number = actor(s, Role.DESK).id
    return sit_down(client, parts, number)


def rows(page: str) -> list[str]:
    return re.findall(r'data-row[^>]*href="/desk/cases/(LL-[0-9-]+)"', page)


@pytest.mark.parametrize("figure", ["emergencies", "overdue", "unread", "unconfirmed"])
def test_a_figure_leads_to_the_cases_that_it_counts(
    cases: dict[str, list[str]], desk: FlaskClient, figure: str
) -> None:
    """As many rows as the number says, whatever tab they stand in."""
    page = desk.get("/desk").text
    link = re.search(rf'href="(/desk\?figure={figure})"[^>]*><span class="figure__number">(\d+)<', page)
    assert link is not None
    assert rows(desk.get(link[1]).text) == cases[figure]
    assert int(link[2]) == len(cases[figure])


def test_the_tabs_lead_out_of_a_figure(cases: dict[str, list[str]], desk: FlaskClient) -> None:
    """A filter narrows the figure; a tab leaves it; a figure that is none is the plain list."""
    page = desk.get("/desk?figure=unread").text
    assert "tab=running&amp;figure" not in page
    assert rows(page) == cases["unread"]
    assert rows(desk.get("/desk?figure=unread&category=09").text) == []
    assert cases["overdue"][0] in rows(desk.get("/desk?figure=nothing").text)


def test_the_next_case_of_a_figure_is_of_that_figure(cases: dict[str, list[str]], desk: FlaskClient) -> None:
    """The way through the list keeps it."""
    first, second = cases["unconfirmed"]
    answer = desk.get(f"/desk/cases/{first}/next", query_string={"back": "/desk?figure=unconfirmed"})
    assert answer.location.startswith(f"/desk/cases/{second}?")


def test_what_a_clerk_made_no_emergency_stands_before_the_supervisor_until_they_write(
    client: FlaskClient, parts: Parts, reporter: int
) -> None:
    """Clerks have no such figure; a case that is an emergency again is none of it."""
    with parts.db.write() as s:
        clerk, boss = (actors.staff(s, actor(s, role)) for role in (Role.DESK, Role.SUPERVISOR))
        fires = [report(s, parts, reporter, "有煤气味", draft=DANGER) for _ in range(2)]
        for case in fires:
            desk_corrections.correct(s, parts, case, clerk, {"urgency": "normal"}, why_calm=WHY_CALM)
        desk_corrections.correct(s, parts, fires[1], clerk, {"urgency": "emergency"})
        numbers, boss_id = [case.case_no for case in fires], boss.id or 0
    assert "figure=calmed" not in sit_down(client, parts, clerk.id or 0).get("/desk").text
    assert rows(client.get("/desk?figure=calmed").text) == []
    supervisor = sit_down(client, parts, boss_id)
    assert re.search(r'figure=calmed"[^>]*><span class="figure__number">1<', supervisor.get("/desk").text)
    assert rows(supervisor.get("/desk?figure=calmed").text) == numbers[:1]
    supervisor.post(f"/desk/cases/{numbers[0]}/note", data={"text": "看过了，同意按平常办"})
    assert rows(supervisor.get("/desk?figure=calmed").text) == []
