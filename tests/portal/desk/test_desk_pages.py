"""The staff's pages: who sees what of a case, what is masked, what stays possible without JavaScript."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import AccessLook, Case
from portal.cases.records import actors, queries
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.grids import service as grids
from portal.kernel.roles import Role
from portal.privacy import blanking
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.cases.cases_world import SignIn, account, actor, draft, report
from tests.portal.desk.desk_pages_world import TEXT, case_no, given_to_lamps, pictures, state_of
from tests.portal.signed_in import sit_down

__all__ = ["case_no"]


@pytest.mark.parametrize("path", ["/desk", "/grid", "/desk/cases/LL-20261124-0001", "/desk/dead", "/desk/handovers"])
def test_nobody_unsigned_sees_a_staff_page(client: FlaskClient, case_no: str, path: str) -> None:
    """They are led to the login."""
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/login")


def test_the_clerk_sees_that_a_category_is_a_guess_until_it_is_set(
    sign_in: SignIn, parts: Parts, reporter: int
) -> None:
    """The draft says that it was not sure; whoever sets another knows better."""
    with parts.db.write() as s:
        case_no = report(s, parts, reporter, TEXT, draft=draft(TEXT, missing=["category"])).case_no
    client = sign_in(Role.DESK)
    assert "机器没把握" in client.get(f"/desk/cases/{case_no}").text
    with parts.db.write() as s:
        case, desk = s.scalars(sa.select(Case)).one(), actors.staff(s, actor(s, Role.DESK))
        desk_corrections.correct(s, parts, case, desk, {"category": "0404"})
    assert "机器没把握" not in client.get(f"/desk/cases/{case_no}").text


@pytest.mark.parametrize(
    ("danger", "missing", "listed"), [(True, True, False), (True, False, True), (False, True, True)]
)
def test_the_list_names_no_guessed_category_of_a_danger(
    sign_in: SignIn, parts: Parts, reporter: int, danger: bool, missing: bool, listed: bool
) -> None:
    """征收与拆迁 beside somebody missing would distract whoever looks for them."""
    urgency = {"level": "emergency" if danger else "normal", "reasons": [], "danger": "missing" if danger else None}
    with parts.db.write() as s:
        report(s, parts, reporter, TEXT, draft=draft(TEXT, missing=["category"] * missing, urgency=urgency))
    page = sign_in(Role.DESK).get("/desk").text
    assert ("· 城乡建设 / 市政公用" in page) is listed
    assert ("类别没把握" in page) is not listed


def test_the_clerk_sees_another_models_suggestion_with_its_source(
    sign_in: SignIn, parts: Parts, reporter: int, case_no: str
) -> None:
    """As a suggestion, and only where there is one; numbers in it stay hidden."""
    suggestion = {
        "source": "some-model",
        "kind": "complaint",
        "category": {"code": "0401", "path": ["城乡建设", "物业服务"]},
        "places": [{"text": "柳树里3栋", "start": 0, "end": 5}],
        "times": [{"text": "13912345678", "start": 15, "end": 26}],
    }
    with parts.db.write() as s:
        asked = report(s, parts, reporter, TEXT, draft=draft(TEXT, suggestion=suggestion)).case_no
    client = sign_in(Role.DESK)
    page = client.get(f"/desk/cases/{asked}").text
    assert "另一个模型的建议（some-model）" in page
    assert "投诉 · 城乡建设 / 物业服务 · 柳树里3栋 · 139****5678" in page
    assert "另一个模型" not in client.get(f"/desk/cases/{case_no}").text


def test_every_word_of_the_reporter_is_masked_until_shown(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """When, where and why it is urgent too: people write numbers anywhere."""
    reasons = [{"text": "快来13912345678", "start": 0, "end": 13}]
    with parts.db.write() as s:
        answers = {"time": "昨晚，13912345678", "place": "柳树里3栋 13912345678"}
        urgent = draft(urgency={"level": "urgent", "reasons": reasons})
        case_no = report(s, parts, reporter, TEXT, draft=urgent, answers=answers).case_no
    client = sign_in(Role.DESK)
    assert "13912345678" not in client.get(f"/desk/cases/{case_no}").text
    assert client.post(f"/desk/cases/{case_no}/look").text.count("13912345678") >= 4


def test_showing_the_contact_is_recorded(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """One look, one row; the page says who looked."""
    desk = sign_in(Role.DESK)
    assert "13912345678" in desk.post(f"/desk/cases/{case_no}/look").text
    with parts.db.read() as s:
        look = s.scalars(sa.select(AccessLook)).one()
        assert (look.account_id, look.what) == (actor(s, Role.DESK).id, "contact")
    page = desk.get(f"/desk/cases/{case_no}").text
    assert "谁看过联系方式（1）" in page
    assert "13912345678" not in page


def test_another_body_sees_nothing(sign_in: SignIn, client: FlaskClient, parts: Parts, case_no: str) -> None:
    """404 for page, photo, look and every action."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
        other = account(parts, Role.BODY, username="other", body="hall")
        s.add(other)
        s.flush()
        number = other.id
    sit_down(client, parts, number)
    address = f"/desk/cases/{case_no}"
    assert client.get(address).status_code == 404
    for door in ("look", "acknowledgement", "progress", "return", "resolution", "note"):
        assert client.post(f"{address}/{door}", data={"text": "x", "reason": "x"}).status_code == 404
    assert state_of(parts) == "dispatched"


