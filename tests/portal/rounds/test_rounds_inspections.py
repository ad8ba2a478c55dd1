"""Inspections on the grid worker's phone: in the list from their day on, recorded once, whatever happened to the case meanwhile."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case, CaseEvent
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.disclosure import sealing
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, draft, report
from tests.portal.conftest import HandClock
from tests.portal.rounds.conftest import Send, jpeg
from tests.portal.rounds.test_rounds_doors import forget_answers, verbs_of
from tests.portal.signed_in import sit_down

FIRE_LANE = {"code": "0416", "path": ["城乡建设", "消防通道与安全隐患"], "score": 0.9, "alternatives": []}
TEXT = "柳树里3栋的消防通道堆了电动车"


@pytest.fixture
def hazard(parts: Parts, clock: HandClock, reporter: int, who: Find, phone: FlaskClient) -> str:
    """A hazard whose inspection is due today."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, TEXT, draft=draft(TEXT, category=FIRE_LANE, times=[]))
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="电动车拖走了，通道清出来了")
        worker = who(s, Role.GRID).id
    clock.move(days=7)
    assert worker is not None
    sit_down(phone, parts, worker)
    return case.case_no


def inspected(parts: Parts, case_no: str) -> list[CaseEvent]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(CaseEvent).where(CaseEvent.verb == "inspect").order_by(CaseEvent.id)))


def test_it_is_in_the_list_from_its_day_on(phone: FlaskClient, clock: HandClock, hazard: str) -> None:
    """With the inspection's id as its version, and one thing to do."""
    [card] = [one for one in phone.get("/grid/rounds/today.json").json["cases"] if one["inspects"]]
    assert (card["case_no"], card["version"], card["may"], card["due"]) == (hazard, 1, ["inspect"], "2026-12-01")
    clock.move(days=-1)
    assert not any(one["inspects"] for one in phone.get("/grid/rounds/today.json").json["cases"])


def test_the_phone_gets_no_report_of_others(phone: FlaskClient, parts: Parts, hazard: str) -> None:
    """Only what and where, as of any case that is not the worker's own."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == hazard)).one()
        case.words.text = f"{TEXT}，是二楼老陈家的，他儿子刚放出来"
    answer = phone.get("/grid/rounds/today.json")
    [card] = [one for one in answer.json["cases"] if one["inspects"]]
    assert (bool(card["title"] and card["place"]), "text" in card, "放出来" in answer.text) == (True, False, False)


def test_it_is_recorded_once_though_its_answer_was_lost(send: Send, parts: Parts, hazard: str) -> None:
    """With its photo; also beyond the stored answer, by the key of the event."""
    first = send(f"cases/{hazard}/inspect", version=1, finding="fine", photos=jpeg())
    assert first.status_code == 200
    forget_answers(parts)
    assert send(f"cases/{hazard}/inspect", version=1, finding="fine", photos=jpeg()).status_code == 200
    [event] = inspected(parts, hazard)
    assert len(event.data["photos"]) == 1


def test_the_reporters_yes_meanwhile_does_not_refuse_it(send: Send, parts: Parts, hazard: str, reporter: int) -> None:
    """A closed case is inspected like a resolved one."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == hazard)).one()
        reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    assert send(f"cases/{hazard}/inspect", version=1, finding="back", text="又堆了三辆").status_code == 200
    assert verbs_of(parts, hazard)[-2:] == ["inspect", "reopen"]


def test_a_case_reopened_meanwhile_refuses_it(send: Send, parts: Parts, hazard: str, reporter: int) -> None:
    """Its reporter said so first."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == hazard)).one()
        reporter_actions.reopen(s, parts, case, actors.resident(reporter), text="还堆着")
    refused = send(f"cases/{hazard}/inspect", version=1, finding="fine")
    assert (refused.status_code, "不用复查" in refused.json["title"]) == (409, True)


def test_a_sealed_case_is_not_on_the_phone(phone: FlaskClient, parts: Parts, hazard: str, who: Find) -> None:
    """Nobody could record who looks at it there."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == hazard)).one()
        case.body, case.worker_id = None, who(s, Role.GRID).id  # its handler, who may see it
        supervisor = who(s, Role.SUPERVISOR).id
        assert supervisor is not None
        reason = "看过了，说的是没成年的孩子"
        sealing.seal(s, parts, case, who(s, Role.DESK), kind="minor", supervisor=supervisor, reason=reason)
    assert not any(one["inspects"] for one in phone.get("/grid/rounds/today.json").json["cases"])
    assert hazard in phone.get("/desk/inspections").text
