"""An assisting body sees its part and what handlers may see, nothing else of the case; clerks give and strike parts."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.joint import parts as joint
from portal.cases.models import Case
from portal.cases.records import actors, handler_view, presentation
from portal.cases.records.event_wording import sentence
from portal.cases.records.search.search_index import handler_texts
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.disclosure import confidentiality
from portal.grids import service as grids
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, actor, draft, report
from tests.portal.signed_in import sit_down

TEXT = "我是王小花，柳树里3栋的路灯坏了三天了，打13912345678找我"
Sit = Callable[[str], FlaskClient]


@pytest.fixture
def sit(client: FlaskClient, parts: Parts, community: None) -> Sit:
    """Sit down as the desk, the supervisor, the lead (`body`) or the assisting hall."""
    with parts.db.write() as s:
        s.add(account(parts, Role.BODY, username="hall", body="hall"))
        s.flush()
        hall = s.scalars(sa.select(Account.id).where(Account.username == "hall")).one()
        ids = {str(role): actor(s, role).id for role in (Role.DESK, Role.BODY, Role.SUPERVISOR)} | {"hall": hall}
    return lambda name: sit_down(client, parts, ids[name])


@pytest.fixture
def case_no(parts: Parts, reporter: int) -> str:
    """A case that the lamps have."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, TEXT)
        desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="lamps", note="先看线路")
        return case.case_no


def give(sit: Sit, parts: Parts, case_no: str, by: str = "desk", **instead: str) -> str:
    """Give the hall its part by the form of the case page; returns the page after it."""
    form = {"kind": "remedy", "body": "hall", "words": "请把路口的车劝走", "due": f"{shanghai_day(parts.clock.now())}"}
    return sit(by).post(f"/desk/cases/{case_no}/parts", data=form | instead, follow_redirects=True).text


def test_a_body_that_the_reporter_keeps_it_from_is_asked_about(sit: Sit, parts: Parts, reporter: int) -> None:
    """As by a dispatch: whoever asks it to assist is told once, and may do it all the same."""
    with parts.db.write() as s:
        hall = grids.body(s, "hall")
        assert hall is not None
        case = report(s, parts, reporter, f"柳树里3栋路口停满了车，别让{hall.name}知道是我说的")
        desk_actions.dispatch(
            s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="lamps", matter="路口停满了车，请看一看"
        )
        case_no, name = case.case_no, hall.name
    page = give(sit, parts, case_no)
    assert f"居民不想让{name}知道" in page
    assert "请他们协办了" not in page
    told = html.unescape(re.findall(r'name="asked" value="([^"]*)"', page)[-1])
    assert "请他们协办了" in give(sit, parts, case_no, as_written="1", asked=told)


def test_the_clerk_gives_a_part_and_the_body_does_it(sit: Sit, parts: Parts, case_no: str) -> None:
    """It is in the body's list with its day; done, it is not, and the case page says so."""
    assert "请他们协办了" in give(sit, parts, case_no)
    body = sit("hall")
    assert 'href="/desk/parts"' in body.get("/desk").text
    assert case_no in body.get("/desk/parts").text
    page = body.get("/desk/parts/1").text
    assert "请把路口的车劝走" in page
    assert "柳树里3栋" in page
    assert "没有没办完的协办" in body.post("/desk/parts/1/done", data={"text": "车劝走了"}, follow_redirects=True).text
    shown = sit("body").get(f"/desk/cases/{case_no}").text
    assert "办完了" in shown
    assert "车劝走了" in shown


@pytest.mark.parametrize(
    ("phone", "said"), [("+8613900000007", "正在发短信告诉"), ("", "他们没有留手机，请打电话告诉")]
)
def test_an_sms_is_spoken_of_only_if_one_goes_out(sit: Sit, parts: Parts, case_no: str, phone: str, said: str) -> None:
    """Without a phone, the clerk has to call."""
    with parts.db.write() as s:
        s.scalars(sa.select(Account).where(Account.username == "hall")).one().phone = phone
    assert said in give(sit, parts, case_no)


