"""Many cases dispatched by one form: what is done, what is refused and why, and that twice is once."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.hotline import orders
from portal.cases.models import Accused, Case, CaseEvent
from portal.cases.reading.conduct import Conduct
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.handler import returning
from portal.desk.lists import bulk_dispatch
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, draft, report
from tests.portal.cases.hotline_files import order, workbook
from tests.portal.signed_in import sit_down


@pytest.fixture
def desk(client: FlaskClient, parts: Parts, reporter: int) -> FlaskClient:
    """A clerk at the desk."""
    with parts.db.read() as s:
        number = actor(s, Role.DESK).id
    return sit_down(client, parts, number)


@pytest.fixture
def cases(parts: Parts, reporter: int) -> list[str]:
    """Three reported cases, each suggested to the lamps' body."""
    with parts.db.write() as s:
        return [report(s, parts, reporter).case_no for _number in range(3)]


def send(desk: FlaskClient, *ticked: str, **more: str) -> str:
    data = {"case": list(ticked), **({} if "one" in more else {"each": "1"}), **more}
    return desk.post("/desk/dispatch", data=data, follow_redirects=True).text


def told(page: str, case_no: str) -> str:
    """What the result page says of one case."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    row = next(one for one in rows if re.search(rf'data-label="工单">\s*<[^>]*>{case_no}<', one))
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def states(parts: Parts) -> dict[str, tuple[str, str | None]]:
    with parts.db.read() as s:
        return {case.case_no: (case.state, case.body) for case in s.scalars(sa.select(Case))}


def test_each_goes_to_the_body_suggested_for_it(desk: FlaskClient, cases: list[str], parts: Parts) -> None:
    """Accepted and dispatched; what was not ticked stays; a body left in the other select does not count."""
    first, second, third = cases
    page = send(desk, f"{first}:1", f"{second}:1", to="hall")
    assert "派出去 2 件" in page
    assert "没有派" not in page
    assert "已派发 路灯队" in told(page, first)
    assert states(parts) == {
        first: ("dispatched", "lamps"),
        second: ("dispatched", "lamps"),
        third: ("reported", "lamps"),
    }


def test_all_go_to_one_body(desk: FlaskClient, cases: list[str], parts: Parts) -> None:
    """By the other button; without a body chosen nothing is done, in words."""
    assert "请选好哪一家" in send(desk, f"{cases[0]}:1", to="", one="1")
    assert states(parts)[cases[0]] == ("reported", "lamps")
    send(desk, *(f"{case_no}:1" for case_no in cases), to="hall", one="1")
    assert set(states(parts).values()) == {("dispatched", "hall")}


def test_the_same_form_twice_is_done_once(desk: FlaskClient, cases: list[str], parts: Parts) -> None:
    """A double press: the second page says that it was done before, and no event was added."""
    ticked = [f"{case_no}:1" for case_no in cases]
    assert "派出去 3 件" in send(desk, *ticked)
    assert "派出去 0 件，3 件您已经派过" in send(desk, *ticked)
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(CaseEvent)) == 3 * 3


def test_what_another_tab_dispatched_is_not_said_to_be_done_now(
    desk: FlaskClient, cases: list[str], parts: Parts
) -> None:
    """To the suggested body or to another; the rest goes."""
    first, second, _ = cases
    for case_no, body in ((first, "lamps"), (second, "hall")):
        assert desk.post(f"/desk/cases/{case_no}/dispatch", data={"body": body}).status_code == 303
    page = send(desk, *(f"{case_no}:1" for case_no in cases))
    assert "派出去 1 件，2 件您已经派过" in page
    assert all("这一下没有再派" in told(page, one) for one in (first, second))
    assert states(parts)[second] == ("dispatched", "hall")
    assert "已经派给" in told(send(desk, f"{second}:1", to="lamps", one="1"), second)


def test_each_refusal_says_why_and_stops_no_other(desk: FlaskClient, parts: Parts, reporter: int) -> None:
    """Changed meanwhile, conduct unanswered, an emergency, in confidence, no suggestion, already gone, not there at all."""
    with parts.db.write() as s:
        clerk = actors.staff(s, actor(s, Role.DESK))
        changed = report(s, parts, reporter)
        desk_actions.note(s, parts, changed, clerk, text="先等等")
        asked = report(s, parts, reporter, "保安态度很差")
        danger = report(s, parts, reporter, "有煤气味", draft=draft(urgency={"level": "emergency", "reasons": []}))
        secret = report(s, parts, reporter)
        confidentiality.make_confidential(s, parts, secret, clerk)
        unclear = report(s, parts, reporter, draft=draft(missing=["category"]))
        gone = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, gone, clerk, body="hall")
        good = report(s, parts, reporter)
        ticked = [f"{one.case_no}:{one.serial}" for one in (asked, danger, secret, gone, good)]
        back = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, back, clerk, body="lamps")
        returning.send_back(s, parts, back, actors.staff(s, actor(s, Role.BODY)), reason="灯杆归供电管")
        returned = f"{back.case_no}:{back.serial}"
        guessed = f"{unclear.case_no}:{unclear.serial}"
        numbers = {
            name: case.case_no
            for name, case in {
                "changed": changed, "asked": asked, "danger": danger, "secret": secret, "unclear": unclear, "gone": gone,
                "good": good, "back": back,
            }.items()
        }  # fmt: skip
    page = send(desk, f"{numbers['changed']}:1", *ticked, "LL-20200101-0001:1", to="lamps", one="1")
    assert "派出去 1 件，6 件没有派" in page
    assert "有了变化" in told(page, numbers["changed"])
    assert "请先在工单页上" in told(page, numbers["asked"])
    assert "有险情" in told(page, numbers["danger"])
    assert "写一句是什么事" in told(page, numbers["secret"])
    assert "不用再派" in told(page, numbers["gone"])
    assert "没有找到这件事" in told(page, "LL-20200101-0001")
    assert "已派发 路灯队" in told(page, numbers["good"])
    assert page.index(numbers["changed"]) < page.index(numbers["good"])
    page = send(desk, guessed, returned)
    assert "类别是机器猜的" in told(page, numbers["unclear"])
    assert "没有建议的单位" in told(page, numbers["back"])
    assert "派出去 1 件" in send(desk, guessed, to="lamps", one="1")


def test_none_goes_to_anybody_while_it_is_in_doubt_whose_conduct_it_is_about(
    desk: FlaskClient, parts: Parts, reporter: int
) -> None:
    """Nor to a body that nobody accuses: it would read who is accused. Once a clerk answered no, it goes."""
    said = "网格员老周收了我们楼下烧烤店两条烟，油烟就没人管了"
    with parts.db.write() as s:
        case = report(s, parts, reporter, said)
        case.conduct = Conduct.ASK
        s.add(Accused(case_id=case.id, account_id=actor(s, Role.GRID).id))
        s.flush()
        ticked, case_no = f"{case.case_no}:{case.serial}", case.case_no
    for more in ({}, {"to": "hall", "one": "1"}):
        assert "请先在工单页上" in told(send(desk, ticked, **more), case_no)
    assert states(parts)[case_no][0] == "reported"
    with parts.db.write() as s:
        s.get_one(Case, 1).conduct = Conduct.SERVICE
    assert "派出去 1 件" in send(desk, ticked, to="hall", one="1")


def test_the_accused_body_gets_none(desk: FlaskClient, parts: Parts, reporter: int) -> None:
    """Even where a clerk sends everything to it at once: only what is not about it goes."""
    with parts.db.write() as s:
        clerk = actors.staff(s, actor(s, Role.DESK))
        about = report(s, parts, reporter, "路灯队的人骂人推人")
        confidentiality.record_conduct(
            s, parts, about, clerk, confidentiality.ConductAnswer(True, ["lamps"], reason="骂人")
        )
        other = report(s, parts, reporter)
        ticked = [f"{one.case_no}:{one.serial}" for one in (about, other)]
        numbers = [about.case_no, other.case_no]
    page = send(desk, *ticked, to="lamps", one="1")
    assert "没有派" in told(page, numbers[0])
    assert states(parts)[numbers[1]] == ("dispatched", "lamps")
    assert states(parts)[numbers[0]][0] == "reported"


def test_what_cannot_be_read_is_answered_in_words(desk: FlaskClient, cases: list[str], parts: Parts) -> None:
    """Nothing ticked, far too many, values that are none: nothing is done."""
    assert "还没有勾选哪一件" in send(desk)
    assert "一次最多派 50 件" in send(desk, *(f"LL-20261124-{n:04}:1" for n in range(bulk_dispatch.MOST + 1)))
    assert "有了变化" in send(desk, cases[0])
    assert "有了变化" in send(desk, f"{cases[0]}:x")
    by_enter = desk.post("/desk/dispatch", data={"case": f"{cases[0]}:1", "nothing": ""}, follow_redirects=True)
    assert "还没有派" in by_enter.text
    assert states(parts)[cases[0]] == ("reported", "lamps")


@pytest.mark.parametrize("role", [Role.BODY, Role.GRID, Role.SUPERVISOR])
def test_only_clerks_have_it(client: FlaskClient, parts: Parts, cases: list[str], role: Role) -> None:
    """403, and their lists have no boxes."""
    with parts.db.read() as s:
        number = actor(s, role).id
    client = sit_down(client, parts, number)
    assert client.post("/desk/dispatch", data={"case": f"{cases[0]}:1"}).status_code == 403
    assert "data-pick" not in client.get("/desk?tab=open", follow_redirects=True).text


def test_all_on_the_page_are_ticked_by_a_link(desk: FlaskClient, cases: list[str]) -> None:
    """So that it works without a script."""
    assert desk.get("/desk").text.count(" checked>") == 0
    assert desk.get("/desk?all=1").text.count(" checked>") == 3


def test_what_is_not_accepted_yet_is_accepted_under_the_regime_that_was_chosen(
    desk: FlaskClient, cases: list[str], parts: Parts
) -> None:
    """As for one case: the hotline's and petitions are no community's."""
    desk.post("/desk/dispatch", data={"case": f"{cases[0]}:1", "one": "1", "to": "lamps", "regime": "hotline"})
    refused = desk.post("/desk/dispatch", data={"case": f"{cases[1]}:1", "one": "1", "to": "lamps", "regime": "no"})
    with parts.db.read() as s:
        regimes = {case.case_no: (case.state, case.regime) for case in s.scalars(sa.select(Case))}
    assert regimes[cases[0]] == ("dispatched", "hotline")
    assert regimes[cases[1]][0] == "reported"
    assert "请选按哪种时限办" in refused.text


def test_petitions_that_nobody_was_told_of_want_a_letter(
    desk: FlaskClient, cases: list[str], parts: Parts, reporter: int
) -> None:
    """Said of each: the law wants the petitioner told in writing."""
    with parts.db.write() as s:
        s.get_one(ContactPoint, reporter).opted_out_at = parts.clock.now()
    ticked = [f"{case_no}:1" for case_no in cases[:2]]
    page = desk.post("/desk/dispatch", data={"case": ticked, "one": "1", "to": "lamps", "regime": "petition"}).text
    assert page.count("请另外送一份书面的") == 2


@pytest.mark.parametrize("regime", ["community", "petition"])
def test_an_order_of_the_hotline_keeps_its_clock(desk: FlaskClient, parts: Parts, reporter: int, regime: str) -> None:
    """Whatever regime is chosen for all: the hotline set that deadline, as the single form knows."""
    with parts.db.write() as s:
        made = orders.store(s, parts, orders.read(workbook(order())), actor(s, Role.DESK).id)
        orders.accept(s, parts, made)
    while orders.work_off(parts):
        pass
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        case_no, serial, due_at = case.case_no, case.serial, case.due_at
    send(desk, f"{case_no}:{serial}", to="lamps", one="1", regime=regime)
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        assert (case.state, case.regime, case.due_at) == ("dispatched", "hotline", due_at)


def test_two_that_may_be_one_matter_are_said(desk: FlaskClient, parts: Parts, reporter: int) -> None:
    """Beside either the other's number, to take one back; nothing of it beside a matter of its own."""
    with parts.db.write() as s:
        first, second = (report(s, parts, reporter, "柳树里3栋的路灯坏了三天了").case_no for _one in range(2))
        other = report(s, parts, reporter, "有人在楼道里养了两只鹅", answers={"place": "柳树里13栋"}).case_no
    page = send(desk, f"{first}:1", f"{second}:1", f"{other}:1", to="hall", one="1")
    assert "派出去 3 件" in page
    assert f"别派两遍： {second}" in told(page, first)
    assert first in told(page, second)
    assert "同一件事" not in told(page, other)
