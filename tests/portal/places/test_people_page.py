"""The page of the grids' people: leaves and service teams."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.records.actors import Who, in_scope
from portal.cases.rules.lifecycle import Actor
from portal.cases.verbs.desk import desk_actions
from portal.grids.added import people
from portal.kernel.roles import Covered, Role
from portal.staff import leave
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, actor, report
from tests.portal.signed_in import sit_down

URL = "/desk/places/people"


@pytest.fixture
def clerk(client: FlaskClient, parts: Parts, community: None) -> FlaskClient:
    with parts.db.write() as s:
        s.add(account(parts, Role.GRID, username="second", grid="G-02", name="李二"))
        number = actor(s, Role.DESK).id
    return sit_down(client, parts, number)


def workers(parts: Parts) -> list[int]:
    with parts.db.read() as s:
        return [one.id for one in s.query(Account).filter_by(role="grid").order_by(Account.id)]


def test_a_leave_is_entered_and_cancelled(clerk: FlaskClient, parts: Parts) -> None:
    """The second who cancels is told; a leave that cannot be keeps what was typed."""
    first, second = workers(parts)
    form = {"who": first, "stand_in": second, "first": "2026-11-24", "last": "2026-11-30"}
    assert clerk.post(f"{URL}/leaves", data=form).status_code == 303
    page = clerk.get(URL).text
    assert "正代着" in page
    refused = clerk.post(f"{URL}/leaves", data=form)
    assert (refused.status_code, "已经有一条" in refused.text, 'value="2026-11-30"' in refused.text) == (
        409,
        True,
        True,
    )
    assert clerk.post(f"{URL}/leaves", data=form | {"first": "x"}).status_code == 422
    with parts.db.read() as s:
        number = leave.listed(s, 1)[0].id
    clerk.post(f"{URL}/leaves/{number}/cancel")
    again = clerk.post(f"{URL}/leaves/{number}/cancel", follow_redirects=True)
    assert "已经改过了" in again.text
    assert "张受理台取消了" in again.text


@pytest.mark.parametrize(
    ("worker", "stand_in", "said"),
    [
        ("+8613800000001", "+8613800000002", "这几天的事和短信都到代班的人那里"),
        ("+8613800000001", "", "险情的短信还发给请假的本人"),
        ("", "", "叫不到网格员"),
    ],
)
def test_who_gets_the_sms_is_said_as_it_is(
    clerk: FlaskClient, parts: Parts, worker: str, stand_in: str, said: str
) -> None:
    """Of who has a phone; the select names who has none."""
    first, second = workers(parts)
    with parts.db.write() as s:
        s.get_one(Account, first).phone, s.get_one(Account, second).phone = worker, stand_in
    assert ("李二（G-02，没有手机号，收不到短信）" in clerk.get(URL).text) == (not stand_in)
    form = {"who": first, "stand_in": second, "first": "2026-11-24", "last": "2026-11-30"}
    assert said in clerk.post(f"{URL}/leaves", data=form, follow_redirects=True).text


def test_both_read_of_the_leave_on_their_own_pages(clerk: FlaskClient, parts: Parts, reporter: int) -> None:
    """From when to when, who the other is, and for whom a case is; nothing once it is cancelled."""
    first, second = workers(parts)
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body=None, worker_id=first)
        name = s.get_one(Account, first).name
    form = {"who": first, "stand_in": second, "first": "2026-11-24", "last": "2026-11-30"}
    clerk.post(f"{URL}/leaves", data=form)
    assert "2026-11-24到2026-11-30您请假，李二代您的班" in sit_down(clerk, parts, first).get("/grid").text
    page = sit_down(clerk, parts, second).get("/grid").text
    assert f"2026-11-24到2026-11-30您代{name}的班" in page
    assert f">代{name}<" in page
    with parts.db.write() as s:
        leave.cancel(s, leave.listed(s, 1)[0].id, by=first, now=parts.clock.now())
    after = clerk.get("/grid").text
    assert "您代" not in after
    assert f"代{name}" not in after


def test_whoever_is_chosen_later_reads_no_complaint_about_the_worker(
    clerk: FlaskClient, parts: Parts, reporter: int
) -> None:
    """A leave that is entered after the complaint is no way around either."""
    first, second = workers(parts)
    with parts.db.write() as s:
        case_id = report(s, parts, reporter, text="柳树里3栋的网格员上门骂老人，态度恶劣").id
    form = {"who": first, "stand_in": second, "first": "2026-11-24", "last": "2026-11-30"}
    assert clerk.post(f"{URL}/leaves", data=form).status_code == 303
    with parts.db.read() as s:
        case = s.get_one(Case, case_id)
        assert {one.account_id for one in case.accused} >= {first, second}
        stand_in = Who(Actor.GRID, second, "网格员", None, "G-02", (Covered(first, "G-01"),))
        assert not in_scope(case, stand_in)


def test_a_grids_people_stand_by_post_and_on_its_cases(clerk: FlaskClient, parts: Parts, reporter: int) -> None:
    """With a number that dials; whoever left is not listed, and stays on record."""
    for post, name in (("micro_leader", "赵微"), ("leader", "钱长")):
        form = {"grid": "G-01", "post": post, "name": name, "phone": "13800000009"}
        assert clerk.post(URL, data=form).status_code == 303
    with parts.db.write() as s:
        case_no = report(s, parts, reporter).case_no
    page = clerk.get(f"/desk/cases/{case_no}").text
    assert page.index("网格长 钱长") < page.index("微网格长 赵微")
    assert 'href="tel:13800000009"' in page
    with parts.db.read() as s:
        number = people.of_grid(s, "G-01")[0].id
    assert clerk.post(f"{URL}/{number}/left").status_code == 303
    page = clerk.get(URL).text
    assert ("赵微" in page, "钱长" in page) == (True, False)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"grid": "nowhere"}, "现在的网格"),
        ({"post": "king"}, "岗位"),
        ({"name": " "}, "名字"),
        ({"phone": "12"}, "手机号"),
    ],
)
def test_what_is_no_person_of_a_grid_is_refused(clerk: FlaskClient, changed: dict[str, str], named: str) -> None:
    """Each says what it lacks."""
    refused = clerk.post(URL, data={"grid": "G-01", "post": "leader", "name": "钱长", "phone": ""} | changed)
    assert (refused.status_code, named in refused.text) == (422, True)
