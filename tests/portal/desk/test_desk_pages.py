"""The staff's pages: who sees what, what each button does, what is masked, what stays possible without JavaScript."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from math import inf
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from portal.cases.models import AccessLook, Case
from portal.cases.records import actors, alarms, queries
from portal.cases.records.actors import Who
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import Actor, State
from portal.cases.verbs import tasks as case_tasks
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.desk import queue
from portal.desk.queue import Filters, Tab
from portal.grids import service as grids
from portal.grids.lookup import gazetteer
from portal.grids.models import Body
from portal.kernel.roles import Role
from portal.outbox import service as outbox
from portal.outbox.models import OutboxRow
from portal.privacy import blanking
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.cases.cases_world import SignIn, account, actor, draft, report
from tests.portal.signed_in import sit_down

TEXT = "柳树里3栋的路灯坏了三天了，打13912345678找我"


@pytest.fixture
def case_no(parts: Parts, reporter: int) -> str:
    """A reported case whose reporter left a number."""
    with parts.db.write() as s:
        return report(s, parts, reporter, TEXT, answers={"contact": "13912345678"}).case_no


def state_of(parts: Parts, number: int = 1) -> str:
    with parts.db.read() as s:
        return s.get_one(Case, number).state


def given_to_lamps(s: Session, parts: Parts, number: int = 1) -> None:
    desk_actions.dispatch(s, parts, s.get_one(Case, number), actors.staff(s, actor(s, Role.DESK)), body="lamps")


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


def test_the_clerk_sees_the_queue_with_emergencies_first(
    sign_in: SignIn, parts: Parts, reporter: int, case_no: str
) -> None:
    """Emergencies stand on top, in red, until somebody signs."""
    with parts.db.write() as s:
        urgent = report(s, parts, reporter, "有煤气味", draft=draft(urgency={"level": "emergency", "reasons": []}))
    page = sign_in(Role.DESK).get("/desk").text
    assert "险情，还没有人签收" in page
    rows = re.findall(r"LL-20261124-\d{4}(?=</a></td>|</a><br>)", page)
    assert rows[0] == urgent.case_no
    assert case_no in rows


def test_a_list_holds_no_number_of_a_person(sign_in: SignIn, case_no: str) -> None:
    """Neither in the queue nor on the case page, until it is asked for."""
    desk = sign_in(Role.DESK)
    assert "13912345678" not in desk.get("/desk").text
    page = desk.get(f"/desk/cases/{case_no}").text
    assert "13912345678" not in page
    assert "139****5678" in page


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


def test_the_clerk_accepts_and_dispatches_in_one_form(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """The suggested body is chosen already."""
    desk = sign_in(Role.DESK)
    assert '<option value="lamps" selected>' in desk.get(f"/desk/cases/{case_no}").text
    page = desk.post(f"/desk/cases/{case_no}/dispatch", data={"body": "lamps", "note": ""}, follow_redirects=True)
    assert "派出去了" in page.text
    assert state_of(parts) == "dispatched"


def test_the_body_sees_its_own_and_resolves(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """404 before it is dispatched; then acknowledge, resolve with words and a photo."""
    body = sign_in(Role.BODY)
    assert body.get(f"/desk/cases/{case_no}").status_code == 404
    assert case_no not in body.get("/desk?tab=open").text
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    assert case_no in body.get("/desk").text
    body.post(f"/desk/cases/{case_no}/acknowledgement")
    assert state_of(parts) == "in_progress"
    picture = io.BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    picture.seek(0)
    page = body.post(
        f"/desk/cases/{case_no}/resolution",
        data={"text": "今天路灯队到柳树里3栋换了路灯的灯头", "photos": (picture, "after.png")},
        follow_redirects=True,
    )
    assert "等居民说好了没有" in page.text
    assert state_of(parts) == "resolved"
    address = re.search(rf"/desk/cases/{case_no}/photos/[^\"]+", page.text)
    assert address is not None
    assert body.get(address[0]).mimetype == "image/jpeg"


def test_a_reply_with_faults_is_sent_only_with_a_word_why(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """What is wrong is shown, what was typed stays, nothing is done; with the word it is done, and the word is kept."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    address, typed = f"/desk/cases/{case_no}/resolution", {"text": "您反映的事情已转相关部门处理"}
    refused = sign_in(Role.BODY).post(address, data=typed)
    assert (refused.status_code, state_of(parts)) == (422, "dispatched")
    for words in ("没有结果", "为什么还是这样发", typed["text"]):
        assert words in refused.text
    sign_in(Role.BODY).post(address, data=typed | {"despite": "居民要的就是转给电力公司"})
    assert state_of(parts) == "resolved"
    assert "居民要的就是转给电力公司" in sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text


