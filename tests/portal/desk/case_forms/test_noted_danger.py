"""A note among staff that tells of danger: nobody is left to read it next week."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm, Case
from portal.cases.records import actors, event_log
from portal.cases.verbs.desk import desk_actions
from portal.channels.outbound import alarm_advice
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.app import _danger_in
from tests.kept_apps import KeptApp
from tests.portal.cases.cases_world import actor, report
from tests.portal.draft_reader import Reader, bot, seat

__all__ = ["bot"]

FELL = "刚才又去看，老人从楼梯摔下来起不来了，流血"


@pytest.fixture
def told(parts: Parts) -> Parts:
    """The parts of a portal that reads plain words of danger."""
    return replace(parts, danger_in=_danger_in, advice_on=alarm_advice.template_of_scene)


@pytest.fixture
def address(parts: Parts, reporter: int) -> str:
    """The desk's page of a case that the lamps have."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="lamps")
        return f"/desk/cases/{case.case_no}"


@pytest.fixture
def body(told: Parts, address: str, kept_apps: dict[str, KeptApp], bot: Reader) -> FlaskClient:
    """An officer of the body that has the case."""
    return seat(kept_apps, told, bot, Role.BODY)


def case_of(parts: Parts) -> Case:
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert case.events
        return case


def alarms_of(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(Alarm)) or 0


@pytest.mark.parametrize(
    ("text", "number"),
    [(FELL, "120"), ("楼道着火了", "119"), ("她说老公打她了", "110"), ("她说要跳楼", "110"), ("她割腕了", "120")],
)
def test_whoever_notes_danger_reads_the_number_and_is_asked(
    body: FlaskClient, parts: Parts, address: str, text: str, number: str
) -> None:
    """Nothing is written until they say whether it is there."""
    before = case_of(parts).serial
    page = body.post(f"{address}/note", data={"text": text})
    assert page.status_code == 422
    assert f"tel:{number}" in page.text
    assert 'name="danger"' in page.text
    assert text in page.text
    assert (case_of(parts).serial, alarms_of(parts)) == (before, 0)


def test_danger_waits_for_no_answer_about_the_reporter(
    told: Parts, address: str, kept_apps: dict[str, KeptApp], bot: Reader
) -> None:
    """It is asked about first, and raised at once; what tells of the reporter stays at the desk, and the clerk hears so."""
    with told.db.write() as s:
        s.get_one(Case, 1).confidential = True
    desk = seat(kept_apps, told, bot, Role.DESK)
    form = {"text": f"报的人住3幢502，{FELL}", "for_handlers": "1"}
    asked = desk.post(f"{address}/note", data=form)
    assert (asked.status_code, 'name="danger"' in asked.text) == (422, True)
    page = desk.post(f"{address}/note", data=form | {"danger": "there"}, follow_redirects=True)
    assert "办的人看不到" in page.text
    assert alarms_of(told) == 1
    assert not any(event.data.get("for_handlers") for event in case_of(told).events)


def test_danger_that_is_there_makes_the_case_an_emergency(body: FlaskClient, parts: Parts, address: str) -> None:
    """People are paged; the note stands in the case, and the timeline says why it is one."""
    page = body.post(f"{address}/note", data={"text": FELL, "danger": "there"}, follow_redirects=True)
    assert "正在叫值班的人" in page.text
    case = case_of(parts)
    assert (case.urgency, case.danger, alarms_of(parts)) == ("emergency", "injury", 1)
    assert event_log.replayed(case) == event_log.projection(case)
    again = body.post(f"{address}/note", data={"text": FELL}, follow_redirects=True)
    assert again.status_code == 200


def test_danger_that_is_not_there_is_only_noted(body: FlaskClient, parts: Parts, address: str) -> None:
    """As whoever wrote it says."""
    assert body.post(f"{address}/note", data={"text": FELL, "danger": "none"}).status_code == 303
    assert (case_of(parts).urgency, alarms_of(parts)) == ("normal", 0)


@pytest.mark.parametrize(
    "text",
    [
        "灯头缺货，厂里下周发",
        "给她打过电话，她说灯好了",
        "他老公说他会来修",
        "已经灭火了，没人受伤",
        "上次摔倒的老人出院了",
    ],
)
def test_other_notes_are_written_as_ever(body: FlaskClient, parts: Parts, address: str, text: str) -> None:
    """No question."""
    assert body.post(f"{address}/note", data={"text": text}).status_code == 303


@pytest.mark.parametrize(("text", "silent"), [("刚去过，她老公又在打她", True), ("刚去过，楼道着火了", False)])
def test_of_blows_nothing_goes_to_the_reporter_unasked(
    body: FlaskClient, parts: Parts, address: str, text: str, silent: bool
) -> None:
    """Whoever strikes them may hold the phone."""
    assert body.post(f"{address}/note", data={"text": text, "danger": "there"}).status_code == 303
    with parts.db.read() as s:
        assert s.get_one(ContactPoint, s.get_one(Case, 1).contact_point_id).no_push is silent


def test_of_a_case_that_is_done_nobody_is_said_to_come(body: FlaskClient, parts: Parts, address: str) -> None:
    """The note is not kept, nobody is called: whoever wrote it reads that."""
    body.post(f"{address}/acknowledgement")
    assert body.post(f"{address}/resolution", data={"text": "3栋的灯换了新灯头，亮了"}).status_code == 303
    refused = body.post(f"{address}/note", data={"text": FELL, "danger": "there"})
    assert refused.status_code == 422
    assert "还没有叫人" in refused.text
    assert alarms_of(parts) == 0
