"""Which case is opened after one was dealt with."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, actor, draft, report
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down

TODO = "/desk?tab=todo"


@pytest.fixture
def desk(client: FlaskClient, parts: Parts, reporter: int) -> FlaskClient:
    """A clerk at the desk."""
    with parts.db.read() as s:
        number = actor(s, Role.DESK).id
    return sit_down(client, parts, number)


@pytest.fixture
def three(parts: Parts, reporter: int) -> list[str]:
    """Three reported cases, in the order of the queue."""
    with parts.db.write() as s:
        return [report(s, parts, reporter).case_no for _number in range(3)]


def dispatch(client: FlaskClient, case_no: str, back: str = TODO, **more: str) -> str:
    """Dispatch to the lamps' body from this list; returns where it led."""
    answer = client.post(f"/desk/cases/{case_no}/dispatch", data={"suggested": "lamps", "back": back} | more)
    assert answer.status_code == 303
    return answer.location


def states(parts: Parts) -> list[str]:
    with parts.db.read() as s:
        return list(s.scalars(sa.select(Case.state).order_by(Case.id)))


def test_after_a_dispatch_the_next_case_of_the_list_is_open(desk: FlaskClient, three: list[str], parts: Parts) -> None:
    """And the page says what was done; after the last one the list, which says it too."""
    first, second, third = three
    onward = dispatch(desk, second)
    assert onward.startswith(f"/desk/cases/{third}?")
    page = desk.get(onward).text
    assert "派出去了" in page
    assert "派发给路灯队" in page
    ended = dispatch(desk, third)
    assert ended == f"{TODO}&done={third}"
    assert third in desk.get(ended).text
    assert states(parts) == ["reported", "dispatched", "dispatched"]
    assert "派出去了" not in desk.get(f"/desk/cases/{first}").text


def test_a_later_deadline_skips_no_case(desk: FlaskClient, three: list[str]) -> None:
    """A petition's deadline is two months off: the next case is the one that followed before that."""
    first, second, _third = three
    assert dispatch(desk, first, regime="petition").startswith(f"/desk/cases/{second}?")


@pytest.mark.parametrize("back", [TODO, ""])
def test_a_petition_that_nobody_was_told_of_wants_a_letter(
    desk: FlaskClient, three: list[str], parts: Parts, reporter: int, back: str
) -> None:
    """Whatever page is next, the clerk reads that its reporter must be told on paper."""
    with parts.db.write() as s:
        s.get_one(ContactPoint, reporter).opted_out_at = parts.clock.now()
    assert "请另外送一份书面的" in desk.get(dispatch(desk, three[0], back, regime="petition")).text
    assert "请另外送一份书面的" not in desk.get(dispatch(desk, three[1], back, regime="community")).text


def test_the_lists_filters_hold_for_the_next_case(
    desk: FlaskClient, three: list[str], parts: Parts, reporter: int
) -> None:
    """A list of one category leads to nothing of another."""
    with parts.db.write() as s:
        other = draft(category={"code": "0404", "path": ["城乡建设", "园林"], "score": 0.9, "alternatives": []})
        trees = [report(s, parts, reporter, draft=other).case_no for _number in range(2)]
    listed = "/desk?tab=todo&category=0404"
    answer = desk.get(f"/desk/cases/{trees[0]}/next", query_string={"back": listed})
    assert answer.location.startswith(f"/desk/cases/{trees[1]}?")
    answer = desk.get(f"/desk/cases/{trees[1]}/next", query_string={"back": listed})
    assert answer.location == listed


@pytest.mark.parametrize(
    "back", ["/desk/search?q=路灯", "", "https://evil.example/desk?tab=todo", "//evil.example/desk"]
)
def test_without_a_list_the_case_stays_open(desk: FlaskClient, three: list[str], back: str) -> None:
    """From a search, by a link, or by an address that is not ours."""
    assert dispatch(desk, three[0], back).startswith(f"/desk/cases/{three[0]}")