def test_photos_are_to_be_chosen_again_only_if_there_were_any(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """A refused form without a photo says nothing of photos."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    address = f"/desk/cases/{case_no}/resolution"
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    picture.seek(0)
    without = sign_in(Role.BODY).post(address, data={"text": "已转相关部门处理"})
    with_one = sign_in(Role.BODY).post(address, data={"text": "已转相关部门处理", "photos": (picture, "after.png")})
    assert [("重新选一次" in page.text, page.status_code) for page in (without, with_one)] == [
        (False, 422),
        (True, 422),
    ]


def test_a_short_honest_reply_is_sent_with_a_hint(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """What the next one might say more clearly; it counts as no faulty one."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    page = sign_in(Role.BODY).post(
        f"/desk/cases/{case_no}/resolution", data={"text": "灯头换了，亮了。"}, follow_redirects=True
    )
    assert state_of(parts) == "resolved"
    assert "下回写上更清楚：没说谁办的；没说什么时候办的" in page.text
    with parts.db.read() as s:
        resolved = next(event for event in s.get_one(Case, 1).events if event.verb == "resolve")
        assert (resolved.data["hints"], "faults" in resolved.data) == (["who", "when"], False)


def test_resolving_without_words_is_refused(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """The resident is owed what was done."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    page = sign_in(Role.BODY).post(f"/desk/cases/{case_no}/resolution", data={"text": " "}, follow_redirects=True)
    assert "请写上怎么办的" in page.text
    assert state_of(parts) == "dispatched"


def test_sending_back_returns_to_the_list(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """The body no longer sees it; the desk does, with the reason."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    answer = sign_in(Role.BODY).post(
        f"/desk/cases/{case_no}/return", data={"reason": "灯杆归供电"}, follow_redirects=True
    )
    assert answer.status_code == 200
    assert "退回受理台了" in answer.text
    page = sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    assert "灯杆归供电" in page
    assert "退回1次" in page


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