@pytest.mark.parametrize(
    ("role", "door"),
    [
        (Role.BODY, "acceptance"),
        (Role.BODY, "dispatch"),
        (Role.GRID, "rejection"),
        (Role.GRID, "correction"),
        (Role.DESK, "supervision"),
        (Role.DESK, "on-spot"),
    ],
)
def test_a_role_has_its_own_buttons_only(sign_in: SignIn, case_no: str, role: Role, door: str) -> None:
    """403, whatever is posted."""
    assert sign_in(role).post(f"/desk/cases/{case_no}/{door}", data={"text": "x"}).status_code == 403


@pytest.mark.parametrize("door", ["resolution", "acceptance"])
def test_a_supervisor_does_not_do_what_the_desk_can(sign_in: SignIn, case_no: str, door: str, parts: Parts) -> None:
    """Only with what supervisors alone read."""
    refused = sign_in(Role.SUPERVISOR).post(f"/desk/cases/{case_no}/{door}", data={"text": "x"})
    assert refused.status_code == 409
    assert state_of(parts) == "reported"


def test_no_page_offers_the_clerk_to_close(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """Once resolved, only the resident's word closes."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
        handler_actions.resolve(s, parts, s.get_one(Case, 1), actors.staff(s, actor(s, Role.BODY)), text="好了")
    page = sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    offered = set(re.findall(rf'action="/desk/cases/{case_no}/([a-z-]+)"', page))
    assert offered == {"look", "note", "confidence", "hand-on", "seal"}


@pytest.mark.parametrize("weighty", [{"kind": "tip_off"}, {"conduct": "ask"}, {"conduct": "conduct"}])
def test_a_tip_off_is_read_by_a_clerk_before_anybody_settles_it(
    sign_in: SignIn, parts: Parts, case_no: str, weighty: dict[str, str]
) -> None:
    """What says something of people is offered to no grid worker until a clerk has dispatched it to them."""
    with parts.db.write() as s:
        s.execute(sa.update(Case).values(**weighty))
    worker = sign_in(Role.GRID)
    assert "on-spot" not in worker.get(f"/desk/cases/{case_no}").text
    worker.post(f"/desk/cases/{case_no}/on-spot", data={"text": "去问过，没有的事", **pictures()})
    assert state_of(parts) == "reported"
    if "kind" in weighty:
        with parts.db.write() as s:
            s.execute(sa.update(Case).values(dispatched=True, state="dispatched", body=None))
        said = {"text": "请派出所的人来看过了", "despite": "居民都知道"}
        worker.post(f"/desk/cases/{case_no}/on-spot", data=said | pictures())
        assert state_of(parts) == "resolved"


def test_the_grid_worker_of_another_grid_sees_nothing(
    client: FlaskClient, sign_in: SignIn, parts: Parts, case_no: str
) -> None:
    """404."""
    with parts.db.write() as s:
        other = account(parts, Role.GRID, username="g2", grid="G-02")
        s.add(other)
        s.flush()
        number = other.id
    sit_down(client, parts, number)
    assert client.get(f"/desk/cases/{case_no}").status_code == 404
    assert case_no not in client.get("/grid").text


def test_forms_need_the_csrf_token(parts: Parts, case_no: str) -> None:
    """Without it nothing changes; every form of the case page carries one."""
    client = create_app(parts).test_client()
    with parts.db.read() as s:
        number = actor(s, Role.DESK).id
    sit_down(client, parts, number)
    assert client.post(f"/desk/cases/{case_no}/acceptance").status_code == 400
    assert state_of(parts) == "reported"
    page = client.get(f"/desk/cases/{case_no}").text
    assert page.count('method="post"') == page.count('name="csrf_token"')


def test_confidential_reporters_are_not_to_be_contacted(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """The case page says so on top."""
    with parts.db.write() as s:
        case_no = report(s, parts, reporter, no_push=True).case_no
    assert "不要主动联系这位居民" in sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text


def test_whoever_goes_there_reads_so_too(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """On the grid worker's page and on paper, without the reason; no contact is asked for there."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, no_push=True)
        desk_actions.dispatch(
            s, parts, case, actors.staff(s, actor(s, Role.DESK)), body=None, worker_id=actor(s, Role.GRID).id
        )
        case_no = case.case_no
    page = sign_in(Role.GRID).get(f"/desk/cases/{case_no}").text
    assert ("不要主动联系报这件事的居民" in page, "看手机" in page, "联系过居民没有" in page) == (True, False, False)
    assert "不要主动联系报这件事的居民" in sign_in(Role.DESK).get(f"/desk/cases/{case_no}/print").text


def test_who_was_erased_cannot_be_reached(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """The page says that, not that somebody may be looking at their phone; before, it says how to answer."""
    with parts.db.write() as s:
        case_no = report(s, parts, reporter).case_no
    assert "只能在原来的渠道里回" in sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    with parts.db.write() as s:
        blanking.blank_contact_points(s, [s.get_one(ContactPoint, reporter)], parts.clock.now())
    page = sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    assert page.count("居民要求删除，联系不上了") == 2
    assert [word for word in ("不要主动联系", "只能在原来的渠道里回", "显示全部") if word in page] == []
    assert "不要主动联系" not in sign_in(Role.GRID).get(f"/desk/cases/{case_no}").text


def test_what_a_choice_makes_needed_is_not_called_optional(sign_in: SignIn, case_no: str) -> None:
    """Beside 归谁管 stands when it must be filled in."""
    page = sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    label = page[page.index('for="f-office"') : page.index("</label>", page.index('for="f-office"'))]
    assert "归别的单位管的要填" in label
    assert "可不填" not in label


def test_a_case_names_its_grid(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """Beside the code, which says nothing to anybody."""
    with parts.db.write() as s:
        queries.get(s, case_no, to_change=True).grid = "G-01"
        name = next(grid.name for grid in grids.grids(s) if grid.code == "G-01")
    page = sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    assert f"<dd>{name}（G-01）</dd>" in page
