"""A clerk corrects where a case lies, on the map or in the list beside it, and reads who is told."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case, CaseEvent
from portal.cases.records import actors, presentation
from portal.cases.verbs.desk import desk_actions
from portal.grids import versions
from portal.grids.lookup import gazetteer
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, report
from tests.portal.conftest import HandClock
from tests.portal.grids.drawings.grounds import box, drawn
from tests.portal.grids.lookup.test_gazetteer import lists_read_while_writing
from tests.portal.signed_in import sit_down

TO = {"grid": "G-02", "place": "柳树里13栋"}


@pytest.fixture
def case_no(parts: Parts, reporter: int, clock: HandClock) -> str:
    """A lamp in G-01; both grids are drawn."""
    with parts.db.write() as s:
        today = clock.now().date()
        versions.take_in(s, [drawn("G-01", box(0, 0)), drawn("G-02", box(200, 0))], today, today)
        versions.put_in_force(s, today)
        gazetteer.reread(s)
        return report(s, parts, reporter).case_no


@pytest.fixture
def clerk(client: FlaskClient, parts: Parts, case_no: str) -> FlaskClient:
    return sat(client, parts, Role.DESK)


def sat(client: FlaskClient, parts: Parts, role: Role) -> FlaskClient:
    with parts.db.read() as s:
        number = actor(s, role).id
    return sit_down(client, parts, number)


def dispatch(parts: Parts, case_no: str, phone: str = "+8613800001111") -> None:
    """Give the case to the lamps, whose account has this number."""
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        s.scalars(sa.select(Account).where(Account.role == Role.BODY)).one().phone = phone
        clerk = actors.staff(s, actor(s, Role.DESK))
        desk_actions.accept(s, parts, case, clerk)
        desk_actions.dispatch(s, parts, case, clerk, body="lamps")


def send(client: FlaskClient, parts: Parts, case_no: str, **form: str) -> str:
    """Send the form as its page has it; returns the page that follows."""
    with parts.db.read() as s:
        serial = s.scalars(sa.select(Case.serial).where(Case.case_no == case_no)).one()
    data = {"version": str(serial)} | TO | form
    return client.post(f"/desk/cases/{case_no}/place", data=data, follow_redirects=True).text


def case_of(parts: Parts) -> Case:
    with parts.db.read() as s:
        return s.scalars(sa.select(Case)).one()


def texts(parts: Parts) -> list[str]:
    with parts.db.read() as s:
        return [row.payload["template"] for row in s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "send_sms"))]


def test_every_grid_is_a_link_on_the_map_and_in_the_list(clerk: FlaskClient, case_no: str) -> None:
    """So that it can be chosen with the keyboard, and without seeing the map."""
    page = clerk.get(f"/desk/cases/{case_no}/place").text
    assert len(re.findall(rf'<a href="/desk/cases/{case_no}/place\?grid=G-02[^"]*"', page)) == 2
    assert "ground__grid--chosen" in page
    assert "柳树里13栋" not in page
    assert "柳树里13栋" in clerk.get(f"/desk/cases/{case_no}/place?grid=G-02").text


def test_a_new_place_is_an_event_that_keeps_the_former(clerk: FlaskClient, parts: Parts, case_no: str) -> None:
    """Grid and place are those chosen; the timeline tells staff what they were; nobody has the case, so nobody is told."""
    page = send(clerk, parts, case_no)
    case = case_of(parts)
    assert (case.grid, case.words.place) == ("G-02", "柳树里13栋")
    with parts.db.read() as s:
        event = s.scalars(sa.select(CaseEvent).order_by(CaseEvent.id.desc())).first()
        assert event is not None
        assert (event.verb, event.actor, event.data["grid"], event.data["changed"]) == (
            "correct",
            "desk",
            "G-02",
            ["place"],
        )
        assert [(one.public, one.text) for one in event.words] == [(False, "原来记的地点：柳树里3栋")]
    assert "改好了，没有发短信给谁" in page
    assert "地点改了" in page
    assert texts(parts) == []


def test_the_clerks_own_words_stand_for_a_place_that_no_list_has(
    clerk: FlaskClient, parts: Parts, case_no: str, reporter: int
) -> None:
    """Over what the list offers; the former ones stay in the event, and the reporter reads that the desk changed it."""
    send(clerk, parts, case_no, grid="G-02", words="清河小区\u200b门口 ")
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert (case.grid, case.words.place) == ("G-02", "清河小区门口")
        assert [one.text for one in case.events[-1].words] == ["原来记的地点：柳树里3栋"]
        told = presentation.timeline(s, case)[-1]
        assert "受理台改了地点" in str(told)
        assert "柳树里3栋" not in str(told)
    assert "请再选一次" in send(clerk, parts, case_no, grid="G-01", words="柳树里13栋")


def test_whoever_has_the_case_is_told(clerk: FlaskClient, parts: Parts, case_no: str) -> None:
    """By SMS, and the clerk reads their name; the handler stays."""
    dispatch(parts, case_no)
    page = send(clerk, parts, case_no)
    assert "改好了，短信会告诉：张承办单位" in page
    assert texts(parts)[-1] == "staff_placed"
    assert case_of(parts).body == "lamps"


def test_whoever_cannot_be_told_is_said_so(clerk: FlaskClient, parts: Parts, case_no: str) -> None:
    """Without a phone no SMS is queued, and the page does not claim one."""
    dispatch(parts, case_no, phone="")
    assert "没有留手机，收不到短信" in send(clerk, parts, case_no)
    assert texts(parts) == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"place": "柳树里3栋"}, "这个地方不在选的网格里"),
        ({"place": "月亮"}, "这个地方不在选的网格里"),
        ({"grid": "nowhere", "place": ""}, "没有这个网格"),
        ({"version": "0"}, "这件事有了变化"),
        ({"version": ""}, "这件事有了变化"),
    ],
)
def test_a_senseless_or_late_choice_is_refused(
    clerk: FlaskClient, parts: Parts, case_no: str, form: dict[str, str], words: str
) -> None:
    """A place of another grid, a grid that there is not, a page that a colleague was faster than."""
    assert words in send(clerk, parts, case_no, **form)
    assert (case_of(parts).grid, case_of(parts).serial) == ("G-01", 1)


def test_the_same_again_writes_nothing(clerk: FlaskClient, parts: Parts, case_no: str) -> None:
    """Nothing was changed, and the page says so."""
    assert "什么也没有改" in send(clerk, parts, case_no, grid="G-01", place="柳树里3栋")
    assert case_of(parts).serial == 1


def test_a_case_may_lie_in_no_grid(clerk: FlaskClient, parts: Parts, case_no: str) -> None:
    send(clerk, parts, case_no, grid="none", place="")
    assert case_of(parts).grid is None


@pytest.mark.parametrize("role", [Role.BODY, Role.GRID, Role.SUPERVISOR])
def test_only_a_clerk_corrects(client: FlaskClient, parts: Parts, case_no: str, role: Role) -> None:
    other = sat(client, parts, role)
    assert other.get(f"/desk/cases/{case_no}/place").status_code == 403
    assert other.post(f"/desk/cases/{case_no}/place", data=TO).status_code == 403


def test_no_list_is_read_while_the_place_is_written(clerk: FlaskClient, parts: Parts, case_no: str) -> None:
    """The community's places are looked up before the lock is taken."""
    with lists_read_while_writing(parts) as found:
        assert "改好了" in send(clerk, parts, case_no, **TO)
    assert found == []