def test_an_emergency_that_nobody_has_taken_goes_first(
    desk: FlaskClient, three: list[str], parts: Parts, reporter: int
) -> None:
    """It was reported while the clerk went through the list; once somebody has it, the list goes on."""
    with parts.db.write() as s:
        fire = report(
            s, parts, reporter, "有煤气味", draft=draft(urgency={"level": "emergency", "reasons": []})
        ).case_no
    assert dispatch(desk, three[0]).startswith(f"/desk/cases/{fire}?")
    desk.post("/desk/alarms/1/taken")
    assert dispatch(desk, three[1]).startswith(f"/desk/cases/{three[2]}?")


def test_what_is_told_of_a_case_is_how_it_stands_now(desk: FlaskClient, three: list[str], parts: Parts) -> None:
    """The address may be old, made up, or of a case that this person must not see."""
    assert "派出去了" not in desk.get("/desk?done=LL-20261124-0001").text
    assert desk.get("/desk?done=nothing").status_code == 200
    dispatch(desk, three[0])
    with parts.db.write() as s:
        other = account(parts, Role.BODY, username="other", body="hall")
        s.add(other)
        s.flush()
        number = other.id
    sit_down(desk, parts, number)
    assert "派出去了" not in desk.get(f"/desk?done={three[0]}").text


def test_a_form_sent_twice_is_done_once(desk: FlaskClient, three: list[str], parts: Parts) -> None:
    """A held Enter: the second answer is the first one's; somebody else's dispatch meanwhile is a conflict as before."""
    once = dispatch(desk, three[0], version="1")
    assert dispatch(desk, three[0], version="1") == once
    with parts.db.read() as s:
        assert [event.verb for event in _case(s, three[0]).events] == ["report", "accept", "dispatch"]
    with parts.db.write() as s:
        colleague = account(parts, Role.DESK, username="colleague")
        s.add(colleague)
        s.flush()
        found = actors.staff(s, actor(s, Role.DESK))
        desk_actions.dispatch(
            s, parts, _case(s, three[1]), actors.Who(found.actor, colleague.id, "受理台"), body="lamps"
        )
    refused = desk.post(f"/desk/cases/{three[1]}/dispatch", data={"suggested": "lamps", "back": TODO, "version": "1"})
    assert refused.status_code == 409
    assert "有了变化" in refused.text


def _case(s: Session, case_no: str) -> Case:
    return s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()


@pytest.mark.parametrize(("cookie", "keys"), [("00zh", True), ("00zh-", False), ("00zhx", True)])
def test_the_keys_are_told_only_where_they_act(desk: FlaskClient, three: list[str], cookie: str, keys: bool) -> None:
    """Switched off, neither the script is loaded nor a key announced."""
    desk.set_cookie("linli_look", cookie)
    page = desk.get(f"/desk/cases/{three[0]}").text
    assert ("desk/keys.js" in page) is keys
    assert ("aria-keyshortcuts" in page) is keys


def test_a_wrong_dispatch_is_taken_back_from_the_next_page(
    desk: FlaskClient, three: list[str], parts: Parts, clock: HandClock
) -> None:
    """The button stands by what was done, leads back to the case, and goes once it is too late."""
    onward = dispatch(desk, three[0])
    assert f"/desk/cases/{three[0]}/recall" in desk.get(onward).text
    page = desk.post(f"/desk/cases/{three[0]}/recall", data={"version": "3", "back": TODO}, follow_redirects=True)
    assert "收回来了，请重新派" in page.text
    assert page.request.path == f"/desk/cases/{three[0]}"
    assert states(parts)[0] == "accepted"
    onward = dispatch(desk, three[0])
    clock.move(minutes=11)
    assert "/recall" not in desk.get(onward).text
    late = desk.post(f"/desk/cases/{three[0]}/recall", data={"back": TODO})
    assert late.status_code == 409
    assert "转办给别人" in late.text


def test_a_transfer_is_told_of_its_new_handler(desk: FlaskClient, three: list[str], parts: Parts) -> None:
    """Not of the one before, though the state is the same."""
    dispatch(desk, three[0])
    onward = desk.post(f"/desk/cases/{three[0]}/dispatch", data={"body": "hall", "back": TODO}).location
    assert "转办给社区居委会" in desk.get(onward).text