def test_an_assisting_body_reads_nothing_but_its_part(sit: Sit, parts: Parts, case_no: str) -> None:
    """No name, no number, no word to the lead; neither the case's page nor another body's part."""
    give(sit, parts, case_no)
    page = sit("hall").get("/desk/parts/1").text
    for hidden in ("王小花", "13912345678", "先看线路"):
        assert hidden not in page
    assert sit("hall").get(f"/desk/cases/{case_no}").headers["Location"] == "/desk/parts/1"
    assert case_no not in sit("hall").get("/desk?tab=open").text
    assert sit("body").get("/desk/parts/1").status_code == 404
    assert sit("body").post("/desk/parts/1/done", data={"text": "办完了"}).status_code == 404


def test_the_number_of_a_case_leads_an_assisting_body_to_its_part(sit: Sit, parts: Parts, case_no: str) -> None:
    """A colleague's link of the case: what it may see of it, in place of "not there"; any other body finds nothing."""
    assert sit("hall").get(f"/desk/cases/{case_no}").status_code == 404
    give(sit, parts, case_no)
    answer = sit("hall").get(f"/desk/cases/{case_no}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/parts/1")
    assert sit("hall").get("/desk/cases/LL-20261124-9999").status_code == 404
    assert sit("body").get(f"/desk/cases/{case_no}").status_code == 200


def test_of_a_case_in_confidence_it_reads_the_matter_only(sit: Sit, parts: Parts, case_no: str) -> None:
    """As the lead does: the clerk's account, not the reporter's words."""
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        confidentiality.make_confidential(s, parts, case, actors.staff(s, actor(s, Role.DESK)))
    give(sit, parts, case_no)
    page = sit("hall").get("/desk/parts/1").text
    assert "请把路口的车劝走" in page
    assert "坏了三天了" not in page


def test_what_was_written_before_the_wish_is_put_away(sit: Sit, parts: Parts, case_no: str) -> None:
    """By the part's body and the lead alike; the desk reads it, and what is written since is read by all."""
    give(sit, parts, case_no)
    with parts.db.write() as s:
        case, clerk = s.get_one(Case, 1), actors.staff(s, actor(s, Role.DESK))
        assert "先看线路" in handler_texts(s, case)
        confidentiality.make_confidential(s, parts, case, clerk)
        desk_actions.note(s, parts, case, clerk, text="线路图在门卫", for_handlers=True)
        told = handler_texts(s, case)
        asked = next(event for event in case.events if event.verb == "give_part")
        assert handler_view.visible_words(s, case, asked, public=False) == sentence("staff.written_before")
    assert "先看线路" not in told
    assert "线路图在门卫" in told
    assert "请把路口的车劝走" in sit("desk").get(f"/desk/cases/{case_no}").text


def test_in_danger_the_words_of_the_dispatch_stay(parts: Parts, reporter: int) -> None:
    """Whoever is on the way needs them."""
    with parts.db.write() as s:
        clerk = actors.staff(s, actor(s, Role.DESK))
        danger = draft(urgency={"level": "emergency", "reasons": [], "danger": "gas"})
        case = report(s, parts, reporter, "柳树里3栋有煤气味", draft=danger)
        desk_actions.dispatch(s, parts, case, clerk, body="lamps", note="先关阀门")
        confidentiality.make_confidential(s, parts, case, clerk)
        assert "先关阀门" in handler_texts(s, case)


@pytest.mark.parametrize(
    ("danger", "said"), [(False, "先前写的也收起来了"), (True, "这是险情，派单时写的话他们还看得到")]
)
def test_the_clerk_is_told_whether_what_was_written_is_put_away(
    sit: Sit, parts: Parts, case_no: str, danger: bool, said: str
) -> None:
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        case.urgency = "emergency" if danger else "normal"
        version = str(case.serial)
    page = sit("desk").post(f"/desk/cases/{case_no}/confidence", data={"version": version}, follow_redirects=True).text
    assert said in page
    assert ("先看线路" in sit("body").get(f"/desk/cases/{case_no}").text) is danger