def test_the_grid_worker_mends_it_on_the_spot(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """From the list on the phone, with a word, and a picture from before and after the work, which are both needed."""
    worker = sign_in(Role.GRID)
    assert case_no in worker.get("/grid").text
    said = {"text": "灯泡松了，拧紧了", "despite": "居民都知道"}
    for lacking in ({}, picture("before"), picture("photos")):
        refused = worker.post(f"/desk/cases/{case_no}/on-spot", data=said | lacking)
        assert "办以前、办以后的照片各要一张" in refused.text
    assert state_of(parts) == "reported"
    worker.post(f"/desk/cases/{case_no}/on-spot", data=said | pictures())
    assert state_of(parts) == "resolved"


def picture(field: str, colour: str = "black") -> dict[str, Any]:
    """A picture in this field of a form."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "JPEG")
    return {field: (io.BytesIO(out.getvalue()), "a.jpg")}


def pictures() -> dict[str, Any]:
    """A picture from before the work and one from after it."""
    return picture("before") | picture("photos", "white")


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
            s.execute(sa.update(Case).values(dispatched=True, state="dispatched"))
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


def test_the_supervisor_supervises(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """An overlay: the state stays, the desk sees it."""
    sign_in(Role.SUPERVISOR).post(f"/desk/cases/{case_no}/supervision", data={"text": "本周办结"})
    assert state_of(parts) == "reported"
    page = sign_in(Role.DESK).get(f"/desk/cases/{case_no}").text
    assert "本周办结" in page
    assert "督办" in page


def test_a_correction_from_the_form(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """What the clerk picks is what stands; empty means none."""
    data = {"kind": "complaint", "category": "", "urgency": "urgent", "grid": ""}
    sign_in(Role.DESK).post(f"/desk/cases/{case_no}/correction", data=data)
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert (case.kind, case.category, case.urgency, case.rank, case.grid) == ("complaint", None, "urgent", 1, None)


def test_what_the_resident_adds_is_new_until_read(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """The mark goes when a clerk opens the case, not when the supervisor does."""
    with parts.db.write() as s:
        reporter_actions.add_detail(s, parts, s.get_one(Case, 1), actors.resident(1), text="今晚更黑了")
    sign_in(Role.SUPERVISOR).get(f"/desk/cases/{case_no}")
    desk = sign_in(Role.DESK)
    assert 'badge--open">有新话' in desk.get("/desk").text
    assert "今晚更黑了" in desk.get(f"/desk/cases/{case_no}").text
    with parts.db.read() as s:
        assert not s.get_one(Case, 1).unread


def test_filters_and_cursor(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Thirty a page; each case once, over all pages; the filters narrow."""
    with parts.db.write() as s:
        for number in range(65):
            level = "urgent" if number % 7 == 0 else "normal"
            report(
                s,
                parts,
                reporter,
                draft=draft(urgency={"level": level, "reasons": []}, places=[] if number % 2 else draft()["places"]),
            )
    desk, seen, address = sign_in(Role.DESK), [], "/desk"
    while address:
        page = desk.get(address).text
        seen += re.findall(r'href="/desk/cases/(LL-[0-9-]+)"', page)
        older = re.search(r'href="(/desk\?[^"]*after=[^"]+)">下一页<', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert len(seen) == len(set(seen)) == 65
    assert desk.get("/desk?grid=none").text.count("没认出网格") == 30
    assert "这里没有工单" in desk.get("/desk?category=09").text
    assert "这里没有工单" in desk.get("/desk?overdue=1").text


def test_overdue_is_counted_and_filtered(sign_in: SignIn, parts: Parts, case_no: str, clock: object) -> None:
    """After its last day an unresolved case is overdue."""
    clock.move(days=8)  # type: ignore[attr-defined]  # the hand clock
    page = sign_in(Role.DESK).get("/desk?overdue=1").text
    assert case_no in page
    assert "超期" in page


@pytest.mark.parametrize("after", ["x", "1_x_1", "0_99999999999999999999_1", "-1", "²"])
def test_a_wrong_cursor_is_refused_with_words(sign_in: SignIn, case_no: str, after: str) -> None:
    """422, not a fault."""
    answer = sign_in(Role.DESK).get(f"/desk?after={after}")
    assert answer.status_code == 422
    assert "第一页" in answer.text


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


def test_dead_letters_can_be_tried_again_or_dropped(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """The address is masked, the words are not shown; dropping needs a reason and leaves it."""
    with parts.db.write() as s:
        for number in range(2):
            row = outbox.put(s, kind="send_sms", payload={}, now=parts.clock.now(), letter=("+8613912345678", "密语"))
            outbox.record_failure(s, row.id, parts.clock.now(), reason="号码不存在", retry=False)
            assert row.id == number + 1
    desk = sign_in(Role.DESK)
    page = desk.get("/desk/dead").text
    assert "号码不存在" in page
    assert "13912345678" not in page
    assert "密语" not in page
    desk.post("/desk/dead/1/retry")
    assert desk.post("/desk/dead/2/drop", data={"reason": ""}).status_code == 422
    desk.post("/desk/dead/2/drop", data={"reason": "居民换号了"})
    assert desk.post("/desk/dead/2/retry").status_code == 409
    with parts.db.read() as s:
        rows = {row.id: (row.state, row.reason) for row in s.scalars(sa.select(OutboxRow))}
        assert rows == {1: ("queued", "号码不存在"), 2: ("done", "desk: 居民换号了")}


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


def statements_of(parts: Parts, see: Callable[[], object]) -> int:
    """How many statements the database gets while `see` runs."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    sa.event.listen(parts.db.engine, "before_cursor_execute", note)
    see()
    sa.event.remove(parts.db.engine, "before_cursor_execute", note)
    return len(asked)


def test_a_longer_queue_asks_the_database_no_more_often(
    parts: Parts, reporter: int, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case's title looks at its events: they are read for the whole page at once."""
    monkeypatch.setattr(gazetteer, "FRESH", inf)  # else whether its version is asked for depends on how fast this runs
    desk = sign_in(Role.DESK)
    with parts.db.write() as s:
        report(s, parts, reporter)
        report(s, parts, reporter)
    desk.get("/desk")
    few = statements_of(parts, lambda: desk.get("/desk"))
    with parts.db.write() as s:
        for _ in range(8):
            report(s, parts, reporter)
    assert statements_of(parts, lambda: desk.get("/desk")) == few


def test_the_queue_reads_no_case_that_is_over(parts: Parts, case_no: str) -> None:
    """Its page, its figures and its alarms find their cases by an index, however many were closed in years."""
    if not parts.db.is_sqlite:
        pytest.skip("SQLite's plans; PostgreSQL reads a small table whole")
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    now, clerk = parts.clock.now(), Who(Actor.DESK, 1)
    with parts.db.read() as s:
        sa.event.listen(parts.db.engine, "before_cursor_execute", note)
        queue.page(s, clerk, Filters(Tab.TODO), now)
        queue.counts(s, clerk, now)
        alarms.alarms_to_show(s, now, None, 1)
        sa.event.remove(parts.db.engine, "before_cursor_execute", note)
        about_cases = [one for one in asked if 'FROM "case"' in one[0]]
        plans = [
            s.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values).all() for words, values in about_cases
        ]
    assert len(plans) >= 7
    assert [str(row[-1]) for plan in plans for row in plan if str(row[-1]) == "SCAN case"] == []


def test_the_figures_of_a_body_do_not_read_all_that_it_ever_had(parts: Parts, case_no: str) -> None:
    """Once the worker has counted, denied and dangerous cases are found by what they are, and not by their body."""
    if not parts.db.is_sqlite:
        pytest.skip("SQLite's plans; PostgreSQL reads a small table whole")
    over = {"state": State.CLOSED, "close_reason": "confirmed", "closed_at": parts.clock.now(), "body": "b1"}
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        s.add(Body(code="b1", name="单位", aliases=[]))
        s.flush()
        row = {column.name: getattr(case, column.key) for column in sa.inspect(Case).columns} | over
        s.execute(sa.insert(Case), [row | {"id": 1000 + n, "case_no": f"LL-20200101-{n:04}"} for n in range(500)])
    case_tasks.count_index_keys(parts)
    with parts.db.read() as s:
        asked = (
            sa.select(sa.func.count())
            .select_from(Case)
            .where(Case.id.in_(queue.contradicted()), *queue.scope(Who(Actor.BODY, 2, body="b1")))
        )
        words = str(asked.compile(parts.db.engine, compile_kwargs={"literal_binds": True}))
        plan = [str(row[-1]) for row in s.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}")]
    assert plan[0] == "SEARCH case USING INTEGER PRIMARY KEY (rowid=?)"


def test_a_grid_worker_goes_from_the_page_of_an_emergency(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """The box is worded for who goes there, with the latest words; who goes stands on the desk's timeline, too."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
        reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="他还在")
        address = f"/desk/cases/{case.case_no}"
    worker = sign_in(Role.GRID)
    page = worker.get(address).text
    box = page[page.index('id="going"') : page.index("</section>", page.index('id="going"'))]
    assert "他还在" in box
    assert "我去看" in box
    assert "再派人" not in page
    assert worker.post(f"{address}/going").status_code == 303
    assert "您说了去看" in worker.get(address).text
    desk = sign_in(Role.DESK).get(address).text
    assert "再派人" in desk
    assert "我去看险情" in desk


def test_a_clerk_acknowledges_for_the_handler_only_with_a_reason(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """It is no first button: nobody of theirs has seen the case. The timeline says that it was done for them, and why."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    desk, address = sign_in(Role.DESK), f"/desk/cases/{case_no}"
    page = desk.get(address).text
    assert "签收，开始办" not in page
    assert 'id="do-acknowledge"' in page
    refused = desk.post(f"{address}/acknowledgement", data={"reason": " "})
    assert (refused.status_code, state_of(parts)) == (422, "dispatched")
    assert "请写上为什么替他们签收" in refused.text
    page = desk.post(f"{address}/acknowledgement", data={"reason": "老李电话里说收到了"}, follow_redirects=True).text
    assert state_of(parts) == "in_progress"
    assert "替承办的签收" in page
    assert "老李电话里说收到了" in page
    assert "替对方签收" not in sign_in(Role.BODY).get(address).text


def test_a_body_without_the_number_says_how_it_called(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """A call in words or by the box is asked how; what is told stays with the event, for staff. A visit needs no number."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
    body, address = sign_in(Role.BODY), f"/desk/cases/{case_no}"
    body.post(f"{address}/acknowledgement")
    today = f"{shanghai_day(parts.clock.now())}"
    boxed = {"text": "换了灯头，灯亮了", "reached": "phone", "reached_on": today}
    asked = unescape(body.post(f"{address}/progress", data={"text": "已电话联系居民"}).text)
    for typed in ({"text": "已电话联系居民", "as_written": "1", "asked": asked}, boxed):
        refused = body.post(f"{address}/progress", data=typed)
        assert refused.status_code == 422
        assert "电话是怎么打的" in refused.text
    assert body.post(f"{address}/progress", data=boxed | {"reached": "visit"}).status_code == 303
    assert body.post(f"{address}/progress", data=boxed | {"how": "请楼长转的"}).status_code == 303
    page = sign_in(Role.SUPERVISOR).get(address).text
    assert "没有号码，这样联系上的：请楼长转的" in page


def test_who_sees_the_number_is_not_asked_how_they_called(sign_in: SignIn, parts: Parts, case_no: str) -> None:
    """A body whose reporter agreed to be named."""
    with parts.db.write() as s:
        given_to_lamps(s, parts)
        queries.get(s, case_no, to_change=True).may_be_named = True
    body, address = sign_in(Role.BODY), f"/desk/cases/{case_no}"
    body.post(f"{address}/acknowledgement")
    assert 'name="how"' not in body.get(address).text
    form = {"text": "已电话联系居民", "as_written": "1"}
    form["asked"] = unescape(body.post(f"{address}/progress", data=form).text)
    assert body.post(f"{address}/progress", data=form).status_code == 303


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