def test_whom_the_case_is_about_does_not_find_its_part_any_more(sit: Sit, parts: Parts, case_no: str) -> None:
    """Page, photo, forms and list; the clerk is told to ask another."""
    give(sit, parts, case_no)
    with parts.db.write() as s:
        answer = confidentiality.ConductAnswer(is_conduct=True, bodies=["hall"], reason="居民说的是居委会的人")
        supervisor = actors.staff(s, actor(s, Role.SUPERVISOR))
        confidentiality.record_conduct(s, parts, s.get_one(Case, 1), supervisor, answer)
    body = sit("hall")
    assert body.get("/desk/parts/1").status_code == 404
    assert body.get("/desk/parts/1/photos/a.jpg").status_code == 404
    assert body.post("/desk/parts/1/return", data={"reason": "不归我们"}).status_code == 404
    assert case_no not in body.get("/desk/parts").text
    assert "这一份他们看不到" in sit("desk").get(f"/desk/cases/{case_no}").text


def test_a_refused_form_keeps_what_was_typed(sit: Sit, parts: Parts, case_no: str) -> None:
    """The clerk's words and the body's, with the reason."""
    page = give(sit, parts, case_no, kind="", words="请把车劝走，谢谢")
    assert "请选是哪一种联办" in page
    assert "请把车劝走，谢谢" in page
    give(sit, parts, case_no)
    refused = sit("hall").post("/desk/parts/1/done", data={"text": "长" * 2001})
    assert refused.status_code == 422
    assert "太长了" in refused.text


@pytest.mark.parametrize("words", ["报事的人住老菜场2栋301周阿姨，请去看看", "是3栋502反映的，请上门"])
def test_another_body_is_not_told_who_reported(sit: Sit, parts: Parts, case_no: str, words: str) -> None:
    """Asked first, in an ordinary case, too; somebody else who is named goes out with the tick."""
    page = give(sit, parts, case_no, words=words)
    assert "说的是报事的人，请删掉" in page
    assert words in page
    assert case_no not in sit("hall").get("/desk/parts").text
    asked = re.search(r'name="asked" value="([^"]*)"', page)
    assert asked
    assert "请他们协办了" in give(sit, parts, case_no, words=words, as_written="1", asked=html.unescape(asked.group(1)))


def test_a_supervisor_strikes_a_part_with_a_reason(sit: Sit, parts: Parts, case_no: str) -> None:
    """Then the case does not wait for it, and the body finds it struck."""
    give(sit, parts, case_no)
    page = sit("supervisor").post(f"/desk/cases/{case_no}/parts/1/strike", data={"reason": "改请交警"})
    assert page.status_code == 303
    with parts.db.read() as s:
        assert s.get_one(Case, 1).parts_open == 0
        assert [one.state for one in joint.of_case(s, s.get_one(Case, 1))] == ["struck"]
    assert "撤下了" in sit("hall").get("/desk/parts/1").text


@pytest.mark.parametrize("name", ["body", "hall"])
def test_no_body_gives_or_strikes_parts(sit: Sit, parts: Parts, case_no: str, name: str) -> None:
    """403."""
    give(sit, parts, case_no)
    assert sit(name).post(f"/desk/cases/{case_no}/parts", data={"kind": "remedy"}).status_code == 403
    assert sit(name).post(f"/desk/cases/{case_no}/parts/1/strike", data={"reason": "x"}).status_code == 403


def test_the_reporters_page_says_nothing_of_parts(sit: Sit, parts: Parts, case_no: str) -> None:
    """What staff write to each other there is for staff."""
    give(sit, parts, case_no)
    with parts.db.read() as s:
        told = presentation.timeline(s, s.get_one(Case, 1))
    assert "协办" not in str(told)
